"""EmpireCMS (帝国): counters `/e/public/ViewClick/`, lists `index_2.html` (from 1), parts `123_2.html`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="empirecms",
    sure_markers=("/e/public/ViewClick", "/e/public/onclick", "/e/data/js/", "/e/action/"),
)
