"""What Prefect shows of a run while it is going on: lines in its log, and a bar when it lasts."""

import logging
import time
from typing import cast
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

from crawlers.link import Progress
from flows.pipeline import Finished
from flows.progress import Clock, LineWatch

_BAR_EVERY_SECONDS = 10.0

Logger = logging.Logger | logging.LoggerAdapter[logging.Logger]


class FlowWatch(LineWatch):
    """Lines go to the log of the flow run; a run of more than some seconds gets a bar, a progress artifact."""

    def __init__(self, logger: Logger, what: str, clock: Clock = time.monotonic) -> None:
        super().__init__(clock)
        self._logger = logger
        self._what = what
        self._bar: UUID | None = None
        self._drawn_at = clock()

    def write(self, line: str) -> None:
        """Put a line into the flow run's log."""
        self._logger.info(line)

    def happened(self, event: Progress) -> None:
        """Count, and draw the bar anew when that was not done for a while."""
        super().happened(event)
        if self._clock() - self._drawn_at >= _BAR_EVERY_SECONDS:
            self._draw()

    def site_ends(self, finished: Finished) -> None:
        """Say what came of the site, and of the last one fill the bar."""
        super().site_ends(finished)
        if self._bar is not None and self.ended == self.sites:
            self._draw()

    def _draw(self) -> None:
        self._drawn_at = self._clock()
        done, wanted = self.pages
        share = 100.0 * done / wanted if wanted else 0.0
        words = f"{self.ended} of {self.sites} sites read; {done} of {wanted} pages so far"
        try:
            if self._bar is None:
                self._bar = cast("UUID", create_progress_artifact(share, f"progress-{self._what}", words))
            else:
                update_progress_artifact(self._bar, share, words)
        except Exception:  # a server that is away for a while must not end the crawl
            self._logger.debug("The bar could not be drawn.", exc_info=True)
