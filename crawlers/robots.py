"""robots.txt (RFC 9309): what a host lets this crawler ask, and how often.

No robots.txt (404 and the like) allows all, as is usual for these sites. One that cannot be asked (401,
403, 429, 5xx, a bot wall, no connection) closes the host: RFC 9309 says so for 5xx, the project for the
others as well.
"""

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from crawlers.exchange import PRODUCT, Failure, Reply
from extractors.outcome import Loss

_CLOSING_STATUSES = {401, 403, 412, 429}

AskRobots = Callable[[str, threading.Event], Reply | None]


class Robots:
    """The rules of every host met so far, each asked for once.

    `ask` fetches a robots.txt and follows redirects within its site; None when it leads elsewhere.
    """

    def __init__(self, ask: AskRobots, crawl_delay_seconds_max: float) -> None:
        self._ask = ask
        self._crawl_delay_seconds_max = crawl_delay_seconds_max
        self._rules: dict[str, Protego | Failure] = {}

    def delay_seconds(self, url: str, stop: threading.Event) -> float:
        """The host's Crawl-delay, 0 where it names none. Raises Failure when the address may not be asked."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}".lower()
        if host not in self._rules:
            self._rules[host] = self._load(host, stop)
        rules = self._rules[host]
        if isinstance(rules, Failure):
            raise rules.with_traceback(None)
        if not rules.can_fetch(url, PRODUCT):
            raise Failure(Loss.ROBOTS, f"{url} is closed to crawlers by {host}/robots.txt.")
        delay = rules.crawl_delay(PRODUCT) or 0.0
        if delay > self._crawl_delay_seconds_max:
            detail = f"{host}/robots.txt wants {delay:g} seconds between requests, too slow to read the site."
            raise Failure(Loss.ROBOTS, detail, closes_site=True)
        return delay

    def _load(self, host: str, stop: threading.Event) -> Protego | Failure:
        url = f"{host}/robots.txt"
        try:
            reply = self._ask(url, stop)
        except Failure as failure:
            return Failure(failure.loss, failure.detail, closes_site=True)
        status = reply.page.status if reply else 404
        if status in _CLOSING_STATUSES or status >= 500:
            return Failure(Loss.ROBOTS, f"{url} answered {status}, so nothing of the site is read.", closes_site=True)
        text = reply.page.body.decode("utf-8-sig", errors="replace") if reply and status == 200 else ""
        return Protego.parse(text)
