"""The cluster of Ankang city: `/Content-2594334.html`, `/Node-6059.html`, one set of numbers for all counties."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="ankang",
    url_pattern=r"/(?:Content|Node)-\d+(?:_\d+)?\.html",
    title_xpaths=("//*[contains(@class,'doc-title')]",),
    body_xpaths=("//*[contains(@id,'fontzoom')]", "//div[contains(@class,'doc-con')]"),
    list_row_xpaths=("//ul[contains(@class,'newlist')]/li",),
)
