"""How families of sites number their pages: the next page of a list, the following pages of an article."""

import re
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from lxml import etree, html

from extractors.answers import next_records
from extractors.calls import address_called, argument_value, laypage_next
from extractors.page import Page
from extractors.xpath import selecting

_LINKS = selecting("//a[@href]")
_SCRIPTS = selecting("//script[not(@src)]")
# No comment holds the opening of another: `"*/*"` opens none, and thousands that are never closed take no time.
_COMMENT = re.compile(r"(?<![:\"'])//[^\n]*|/\*(?:[^*/]++|\*(?!/)|/(?!\*))*+\*/")
_NEXT_TEXT = re.compile(
    r"^[\s\[【<(（]*(?:下[一1]?[页頁]|后一?页|次页|next(?:\s*page)?|›|»|>{1,2}|＞)[\s\]】>)）›»→▶]*$",
    re.IGNORECASE,
)
_NO_ADDRESS = re.compile(r"^\s*(?:javascript:|#|mailto:|tel:|$)", re.IGNORECASE)
# createPageHTML(9, 0, "index", "html"); behind the pager's element, createPageHTML('page', 9, 1, …), it counts from 1.
_CREATE_PAGE = re.compile(r"\bcreatePage(?:HTML\d?)?\s{0,5}\(([^()\n]{5,200})\)")
_COUNT_PAGE = re.compile(r"\bvar\s+countPage\s*=\s*['\"]?(\d{1,6})(?!\d)")
_CURRENT_PAGE = re.compile(r"\bvar\s+currentPage\s*=\s*['\"]?(\d{1,6})(?!\d)")
_COMPONENT_PAGE = re.compile(r"\bvar\s+purl\s*=\s*[\"']([^\"']+)[\"']")
_COMPONENT_LAST = re.compile(r"\bvar\s+maxPageNum\s*=\s*(\d{1,6})(?!\d)")
_DATA_PROXY = re.compile(r"<nextgroup>\s*+(?:<!\[CDATA\[)?\s*+<a\s+href=[\"']([^\"']+)[\"']", re.IGNORECASE)
_JPAGE = re.compile(
    r"perpage\s*:\s*(\d{1,9})\s*,\s*totalrecord\s*:\s*(\d{1,9}).{0,200}?proxyurl\s*:\s*['\"]([^'\"]+)['\"]", re.DOTALL
)
_NUMBERED = re.compile(r"^(.*?)(?:_(\d{1,9}))?(\.\w{3,6})$")
_PART_TEXT = re.compile(r"^[\s\[【(（]*(?:\d{1,3}|下一?页|下页|尾页|末页|第\s*\d+\s*页)[\s\]】)）]*$")
_PAGE_KEYS = ("page", "p", "pageno", "pagenum", "pageindex", "currpage", "pn")
_PAGE_KEY_ENDS = tuple(sign + key.encode() for key in _PAGE_KEYS for sign in (b"?", b"&", b";"))
_LONGEST_PAGE_KEY = max(map(len, _PAGE_KEY_ENDS))
_NUMBER_IN_QUERY = re.compile(rb"=\d")
_MARKS_OF_PARTS = (b"countPage", b"createPage")
_PHPCMS_PART = re.compile(r"/(show-\d{1,9}-\d{1,12})-(\d{1,4})\.html")
# location.href='index_2.html', goPage('/col7/list?page=2'): an address between quotes.
ADDRESS_IN_SCRIPT = re.compile(
    r"""['"]([^'"\s]{0,300}?(?:\.(?:s?html?|jhtml|jspx?|aspx?|php|do)|[?&](?:page|currentPage|pageNo|pageIndex|PageNo)=\d)[^'"\s]{0,300})['"]"""
)
_PAGE_OPTION = re.compile(r"\s*第?\s?(\d{1,4})\s?页?\s*$")
_CURRENT_CLASS = re.compile(r"(?<![a-z])(?:active|current|cur|on|now|selected)(?![a-z])", re.IGNORECASE)
_PAGER_NUMBER = re.compile(r"[0-9]{1,6}")
_MOST_NODES = 80
_MOST_CHARACTERS = 600
_MOST_CHARACTERS_OF_A_TEXT = 500  # an endless headline leaves room for the date behind it
_MOST_PARTS = 50
_MOST_BUTTONS = 20
_ARGUMENTS_OF_A_PAGER = 4
_MOST_PARTS_OF_A_BUTTON = 3
_DIGITS_OF_A_PAGE = 4


