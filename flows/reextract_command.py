"""`county-news reextract`: read the archive anew, publish, say what came of it."""

import os
from datetime import date
from functools import partial
from importlib.util import find_spec

import typer

from flows import pipeline
from flows.machine_forms import InputError
from flows.progress import watching
from flows.reextraction import Wanted, reading_processes
from flows.settings import Settings


def reextract_and_publish(
    settings: Settings, *, since: date | None, rule_changed: bool, processes: int | None, on_dask: bool
) -> None:
    """Raises InputError where Dask is asked for and not installed."""
    wanted = Wanted(since, rule_changed)
    if on_dask:
        if find_spec("prefect_dask") is None:
            raise InputError("Dask is not installed here; pip install county-news[dask].")
        from flows.bulk import reextract_on_dask

        counts = reextract_on_dask(settings, wanted, processes or os.cpu_count() or 1)
    else:
        with watching() as watch:
            counts = pipeline.reextract(settings, watch, wanted, partial(reading_processes, processes))
    pipeline.publish(settings)
    typer.echo(f"{counts.fetches} archived answers read, {counts.inserted} articles loaded and published.")
