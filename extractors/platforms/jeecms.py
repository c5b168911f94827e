"""JEECMS: `/xwdt/1001.jhtml`, lists `index_2.jhtml` (from 1), counters `/content_view.jspx`, templates in `/r/cms/`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="jeecms",
    sure_markers=("/r/cms/", "content_view.jspx", "Cms.viewCount"),
    url_pattern=r"\.jhtml(?:$|\?)",
)