class _PagerCall(NamedTuple):
    """Number of pages, current page from 0, stem and extension; with a base of 1 the second page is `index_2`."""

    pages: int
    current: int
    stem: str
    extension: str
    base: int = 0


def script_text(page: Page) -> str:
    """The page's own scripts without comments: a template's old call is often left in one."""
    return "\n".join(_COMMENT.sub("", script.text or "") for script in _SCRIPTS(page.tree))


def texts(element: html.HtmlElement) -> list[str]:
    """The texts in an element's beginning: only on a broken page, where links stand in links, has a row more."""
    found: list[str] = []
    characters = 0
    for event, node in islice(etree.iterwalk(element, events=("start", "end", "comment")), _MOST_NODES):
        text = node.text if event == "start" else node.tail if node is not element else None
        if text:
            found.append(text[: min(_MOST_CHARACTERS_OF_A_TEXT, _MOST_CHARACTERS - characters)])
            characters += len(found[-1])
            if characters == _MOST_CHARACTERS:
                break
    return found


def link_text(link: html.HtmlElement) -> str:
    """The text of a link, its title where it holds only a picture."""
    return "".join(texts(link)).strip() or (link.get("title") or "").strip()


def absolute(page: Page, address: str) -> str | None:
    """An http address seen from this page, None for scripts, anchors and broken addresses.

    Where the page's own address is not known (a file), relative addresses stay as they are printed.
    """
    if _NO_ADDRESS.match(address):
        return None
    try:
        url = urljoin(page.base_url, address.strip())
        known = ("http", "https") if page.url else ("http", "https", "")
        return url if urlsplit(url).scheme in known else None
    except ValueError:
        return None


def next_link(page: Page) -> str | None:
    """The address behind 下一页 or its sign, also in a script, else the number after the current page's.

    Right too where pages are numbered downwards (VSB), and where a TRS pager was taken over.
    """
    elements = page.tree.iter("a", "span", "li", "input", "img", "button", "div", "td")
    buttons = (element for element in elements if _NEXT_TEXT.match(_pager_text(element)))
    for button in islice(buttons, _MOST_BUTTONS):
        url = _linked(page, button)
        if url:
            return url
    call = _trs_call(page)
    if call:
        return _trs_address(page, call)
    return _next_number(page) or _next_option(page) or absolute(page, laypage_next(script_text(page)) or "")


def _pager_text(element: html.HtmlElement) -> str:
    """What a reader sees of a pager's button: its text, or the words of its picture."""
    if element.tag in ("input", "img"):
        return element.get("value") or element.get("alt") or ""
    if len(element) > _MOST_PARTS_OF_A_BUTTON or (element.tag in ("div", "td") and not element.get("onclick")):
        return ""
    return link_text(element) or next(
        (image.get("alt") or image.get("title") or "" for image in element.iter("img")), ""
    )


def _linked(page: Page, button: html.HtmlElement) -> str | None:
    """Where a button leads: by its link or its script's address; a link around or inside it counts too."""
    for element in (button, *button.iter("a"), *button.iterancestors("a")):
        for name in ("href", "tagname", "data-url", "data-href", "onclick"):
            value = element.get(name) or ""
            written = ADDRESS_IN_SCRIPT.search(value)
            url = absolute(page, written[1] if written else value) if name != "onclick" or written else None
            if url is None and "(" in value:
                url = absolute(page, address_called(value, script_text(page)) or "")
            if url and url != page.url:
                return url
    return None


def _next_number(page: Page) -> str | None:
    """The link `n+1` right behind the current page's number, which is marked and leads nowhere: `<b>2</b> <a>3</a>`."""
    for current in page.tree.iter("b", "strong", "span", "em", "a", "font", "li"):
        number = (current.text or "").strip()
        if not number.isdecimal() or len(number) > _DIGITS_OF_A_PAGE or len(current):
            continue
        if _leads_elsewhere(page, current):
            continue
        parent = current.getparent()
        following = next(current.itersiblings("*"), None)
        if following is None and parent is not None and parent.tag == "li":
            following = next(parent.itersiblings("*"), None)
        if following is not None and link_text(following) == str(int(number) + 1):
            return _linked(page, following)
    return None


