"""Which addresses become links: a page of a stranger may name any."""

from urllib.parse import urlsplit


def web_address(url: str | None) -> str | None:
    """The address where it is one of the web (http, https), else nothing."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
