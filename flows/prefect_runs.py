"""What flows ask of the Prefect server about other runs, and hand to it."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from prefect import runtime
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.exceptions import Abort, ObjectNotFound
from prefect.states import AwaitingRetry

from crawlers.county import CountyFile
from flows.machine_forms import InputError

COUNTY_DEPLOYMENT = "ingest/county"
PUBLISHES = "publishes"  # the tag, in prefect.yaml, of every deployment whose runs end with a publication

logger = logging.getLogger(__name__)


def waiting_publisher() -> str | None:
    """The name of a run that waits for its turn and will publish; None where there is none, or the server is mute."""
    try:
        with get_client(sync_client=True) as client:
            runs = client.read_flow_runs(
                flow_run_filter=FlowRunFilter(
                    tags=FlowRunFilterTags(all_=[PUBLISHES]),
                    state=_waiting(),
                    expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": datetime.now(UTC)}),
                ),
                limit=1,
            )
    except Exception as error:  # noqa: BLE001 (whatever is wrong with the server: then this run publishes)
        logger.warning("The server does not say whether another run waits (%r), so this one publishes.", error)
        return None
    return runs[0].name if runs else None


def submit_counties(counties: Sequence[CountyFile], batch: str) -> list[CountyFile]:
    """Hand in a run for each county that none waits for already; returns those. `batch` names who hands them in.

    A batch that is handed in twice makes no run twice. Raises InputError where the deployment is missing.
    """
    from prefect.deployments import run_deployment

    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(COUNTY_DEPLOYMENT)
        except ObjectNotFound:
            raise InputError(
                f"The Prefect server has no deployment '{COUNTY_DEPLOYMENT}'; `make serve` creates it."
            ) from None
        runs = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=_waiting()),
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id])),
        )
    submitted = []
    for county in counties:
        if not any(_is_for(run, county) for run in runs):
            run_deployment(
                COUNTY_DEPLOYMENT,
                parameters={"county": county.code},
                flow_run_name=f"{county.name}, what is new",
                idempotency_key=f"{batch}-{county.code}",
                timeout=0,
                as_subflow=False,
            )
            submitted.append(county)
    return submitted


def hand_back_unless_cancelled() -> None:
    """Let the server begin this run again later, unless it was told to cancel it. Raises Abort when it will."""
    run_id = runtime.flow_run.id
    if not run_id:
        return
    try:
        with get_client(sync_client=True) as client:
            state = client.read_flow_run(run_id).state
            if state is not None and (state.is_cancelling() or state.is_final()):
                return
            again: State[None] = AwaitingRetry(message="Its machine stopped; it is begun again.")
            client.set_flow_run_state(run_id, again, force=True)
    except Exception as error:  # noqa: BLE001 (without the server the run is found dead by its missing heartbeats)
        logger.warning("The run could not be handed back (%r).", error)
        return
    raise Abort("The machine stops; the run is handed back.")


def _waiting() -> FlowRunFilterState:
    return FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED, StateType.PENDING]))


def _is_for(run: FlowRun, county: CountyFile) -> bool:
    """Whether a run reads all that is new of a county, and nothing but that."""
    given = {name: value for name, value in run.parameters.items() if value}
    return given.keys() == {"county"} and str(given["county"]).strip() in (county.code, county.name)
