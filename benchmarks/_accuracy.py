"""Whether fields are right, by the rules of the labels: a field is right only if all of it is.

White space and widths do not count, names are compared as sets, times to the precision of the label. A field that the
label leaves empty must be empty.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks._pages import Pages
from benchmarks._readers import Fields, Reader

FIVE = ("title", "published", "authors", "source", "editors")
_ENDS = 12


def shares(reader: Reader, pages: Pages) -> dict[str, float]:
    """Share of pages on which each field is right, of those whose label asks for it."""
    right: dict[str, list[bool]] = defaultdict(list)
    for page, label in zip(pages.anew(), pages.labels, strict=True):
        try:
            fields = reader(page)
        except Exception:  # noqa: BLE001 - a library that cannot read a page has no field of it
            fields = Fields()
        for name, is_right in judge(fields, label).items():
            right[name].append(is_right)
    return {name: sum(values) / len(values) for name, values in right.items()}


def judge(fields: Fields, label: Mapping[str, Any]) -> dict[str, bool]:
    """Which fields are right; `no_swap` is, if no editor or reviewer is among the authors."""
    right = {name: _same(getattr(fields, name), label.get(name)) for name in ("title", "source")}
    right["published"] = _same_time(fields.published, label.get("published"))
    for name in ("authors", "editors", "reviewers"):
        right[name] = _names(getattr(fields, name)) == _names(label.get(name))
    checkers = (_names(label.get("editors")) | _names(label.get("reviewers"))) - _names(label.get("authors"))
    right["no_swap"] = not _names(fields.authors) & checkers
    for name in label.get("unscored", ()):
        right.pop(name)
    right["five_fields"] = all(right.get(name, True) for name in FIVE)
    return right | _judge_body(_fold(fields.body), label)


def _judge_body(body: str, label: Mapping[str, Any]) -> dict[str, bool]:
    right = {}
    if label.get("body_starts"):
        right["body_start"] = body.startswith(_fold(label["body_starts"])[:_ENDS])
    if label.get("body_ends"):
        right["body_end"] = body.endswith(_fold(label["body_ends"])[-_ENDS:])
    if label.get("body_must_contain"):
        right["body_kept"] = _all_in(label["body_must_contain"], body)
    if label.get("body_must_not_contain"):
        right["body_clean"] = bool(body) and not _any_in(label["body_must_not_contain"], body)
    return right


def _all_in(texts: Iterable[str], body: str) -> bool:
    return all(_fold(text) in body for text in texts)


def _any_in(texts: Iterable[str], body: str) -> bool:
    return any(_fold(text) in body for text in texts)


def _same(one: str | None, other: str | None) -> bool:
    return _fold(one) == _fold(other)


def _same_time(ours: str | None, label: str | None) -> bool:
    if not label or not ours:
        return not label and not ours
    return ours[: min(len(label), 16)] == label[:16] and (len(label) < 19 or len(ours) < 19 or ours == label)


def _names(values: Sequence[str] | None) -> set[str]:
    return {_fold(value) for value in values or () if _fold(value)}


_SAME_SIGNS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "•": "·"})


def _fold(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "").translate(_SAME_SIGNS))