def _leads_elsewhere(page: Page, link: html.HtmlElement) -> bool:
    """True for the number of another page, the current may be a link to itself, `<a class="active" href="./">1</a>`."""
    address = link.get("href") or ""
    if _NO_ADDRESS.match(address) or _CURRENT_CLASS.search(link.get("class") or ""):
        return False
    return absolute(page, address) != page.url


def _next_option(page: Page) -> str | None:
    """The address behind the selected one of a box of pages: `<select><option value="list_2.html">第2页`."""
    for option in page.tree.iter("option"):
        number = _PAGE_OPTION.match(option.text or "")
        following = next(option.itersiblings("option"), None)
        if number is None or option.get("selected") is None or following is None:
            continue
        next_number = _PAGE_OPTION.match(following.text or "")
        value = following.get("value") or ""
        if next_number and int(next_number[1]) == int(number[1]) + 1 and not value.isdecimal():
            return absolute(page, value)
    return None


def trs_next(page: Page) -> str | None:
    """TRS: `countPage` and `currentPage` (from 0) win over `createPageHTML`; page n+1 is `index_n.html`."""
    call = _trs_call(page)
    if call is None:
        return next_link(page)
    return _trs_address(page, call)


def trs_pages(page: Page) -> int | None:
    """How many pages a TRS pager says there are; None for other pagers."""
    call = _trs_call(page)
    return call.pages if call else None


def _trs_address(page: Page, call: _PagerCall) -> str | None:
    number = call.current + 1
    return absolute(page, f"{call.stem}_{number + call.base}.{call.extension}") if number < call.pages else None


def trs_parts(page: Page) -> list[str]:
    """Pages 2..n of a TRS article: `t20171117_5577604_1.html` is the second."""
    call = _trs_call(page)
    if call is None:
        return linked_parts(page)
    if call.current or call.pages < 2 or not re.search(r"t?\d{6,}", call.stem):
        return []
    numbers = range(1 + call.base, min(call.pages, _MOST_PARTS) + call.base)
    parts = (absolute(page, f"{call.stem}_{number}.{call.extension}") for number in numbers)
    return [url for url in parts if url]


def _trs_call(page: Page) -> _PagerCall | None:
    """The pager's call, or its variables, as the page's scripts have them."""
    scripts = script_text(page)
    count, current = _COUNT_PAGE.search(scripts), _CURRENT_PAGE.search(scripts)
    if not count:
        return next(filter(None, (_created(call[1], scripts) for call in _CREATE_PAGE.finditer(scripts))), None)
    name = _NUMBERED.match(page.address.path.rpartition("/")[2] or "index.html")
    if name is None:
        return None
    number = int(current[1]) if current else 0
    stem = name[1] if number else name[0].rpartition(".")[0]
    return _PagerCall(int(count[1]), number, stem, name[3].lstrip("."))


def _created(arguments: str, scripts: str) -> _PagerCall | None:
    """What createPageHTML is called with, texts and numbers or variables set to one; None for its definition."""
    values = [argument_value(argument, scripts) or "" for argument in arguments.split(",")]
    base = 0 if values[0].isdecimal() or not values[0] else 1
    values = values[base:]
    if len(values) < _ARGUMENTS_OF_A_PAGER or not all(map(_PAGER_NUMBER.fullmatch, values[:2])) or not values[2]:
        return None
    return _PagerCall(int(values[0]), max(0, int(values[1]) - base), values[2], values[3], base)


def component_next(page: Page) -> str | None:
    """`n3/n13/index_958_198.html`: the first page has no number, those after it count down from the last."""
    scripts = script_text(page)
    stem, last = _COMPONENT_PAGE.search(scripts), _COMPONENT_LAST.search(scripts)
    if not stem or not last:
        return next_link(page)
    here = re.search(r"_(\d{1,6})\.\w+$", page.address.path)
    is_numbered = here is not None and f"{stem[1].rpartition('/')[2]}_{here[1]}" in page.url
    following = int(here[1]) - 1 if here and is_numbered else int(last[1]) - 1
    return absolute(page, f"{stem[1]}_{following}.html") if following > 0 else None


