"""The component platform of `/n3/n13/c672769/content.html`; lists count down: `index_958_198.html`."""

from extractors.platforms import Platform
from extractors.platforms.pagination import component_next

PLATFORM = Platform(
    name="component",
    url_pattern=r"/n\d+/(?:index|c\d+)",
    next_page=component_next,
)
