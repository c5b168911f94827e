"""NFCMS and its gkmlpt (Guangdong): `/content/post_1717877.html`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="nfcms",
    sure_markers=("/gkmlpt/",),
    url_pattern=r"/content/post_\d+\.html|/gkmlpt/",
    body_xpaths=("id('zoomcon')", "//div[contains(@class,'article-content')]"),
)
