"""The web page that compares the towns: one file that needs nothing else, written from the published snapshot."""

from pathlib import Path
from urllib.parse import urlsplit

import duckdb
from jinja2 import Environment, PackageLoader, select_autoescape

from reports.data import read_counties

_SHADES = 9


class ReportError(Exception):
    """The report cannot be written; the message is one sentence."""


def write_report(snapshot: Path, out: Path) -> Path:
    """Write the report of a snapshot and return its path. Raises ReportError."""
    if not snapshot.exists():
        raise ReportError(f"{snapshot} does not exist yet; run a county or the demo first, which publishes it.")
    try:
        counties = read_counties(snapshot)
    except duckdb.Error as error:
        raise ReportError(f"{snapshot} cannot be read as a snapshot ({error}); publish it anew.") from error
    text = _environment().get_template("report.html.jinja").render(counties=counties)
    draft = out.with_name(out.name + ".making")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, "utf-8")
        draft.replace(out)
    except OSError as error:
        raise ReportError(f"{out} cannot be written: {error.strerror}.") from error
    return out


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": _percent, "web": _web, "shade": _shade}
    return environment


def _percent(share: float | None) -> str:
    """A share from 0 to 1 as whole percent; — where there is none."""
    return "—" if share is None else f"{share:.0%}"


def _web(url: str) -> str | None:
    """An address that may become a link: http and https only, for a page may name any."""
    try:
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _shade(value: int, busiest: int) -> int:
    """The step of the colour scale, 0 for nothing."""
    return 0 if not value or not busiest else max(1, round(value / busiest * _SHADES))
