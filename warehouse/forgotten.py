"""People who are to be forgotten: their names are left out of all that is stored, wherever it names them.

Only keyed hashes of the names are kept. So a name is found in a text by hashing all of its runs of letters that are as
long as one of those names, which is done only while somebody is forgotten.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from duckdb import DuckDBPyConnection

from warehouse.privacy import NAMING, PersonKeys, is_of_another, mask_names, texts_in, without_names
from warehouse.rows import ArticleRow, CoverageRow, LinkRow

_LETTERS = re.compile(r"(?:[^\W\d_]|[·•])+")


class Forgotten:
    """Who is forgotten: the length of the name by its key, None where only credits tell."""

    def __init__(self, keys: PersonKeys, lengths: Mapping[str, int | None]) -> None:
        self._keys = keys
        self._lengths = lengths
        self._found_by = sorted({length for length in lengths.values() if length})

    @classmethod
    def read(cls, connection: DuckDBPyConnection, keys: PersonKeys) -> "Forgotten":
        """Those whom the warehouse is not to name."""
        rows = connection.execute("select person_key, name_length from raw.forgotten order by all").fetchall()
        return cls(keys, dict(rows))

    def __contains__(self, person_key: str) -> bool:
        return person_key in self._lengths

    def named_in(self, texts: Iterable[str]) -> set[str]:
        """The forgotten names in these texts, spaced out (张　伟) or not."""
        if not self._found_by:
            return set()
        told = unicodedata.normalize("NFKC", "\n".join(texts)).replace(" ", "")
        runs = [match[0] for match in _LETTERS.finditer(told)]
        pieces = {
            run[start : start + length]
            for length in self._found_by
            for run in runs
            for start in range(len(run) - length + 1)
        }
        return {piece for piece in pieces if self._lengths.get(self._keys.key(piece)) == len(piece)}

    def left_out_of_article(self, article: ArticleRow, credited: Iterable[str]) -> ArticleRow:
        """The article without the forgotten names; people whom it credits and who are not forgotten keep theirs."""
        people = list(credited)
        if not self._lengths:
            return article
        names = {name for name in people if self._keys.key(name) in self}
        names |= self.named_in(texts_in([getattr(article, column) for column in NAMING]))
        return mask_names(article, names, [name for name in people if name not in names])

    def left_out_of_credit(self, name: str) -> str | None:
        """What is stored of the name of somebody who is credited."""
        if not self._lengths:
            return name
        if self._keys.key(name) in self:
            return None
        names = {found for found in self.named_in([name]) if not is_of_another(name, found)}
        return str(without_names(name, names)) if names else name

    def left_out_of_link(self, link: LinkRow) -> LinkRow:
        """What a list page shows, without the forgotten names."""
        if not self._found_by:
            return link
        shown = {"listed_title": link.listed_title, "column_name": link.column_name, "detail": link.detail}
        names = self.named_in(texts_in(shown))
        return replace(link, **without_names(shown, names)) if names else link

    def left_out_of_column(self, coverage: CoverageRow) -> CoverageRow:
        """A column of a site, without the forgotten names in its own name."""
        names = self.named_in([coverage.column_name])
        return replace(coverage, column_name=without_names(coverage.column_name, names)) if names else coverage
