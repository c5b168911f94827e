"""EmpireCMS (帝国): `/e/public/ViewClick/`, parts `123_2.html`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="empirecms",
    sure_markers=("/e/public/ViewClick", "/e/tags/", "/e/action/ShowInfo"),
)
