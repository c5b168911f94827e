"""VSB (博达): `/info/1003/28935.htm`, bodies in `.v_news_content`; lists are numbered downwards."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="vsb",
    sure_markers=(
        "v_news_content",
        "_newscontent_fromname",
        "Visual SiteBuilder",
        "vsb_content",
        "pb_sys_common",
    ),
    body_xpaths=("//*[contains(@class,'v_news_content')]", "//*[starts-with(@id,'vsb_content')]"),
    list_row_xpaths=("//li[starts-with(@id,'line_u')]", "//tr[starts-with(@id,'line_u')]"),
)
