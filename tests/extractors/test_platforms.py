"""The families of sites: each in one file, each known by its own marks."""

import importlib
import pkgutil

import pytest

from extractors import platforms
from extractors.page import Page
from extractors.platforms import Platform, all_platforms, platform_of
from tests.extractors.pages import PARAGRAPHS, page

# Modules of the package that are no family.
SHARED = {"pagination"}
FAMILIES = {module.name for module in pkgutil.iter_modules(platforms.__path__)} - SHARED

LIKENESS = {
    "ankang": page('<div id="fontzoom"></div>', url="http://www.a.example/Content-1001.html"),
    "cjyun": page("<script>var shareVariable = {sid: 1, aid: 1}</script>"),
    "component": page("<p></p>", url="http://www.c.example/n3/n13/c672/content.html"),
    "dedecms": page('<script src="/plus/count.php?view=yes&aid=1001"></script>'),
    "easysite": page('<div id="easysiteText"></div>', url="http://www.y.example/eportal/ui?pageId=7&articleKey=1001"),
    "empirecms": page('<script src="/e/public/ViewClick/?classid=1&id=1001"></script>'),
    "enorth": page("<!-- enorth cms page start --><p></p>"),
    "epoint": page("<p></p>", url="http://www.e.example/xw/20260506/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f.html"),
    "hanweb": page('<div id="zoom"></div>', url="http://www.h.example/art/2026/5/6/art_7_1001.html"),
    "ivs": page('<div id="ivs_content"></div>'),
    "jeecms": page('<script src="/r/cms/front.js"></script>', url="http://www.j.example/xw/1001.jhtml"),
    "longxun": page('<div class="j-fontContent"></div>'),
    "nfcms": page('<div id="zoomcon"></div>', url="http://www.n.example/xw/content/post_1001.html"),
    "phpcms": page('<script src="/api.php?op=count&id=1001&modelid=1"></script>'),
    "powereasy": page('<div id="fontzoom"></div>', url="http://www.p.example/Item/1001.aspx"),
    "siteserver": page('<script src="/sitefiles/a.js"></script>', url="http://www.s.example/contents/7/1001.html"),
    "trs": page('<div class="TRS_Editor"></div>'),
    "ucap": page("<UCAPCONTENT></UCAPCONTENT>"),
    "vsb": page('<div class="v_news_content"></div>'),
    "webplus": page('<div class="wp_articlecontent"></div>'),
    "wordpress": page('<script src="/wp-includes/js/a.js"></script>'),
}


def test_every_file_declares_its_family_under_a_name_of_its_own() -> None:
    declared = [importlib.import_module(f"{platforms.__name__}.{name}").PLATFORM for name in sorted(FAMILIES)]
    assert all(isinstance(platform, Platform) for platform in declared)
    assert {platform.name for platform in declared} == FAMILIES
    assert list(all_platforms()) == declared


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_each_family_is_known_by_a_page_in_its_likeness(family: str) -> None:
    assert platform_of(LIKENESS[family]).name == family


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_no_two_families_claim_the_same_page(family: str) -> None:
    assert [platform.name for platform in all_platforms() if platform.fits(LIKENESS[family])] == [family]


@pytest.mark.parametrize(
    "url",
    [
        "http://strs.example/trs/ucap/vsb/hanweb/1.html",
        "http://www.dedecms-fans.example/wordpress/empirecms.html",
        "http://www.a.example/My-Content-7.html",
        "http://www.a.example/Contents-7.html",
        "http://www.a.example/article_7_1.html",
        "http://www.a.example/repost_7.html",
        "http://www.a.example/202605/text20260506_7.html",
    ],
)
def test_letters_in_an_address_fool_no_family(url: str) -> None:
    words = "<p>strs vsb ucap trs hanweb wordpress</p>"
    assert platform_of(page(f"{words}{PARAGRAPHS}", url=url)).name == "generic"


def test_a_mark_and_an_address_are_both_asked_for_where_a_family_has_weak_marks() -> None:
    weak = Platform(name="weak", url_pattern=r"/x/\d+\.html", markers=("x-body",))
    assert weak.fits(page('<p class="x-body">', url="http://a.example/x/1.html"))
    assert not weak.fits(page('<p class="x-body">', url="http://a.example/y/1.html"))
    assert not weak.fits(page("another", url="http://a.example/x/1.html"))


def test_a_page_whose_address_is_not_known_is_known_by_its_marks() -> None:
    assert platform_of(Page("", LIKENESS["vsb"].body)).name == "vsb"
    assert platform_of(Page("", b"<p>text</p>")).name == "generic"
