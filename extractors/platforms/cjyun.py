"""cjyun (长江云), the platform of many county media centres: `/p/886120.html`, credits in the last lines."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="cjyun",
    sure_markers=("cjyun.org", "shareVariable"),
    title_xpaths=("//*[contains(@class,'article-title')]",),
    body_xpaths=(
        "//*[contains(@class,'article-content')]",
        "//*[contains(@class,'picture-content')]",
        "//*[contains(@class,'video-content')]",
    ),
)
