"""Where a page's own functions lead: `goPage(2)` by `function goPage(n) { location.href = 'list.php?page=' + n; }`.

The same for the pager that layui draws: `laypage.render({count: 230, jump: function (obj) {location.href = …}})`.

No script is run: only an address that is put together from texts, the function's parameter and variables set to a text
is understood; anything else leads nowhere.
"""

import re

# goPage(2), javascript:toPage('2'): the function and the first number that it is given.
_CALL = re.compile(r"([A-Za-z_$][\w$]{0,40})\(\s{0,3}['\"]?(\d{1,5})['\"]?\s{0,3}[,)]")
_GOES_TO = re.compile(
    r"location(?:\.href)?\s{0,3}=(?!=)\s{0,3}([^;\n}]{1,300})|(?:location\.(?:assign|replace)|window\.open)\(([^;\n}]{1,300})"
)
_TERM = re.compile(
    r"""\s{0,3}(?:"([^"\n]*)"|'([^'\n]*)'|\(?\s{0,2}([A-Za-z_$][\w$]*)(?:\.curr)?\s{0,2}(?:([-+])\s{0,2}1\s{0,2})?\)?)\s{0,3}(?:\+|,.*|\)|$)"""
)
_LAYPAGE = re.compile(r"\blaypage(?:\.render)?\(\{")
_ROWS = re.compile(r"\bcount\s{0,3}:\s{0,3}['\"]?(\d{1,7})")
_ROWS_OF_A_PAGE = re.compile(r"\blimit\s{0,3}:\s{0,3}['\"]?(\d{1,4})")
_PAGES = re.compile(r"\bpages\s{0,3}:\s{0,3}['\"]?(\d{1,6})")
_CURRENT = re.compile(r"\bcurr\s{0,3}:\s{0,3}['\"]?(\d{1,6})")
_JUMP = re.compile(r"\bjump\s{0,3}:\s{0,3}function\s{0,3}\(\s{0,3}([\w$]+)")
_ROWS_UNLESS_SAID = 10
_LONGEST_FUNCTION = 1_000


def address_called(call: str, scripts: str) -> str | None:
    """The address that a call like `goPage(2)` opens, as the page's `scripts` define its function."""
    for name, number in _CALL.findall(call):
        definition = re.search(rf"function\s+{re.escape(name)}\s*\(\s*([\w$]+)", scripts)
        if definition is None:
            continue
        body = scripts[definition.end() : definition.end() + _LONGEST_FUNCTION].partition("function ")[0]
        address = _address_in(body, definition[1], int(number), scripts)
        if address:
            return address
    return None


def laypage_next(scripts: str) -> str | None:
    """The address of the page behind the current one, as layui's pager would open it."""
    call = _LAYPAGE.search(scripts)
    if call is None:
        return None
    options = scripts[call.end() : call.end() + _LONGEST_FUNCTION]
    jump = _JUMP.search(options)
    following = _number(_CURRENT, options, 1) + 1
    rows_of_a_page = max(1, _number(_ROWS_OF_A_PAGE, options, _ROWS_UNLESS_SAID))
    pages = _number(_PAGES, options, -(-_number(_ROWS, options, 0) // rows_of_a_page))
    if jump is None or following > pages:
        return None
    return _address_in(options[jump.end() :], jump[1], following, scripts)


def _number(option: re.Pattern[str], options: str, unless_said: int) -> int:
    found = option.search(options)
    return int(found[1]) if found else unless_said


def _address_in(body: str, parameter: str, number: int, scripts: str) -> str | None:
    """The first address that a function's body opens with its parameter in it."""
    addresses = (
        _evaluated(goes_to[1] or goes_to[2], parameter, number, scripts) for goes_to in _GOES_TO.finditer(body)
    )
    return next((address for address in addresses if address), None)


def _evaluated(expression: str, parameter: str, number: int, scripts: str) -> str | None:
    """The text of `'index_' + (n - 1) + '.html'`; None unless the parameter is in it and all of it is understood."""
    parts: list[str] = []
    end, is_numbered = 0, False
    while end < len(expression.rstrip(" )")):
        term = _TERM.match(expression, end)
        if term is None:
            return None
        name, end = term[3], term.end()
        if name == parameter:
            is_numbered = True
            parts.append(str(number + {"+": 1, "-": -1}.get(term[4] or "", 0)))
        else:
            text = _variable(name, scripts) if name else term[1] or term[2] or ""
            if text is None:
                return None
            parts.append(text)
    return "".join(parts) if is_numbered else None


def argument_value(argument: str, scripts: str) -> str | None:
    """A text or number that a function is called with, or what the variable is set to that stands in its place."""
    argument = argument.strip()
    if argument[:1] in ("'", '"'):
        return argument.strip("'\"").strip()
    return argument if argument.isdecimal() else _variable(argument, scripts)


def _variable(name: str, scripts: str) -> str | None:
    known = re.search(
        rf"\b{re.escape(name)}\s{{0,3}}=\s{{0,3}}(?:['\"]([^'\"\n]*)['\"]|(\d{{1,9}})(?=[\s;,]))", scripts
    )
    return (known[1] or known[2] or "") if known and name else None
