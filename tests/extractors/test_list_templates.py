"""Lists in every form that templates give them: the rows of the column alone, in order, with title, date and next page.

Every page has the same menu, a box of hot news with dates beside the list, and a footer with links.
"""

import pytest

from extractors.lists import read_list
from extractors.page import Page

N = (
    '<div class="nav"><ul>'
    + "".join(
        f'<li><a href="/c{i}/">{w}</a></li>'
        for i, w in enumerate(["网站首页", "走进梨花", "新闻中心", "政务公开", "办事服务", "互动交流", "专题专栏"])
    )
    + "</ul></div>"
)
HOT = (
    '<div class="side"><h3>热点排行</h3><ul>'
    + "".join(
        f'<li><a href="/hot/{i}.html">热点：全县第{i}届文化旅游节开幕</a><span>05-0{i}</span></li>' for i in range(1, 8)
    )
    + "</ul></div>"
)
T = [f"梨花镇：第{i}次院坝会现场解民忧" for i in range(1, 11)]
FT = '<div class="foot"><a href="/map">网站地图</a><a href="/about">关于我们</a> 版权所有 2024-01-01</div>'


def pg(inside: str) -> str:
    return f"<html><head><meta charset=utf-8><title>镇村动态_梨花县人民政府</title></head><body>{N}<div class=main>{inside}</div>{HOT}{FT}</body></html>"


def U(number: int) -> str:  # noqa: N802 - the address of a row, in the pages below
    return f"/xw/2024/05/{number}.html"


def case(
    name: str, html: str, following: str | None = None, *, dates: bool = True, count: int = 10
) -> tuple[object, ...]:
    return name, html, following, dates, count


CASES = [
    case(
        "ul span",
        pg(
            "<ul>"
            + "".join(f'<li><span>2024-05-{i:02}</span><a href="{U(i)}">{t}</a></li>' for i, t in enumerate(T, 1))
            + '</ul><div class=p><a href="index_1.html">下一页</a></div>'
        ),
        "http://l.example/xw/index_1.html",
    ),
    case(
        "table",
        pg(
            "<table>"
            + "".join(
                f'<tr><td>·</td><td><a href="{U(i)}" title="{t}">{t[:8]}…</a></td><td>[2024/5/{i}]</td></tr>'
                for i, t in enumerate(T, 1)
            )
            + "</table>"
        ),
    ),
    case(
        "dl",
        pg(
            "".join(
                f'<dl><dt><a href="{U(i)}">{t}</a></dt><dd>近日，梨花镇召开院坝会，现场解决群众诉求十二件。</dd><dd>2024-05-{i:02} 09:00</dd></dl>'
                for i, t in enumerate(T, 1)
            )
        ),
    ),
    case(
        "cards",
        pg(
            "".join(
                f'<div class=card><a href="{U(i)}"><img src="{i}.jpg"></a><div><h4><a href="{U(i)}">{t}</a></h4><p>群众诉求现场办，干部下沉解民忧。</p><span>2024年05月{i:02}日</span></div></div>'
                for i, t in enumerate(T, 1)
            )
        ),
    ),
    case(
        "link wraps all",
        pg(
            "<ul>"
            + "".join(
                f'<li><a href="{U(i)}"><h5>{t}</h5><p>近日，镇里召开院坝会。</p><em>2024-05-{i:02}</em></a></li>'
                for i, t in enumerate(T, 1)
            )
            + "</ul>"
        ),
    ),
    case(
        "date split",
        pg(
            "".join(
                f'<div class=item><div class=d><b>{i:02}</b><i>2024-05</i></div><a href="{U(i)}">{t}</a></div>'
                for i, t in enumerate(T, 1)
            )
        ),
    ),
    case(
        "md + year url",
        pg(
            "<ul>"
            + "".join(f'<li><a href="{U(i)}">{t}</a><span>[05-{i:02}]</span></li>' for i, t in enumerate(T, 1))
            + "</ul>"
        ),
    ),
    case(
        "three only",
        pg(
            "<ul class=list>"
            + "".join(f'<li><a href="{U(i)}">{t}</a><span>2024-05-{i:02}</span></li>' for i, t in enumerate(T[:3], 1))
            + "</ul>"
        ),
        count=3,
    ),
    case(
        "groups of five",
        pg(
            "".join(
                "<ul>"
                + "".join(
                    f'<li><a href="{U(i)}">{t}</a><span>2024-05-{i:02}</span></li>'
                    for i, t in list(enumerate(T, 1))[k : k + 5]
                )
                + "</ul>"
                for k in (0, 5)
            )
        ),
    ),
    case("br list", pg("".join(f'·<a href="{U(i)}">{t}</a> (2024-05-{i:02})<br>' for i, t in enumerate(T, 1)))),
    case(
        "no dates",
        pg("<ul>" + "".join(f'<li><a href="{U(i)}">{t}</a></li>' for i, t in enumerate(T, 1)) + "</ul>"),
        dates=False,
    ),
    case(
        "column label link",
        pg(
            "<ul>"
            + "".join(
                f'<li><a href="/zx/">[镇村动态]</a><a href="{U(i)}">{t}</a><span>2024-05-{i:02}</span></li>'
                for i, t in enumerate(T, 1)
            )
            + "</ul>"
        ),
    ),
    case(
        "select pager",
        pg(
            "<ul>"
            + "".join(f'<li><a href="{U(i)}">{t}</a><span>2024-05-{i:02}</span></li>' for i, t in enumerate(T, 1))
            + '</ul><div>共 9 页 <a href="list_2.html">2</a> <a href="list_3.html">3</a> <select><option>1</option></select> <a href="list_2.html">后一页</a></div>'
        ),
        "http://l.example/xw/list_2.html",
    ),
    case(
        "relative time",
        pg(
            "<ul>"
            + "".join(f'<li><a href="{U(i)}">{t}</a><span>{i}小时前</span></li>' for i, t in enumerate(T, 1))
            + "</ul>"
        ),
        dates=False,
    ),
]


@pytest.mark.parametrize(
    ("html", "following", "dates", "count"), [one[1:] for one in CASES], ids=[one[0] for one in CASES]
)
def test_the_list_of_each_template(html: str, following: str | None, dates: bool, count: int) -> None:
    listed = read_list(Page("http://l.example/xw/index.html", html.encode()))
    rows = [(f"http://l.example{U(number)}", title) for number, title in enumerate(T[:count], 1)]
    assert [(item.url, item.title) for item in listed.items] == rows
    assert listed.next_page == following
    if dates:
        days = [item.date.isoformat() if item.date else None for item in listed.items]
        assert days == [f"2024-05-{number:02}" for number in range(1, count + 1)]
