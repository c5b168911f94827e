"""Epoint WebBuilder (新点): `/20250519/<uuid>.html`."""

from extractors.platforms import Platform

PLATFORM = Platform(
    name="epoint",
    url_pattern=r"/\d{8}/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.html",
)
