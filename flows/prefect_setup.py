"""What a Prefect server must have for the schedule: the work pool, the deployments of prefect.yaml, the automations.

    PREFECT_API_URL=http://…/api python -m flows.prefect_setup

sets it up on any server; `make serve` does it by itself. Done again it changes nothing but what has changed in
prefect.yaml.
"""

import subprocess
import sys
from collections.abc import Collection
from datetime import timedelta
from typing import Literal

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentUpdate, WorkPoolCreate, WorkPoolUpdate
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectNotFound
from prefect.workers.process import ProcessWorker

from flows.serve import POOL, PROJECT
from flows.settings import SettingsError, read_settings

TAG = "county-news"  # of every deployment in prefect.yaml
# Prefect sends a run's heartbeat every 30 seconds at most often; three that are missing are no accident.
DEAD_AFTER = timedelta(seconds=100)
# A run that a worker took begins within seconds, also on a busy machine.
LOST_AFTER = timedelta(minutes=5)
_OF_A_COUNTY = ("ingest/county", "backfill/by-hand")  # prefect.yaml has them wait for each other
LOST = "Lost"  # a state of its own, so that a run that crashed by a fault of its own is not begun again and again


def _event(state: str) -> str:
    """The event of a run that enters a state."""
    return f"prefect.flow-run.{state}"


_HEARTBEAT = _event("heartbeat")
_BEGINNINGS = frozenset(map(_event, ("Running", "Retrying", "Rerunning")))
_ENDS = frozenset(
    map(_event, ("Completed", "Failed", "Cancelled", "Crashed", "AwaitingRetry", "AwaitingConcurrencySlot", LOST))
)


class SetUpError(Exception):
    """The server could not be set up; the message is one sentence."""


def set_up(*, is_lake: bool = False, dead_after: timedelta = DEAD_AFTER) -> None:
    """Set the server at PREFECT_API_URL up, as often as one likes.

    One run at a time writes a warehouse that is one file; into a lake as many counties are read at once as there are
    workers. `dead_after` is how long a run may be silent until it is begun anew. Raises SetUpError.
    """
    with get_client(sync_client=True) as client:
        _make_pool(client, None if is_lake else 1)
        put_automations(dead_after)
        _deploy()
        if is_lake:
            for name in _OF_A_COUNTY:
                client.update_deployment(
                    client.read_deployment_by_name(name).id, DeploymentUpdate(concurrency_limit=None)
                )


def put_automations(dead_after: timedelta) -> None:
    """Create the automations, or bring those of their names up to date."""
    with get_client(sync_client=True) as client:
        for automation in automations(dead_after):
            _put_automation(client, automation)


def automations(dead_after: timedelta) -> list[AutomationCore]:
    """What the server does by itself: a run whose process is gone is begun again, by whichever worker is there.

    In two steps, for word of the end may overtake the last heartbeat: a run that has ended cannot be called lost.
    """
    lost = ChangeFlowRunState(name=LOST, state=StateType.CRASHED, message="Its process is gone.", force=False)
    again = ChangeFlowRunState(
        name="AwaitingRetry", state=StateType.SCHEDULED, message="Its process is gone; it is begun again.", force=False
    )
    return [
        AutomationCore(
            name="county-news: runs whose process died are lost",
            description="A run sends a heartbeat every 30 seconds; one that is silent has lost its process.",
            trigger=_missing({_HEARTBEAT}, {_HEARTBEAT, *_ENDS}, dead_after),
            actions=[lost],
        ),
        AutomationCore(
            name="county-news: runs that a worker took and never began are lost",
            description="A run that was taken and neither began nor ended has lost its worker.",
            trigger=_missing({_event("Pending")}, {*_BEGINNINGS, *_ENDS}, LOST_AFTER),
            actions=[lost],
        ),
        AutomationCore(
            name="county-news: runs that are lost are begun again",
            description="By the next worker that is free; what was archived is loaded first.",
            trigger=_of_our_runs(expect={_event(LOST)}, posture=Posture.Reactive, within=timedelta(0)),
            actions=[again],
        ),
    ]


def _missing(after: set[str], expect: set[str], within: timedelta) -> EventTrigger:
    """Fires for each run of which, after one event, none of the expected came in time."""
    return _of_our_runs(after=after, expect=expect, posture=Posture.Proactive, within=within)


def _of_our_runs(
    *,
    expect: set[str],
    posture: Literal[Posture.Reactive, Posture.Proactive],
    within: timedelta,
    after: Collection[str] = (),
) -> EventTrigger:
    return EventTrigger(
        after=set(after),
        expect=expect,
        match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
        match_related=ResourceSpecification(
            {"prefect.resource.id": f"prefect.tag.{TAG}", "prefect.resource.role": "tag"}
        ),
        for_each={"prefect.resource.id"},
        posture=posture,
        threshold=1,
        within=within,
    )


def _make_pool(client: SyncPrefectClient, writers: int | None) -> None:
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(
            WorkPoolCreate(name=POOL, type="process", base_job_template=template, concurrency_limit=writers)
        )
    else:
        client.update_work_pool(POOL, WorkPoolUpdate(concurrency_limit=writers))


def _put_automation(client: SyncPrefectClient, automation: AutomationCore) -> None:
    """Create the automation, or bring the one of its name up to date; one that is as it should be stays untouched."""
    there = client.find_automation(automation.name)
    if there is None:
        client.create_automation(automation)
    elif _what_it_does(there) != _what_it_does(automation):
        client.update_automation(there.id, automation)


def _what_it_does(automation: AutomationCore) -> dict[str, object]:
    names = set(AutomationCore.model_fields) - {"enabled"}  # who has switched it off wants it off
    return automation.model_dump(include=names, exclude={"trigger": {"id"}})


def _deploy() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-500:]
        raise SetUpError(f"The deployments of prefect.yaml could not be made: {said}")


def main() -> int:
    """Set the server of this environment up; returns the exit status."""
    try:
        set_up(is_lake=read_settings().lake_catalog is not None)
    except SettingsError as error:
        sys.stderr.write(f"county-news: {error}\n")
        return 2
    except Exception as error:  # noqa: BLE001 (no server shows as errors of several libraries)
        sys.stderr.write(f"county-news: The Prefect server could not be set up: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
