"""PowerEasy SiteFactory (动易): `/Item/24067.aspx`, lists `/Category_133/Index_2.aspx`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="powereasy",
    sure_markers=("PowerEasy", "pe100_page_"),
    url_pattern=r"/Item/\d+\.aspx|/Category_\d+/",
    body_xpaths=("id('fontzoom')", "id('Content')"),
)
