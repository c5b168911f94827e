"""What kind of answer a page is, and in which word it is refused where it is no article."""

import pytest

from extractors.extract import Hints, read_article
from extractors.kind import is_login_address, refuse_walls
from extractors.lists import read_list
from extractors.outcome import Loss, NotAnArticle
from extractors.page import Page
from tests.extractors.pages import CRUMBS, FOOT, NAVIGATION, PARAGRAPHS, PROSE, TITLE, URL, article_page, page

NOTICE = "抱歉，您访问的页面不存在或已被删除！"


FIELDS = """<form action="/do"><p>用户名：<input name="user"></p><p>密码：<input name="secret" type="password"></p>
<p>验证码：<input name="code"></p><button>登录</button></form>"""


def refusal(answer: Page) -> Loss:
    with pytest.raises(NotAnArticle) as told:
        read_article(answer)
    assert answer.url in str(told.value)
    return told.value.loss


@pytest.mark.parametrize("status", [412, 521])
def test_the_statuses_of_bot_walls_are_challenges_whatever_the_page_holds(status: int) -> None:
    assert refusal(page(PARAGRAPHS, status=status)) == Loss.CHALLENGE


@pytest.mark.parametrize(
    "script",
    [
        "document.cookie='__jsluid=1';location.href='/x'",
        "eval(function(p,a,c,k,e,d){}('0'))",
        "window.$_ts={};location.reload()",
    ],
)
def test_a_page_of_script_alone_is_a_challenge(script: str) -> None:
    assert refusal(page(f"<script>{script}</script>", title="")) == Loss.CHALLENGE


def test_an_article_whose_script_sets_a_cookie_is_an_article() -> None:
    counter = "<script>document.cookie='visited=1';location.reload</script>"
    assert read_article(article_page(f"<div>{PARAGRAPHS}</div>{counter}")).body == "\n".join(PROSE)


@pytest.mark.parametrize(
    "answer",
    [
        page(f"<p>{NOTICE}</p>", title="提示"),
        page(f"{NAVIGATION}{CRUMBS}<h1>404</h1><p>{NOTICE}</p>{FOOT}", title="提示信息"),
        page("<p>请检查地址。</p>", title="404 Not Found"),
        page("<p>对不起，找不到您要的文件。</p>", title="云岫县人民政府"),
    ],
)
def test_a_page_that_says_it_is_not_there_with_status_200(answer: Page) -> None:
    assert refusal(answer) == Loss.SOFT_404


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_says_it_is_not_there_with_its_status(status: int) -> None:
    assert refusal(page(PARAGRAPHS, status=status)) == Loss.NOT_FOUND


def test_an_article_about_pages_that_are_gone_is_an_article() -> None:
    about = "<p>群众反映，政务服务网部分页面不存在、链接已失效，县政务服务中心当天完成整改，并逐条回访。</p>"
    article = read_article(article_page(f"<div>{about}{PARAGRAPHS * 3}</div>"))
    assert article.body.startswith("群众反映，政务服务网部分页面不存在")


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_an_answer_without_content_is_empty(body: bytes) -> None:
    assert refusal(Page(URL, body)) == Loss.EMPTY


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.4\n1 0 obj", "text/html"),
        (b"%PDF-1.4\n1 0 obj", ""),
        (b"\xff\xd8\xff\xe0JFIF", "text/html; charset=utf-8"),
        (b"PK\x03\x04word/document.xml", "text/html"),
        (b"some bytes", "application/octet-stream"),
        (b"some bytes", "image/png"),
        (b"a" + bytes(30), "text/html"),
    ],
)
def test_a_file_is_no_page_whatever_its_header_says(body: bytes, content_type: str) -> None:
    answer = Page(URL, body, headers={"content-type": content_type})
    assert refusal(answer) == Loss.NOT_HTML
    with pytest.raises(NotAnArticle):
        read_list(answer)


def test_a_page_under_a_wrong_header_is_a_page() -> None:
    shown = article_page(f"<div>{PARAGRAPHS}</div>")
    assert read_article(Page(URL, shown.body, headers={"content-type": "application/octet-stream"})).title == TITLE


def test_a_list_is_no_article() -> None:
    rows = "".join(
        f'<li><a href="/{day}.html">青泉镇：第{day}次院坝会听民声解民忧</a><span>2026-05-{day:02}</span></li>'
        for day in range(1, 10)
    )
    assert (
        refusal(page(f"{NAVIGATION}{CRUMBS}<ul>{rows}</ul>{FOOT}", title="乡镇动态_云岫县人民政府")) == Loss.LIST_PAGE
    )


