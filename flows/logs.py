"""What is logged, to standard error: sentences for people, or one JSON object a line for programs.

What a record is about (run, county, site) is bound to the thread that works on it, so that no caller passes it along.
"""

import json
import logging
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from flows.secrecy import hide
from flows.terminal import harmless, harmless_json, harmless_line

if TYPE_CHECKING:
    from flows.settings import Settings

# The loggers of ours: one for each room of the house, and below it one for each file.
LOGGERS = ("crawlers", "demo_county", "extractors", "flows", "gazetteer", "reports", "warehouse")

_CHINA = timezone(timedelta(hours=8))  # all times of the project are China time
_about: ContextVar[Mapping[str, object] | None] = ContextVar("about", default=None)


def bind(**about: object) -> None:
    """Records of this thread are about this from now on: `run`, `county`, `site`, `counties` by site; None: no more."""
    _about.set({name: value for name, value in {**bound(), **about}.items() if value is not None})


def bound() -> Mapping[str, object]:
    """What the records of this thread are about, for a thread that it starts."""
    return _about.get() or {}


def fields(**values: object) -> dict[str, object]:
    """Fields of one record, as `extra` of a logger's call: `site`, `stage`, `counts` and the like."""
    return {"fields": values}


def configure(settings: "Settings") -> None:
    """Log to standard error as the settings say; doing it again changes what was said before."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, StandardError)]:
        root.removeHandler(handler)
    root.addHandler(StandardError(JsonFormatter() if settings.log_format == "json" else TextFormatter()))
    logging.captureWarnings(settings.log_format == "json")
    let_through(settings)


def let_through(settings: "Settings") -> None:
    """Give our loggers the level of the settings; where the records go is somebody else's choice (Prefect's)."""
    for name in LOGGERS:
        logging.getLogger(name).setLevel(settings.log_level.upper())


def are_json() -> bool:
    """Whether standard error is to have nothing but JSON."""
    handlers = logging.getLogger().handlers
    return any(isinstance(one, StandardError) and isinstance(one.formatter, JsonFormatter) for one in handlers)


class StandardError(logging.Handler):
    """Writes to what standard error is at that moment: bars of a terminal stand in its place while they move."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; whatever goes wrong with that ends no run."""
        try:
            sys.stderr.write(self.format(record) + "\n")
        except Exception:  # noqa: BLE001 (as every handler does)
            self.handleError(record)


class TextFormatter(logging.Formatter):
    """The message alone, on one line, with its counts; after a fault of ours the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; nothing in it acts on a terminal, no secret stands in it."""
        counts = _fields(record).get("counts")
        words = f"{record.getMessage()}: {_in_words(counts)}" if isinstance(counts, Mapping) else record.getMessage()
        lines = [harmless_line(words)]
        if record.exc_info:
            lines.append(harmless(self.formatException(record.exc_info)))
        return hide("\n".join(lines))


class JsonFormatter(logging.Formatter):
    """One JSON object on one line: time, level, logger, message, then what the record is about."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; it is JSON for every reader, whatever a page wrote into the message."""
        about = {**bound(), **_fields(record)}
        counties = about.pop("counties", None)
        if "county" not in about and isinstance(counties, Mapping) and about.get("site") in counties:
            about["county"] = counties[about["site"]]
        row: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, _CHINA).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: about.pop(name) for name in ("run", "county", "site", "stage") if name in about},
            **about,
        }
        if record.exc_info:
            row["traceback"] = self.formatException(record.exc_info)
        return harmless_json(json.dumps(_hidden(row), ensure_ascii=not _takes_all_characters()))


def _fields(record: logging.LogRecord) -> dict[str, object]:
    return dict(getattr(record, "fields", {}))


def _in_words(counts: Mapping[str, object]) -> str:
    """`12 seen, 1 lost (timeout 1)`; what is nothing is left out."""
    words = []
    for name, count in counts.items():
        if isinstance(count, Mapping):
            reasons = ", ".join(f"{reason} {number}" for reason, number in count.items())
            words += [f"{sum(count.values())} {name} ({reasons})"] if count else []
        elif count:
            words.append(f"{count} {name}")
    return ", ".join(words) or "nothing"


def _hidden(value: Any) -> Any:  # noqa: ANN401 (whatever JSON holds)
    """The value without secrets. Before it is JSON, for in JSON a secret may be spelt otherwise.

    A half of a character stands for nothing, and not all readers of JSON take it: it becomes U+FFFD.
    """
    match value:
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {_hidden(str(key)): _hidden(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_hidden(inner) for inner in value]
    return hide(str(value)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _takes_all_characters() -> bool:
    return (getattr(sys.stderr, "encoding", None) or "").lower().replace("-", "") == "utf8"
