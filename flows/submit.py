"""Hand a run to the Prefect server instead of doing it here (`--via-prefect`)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from flows.machine_forms import InputError

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun


def submit(deployment: str, parameters: Mapping[str, object]) -> str:
    """Schedule a run of a deployment now; returns a sentence with its name. Raises InputError without a server."""
    from prefect.deployments import run_deployment
    from prefect.exceptions import ObjectNotFound

    try:
        run = cast("FlowRun", run_deployment(deployment, parameters=dict(parameters), timeout=0, as_subflow=False))
    except ObjectNotFound:
        raise InputError(f"The Prefect server has no deployment '{deployment}'; `make serve` creates it.") from None
    except Exception as error:  # noqa: BLE001 (no server shows as errors of several libraries)
        raise InputError(
            f"There is no Prefect server to hand it to ({error}); start one with `make serve`"
            " and set PREFECT_API_URL to its address."
        ) from None
    return f"The Prefect server will run it as {run.name}."
