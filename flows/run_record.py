"""The record of one run: how many links came through each stage, of each site and of all, in raw.run and in the log."""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from crawlers.link import CrawlCounts
from flows import logs
from warehouse import run_counts
from warehouse.errors import WarehouseError
from warehouse.store import Store

logger = logging.getLogger(__name__)


class RunRecord:
    """Begins with the run; `crawled` and `publishing` note what it has done so far, `ended` tells it once."""

    def __init__(self, warehouse: Store, county_code: str | None, counties: Mapping[str, str]) -> None:
        """`counties` has the code of each site's county."""
        self.run_id = warehouse.begin_run("ingest", county_code)
        self.counts: dict[str, Any] = {}
        self._began = time.monotonic()
        self._before = run_counts.marks(warehouse.connection)
        self._is_interrupted = False
        logs.bind(run=self.run_id, county=county_code, counties=dict(counties))

    def crawled(self, warehouse: Store, crawls: Mapping[str, CrawlCounts], *, is_interrupted: bool) -> None:
        """Note what was asked for and loaded."""
        loaded = run_counts.loaded_since(warehouse.connection, self._before, list(crawls))
        sites = {key: stages(crawl, loaded[key]) for key, crawl in crawls.items()}
        told = {
            key: stages | {"stopped": crawls[key].stopped, "interrupted": crawls[key].interrupted}
            for key, stages in sites.items()
        }
        self._is_interrupted = is_interrupted
        self.counts = {"all": _sum(list(sites.values())) | {"published": 0}, "sites": told}
        self._note(warehouse)

    @contextmanager
    def publishing(self, warehouse: Store, articles: int) -> Iterator[None]:
        """Note how many articles the snapshot shows: before it is copied, for it shows the note; none where that fails.

        Where no snapshot is made, 0 stays.
        """
        self.counts["all"]["published"] = articles
        self._note(warehouse)
        try:
            yield
        except Exception:
            self.counts["all"]["published"] = 0
            with suppress(WarehouseError):  # the disk may be full, and the first failure is the one to tell
                self._note(warehouse)
            raise

    @contextmanager
    def ending(self) -> Iterator[None]:
        """What the run has still to do; at its end, however it comes, the whole run is logged."""
        try:
            yield
        except BaseException as error:
            self.ended(error)
            raise
        self.ended()

    def ended(self, error: BaseException | None = None) -> None:
        """Log the record of the whole run, the last that is about it."""
        outcome = "failed" if error else "done"
        if self._is_interrupted or isinstance(error, KeyboardInterrupt):
            outcome = "interrupted"
        about = {"counts": self.counts.get("all", {}), "sites": self.counts.get("sites", {})}
        seconds = round(time.monotonic() - self._began, 1)
        logger.log(
            logging.ERROR if error else logging.INFO,
            "run ended",
            extra=logs.fields(outcome=outcome, seconds=seconds, **about),
        )
        logs.bind(run=None, county=None, counties=None)

    def _note(self, warehouse: Store) -> None:
        warehouse.end_run(self.run_id, self.counts)


def stages(crawl: CrawlCounts, loaded: run_counts.SiteLoaded) -> dict[str, Any]:
    """The stages in the order in which a link passes them."""
    return {
        "seen": crawl.links,
        "new": crawl.new,
        "outside": crawl.outside,
        "asked": crawl.requests,
        **vars(loaded),
    }


def _sum(sites: list[dict[str, Any]]) -> dict[str, Any]:
    """The stages of all sites together."""
    total = stages(CrawlCounts(), run_counts.SiteLoaded())
    for site in sites:
        for name, count in site.items():
            if isinstance(count, Mapping):
                for reason, links in count.items():
                    total[name][reason] = total[name].get(reason, 0) + links
            else:
                total[name] += count
    return total