def test_an_article_with_many_related_rows_is_no_list() -> None:
    rows = "".join(
        f'<li><a href="/{day}.html">青泉镇：第{day}次院坝会听民声</a><span>2026-05-{day:02}</span></li>'
        for day in range(1, 10)
    )
    assert read_article(article_page(f"<div>{PARAGRAPHS}</div><ul>{rows}</ul>")).body == "\n".join(PROSE)


@pytest.mark.parametrize(
    "sender",
    [
        "<script>location.href='https://mp.weixin.qq.com/s/x'</script>",
        '<script>window.location = "https://mp.weixin.qq.com/s/x";</script>',
        "<script>window.location.replace('https://mp.weixin.qq.com/s/x')</script>",
        '<meta http-equiv="refresh" content="0;url=https://mp.weixin.qq.com/s/x">',
    ],
)
def test_an_item_that_sends_its_reader_elsewhere_is_kept_with_its_target(sender: str) -> None:
    article = read_article(page("", head=sender), Hints(listed_title=TITLE))
    assert (article.kind, article.title, article.body) == ("redirect", TITLE, "")
    assert article.evidence["kind"].raw == "https://mp.weixin.qq.com/s/x"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (f"<div>{PARAGRAPHS}</div>", "text"),
        (f'<div class="video-content"><video src="/v.mp4"></video><p>{PROSE[0]}</p></div>', "video"),
        (
            f'<div class="TRS_Editor"><p>{PROSE[0]}</p><iframe src="/mas/openapi/video.do?id=7"></iframe></div>',
            "video",
        ),
        (
            f'<div class="TRS_Editor">{PARAGRAPHS}<p>{"".join(PROSE)}</p><video src="/v.mp4"></video></div>',
            "text",
        ),
        (
            '<div class="TRS_Editor"><p><a href="./P020260506.pdf">青泉镇2026年防汛应急预案.pdf</a></p></div>',
            "file",
        ),
        (
            f'<div class="TRS_Editor">{PARAGRAPHS}<p><a href="./P020260506.pdf">附件.pdf</a></p></div>',
            "text",
        ),
        (
            f'<div class="TRS_Editor"><p>{PROSE[0]}</p>' + '<img src="/a.jpg"><img src="/b.jpg"><img src="/c.jpg"></div>',
            "gallery",
        ),
        (
            f'<div class="TRS_Editor"><p>{PROSE[0]}</p>' + '<img src="/icon_a.png"><img src="/i.gif"><img src="/logo.png"></div>',
            "text",
        ),
    ],
)  # fmt: skip
def test_text_video_file_and_gallery_are_told_apart_by_what_the_body_holds(content: str, kind: str) -> None:
    article = read_article(article_page(content))
    assert article.kind == kind
    assert article.title == TITLE


def test_a_list_whose_rows_have_summaries_is_no_article() -> None:
    row = '<div><a href="/{0}.html">青泉镇开展第{0}次集中整治行动</a> 日期：2026-05-{0:02}</div><p>近日，青泉镇组织干部下村入户，清理沟渠十余处，走访群众七十户。</p>'
    rows = "".join(row.format(number) for number in range(1, 13))
    with pytest.raises(NotAnArticle) as told:
        read_article(page(f"<h2>镇村动态</h2><div>{rows}</div>", title="镇村动态_云岫县人民政府"))
    assert told.value.loss is Loss.LIST_PAGE


def test_a_refresh_is_seen_in_either_order_of_its_attributes() -> None:
    for tag in ('http-equiv="refresh" content="0;url=/a.html"', 'content="0; url=/a.html" http-equiv="Refresh"'):
        article = read_article(Page(URL, f"<html><head><title>{TITLE}</title><meta {tag}></head></html>".encode()))
        assert (article.kind, article.evidence["kind"].raw) == ("redirect", "/a.html")


@pytest.mark.parametrize(
    ("address", "refresh"),
    [
        (URL, "0"),
        (URL, "5"),
        (URL, f"0;url={URL}"),
        (URL, "0; URL='/xwzx/1001.html?wzws=5e7f'"),
        (URL + "?token=1", "1;url=1001.html?token=2"),
        (URL + "?token=1", "1;url=/xwzx/1001.html"),
        ("http://www.gov.example/show.php?id=5", "2;url=/show.php?id=5&check=91ab"),
        ("http://www.gov.example/", "0;url=https://www.gov.example?go=1"),
    ],
)
def test_a_page_without_text_that_asks_for_itself_is_a_challenge(address: str, refresh: str) -> None:
    wall = page("<p>请稍候…</p>", title="", head=f'<meta http-equiv="Refresh" content="{refresh}">', url=address)
    assert refusal(wall) == Loss.CHALLENGE
    with pytest.raises(NotAnArticle):
        read_list(wall)


