"""With which rules pages are read: a digest of everything that reading an article or a list depends on."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_ROOMS = ("extractors", "gazetteer")
_NO_RULES = (".md", ".pyc")


@cache
def rules_digest() -> str:
    """The same on every machine with the same rules, wherever they were installed: contents alone count."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for name, file in sorted(_files(resources.files(room), room)):
            content = file.read_bytes()
            digest.update(f"{name} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()[:16]


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, name)
        elif not entry.name.endswith(_NO_RULES):
            yield name, entry
