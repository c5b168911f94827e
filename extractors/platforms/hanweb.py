"""Hanweb JCMS (大汉): `/art/2025/8/15/art_1861_4985511.html`, list rows in a data store inside a script."""

from extractors.platforms import Platform
from extractors.platforms.pagination import hanweb_next

PLATFORM = Platform(
    name="hanweb",
    sure_markers=("ZJEG_RSS.content.begin", "<$[信息内容]>begin", "/module/web/jpage/", "/jpaas-publish-server/"),
    url_pattern=r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html|/col/col\d+/|/module/web/jpage/",
    body_xpaths=("id('zoom')", "//*[contains(@class,'bt_content')]"),
    next_page=hanweb_next,
)
