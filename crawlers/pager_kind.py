"""How a list goes on to its second page, in words for a person: by a link, by numbers, by a script, by a query."""

import re
from urllib.parse import urlsplit

from extractors.feeds import read_feed
from extractors.lists import ListPage
from extractors.page import Page
from extractors.platforms.pagination import absolute, link_text, script_text
from extractors.xpath import selecting

_LINKS = selecting("//a[@href]")
_NUMBER = re.compile(r"(\d{1,6})(?=\.\w{2,5}$|$)")
_TRS = re.compile(r"\bcreatePage(?:HTML\d?)?\s{0,5}\(|\bvar\s+countPage\b")
_RECORDS = re.compile(r"<nextgroup>|<record>|dataproxy|startrecord", re.IGNORECASE)


def pager_kind(first: Page, second: Page, second_listed: ListPage | None = None) -> str:
    """How `first` leads to `second`; what the second page lists shows which way its numbers run."""
    if second.text.lstrip()[:1] in ("{", "["):
        return "JSON, page by page"
    if read_feed(first) is not None:
        return "sitemap index"
    if _RECORDS.search(first.text) and _RECORDS.search(second.url + second.text[:2000]):
        return "records of a proxy"
    if _counts_down(second.url, second_listed.next_page if second_listed else None):
        return "numbers counting down"
    texts = [link_text(link) for link in _LINKS(first.tree) if absolute(first, link.get("href") or "") == second.url]
    if not texts and _TRS.search(script_text(first)):
        return "TRS script, counting from 0" if _number(second.url) == 1 else "TRS script, counting from 1"
    if not texts:
        return "a script or button"
    return "page numbers" if all(text.strip("[] ").isdecimal() for text in texts) else "next link"


def _counts_down(second: str, third: str | None) -> bool:
    here, following = _number(second), _number(third or "")
    return here is not None and following is not None and following == here - 1


def _number(url: str) -> int | None:
    """The number at the end of an address: of its file, else of its query."""
    parts = urlsplit(url)
    found = _NUMBER.search(parts.path) or _NUMBER.search(parts.query)
    return int(found[1]) if found else None
