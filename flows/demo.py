"""The demo: the line on the built-in county, whose web sites this process serves to itself."""

import time
from urllib.parse import urlsplit

import typer

from crawlers.county import CountyFile, find_county
from demo_county.server import serve
from flows import alarms, pipeline
from flows.pipeline import Ingested
from flows.progress import watching
from flows.settings import Settings
from flows.summary import print_summary

PORT = 8610  # in every address of counties/demo.toml


def run_demo(settings: Settings, *, port: int = PORT, edition: int = 1, stay: bool = False) -> Ingested:
    """Read, compare and report on the demo county; with `stay` its sites are up until Ctrl-C.

    The demo county's hosts, and nothing else, are led to the server of this process and asked without pause.
    """
    county = find_county("demo", settings.counties)
    with serve(port=port, edition=edition) as server:
        here = {urlsplit(site.url).hostname or "": f"127.0.0.1:{server.port}" for site in county.site}
        demo = settings.model_copy(update={"delay_seconds": 0.0, "connect_to": settings.connect_to | here})
        with watching() as watch:
            ingested = pipeline.ingest([county], demo, watch)
        pipeline.publish_after_run(demo, ingested)
        print_summary(ingested, demo)
        alarms.tell(demo)
        if stay and not ingested.interrupted:
            _stay_up(county)
    return ingested


def _stay_up(county: CountyFile) -> None:
    typer.echo("\nThe demo county's sites are up until Ctrl-C; open one in a browser:")
    for site in county.site:
        typer.echo(f"  {site.url}  {site.name}")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return
