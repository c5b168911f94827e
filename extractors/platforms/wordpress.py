"""WordPress, used by some towns and local media."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="wordpress",
    sure_markers=("/wp-content/", "/wp-includes/"),
    title_xpaths=("//*[contains(@class,'entry-title')]",),
    body_xpaths=("//*[contains(@class,'single-content')]", "//*[contains(@class,'entry-content')]"),
)
