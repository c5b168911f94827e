"""WebPlus (苏迪): `/2025/0513/c16063a570371/page.htm`, lists `list2.htm`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="webplus",
    sure_markers=("wp_articlecontent", "wp_paging", "_wp3services", "/_js/_portletPlugs/"),
    body_xpaths=("//*[contains(@class,'wp_articlecontent')]",),
)
