"""DedeCMS (织梦): `/a/zhengwudongtai/2025/0516/3521.html`, lists `list_1_2.html`, parts `3521_2.html`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="dedecms",
    sure_markers=("/plus/count.php", "/plus/view.php", "/templets/", "dedeajax"),
    list_row_xpaths=("//ul[contains(@class,'e2')]/li", "//div[contains(@class,'listbox')]//li[a or .//a]"),
)