@pytest.mark.parametrize(
    ("address", "refresh"),
    [
        (URL, "0;url=/xwzx/1002.html"),
        ("http://www.gov.example/show.php?id=5", "0;url=/show.php?id=7"),
        (URL, "0;url=http://other.example/xwzx/1001.html"),
    ],
)
def test_a_page_that_sends_its_reader_to_another_page_is_no_challenge(address: str, refresh: str) -> None:
    sender = page("", head=f'<meta http-equiv="refresh" content="{refresh}">', url=address)
    refuse_walls(sender)
    assert read_article(sender, Hints(listed_title=TITLE)).kind == "redirect"


def test_an_article_that_keeps_itself_up_to_date_is_an_article() -> None:
    fresh = article_page(f"<div>{PARAGRAPHS}</div>", head='<meta http-equiv="refresh" content="20">')
    refuse_walls(fresh)
    assert read_article(fresh).title == TITLE
    refuse_walls(page("<p>图片新闻</p>", head='<meta http-equiv="refresh" content="600">'))


@pytest.mark.parametrize(
    "answer",
    [
        page(FIELDS, title="用户登录"),
        page(f"{NAVIGATION}<h2>会员登录</h2>{FIELDS}{FOOT}", title="云岫县人民政府"),
        page(f"{NAVIGATION}<div>{FIELDS.replace('password', 'PassWord')}</div>{FOOT}", title="统一身份认证平台"),
        page(FIELDS, title=""),
        page(f"{NAVIGATION}{FIELDS}", title="云岫县融媒体中心", url="http://www.gov.example/user/login.jsp"),
        Page(URL, b"<p>401</p>", 401, {"www-authenticate": "Basic"}),
    ],
)
def test_a_page_to_log_in_is_login(answer: Page) -> None:
    assert refusal(answer) == Loss.LOGIN
    with pytest.raises(NotAnArticle) as told:
        refuse_walls(answer)
    assert told.value.loss is Loss.LOGIN
    with pytest.raises(NotAnArticle) as told:
        read_list(answer)
    assert told.value.loss is Loss.LOGIN


@pytest.mark.parametrize(
    "answer",
    [
        article_page(f"<div>{FIELDS}</div><div>{PARAGRAPHS}</div>"),
        article_page(f'<div>{FIELDS}</div><div class="TRS_Editor"><p>{PROSE[0]}</p></div>'),
        article_page(f'<div>{FIELDS}</div><div class="TRS_Editor"><img src="/a.jpg"><img src="/b.jpg"></div>'),
        article_page(f"<div>{FIELDS}</div><div><p>{PROSE[0]}</p></div>", title="全县医保服务平台统一登录入口上线"),
        page(f"{FIELDS}<h1>{TITLE}</h1><p>2026-05-06</p><p>甲水镇举办运动会。</p>"),
    ],
)
def test_an_article_with_a_log_in_box_is_an_article(answer: Page) -> None:
    refuse_walls(answer)


@pytest.mark.parametrize(
    ("url", "is_login"),
    [
        ("http://gov.example/login", True),
        ("http://gov.example/user/login.html?back=/a", True),
        ("http://gov.example/cas/login", True),
        ("http://gov.example/passport/", True),
        ("http://gov.example/userLogin.do", True),
        ("http://gov.example/index.php?m=member&c=index&a=login", True),
        ("http://gov.example/xwzx/1001.html", False),
        ("http://gov.example/xwzx/1001.html?from=login", False),
        ("http://gov.example/blog/in/", False),
        ("http://gov.example/cases/1.html", False),
        ("http://[", False),
    ],
)
def test_addresses_of_log_in_pages(url: str, is_login: bool) -> None:
    assert is_login_address(url) == is_login


@pytest.mark.parametrize(
    ("answer", "loss"),
    [
        (Page(URL, b" \n"), Loss.EMPTY),
        (page(PARAGRAPHS, status=412), Loss.CHALLENGE),
        (page("<script>document.cookie='a';location.reload()</script>", title=""), Loss.CHALLENGE),
        (page(f"<p>{NOTICE}</p>", title="提示"), Loss.SOFT_404),
    ],
)
def test_walls_are_refused_in_one_call(answer: Page, loss: Loss) -> None:
    with pytest.raises(NotAnArticle) as told:
        refuse_walls(answer)
    assert told.value.loss is loss


def test_what_is_no_wall_passes_whatever_it_is() -> None:
    refuse_walls(article_page(f"<div>{PARAGRAPHS}</div>"))
    refuse_walls(Page(URL, b"%PDF-1.4\n1 0 obj"))
    refuse_walls(Page(URL, bytes(range(256)) * 20))
