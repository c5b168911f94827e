"""The forms that other programs rely on: one JSON object a line, UTF-8, nothing escaped that need not be.

They are fixed in docs/command-line.md. A page that cannot be read gives an `error`, and the batch goes on.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from extractors.article import Article, Precision
from extractors.byline import Byline, read_text
from extractors.extract import read_article
from extractors.lists import read_list
from extractors.outcome import NotAnArticle
from extractors.page import Page
from extractors.quantities import read_quantities
from flows.terminal import harmless_json

_FORMATS: dict[Precision | None, str] = {
    "second": "%Y-%m-%d %H:%M:%S",
    "minute": "%Y-%m-%d %H:%M",
    "day": "%Y-%m-%d",
}


class InputError(Exception):
    """What was given to a command cannot be used; the message is one sentence."""


@dataclass(frozen=True)
class InputFile:
    """A page in a file: its name as given, where it lies, the address it came from."""

    name: str
    path: Path
    url: str | None


def input_files(files: Iterable[str], manifest: Path | None) -> Iterator[InputFile]:
    """The files named on the command line, then those of the manifest, whose paths are relative to it."""
    for file in files:
        yield InputFile(file, Path(file), None)
    if manifest is None:
        return
    with manifest.open("rb") as lines:
        for number, row in _json_lines(lines, str(manifest)):
            name, url = row.get("file"), row.get("url")
            if not isinstance(name, str) or not isinstance(url, str | None):
                raise InputError(
                    f'{manifest}, line {number}: a line of a manifest is {{"file": path, "url": address or null}}.'
                )
            yield InputFile(name, manifest.parent / name, url)


def article_line(file: InputFile) -> dict[str, Any]:
    """A page as the line of an article."""
    fields, error = _article_fields(Article("")), None
    try:
        fields = _article_fields(read_article(_page(file)))
    except NotAnArticle as reason:
        error = f"{reason.loss}: {reason}"
    except OSError as reason:
        error = f"unreadable: {file.path}: {reason.strerror}"
    except Exception as reason:  # noqa: BLE001 (a fault of ours on one page must not end the batch)
        error = f"error: {reason!r}"
    return {"file": file.name, "url": file.url, **fields, "error": error}


def list_line(file: InputFile) -> dict[str, Any]:
    """A page as the line of a list page."""
    items: list[dict[str, Any]] = []
    next_page, error = None, None
    try:
        listed = read_list(_page(file))
        items = [
            {"url": item.url, "title": item.title or None, "date": item.date.isoformat() if item.date else None}
            for item in listed.items
        ]
        next_page = listed.next_page
    except NotAnArticle as reason:
        error = f"{reason.loss}: {reason}"
    except OSError as reason:
        error = f"unreadable: {file.path}: {reason.strerror}"
    except Exception as reason:  # noqa: BLE001 (as above)
        error = f"error: {reason!r}"
    return {"file": file.name, "url": file.url, "items": items, "next_page": next_page, "error": error}


def byline_line(text: str) -> dict[str, Any]:
    """A text of headline and byline lines as its fields."""
    return _byline_fields(read_text(text))


def place_line(row: dict[str, Any]) -> dict[str, Any]:
    """The town that an article of a county comes from."""
    import gazetteer
    from gazetteer.places import origin_town

    origin = origin_town(
        gazetteer.county(str(row.get("county"))),
        title=row.get("title") or "",
        source=row.get("source") or "",
        authors=row.get("authors") or [],
        body=row.get("body") or "",
        column=row.get("column") or "",
    )
    town = origin.town.name if origin.town else None
    return {"id": row.get("id"), "town": town, "evidence": origin.evidence, "confidence": origin.confidence}


def quantity_line(row: dict[str, Any]) -> dict[str, Any]:
    """The quantities that a text claims; whole values are integers."""
    quantities = [asdict(quantity) for quantity in read_quantities(str(row.get("text") or ""))]
    for quantity in quantities:
        if quantity["value"].is_integer():
            quantity["value"] = int(quantity["value"])
    return {"id": row.get("id"), "quantities": quantities}


def standard_input_rows() -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON objects on standard input with the numbers of their lines. Raises InputError."""
    return _json_lines(sys.stdin.buffer, "standard input")


def write_line(row: dict[str, Any]) -> None:
    """Write an object as one line to standard output."""
    sys.stdout.write(harmless_json(json.dumps(row, ensure_ascii=False)) + "\n")


def printed_time(moment: datetime | None, precision: Precision | None) -> str | None:
    """A time to the precision in which the page shows it."""
    return moment.strftime(_FORMATS[precision or "second"]) if moment else None


def _page(file: InputFile) -> Page:
    return Page(file.url or "", file.path.read_bytes())


def _article_fields(article: Article) -> dict[str, Any]:
    return {
        **_byline_fields(article),
        "body": article.body or None,
        "kind": article.kind,
        "evidence": {name: asdict(evidence) for name, evidence in article.evidence.items()},
    }


def _byline_fields(found: Article | Byline) -> dict[str, Any]:
    return {
        "title": found.title,
        "published_at": printed_time(found.published_at, found.published_precision),
        "published_precision": found.published_precision,
        "authors": list(found.authors),
        "source": found.source,
        "editors": list(found.editors),
        "reviewers": list(found.reviewers),
    }


def _json_lines(stream: Iterable[bytes], where: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise InputError(f"{where}, line {number}: this is not JSON.") from None
        if not isinstance(row, dict):
            raise InputError(f"{where}, line {number}: a line must be a JSON object.")
        yield number, row
