"""LongXun (龙讯), common in Anhui: `/public/14981/72277321.html`, `.j-fontContent`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="longxun",
    sure_markers=("j-fontContent",),
    body_xpaths=("//*[contains(@class,'j-fontContent')]",),
)
