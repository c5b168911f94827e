"""What `county-news verify` prints: a line for each check, a sentence for each kind of fault."""

import sys

from crawlers.archive import Archive
from flows import pipeline
from flows.archive_verify import bytes_read
from flows.repairing import repair
from flows.settings import Settings
from flows.terminal import harmless_line
from flows.verifying import Verified, verify
from warehouse.errors import WarehouseError
from warehouse.store import Warehouse

_REPAIRS_MAX = 3  # what is loaded in one may show what is left for the next


def print_verification(settings: Settings, *, is_repair: bool) -> bool:
    """Check, mend if asked to, and print; whether all is whole in the end."""
    for repairs_left in reversed(range(_REPAIRS_MAX + 1 if is_repair else 1)):
        verified = _check(settings, is_repair=repairs_left > 0)
        _print(verified)
        if not (repairs_left and verified.can_be_repaired):
            break
        _say("Repaired from the archive what can be; published, and checked again:")
        pipeline.publish(settings)
    return verified.is_whole


def _check(settings: Settings, *, is_repair: bool) -> Verified:
    if not settings.warehouse.exists():
        raise WarehouseError(
            f"There is no {settings.warehouse}; run `county-news reextract` to make it from the archive."
        )
    archive = Archive(settings.archive)
    counties = pipeline.archived_counties(settings, archive)
    with Warehouse.open(settings.warehouse) as warehouse:
        with bytes_read(archive) as advanced:
            verified = verify(warehouse, archive, counties, settings, advanced)
        if is_repair and verified.can_be_repaired:
            repair(warehouse, archive, counties, settings, verified)
    return verified


def _print(verified: Verified) -> None:
    for line in verified.lines:
        _say(line)
    for fault in verified.archive_faults:
        _say(fault)
    for finding in verified.findings:
        kind = finding.kind
        _say(f"{kind.what}: {finding.cases}, such as {finding.example}; {kind.cure_told}.")
    for note in verified.notes:
        _say(note)
    _say("Everything agrees." if verified.is_whole else "Not everything agrees.")


def _say(line: str) -> None:
    sys.stdout.write(harmless_line(line) + "\n")
