"""What kind of answer a page is: an article of some kind, or one of the things that are no article."""

import re

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
_MOST_NOT_FOUND_HAN = 400
_LITTLE_TEXT = 80
_GALLERY_IMAGES = 3
_CHARACTERS_PER_IMAGE = 60


def refuse_other_content(page: Page) -> None:
    """Raise NotAnArticle for an empty answer and for files that are no HTML."""
    if not page.body.strip():
        raise NotAnArticle(Loss.EMPTY, f"{page.url}: the answer is empty.")
    content_type = page.headers.get("content-type", "")
    head = page.body[:1024].lstrip()
    is_file = head.startswith(_SIGNATURES) or (head.count(b"\x00") > 20 and "utf-16" not in page.encoding)
    if is_file or (_NOT_HTML_TYPES.match(content_type) and not head.lower().startswith((b"<!doc", b"<html"))):
        what = content_type.split(";")[0].strip() or "binary data"
        raise NotAnArticle(Loss.NOT_HTML, f"{page.url}: the answer is a file ({what}), not a page.")


def refuse_wall(page: Page, flow: Flow) -> None:
    """Raise NotAnArticle for a bot wall: recorded, never solved."""
    if page.status in _CHALLENGE_STATUS:
        raise NotAnArticle(Loss.CHALLENGE, f"{page.url}: a bot wall answered with status {page.status}.")
    is_script = flow.han <= _MOST_CHALLENGE_HAN and "<script" in page.text.lower() and _CHALLENGE.search(page.text)
    if is_script and ("document.cookie" in page.text or not redirect_target(page, flow)):
        raise NotAnArticle(Loss.CHALLENGE, f"{page.url}: a page of script without text, most likely a bot wall.")


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