def hanweb_next(page: Page) -> str | None:
    """Hanweb: the `nextgroup` of the data store, else the jPage proxy with the next range of records."""
    group = _DATA_PROXY.search(page.text)
    if group:
        return absolute(page, group[1].replace("&amp;", "&"))
    jpage = _JPAGE.search(page.text)
    if not jpage:
        return next_records(page) if "<record" in page.text else next_link(page)
    per_page, total, proxy = int(jpage[1]), int(jpage[2]), jpage[3]
    if total <= per_page:
        return None
    # The records of three pages come with the first; the proxy takes ranges of records, from 1.
    separator = "&" if "?" in proxy else "?"
    records = f"startrecord={per_page + 1}&endrecord={min(total, 2 * per_page)}&perpage={per_page}"
    return absolute(page, f"{proxy}{separator}{records}")


def may_have_parts(page: Page) -> bool:
    """False for a page in whose bytes no family's parts can be: neither its own name with a number, nor `?page=2`.

    Looks for plain bytes only: a hundred times as fast as to parse the page.
    """
    stem = page.address.path.rpartition("/")[2].partition(".")[0]
    phpcms_name = stem.removesuffix("-1")  # show-7-1001-1 is followed by show-7-1001-2
    has_own_number = f"{stem}_".encode() in page.body or f"{phpcms_name}-2".encode() in page.body
    if has_own_number or not stem.isascii() or any(mark in page.body for mark in _MARKS_OF_PARTS):
        return True
    return any(
        page.body[max(0, found.start() - _LONGEST_PAGE_KEY) : found.start()].lower().endswith(_PAGE_KEY_ENDS)
        for found in _NUMBER_IN_QUERY.finditer(page.body)
    )


def phpcms_parts(page: Page) -> list[str]:
    """PHPCMS counts the parts in its address: `/show-7-1001-1.html` is followed by `/show-7-1001-2.html`."""
    own = _PHPCMS_PART.search(page.url)
    if own is None:
        return linked_parts(page)
    parts: dict[int, str] = {}
    for link in _LINKS(page.tree):
        url = absolute(page, link.get("href") or "")
        other = _PHPCMS_PART.search(url) if url else None
        if url and other and other[1] == own[1] and int(own[2]) == 1 and 2 <= int(other[2]) <= _MOST_PARTS:
            parts.setdefault(int(other[2]), url)
    return [parts[number] for number in sorted(parts)]


def linked_parts(page: Page) -> list[str]:
    """Pages 2..n that links with numbers lead to: `123_2.html`, `123_3.html` or `?page=2` beside this address."""
    parts: dict[int, str] = {}
    for link in _LINKS(page.tree):
        if not _PART_TEXT.match(link_text(link)):
            continue
        url = absolute(page, link.get("href") or "")
        number = _part_number(page, url) if url else 0
        if url and 2 <= number <= _MOST_PARTS:
            parts.setdefault(number, url)
    return [parts[number] for number in sorted(parts)]


def _part_number(page: Page, other: str) -> int:
    """The number that `other` adds to the page's address, 0 if it is no part of the same article."""
    own_parts, other_parts = page.address, urlsplit(other)
    if own_parts.netloc != other_parts.netloc:
        return 0
    own_name, other_name = _NUMBERED.match(own_parts.path), _NUMBERED.match(other_parts.path)
    if own_name and other_name and other_name[2] and own_parts.path != other_parts.path:
        own_stem = own_parts.path.removesuffix(own_name[3])
        return int(other_name[2]) if other_name[1] == own_stem else 0
    if own_parts.path != other_parts.path:
        return 0
    own_query, other_query = parse_qs(own_parts.query), parse_qs(other_parts.query)
    for name in other_query:
        value = other_query[name][0]
        rest = {key: values for key, values in other_query.items() if key != name}
        is_number = value.isdecimal() and len(value) <= 3
        if name.lower() in _PAGE_KEYS and is_number and name not in own_query and rest == own_query:
            return int(value)
    return 0
