"""The platform of Shanghai's districts: `#ivs_title` holds headline, date and source, `#ivs_content` the body."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="ivs",
    sure_markers=("ivs_content",),
    title_xpaths=("id('ivs_title')",),
    body_xpaths=("id('ivs_content')",),
)
