"""What a page's own scripts write into it: `document.write('来源：' + wzly)` with `var wzly='宋家镇'`.

Some TRS sites print source, author and time this way, so a reader sees them and a plain parser does not. No script is
run: only texts and variables set to a text are understood; anything else writes nothing.
"""

import re
from html import unescape

from extractors.encoding import whole_characters

# Blanks are counted: a thousand empty lines must not be tried from each of them.
_ASSIGNMENT = re.compile(
    r"""(?:\b(?:var|let|const)\s{1,20}|^|[;{\n,])\s{0,20}([A-Za-z_$][\w$]{0,40})\s{0,20}=\s{0,20}"""
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\s{0,20}(?=[;,\n}]|$)"""
)
# Each sign of a call can be read in one way only: a call without its end must not be tried in all ways of splitting it.
_CUT = r"\.sub(?:string|str)\(\s{0,3}\d{1,3}\s{0,3},\s{0,3}\d{1,3}\s{0,3}\)"
_PLAIN_TERM = rf"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w$]+(?:{_CUT})?)"""
_EXPRESSION = rf"({_PLAIN_TERM}(?:\s*\+\s*{_PLAIN_TERM}){{0,24}})"
_WRITE = re.compile(rf"document\.write(?:ln)?\(\s*{_EXPRESSION}\s*\)")
# $("#ly").html("来源：" + ly), getElementById("ly").innerHTML = "来源：青泉镇": a field is put into its place later.
_PUT = re.compile(
    rf"\)\s{{0,3}}\.\s{{0,3}}(?:(?:html|text|append)\(|inner(?:HTML|Text)\s{{0,3}}=)\s{{0,3}}{_EXPRESSION}"
)
_FIELD = re.compile(
    r"\s*(?:(?:信息|文章|稿件)?来源|作者|记者|编辑|责任编辑|责编|(?:发布|发表|更新)?(?:时间|日期))\s*[:：]\s*\S"
)
_PUTS = (".html(", ".text(", ".append(", ".innerHTML", ".innerText")
# if (ly == "") { document.write("来源：本网"); } else { document.write("来源：" + ly); }: one of the two is written.
_CHOICE = re.compile(
    rf"\bif\s{{0,5}}\(\s{{0,5}}({_PLAIN_TERM})\s{{0,5}}([!=]==?)\s{{0,5}}({_PLAIN_TERM})\s{{0,5}}\)\s{{0,20}}"
    r"\{([^{}]*+)\}(?:\s{0,20}else\s{0,20}\{([^{}]*+)\})?"
)
_TERM = re.compile(
    r""""((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|([\w$]+)(?:\.sub(?:string|str)\(\s{0,3}0\s{0,3},\s{0,3}(\d{1,3}))?"""
)
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_SHORTEST_ESCAPES = {"n": "\n", "r": "", "t": "\t"}
_LONGEST_SCRIPT = 5_000
_VARIABLE = "0"  # stands for the value of one: something that may be worth reading
_WORTH_READING = re.compile("[\u4e00-\u9fff0-9]")


class WrittenText:
    """Reads the scripts of one page in their order; variables set by one are known to those after it."""

    def __init__(self) -> None:
        self._variables: dict[str, str] = {}
        self._unread: list[str] = []  # scripts whose variables nobody has asked for yet: those of most pages

    def read(self, script: str | None) -> str:
        """The visible text that `script` writes where it stands, "" for nothing understood."""
        if not script:
            return ""
        writes = "document.write" in script
        is_short = len(script) < _LONGEST_SCRIPT
        if writes or is_short:
            self._unread.append(script)
        may_label = is_short and (not script.isascii() or "\\u" in script)
        puts = self._put(script) if may_label and any(put in script for put in _PUTS) else ""
        if not writes:
            return puts
        chosen = _CHOICE.sub(self._chosen, script) if "if" in script else script
        written = "".join(self._shown(match[1]) for match in _WRITE.finditer(chosen))
        text = unescape(_TAG.sub("", written))
        return text + puts if _WORTH_READING.search(text) else puts

    def _put(self, script: str) -> str:
        """The labelled fields that a script puts into elements near it; what has no label is no field."""
        labelled = [match[1] for match in _PUT.finditer(script) if _FIELD.match(_seen(match[1]))]
        texts = [unescape(_TAG.sub("", self._value(expression) or "")) for expression in labelled]
        return " ".join(text for text in texts if _FIELD.match(text))

    def _chosen(self, choice: re.Match[str]) -> str:
        """The branch that is taken; both where a side of the comparison is not known."""
        first, sign, second, true, otherwise = choice.groups()
        values = self._value(first), self._value(second)
        if None in values:
            return choice[0]
        is_true = (values[0] == values[1]) == sign.startswith("=")
        return true if is_true else otherwise or ""

    def _shown(self, expression: str) -> str:
        """The value of an expression, "" where a reader would see no words of it.

        Most variables stand inside a tag (an advertisement's id); where no other text is written, none is looked up.
        """
        return (self._value(expression) or "") if _WORTH_READING.search(_seen(expression)) else ""

    def _value(self, expression: str) -> str | None:
        parts = []
        for double, single, name, length in _TERM.findall(expression):
            value = self._variable(name) if name else _unquote(double or single)
            if value is None:
                return None
            parts.append(value[: int(length)] if length else value)  # time.substring(0, 16)
        return "".join(parts)

    def _variable(self, name: str) -> str | None:
        for script in self._unread:
            for match in _ASSIGNMENT.finditer(script):
                self._variables[match[1]] = _unquote(match[2][1:-1])
        self._unread.clear()
        return self._variables.get(name)


def _seen(expression: str) -> str:
    """What a reader would see of an expression if every variable held one figure."""
    terms = _TERM.findall(expression)
    return _TAG.sub("", "".join(_VARIABLE if name else double or single for double, single, name, _ in terms))


def _unquote(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] else _SHORTEST_ESCAPES.get(match[2], match[2])

    return whole_characters(_ESCAPE.sub(plain, text))
