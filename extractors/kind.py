"""What kind of answer a page is: an article of some kind, or one of the things that are no article."""

import re
from http import HTTPStatus
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree

from extractors.article import Kind
from extractors.flow import Flow
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from extractors.xpath import selecting

_NOT_HTML_TYPES = re.compile(
    r"^\s*(?:image|audio|video|font)/|^\s*application/(?!xhtml|xml|json|javascript)", re.IGNORECASE
)
_SIGNATURES = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf",
    b"RIFF", b"\x1f\x8b", b"ID3", b"BM6", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00 ftyp", b"FLV\x01", b"MZ\x90",
)  # fmt: skip
_UNAUTHORIZED = 401
_CHALLENGE_STATUS = frozenset({412, 521})
_CHALLENGE = re.compile(
    r"document\.cookie|__jsl|_cf_chl|\$_ts\b|acw_sc__|_waf_|eval\(|location\.(?:reload|href|pathname|replace)|"
    r"(?:开启|启用)\S{0,10}(?:JavaScript|Cookie)|security_verify|challenge",
    re.IGNORECASE,
)
# Atomic: a tag that names `refresh` or `url` a thousand times is not tried in a million ways.
_REDIRECTS = (
    re.compile(r"<meta(?>[^<>]+?http-equiv=[\"']?refresh)(?>[^<>]+?url\s*+=)\s*+[\"']?([^\"'>\s]+)", re.IGNORECASE),
    re.compile(
        r"<meta(?>[^<>]+?content=[\"']?\d{0,3};?\s{0,3}url\s{0,3}=)\s{0,3}([^\"'<>\s]{1,500}+)(?>[^<>]+?http-equiv=[\"']?refresh)",
        re.IGNORECASE,
    ),
    re.compile(r"location(?:\.href)?\s*=\s*[\"']((?:https?:)?//?[^\"']+)[\"']"),
    re.compile(r"location\.(?:replace|assign)\(\s*[\"']((?:https?:)?//?[^\"']+)[\"']"),
)
_REFRESHES = selecting("//meta[@http-equiv and @content]")
# `0;url=/a.html`, `3; URL='/a.html'`, `5`
_REFRESH = re.compile(r"\s*(\d{1,4})(?:\.\d*)?\s*(?:[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']*))?", re.IGNORECASE)
_STATIC = re.compile(r"(?:/|\.s?html?)$", re.IGNORECASE)
_LOGIN_PATH = re.compile(
    r"/(?:[\w-]{0,20}log[io]n|sign[_-]?in|passport|sso|cas)(?:\.(?:s?html?|jspx?|php|aspx?|do|action))?(?:/|$)",
    re.IGNORECASE,
)
# index.php?m=member&c=index&a=login
_LOGIN_QUERY = re.compile(
    r"(?:^|&)(?:a|c|act|action|mod|do|r|s)=(?:[\w/.]{0,30}[/.])?(?:login|logging)(?:&|$)", re.IGNORECASE
)
_LOGIN_HEADING = re.compile(r"登[录陆入]|身份认证|用户认证|\b(?:log|sign)[ -]?[io]n\b", re.IGNORECASE)
_PASSWORD_FIELDS = selecting("//input[translate(@type,'PASWORD','pasword')='password']")
_BYLINE = re.compile(
    r"(?:发布时间|发布日期|发表时间|来源|作者|责任编辑|编辑)\s*[：:]|(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}"
)
_NOT_FOUND = re.compile(
    r"(?:页面|网页|内容|文章|信息|文件|地址|链接|资源)[^，。；]{0,8}(?:不存在|找不到|没有找到|未找到|已?被?删除|已失效|已下[线架]|无法访问|丢失|过期)|"
    r"(?:找不到|没有找到|未找到|无法找到)[^，。；]{0,8}(?:页|文件|内容|信息|资源)|"
    r"404\s*(?:not\s*found|错误|页面|-|$)|not\s+found|(?:暂|还)?没有(?:访问|浏览)?权限访问|(?:已被?|可能被?)(?:移动|移除)、?\S{0,6}删除",
    re.IGNORECASE,
)
_HEADINGS = selecting("//title|//h1|//h2")
_VIDEO = selecting(
    ".//video|.//*[contains(@class,'video-content') or contains(@class,'prism-player')]|"
    ".//iframe[contains(@src,'mas') or contains(@src,'video') or contains(@src,'player') or contains(@src,'v.qq.com')]|"
    ".//embed[contains(@src,'.swf') or contains(@src,'.mp4') or contains(@src,'.flv')]"
)
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|pptx?)(?:$|[?#])", re.IGNORECASE)
_MOST_CHALLENGE_HAN = 60
_MOST_REDIRECT_HAN = 80
_MOST_LOGIN_HAN = 300
_MOST_UNLINKED_LOGIN_CHARACTERS = 150
_SHORTEST_WAIT = 30  # seconds: a page that comes anew later than that keeps itself up to date
_MOST_NOT_FOUND_HAN = 400
_LITTLE_TEXT = 80
# Some thousand characters that are not ASCII, twice what any page that says 不存在 has, in GBK or UTF-8.
_MUCH_TEXT_BYTES = 3000
_ASCII = bytes(range(0x80))
_GALLERY_IMAGES = 3
_HEADINGS_MAX = 20
_CHARACTERS_PER_IMAGE = 60


def refuse_walls(page: Page) -> None:
    """Raise NotAnArticle for what servers send in an article's place: nothing, a bot wall, a log-in page, a soft 404.

    A page with as much text as an article has is let through without being parsed, so that a crawl can afford to ask
    of every page. `read_article` has the last word: of a wall with that much text around it too.
    """
    _refuse_empty(page)
    has_much_text = page.status < HTTPStatus.BAD_REQUEST and len(page.body.translate(None, _ASCII)) > _MUCH_TEXT_BYTES
    if not has_much_text and not _is_file(page):
        refuse_wall(page, page.flow)
        refuse_login(page, page.flow)
        refuse_missing(page, page.flow)


def refuse_other_content(page: Page) -> None:
    """Raise NotAnArticle for an empty answer and for files that are no HTML."""
    _refuse_empty(page)
    if _is_file(page):
        what = page.headers.get("content-type", "").split(";")[0].strip() or "binary data"
        raise NotAnArticle(Loss.NOT_HTML, f"{page.url}: the answer is a file ({what}), not a page.")


def _refuse_empty(page: Page) -> None:
    if not page.body.strip():
        raise NotAnArticle(Loss.EMPTY, f"{page.url}: the answer is empty.")


def _is_file(page: Page) -> bool:
    content_type = page.headers.get("content-type", "")
    head = page.body[:1024].lstrip()
    if head.startswith(_SIGNATURES) or (head.count(b"\x00") > 20 and "utf-16" not in page.encoding):
        return True
    return bool(_NOT_HTML_TYPES.match(content_type)) and not head.lower().startswith((b"<!doc", b"<html"))


def refuse_wall(page: Page, flow: Flow) -> None:
    """Raise NotAnArticle for a bot wall: recorded, never solved."""
    if page.status in _CHALLENGE_STATUS:
        raise NotAnArticle(Loss.CHALLENGE, f"{page.url}: a bot wall answered with status {page.status}.")
    if flow.han > _MOST_CHALLENGE_HAN:
        return
    if _refreshes_itself(page):
        raise NotAnArticle(Loss.CHALLENGE, f"{page.url}: a page without text that asks for itself, a bot wall.")
    is_script = "<script" in page.text.lower() and _CHALLENGE.search(page.text)
    if is_script and ("document.cookie" in page.text or not redirect_target(page, flow)):
        raise NotAnArticle(Loss.CHALLENGE, f"{page.url}: a page of script without text, most likely a bot wall.")


def _refreshes_itself(page: Page) -> bool:
    """Whether the page sends its reader back to its own address, or to the same with another query."""
    for meta in _REFRESHES(page.tree):
        match = _REFRESH.match(meta.get("content"))
        if meta.get("http-equiv").strip().lower() != "refresh" or not match or int(match[1]) > _SHORTEST_WAIT:
            continue
        try:
            if _is_same_page(page.url, urljoin(page.url, (match[2] or "").strip())):
                return True
        except ValueError:
            continue
    return False


def _is_same_page(one: str, other: str) -> bool:
    """Whether two addresses differ in nothing but scheme, fragment and query; `?id=5` and `?id=7` are two pages."""
    left, right = urlsplit(one), urlsplit(other)
    if (left.netloc.lower(), left.path or "/") != (right.netloc.lower(), right.path or "/"):
        return False
    if _STATIC.search(left.path or "/"):
        return True
    fewer, more = sorted((set(parse_qsl(left.query)), set(parse_qsl(right.query))), key=len)
    return fewer <= more


def is_login_address(url: str) -> bool:
    """Whether an address is by its name that of a log-in page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(_LOGIN_PATH.search(parts.path) or _LOGIN_QUERY.search(parts.query))


def refuse_login(page: Page, flow: Flow) -> None:
    """Raise NotAnArticle for a page that is only for those who log in; an article may have a log-in box at its top."""
    if page.status == _UNAUTHORIZED and "www-authenticate" in page.headers:
        raise NotAnArticle(Loss.LOGIN, f"{page.url}: the server asks for a name and a password.")
    if flow.han <= _MOST_LOGIN_HAN and "password" in page.text.lower() and _is_login(page, flow):
        raise NotAnArticle(Loss.LOGIN, f"{page.url}: a page to log in, not an article.")


def _is_login(page: Page, flow: Flow) -> bool:
    if not _PASSWORD_FIELDS(page.tree):
        return False
    lines = [line for line in flow.lines if not line.is_hidden]
    unlinked = sum(len(line.text) - line.link_characters for line in lines)
    has_text = unlinked > _MOST_UNLINKED_LOGIN_CHARACTERS or any(line.prose for line in lines)
    if has_text or any(_BYLINE.search(line.text) for line in lines):
        return False
    headings = ("".join(heading.itertext()) for heading in islice(_HEADINGS(page.tree), _HEADINGS_MAX))
    is_named = any(_LOGIN_HEADING.search(heading) for heading in headings)
    return is_named or is_login_address(page.url) or flow.han <= _MOST_CHALLENGE_HAN


def redirect_target(page: Page, flow: Flow) -> str | None:
    """Where a page without text of its own sends its reader (13 % of some media centres' items), else None."""
    if flow.han > _MOST_REDIRECT_HAN or len(page.text) > 20_000:
        return None
    for pattern in _REDIRECTS:
        match = pattern.search(page.text)
        if match and match[1] not in ("/", page.url):
            return match[1]
    return None


def refuse_missing(page: Page, flow: Flow) -> None:
    """Raise NotAnArticle for a page that says, with status 200, that there is nothing."""
    if page.status in (404, 410):
        raise NotAnArticle(Loss.NOT_FOUND, f"{page.url}: the server says that there is no such page ({page.status}).")
    if flow.han > _MOST_NOT_FOUND_HAN:
        return
    named = any(_NOT_FOUND.search("".join(heading.itertext())) for heading in _HEADINGS(page.tree))
    if named or (flow.han < _MOST_NOT_FOUND_HAN // 2 and _NOT_FOUND.search(flow.text(0, len(flow.lines)))):
        raise NotAnArticle(Loss.SOFT_404, f"{page.url}: the page says that the article does not exist.")


def kind_of(flow: Flow, element: etree._Element, first: int, last: int, texts: list[str]) -> Kind:
    """Text, gallery, video or file: by what the body holds beside its text."""
    characters = sum(map(len, texts))
    if characters < 2 * _LITTLE_TEXT and _VIDEO(element):
        return "video"
    images = sum(1 for image in flow.images if first <= image.line <= last and _is_picture(image.element))
    if images >= _GALLERY_IMAGES and characters < images * _CHARACTERS_PER_IMAGE:
        return "gallery"
    linked = sum(line.link_characters for line in flow.lines[first:last])
    if characters - linked < _LITTLE_TEXT and _has_document(element):
        return "file"
    return "text"


def _is_picture(image: etree._Element) -> bool:
    source = image.get("src") or ""
    return not re.search(r"icon|logo|ico_|\.gif$|qrcode|share", source, re.IGNORECASE)


def _has_document(element: etree._Element) -> bool:
    for node in element.iter("a", "iframe", "embed", "object"):
        address = node.get("href") or node.get("src") or node.get("data") or ""
        if _DOCUMENT.search(address) or "viewer" in address:
            return True
    return False
