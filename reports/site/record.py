"""What was written to a site's folder, and from what: the next writing knows by it what is no more or as it was."""

import hashlib
from collections.abc import Set as AbstractSet
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from reports.drafts import draft_of
from reports.meanings import Both

RECORD = ".files.json"
_REPORTS = Path(__file__).parents[1]


class Record(BaseModel):
    """The files of a site by their names below its folder, and the digest of the rows of each county."""

    model_config = ConfigDict(frozen=True)

    made_with: str = ""
    """A digest of what makes pages of rows."""
    counties: dict[str, str] = {}
    files: tuple[str, ...] = ()

    def counties_as_in(self, now: "Record", folder: Path) -> set[str]:
        """The counties whose pages need not be written again: made alike from the same rows, and all still there."""
        if self.made_with != now.made_with:
            return set()
        missing = {_county_of(name) for name in self.files if not (folder / name).exists()}
        return {code for code, digest in self.counties.items() if now.counties.get(code) == digest} - missing

    def of(self, counties: AbstractSet[str]) -> "Record":
        """The same, with all files, but knowing these counties alone."""
        known = {code: digest for code, digest in self.counties.items() if code in counties}
        return self.model_copy(update={"counties": known})

    def files_of(self, counties: AbstractSet[str]) -> set[str]:
        """The files of these counties."""
        return {name for name in self.files if _county_of(name) in counties}

    def with_files(self, files: AbstractSet[str]) -> "Record":
        """The same with these files."""
        return self.model_copy(update={"files": tuple(sorted(files))})

    def to_json(self) -> str:
        """As it stands in the folder."""
        return self.model_dump_json(indent=0)


def read_record(folder: Path) -> Record:
    """The record of the last writing; an empty one if there was none or it cannot be read: all is written then."""
    try:
        return Record.model_validate_json((folder / RECORD).read_bytes())
    except (FileNotFoundError, ValidationError):
        return Record()


def made_with(meanings: dict[str, Both]) -> str:
    """A digest of what makes pages of rows: the files of this room, the meanings of columns, the charts' library."""
    digest = hashlib.sha256(repr((meanings, version("vl-convert-python"), version("altair"))).encode())
    for path in sorted(_REPORTS.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            content = path.read_bytes()
            digest.update(f"{path.relative_to(_REPORTS).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()[:16]


def put(path: Path, text: str) -> None:
    """Put a file in place by a rename, unless it has this text already. Raises NotWritten."""
    content = text.encode("utf-8")
    if path.exists() and path.read_bytes() == content:
        return
    with draft_of(path) as draft:
        draft.write_bytes(content)


def _county_of(name: str) -> str:
    """The county whose page it is; for what all share, something that is no code."""
    return name.partition("/")[0]
