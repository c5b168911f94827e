"""What is personal: telephone and identity numbers are masked before storing, people get a keyed hash.

The archive keeps the pages as they were answered; everything after it holds the masked text only.
"""

import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

import orjson

from warehouse.errors import WarehouseError
from warehouse.rows import ArticleRow
from warehouse.staging import as_json

Row = TypeVar("Row")

# Columns with text of pages. Addresses are none: a number in one is part of a path.
_PAGE_TEXT = frozenset(
    {"title", "body", "source", "source_raw", "listed_title", "column_name", "detail", "name", "evidence"}
)
NAMING = (
    "title",
    "body",
    "source",
    "source_raw",
    "column_name",
    "evidence",
)  # columns of an article that may name people
NAME_LEFT_OUT = "〔略〕"
_ROWS_AT_ONCE = 16
_NUL_IN_JSON = rb"\u0000"
_LONGEST_HAN_NAME = 4  # 欧阳修远

# Mobile numbers are 11 digits from 13 to 19, printed plain, as 138-1234-5678 with any dash or space, with +86,
# 0086 or with a dialled 0. Not one: a part of a longer number, a decimal, an amount in yuan. Landlines
# (0914-7821234) belong to offices and stay. `\d` takes full-width digits too, which pages print as often.
_GAP = "[-‐‑–—－ \u00a0\u3000]?"
_MOBILE = re.compile(
    rf"(?<![\d.．A-Za-z])(?P<dialled>(?:[+＋]?(?:[0０]{{2}})?[8８][6６]{_GAP}|[0０])?)"
    rf"(?P<prefix>[1１][3-9３-９]\d)(?P<rest>{_GAP}\d{{4}}{_GAP}\d{{4}})(?![\d元]|[.．]\d)"
)
_IDENTITY = re.compile(r"(?<!\d)(?P<region>[1-8１-８]\d{5})(?P<rest>(?:[1１][9９]|[2２][0０])\d{9}[\dXxＸｘ])(?!\d)")
# What any of these numbers contains; most texts do not, and one search tells.
_LIKE_A_NUMBER = re.compile(rf"[1-8１-８]\d{{2}}{_GAP}\d{{4}}{_GAP}\d{{4}}")
_SECRET = re.compile(rb"[0-9a-f]{64}")
_PUT_THE_KEY_BACK = (
    "people are known and forgotten by it alone, so put it back from a backup, or see docs/operations.md for what to "
    "do when there is none."
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECK_DIGITS = "10X98765432"


def mask(text: str) -> str:
    """The text with mobile and identity numbers starred out, but for the first digits, which name nobody."""
    if not _LIKE_A_NUMBER.search(text):
        return text
    text = _IDENTITY.sub(_mask_identity, text)
    return _MOBILE.sub(lambda match: f"{match['dialled']}{match['prefix']}********", text)


def _mask_identity(match: re.Match[str]) -> str:
    """Star out what can be an identity number: region, a day of birth, and the check digit all fit.

    Without the check digit, numbers of documents and uploaded files (610929 + 20230725…) would be hit.
    """
    number = unicodedata.normalize("NFKC", match[0]).upper()
    month, day = int(number[10:12]), int(number[12:14])
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if not (1 <= month <= 12 and 1 <= day <= 31 and number[17] == _CHECK_DIGITS[total % 11]):
        return match[0]
    return f"{match['region']}************"


def storable(row: Row) -> Row:
    """The row as it may be stored: text of pages masked, and no characters that a database cannot hold."""
    texts, printed = _text_columns(type(row))  # type: ignore[arg-type]
    found = vars(row)
    told = "\n".join([text for name in printed for text in texts_in(found[name])])
    if not _LIKE_A_NUMBER.search(told) and _fits(told) and _fits("".join([found[name] or "" for name in texts])):
        return row
    cleaned = {name: _map_text(found[name], mask if name in _PAGE_TEXT else str) for name in (*texts, *printed)}
    return replace(row, **cleaned)  # type: ignore[type-var]


def storable_rows(rows: Iterable[Row]) -> list[Row]:
    """The rows as they may be stored. Hardly any needs a change, so that many are looked through in one go."""
    every = list(rows)
    found: list[Row] = []
    for start in range(0, len(every), _ROWS_AT_ONCE):
        found += _storable_some(every[start : start + _ROWS_AT_ONCE])
    return found


def _storable_some(rows: list[Row]) -> list[Row]:
    """Where one row needs a look of its own, it is looked for by halves."""
    if _are_storable(rows):
        return rows
    if len(rows) == 1:
        return [storable(rows[0])]
    middle = len(rows) // 2
    return _storable_some(rows[:middle]) + _storable_some(rows[middle:])


def _are_storable(rows: Sequence[object]) -> bool:
    """Whether all of these rows may be stored as they are."""
    _, printed = _text_columns(type(rows[0]))  # type: ignore[arg-type]
    try:
        whole = orjson.dumps(rows, default=as_json)
    except orjson.JSONEncodeError:  # halves of surrogate pairs
        return False
    if _NUL_IN_JSON in whole:
        return False
    told = orjson.dumps([[getattr(row, name) for name in printed] for row in rows], default=as_json)
    return not _LIKE_A_NUMBER.search(told.decode())


@cache
def _text_columns(kind: type) -> tuple[list[str], list[str]]:
    """The columns of a kind of row that hold text: those that a page did not write, and those that it did."""
    texts = [column.name for column in fields(kind) if _is_text(column.type)]
    return [name for name in texts if name not in _PAGE_TEXT], [name for name in texts if name in _PAGE_TEXT]


def _is_text(kind: object) -> bool:
    return kind is str or get_origin(kind) is Literal or any(map(_is_text, get_args(kind)))


def _fits(text: str) -> bool:
    """Whether a database can hold the text: no NUL, no halves of surrogate pairs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def texts_in(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """Every text inside a value."""
    if value is None:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            if isinstance(inner, str):  # as most are
                yield inner
            else:
                yield from texts_in(inner)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from texts_in(vars(value))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)


def mask_names(article: ArticleRow, names: Collection[str], kept: Collection[str] = ()) -> ArticleRow:
    """The article with these names left out wherever it has them; `kept` as in `without_names`."""
    if not names:
        return article
    return replace(article, **{column: without_names(getattr(article, column), names, kept) for column in NAMING})


def without_names(value: Any, names: Collection[str], kept: Collection[str] = ()) -> Any:  # noqa: ANN401 - any JSON value
    """The value with these names left out of every text inside it.

    A name that is the beginning or the end of another person's (张伟, 张伟民) stays there where that person is among
    `kept`, the people who are known to be named.
    """
    longer = [other for other in kept if any(is_of_another(other, name) for name in names)]
    alternatives = [name_pattern(name) for name in sorted(names, key=len, reverse=True)]
    kept_names = "|".join(name_pattern(name) for name in sorted(longer, key=len, reverse=True)) or r"(?!)"
    pattern = re.compile(f"(?P<kept>{kept_names})|{'|'.join(alternatives)}")
    return _map_text(value, lambda text: pattern.sub(lambda match: match["kept"] or NAME_LEFT_OUT, text))


def is_of_another(printed: str, name: str) -> bool:
    """Whether what is printed is another person's name with this one inside, and no office or list with the person."""
    whole, part = normal_name(printed), normal_name(name)
    return part in whole and part != whole and (len(whole) <= _LONGEST_HAN_NAME or "·" in whole)


def _map_text(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - any JSON value
    """The value with every text inside it changed; NUL and halves of surrogate pairs go."""
    if isinstance(value, str):
        return change(value.replace("\0", "").encode("utf-8", "replace").decode())
    if isinstance(value, Mapping):
        return {key: _map_text(inner, change) for key, inner in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _map_text(vars(value), change)
    if isinstance(value, list | tuple):
        return [_map_text(inner, change) for inner in value]
    return value


def normal_name(name: str) -> str:
    """The form of a name that is compared and hashed: one width, no spaces (张　伟 is 张伟)."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def name_pattern(name: str) -> str:
    """A pattern for the name as pages print it, for Python and DuckDB alike: short names are spaced out (张　伟)."""
    return "[ \u00a0\u3000]*".join(re.escape(character) for character in "".join(name.split()))


class PersonKeys:
    """Turns names into hashes that only this warehouse can make."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._remembered = lru_cache(maxsize=100_000)(self._made)

    def key(self, name: str) -> str:
        """16 hex digits, the same for the same name as long as the key file lives."""
        return self._remembered(name)

    def _made(self, name: str) -> str:
        return hmac.digest(self._secret, normal_name(name).encode(), "sha256").hex()[:16]

    @classmethod
    def beside(cls, warehouse: Path, *, is_new: bool = True) -> "PersonKeys":
        """The keys of the warehouse at that path; the secret is made on first use, of one that `is_new` alone.

        Raises WarehouseError where the secret is lost, or is not whole: with another one nobody who is to be forgotten
        would be known any more.
        """
        path = key_file(warehouse)
        if not path.exists():
            if not is_new:
                raise WarehouseError(f"{path} is lost; {_PUT_THE_KEY_BACK}")
            _make_secret(path)
        secret = path.read_bytes().strip()
        if not _SECRET.fullmatch(secret):
            raise WarehouseError(f"{path} is damaged; {_PUT_THE_KEY_BACK}")
        return cls(secret)


def key_file(warehouse: Path) -> Path:
    """Where the secret of the warehouse at that path lies."""
    return warehouse.with_name(warehouse.name + ".key")


def _make_secret(path: Path) -> None:
    """Under another name first: a start that is cut off must leave no half of one."""
    draft = path.with_name(f"{path.name}.making")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
