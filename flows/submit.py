"""Hand a run to the Prefect server instead of doing it here (`--via-prefect`)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from flows.machine_forms import InputError

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun


def submit(deployment: str, parameters: Mapping[str, object], name: str) -> str:
    """Schedule a run now, under this name; returns how to follow and cancel it. Raises InputError without a server."""
    from prefect.deployments import run_deployment
    from prefect.exceptions import ObjectNotFound
    from prefect.utilities.urls import url_for

    try:
        run = cast(
            "FlowRun",
            run_deployment(deployment, parameters=dict(parameters), flow_run_name=name, timeout=0, as_subflow=False),
        )
    except ObjectNotFound:
        raise InputError(f"The Prefect server has no deployment '{deployment}'; `make serve` creates it.") from None
    except Exception as error:  # noqa: BLE001 (no server shows as errors of several libraries)
        raise InputError(
            f"There is no Prefect server to hand it to ({error}); start one with `make serve`"
            " and set PREFECT_API_URL to its address."
        ) from None
    return (
        f"The Prefect server will run it as '{run.name}', {run.id}.\n"
        f"Follow it:  {url_for(run)}\nCancel it:  prefect flow-run cancel {run.id}"
    )
