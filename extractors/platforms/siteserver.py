"""SiteServer CMS: `/contents/12/345.html`, lists `/channels/12_2.html`, scripts under `/sitefiles/`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="siteserver",
    sure_markers=("/sitefiles/", "/SiteFiles/", "stl-content"),
    url_pattern=r"/(?:contents/\d+|channels)/\d+(?:_\d+)?\.s?html",
)
