"""What follows a run at the command line: publication, the run's page, its summary, alarms."""

from crawlers.link import Window
from flows import alarms, pipeline
from flows.pipeline import Ingested
from flows.run_files import write_page
from flows.run_names import title_of
from flows.settings import Settings
from flows.summary import print_summary


def finish(ingested: Ingested, settings: Settings, window: Window) -> None:
    """Publish, leave the page, print the summary, tell new alarms; what a lake has taken in is published by others."""
    title = title_of("、".join(county.name for county in ingested.counties), window)
    is_in_lake = settings.lake_catalog is not None
    with ingested.ending():
        if not is_in_lake:
            pipeline.publish(settings, if_changed=True, run=ingested.record)
    write_page(title, ingested, settings, left_to="county-news publish" if is_in_lake else None)
    print_summary(ingested, settings)
    if not is_in_lake:
        alarms.tell(settings)
