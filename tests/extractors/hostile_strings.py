"""Every regular expression of `extractors`, and for each the strings on which it would take longest.

A pattern goes quadratic where a repeat swallows a long run, fails behind it, and starts again one sign further. So
each repeat of a pattern is filled with thousands of what it takes: behind the beginning that it needs, together with
that beginning, with what the pattern wants next, and before an end that fits nothing.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import extractors
from extractors.platforms import all_platforms

_METHODS = {"match", "fullmatch", "search", "sub", "split", "findall", "finditer"}
_SIGNS = " \n\t\u3000中1aA_(（【[)）】]“”<>/-—.。,，、:：;|'\"\\=·×@+?{}$#\xa0\ufffd"
_RUNS = [
    *_SIGNS,
    "（(",
    "【【（",
    "记者",
    "作者：",
    "来源：",
    "2026年",
    "2026-",
    "1:",
    "<a ",
    "<!--",
    "/*",
    "//",
    "a=",
    "a b",
]
_ENDS = ("", "\n\x01")
_VARIANTS = 8
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
# The standard library's own reader of patterns; it has no public name.
_parse: Callable[..., Any] = importlib.import_module("re._parser").parse
_Items = Sequence[tuple[Any, Any]]


@dataclass(frozen=True)
class Used:
    """A regular expression, the module in which it stands, and the method by which it is used there."""

    module: str
    pattern: re.Pattern[Any]
    method: str

    def run(self, text: str) -> None:
        """Use it on the text as the project does."""
        subject = text.encode("gb18030", "replace") if isinstance(self.pattern.pattern, bytes) else text
        if self.method == "sub":
            self.pattern.sub(subject[:0], subject)
        elif self.method == "finditer":
            list(self.pattern.finditer(subject))
        else:
            getattr(self.pattern, self.method)(subject)


def used_patterns() -> list[Used]:
    """The patterns of all modules, those written inside functions too, and those of the CMS families."""
    modules = [
        importlib.import_module(found.name) for found in pkgutil.walk_packages(extractors.__path__, "extractors.")
    ]
    used = [each for module in modules for each in _calls(module)]
    called = {each.pattern for each in used}
    # A pattern that is only handed on may be used in any way: what reads the whole text is tried.
    used += [
        Used(module.__name__, pattern, "findall")
        for module in modules
        for pattern in _constants(module)
        if pattern not in called
    ]
    used += [Used(each.name, re.compile(each.url_pattern), "search") for each in all_platforms() if each.url_pattern]
    return list(dict.fromkeys(used))


def hostile_strings(pattern: re.Pattern[Any], characters: int) -> list[str]:
    """Strings of about so many characters, each of one short beginning, a long run and a short end."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    items = _parse(source, pattern.flags)
    runs = dict.fromkeys([("", run) for run in _RUNS] + [("", _example(items))] + list(_runs(items, "", "")))
    return [begin + run * (characters // len(run)) + end for begin, run in runs if run for end in _ENDS]


def _calls(module: ModuleType) -> Iterator[Used]:
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in _METHODS:
            continue
        is_written_here = ast.unparse(node.func.value) == "re"
        pattern = _value(node.args[0] if is_written_here else node.func.value, module)
        if is_written_here and isinstance(pattern, str):
            ignoring_case = any("IGNORECASE" in ast.unparse(flags) for flags in node.args[2:])
            pattern = re.compile(pattern, re.IGNORECASE if ignoring_case else 0)
        if isinstance(pattern, re.Pattern):
            yield Used(module.__name__, pattern, node.func.attr)


def _value(node: ast.expr, module: ModuleType) -> object:
    """What an expression is, if it is made of names of the module alone."""
    try:
        return eval(ast.unparse(node), vars(module))  # noqa: S307 - the project's own source
    except (NameError, AttributeError, TypeError, KeyError):
        return None


def _constants(module: ModuleType) -> Iterator[re.Pattern[Any]]:
    for value in vars(module).values():
        many = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else [value]
        yield from (each for each in many if isinstance(each, re.Pattern))


def _runs(items: _Items, begin: str, after: str) -> Iterator[tuple[str, str]]:
    """Beginning and run for each repeat among these items of a parsed pattern; `after` is what the pattern wants next."""
    for number, (code, argument) in enumerate(items):
        rest = _example(items[number + 1 :]) + after
        if str(code) in _REPEATS:
            body = argument[2]
            for filling in _examples(body):
                yield from ((begin, filling), ("", begin + filling), ("", filling + rest), (begin, filling + rest))
            yield from _runs(body, begin, rest)
        elif str(code) == "BRANCH":
            for branch in argument[1]:
                yield from _runs(branch, begin, rest)
        elif str(code) in ("SUBPATTERN", "ATOMIC_GROUP", "ASSERT", "ASSERT_NOT"):
            yield from _runs(argument if str(code) == "ATOMIC_GROUP" else argument[-1], begin, rest)
        begin += _example([(code, argument)])
    yield "", begin


def _examples(items: _Items) -> list[str]:
    """Different short strings that fit: signs of every sort that a class takes, the branches of an alternative."""
    if len(items) != 1:
        return [_example(items)]
    code, argument = items[0]
    if str(code) == "BRANCH":
        return [_example(branch) for branch in argument[1]][:_VARIANTS]
    if str(code) == "SUBPATTERN":
        return _examples(argument[-1])
    return _taken(code, argument)[:_VARIANTS] or [_example(items)]


def _example(items: _Items) -> str:
    """The shortest string that fits, but for what a look-ahead forbids."""
    text = ""
    for code, argument in items:
        if str(code) in _REPEATS:
            text += _example(argument[2]) * argument[0]
        elif str(code) == "BRANCH":
            text += _example(argument[1][0])
        elif str(code) in ("SUBPATTERN", "ASSERT"):
            text += _example(argument[-1])
        elif str(code) == "ATOMIC_GROUP":
            text += _example(argument)
        else:
            text += "".join(_taken(code, argument)[:1])
    return text


def _taken(code: object, argument: Any) -> list[str]:
    """Single signs that an item of a pattern takes, [] for an item that takes none."""
    if str(code) == "LITERAL":
        return [chr(argument)]
    if str(code) == "NOT_LITERAL":
        return [sign for sign in _SIGNS if ord(sign) != argument]
    if str(code) == "ANY":
        return ["中", " ", "1", "a", "<"]
    if str(code) != "IN":
        return []
    is_negated = str(argument[0][0]) == "NEGATE"
    own = [
        chr(value if str(kind) == "LITERAL" else value[0])
        for kind, value in argument
        if str(kind) in ("LITERAL", "RANGE")
    ]
    return [sign for sign in dict.fromkeys([*own, *_SIGNS]) if _is_in(sign, argument) != is_negated]


def _is_in(sign: str, members: _Items) -> bool:
    return any(_fits(sign, str(kind), value) for kind, value in members)


def _fits(sign: str, kind: str, value: Any) -> bool:
    if kind == "LITERAL":
        return ord(sign) == value
    if kind == "RANGE":
        return bool(value[0] <= ord(sign) <= value[1])
    if kind == "NEGATE":
        return False
    shorthand = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
    name = str(value).removeprefix("CATEGORY_")
    does_fit = re.match(shorthand[name.removeprefix("NOT_")], sign) is not None
    return does_fit != name.startswith("NOT_")
