"""Alarms reach people: what went wrong since the last publication is handed to a command of the operator's, once.

The alarms are those of `mart.site_alarm`. Which of them were told lies in `data/alarms.json`: an alarm that has gone is
forgotten, so that it is told again when it comes back. A command that fails has told nothing: the next run tries again.
"""

import json
import logging
import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

import duckdb

from flows.machine_forms import InputError
from flows.reading import open_snapshot
from flows.settings import Settings

_SECONDS = 60  # that the operator's command may take
_LONGEST_REASON = 200

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Alarm:
    """A row of `mart.site_alarm`: what changed, since when, from what to what, and a page that shows it.

    Without a column it is about the whole site, without a site about the county. `sentence` is English, `sentence_zh`
    the same in Chinese.
    """

    county_code: str
    county_name: str
    site_key: str | None
    site_name: str | None
    column_name: str | None
    kind: str
    since_date: date | None
    before_value: str | None
    now_value: str | None
    example_url: str | None
    sentence: str
    sentence_zh: str

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same alarm in the next publication, whatever its numbers are then."""
        return (self.county_code, self.site_key or "", self.column_name or "", self.kind)

    def as_json(self) -> dict[str, str | None]:
        """The fields by name, the day as `YYYY-MM-DD`."""
        return asdict(self) | {"since_date": self.since_date.isoformat() if self.since_date else None}


def tell(settings: Settings) -> list[Alarm]:
    """Hand the alarms that are new since they were last told to `alarm_command`; returns these new ones.

    To be called after a publication. Whatever becomes of the command is no fault of the run: a warning says it. Raises
    NothingPublished, OSError where the list of told alarms cannot be written.
    """
    with open_snapshot(settings.snapshot) as connection:
        alarms = alarms_of(connection)
    told = _told(settings.alarms)
    new = [alarm for alarm in alarms if alarm.key not in told]
    failure = _hand_over(settings.alarm_command, new) if settings.alarm_command and new else None
    if failure is not None:
        logger.warning("%s", failure)
    known = {alarm.key for alarm in alarms} & told
    if failure is None:
        known |= {alarm.key for alarm in new}
    if known != told:
        _keep(settings.alarms, known)
    return new


def alarms_of(connection: duckdb.DuckDBPyConnection, county_code: str | None = None) -> list[Alarm]:
    """The alarms of a snapshot, or of one county in it. Raises InputError for one of an older county-news."""
    names = ", ".join(field.name for field in fields(Alarm))
    try:
        rows = connection.execute(
            f"select {names} from mart.site_alarm where $1 is null or county_code = $1"  # noqa: S608 - names of ours
            " order by county_code, site_key nulls first, column_name nulls first, kind",
            [county_code],
        ).fetchall()
    except duckdb.CatalogException:
        raise InputError("The snapshot knows no alarms yet; `county-news publish` makes it anew.") from None
    return [Alarm(*row) for row in rows]


def _hand_over(command: str, alarms: Sequence[Alarm]) -> str | None:
    """Start the command with the alarms as JSON on its standard input; the sentence that says why it failed.

    Standard input and error are files, so that nobody waits for a command that does not read or write.
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        return f"The alarm command {command!r} cannot be understood ({error}); what is new was not told."
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as complaint:
        given.write(json.dumps([alarm.as_json() for alarm in alarms], ensure_ascii=False).encode())
        given.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - the operator's own command
                words, stdin=given, stdout=subprocess.DEVNULL, stderr=complaint, start_new_session=True
            )
        except (OSError, ValueError, IndexError) as error:
            reason = getattr(error, "strerror", None) or error
            return f"The alarm command {command!r} could not be started ({reason}); what is new was not told."
        try:
            status = process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            return f"The alarm command {command!r} took over {_SECONDS} seconds and was ended."
        finally:
            _end(process)
        if status == 0:
            return None
        complaint.seek(0)
        said = " ".join(complaint.read().decode("utf-8", "replace").split())[-_LONGEST_REASON:]
    return f"The alarm command {command!r} ended with status {status}{f': {said}' if said else ''}."


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command that is still running, with all that it started."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _told(path: Path) -> set[tuple[str, ...]]:
    """The alarms that were told; none where the list is missing or damaged, for an alarm too many does less harm."""
    try:
        return {tuple(map(str, key)) for key in json.loads(path.read_text("utf-8"))}
    except (OSError, ValueError, TypeError):
        return set()


def _keep(path: Path, told: set[tuple[str, ...]]) -> None:
    """Write the list under another name first: one that is cut off would tell everything anew."""
    draft = path.with_name(path.name + ".making")
    draft.write_text(json.dumps(sorted(told), ensure_ascii=False), "utf-8")
    draft.replace(path)
