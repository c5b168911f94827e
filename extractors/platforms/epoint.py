"""Epoint WebBuilder (新点): `/20250519/<uuid>.html`, lists of `li.ewb-list-node`, numbered `2.html`, `3.html`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="epoint",
    sure_markers=("ewb-list", "ewb-article", "ewb-page"),
    url_pattern=r"/\d{8}/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.html",
    title_xpaths=("//*[contains(@class,'ewb-article-tt') or contains(@class,'article-title')]",),
    body_xpaths=(
        "//*[contains(@class,'ewb-article-content')]",
        "//*[contains(@class,'ewb-article-info')]",
        "//*[@id='infoDetail' or @id='infocontent']",
    ),
    list_row_xpaths=("//li[contains(@class,'ewb-list-node')]",),
)
