"""A page as it was answered: bytes in, decoded once, parsed once, shared by every extractor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Page:
    """One answer of a server, or one file.

    `headers` have lower-case names. `fetched_at` is aware (UTC); None for a file whose time of fetch is unknown.
    """

    url: str
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: datetime | None = None
