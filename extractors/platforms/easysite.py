"""EasySite portals: `/eportal/ui?pageId=…&articleKey=…`; headline, credits and text in `.easysite-news-*`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="easysite",
    sure_markers=("easysite", "/eportal/"),
    title_xpaths=("//*[contains(@class,'easysite-news-title')]//h2", "//*[contains(@class,'easysite-news-title')]"),
    body_xpaths=("id('easysiteText')", "//*[contains(@class,'easysite-news-text')]"),
)
