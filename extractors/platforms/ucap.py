"""UCAP (开普云): `/ylx/jxdt/202506/<32 hex>.shtml`, bodies in `<UCAPCONTENT>`, lists as JSON."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="ucap",
    sure_markers=("ucapcontent", "UCAP-CONTENT", "ucaptitle"),
    url_pattern=r"/\d{6}/[0-9a-f]{32}\.s?html|/common/search/",
    title_xpaths=("//ucaptitle",),
    body_xpaths=("//ucapcontent", "id('UCAP-CONTENT')"),
)
