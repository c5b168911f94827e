"""A small county whose articles would do harm where they are shown: formulas, markup, marks, addresses, lengths."""

from datetime import date, timedelta

from tests.sql.two_counties import TwoCounties

SIGNS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://bad.example\",\"点此\")", "\t=1", "\r=1")  # fmt: skip
MARKUP = ("<script>alert(1)</script>", "<r>不是标记</r>", "_x0041_不是转义", "&amp;#39;")
MARKS = ("\u202e倒着念\u202c", "响\x07铃\x00与\x1b[31m红", "😀🏞️👨‍👩‍👧的一天")
LONG = "长" * 40_000
TITLES = (*SIGNS, *MARKUP, *MARKS, LONG)
ADDRESSES = {
    "javascript": "javascript:alert(1)",
    "comment": "javascript://gov.example/%0aalert(1)",
    "file": "file:///etc/passwd",
    "server": "ftp://gov.example/1.html",
    "internal": "internal:目录!A1",
    "broken": "http://[bad/1.html",
    "spaced": "http://gov.example/a b.html",
    "bell": "http://gov.example/\x07.html",
    "long": "http://gov.example/" + "a" * 2100,
    "quoted": 'http://gov.example/"><script>?a=1&b=<2>#x',
}


def hostile_county() -> TwoCounties:
    """试县 with two and a half years' news of 甲水镇 and 乙山乡, the silent 丙桥街道, and 又县 beside it.

    Each hostile title is a story of 乙山乡; each hostile address is that of another one.
    """
    opened = TwoCounties()
    opened.tell(
        "a0", date(2024, 3, 1), "甲水镇", topics={"产业": 1.0}, claims=[("茶园", 1000.0, "亩")], slogans=["321"]
    )
    opened.tell(
        "a1", date(2026, 4, 2), "甲水镇", at="09:00", title="甲水镇春茶开采迎来了好收成", topics={"产业": 0.5},
        claims=[("茶园", 2500.5, "亩"), ("=指标", 7.0, "")], authors=["甘小禾"], slogans=["=口号"],
    )  # fmt: skip
    opened.tell(
        "a2", date(2026, 4, 3), "甲水镇", at="15:30", title="甲水镇春茶开采迎来了好收成", site="city", source="省报"
    )
    opened.tell(
        "a3", date(2026, 8, 1), "甲水镇", title="甲水镇新开一条茶叶加工生产线", topics={"党建": 1.0},
        authors=["甘小禾", "乔一鸣"],
    )  # fmt: skip
    for number in range(40):  # the first of all time, and not of the quarter
        opened.tell(f"old{number}", date(2025, 3, 1) + timedelta(number), "甲水镇")
    opened.tell("b1", date(2026, 5, 6), "乙山乡", topics={"党建": 0.75, "产业": 0.25}, claims=[("茶园", 300.0, "亩")])
    opened.tell("b2", date(2026, 9, 6), "乙山乡", claims=[("茶园", 200.0, "亩"), ("=指标", 5.0, "")], slogans=["=口号"])
    opened.tell("b3", None, "乙山乡", offices=["乙山乡政府"])
    opened.tell("c1", date(2026, 10, 2), None, title="全县工作会议召开的新鲜消息")
    for number, title in enumerate(TITLES):
        opened.tell(f"t{number}", date(2026, 7, 1 + number), "乙山乡", title=title)
    for name, address in ADDRESSES.items():
        opened.tell(name, date(2026, 7, 20), "乙山乡")
        opened.connection.execute("update raw.article set url = $1 where article_id = $2", [address, name])
    opened.connection.execute("update raw.quantity set sentence = '=2+2' where article_id = 'b2' and position = 1")
    opened.tell_there("o1", date(2026, 8, 8), "丁河镇", title="又县的新闻不在试县的表里")
    return opened.made()
