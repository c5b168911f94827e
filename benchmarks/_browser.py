"""How long pages take in Chromium, from the beginning of the navigation until what is waited for is drawn."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

# Looks once a frame; what is there in one frame is on the screen in the next.
_WATCH = """(() => {
  const note = (milliseconds) => document.documentElement.setAttribute("data-drawn", milliseconds);
  const look = () =>
    requestAnimationFrame(document.querySelector(%r) ? () => note(performance.now()) : look);
  look();
})();"""
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@dataclass(frozen=True)
class Sight:
    """A page, and a selector of what is there once it is drawn."""

    page: Path
    drawn: str


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window; RuntimeError if there is none."""
    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("There is no chromium on this machine: install it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def seconds_until_drawn(browser: Browser, sights: dict[str, Sight], rounds: int) -> dict[str, float]:
    """The best of some openings of each page, in turns, offline and with nothing remembered."""
    found: dict[str, list[float]] = {name: [] for name in sights}
    for _ in range(rounds):
        for name, sight in sights.items():
            found[name].append(_open(browser, sight))
    return {name: min(times) for name, times in found.items()}


def _open(browser: Browser, sight: Sight) -> float:
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.add_init_script(_WATCH % sight.drawn)
        page.goto(sight.page.as_uri())
        noted = page.wait_for_selector("html[data-drawn]", state="attached")
        assert noted is not None
        return float(noted.get_attribute("data-drawn") or "nan") / 1000
