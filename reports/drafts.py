"""Files for people come into place whole: written as a draft beside, then renamed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from xlsxwriter.exceptions import XlsxWriterException

from reports.errors import ReportError


class NotWritten(ReportError):
    """A file could not be written; the message is one sentence that says which and why."""


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; it is renamed into place at the end, and removed if anything is raised.

    Makes the folder. Raises NotWritten for a fault of the disk, whoever met it.
    """
    draft = path.with_name(path.name + ".making")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        draft.replace(path)
    except (OSError, duckdb.IOException, XlsxWriterException) as error:
        raise NotWritten(f"{path} cannot be written: {_reason(error)}.") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _reason(error: BaseException) -> str:
    """What the system says; XlsxWriter hands its error on inside of one of its own."""
    inner = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    return str(inner).strip().splitlines()[0].rstrip(".")
