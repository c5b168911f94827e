"""The README's pictures: the demo county is read, and its report photographed by Chromium (`make pictures`).

The demo's news has days of its own, and only the page on coverage and health knows which day it is: of all other pages
the pictures are the same tomorrow. Other fonts or another Chromium draw them a little otherwise.
"""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, FloatRect, Page

from benchmarks._browser import chromium
from flows.demo import run_demo
from flows.settings import Settings

FOLDER = Path(__file__).parent
COUNTY = "990001"
TOWN = "990001100"  # where most is written
_MARGIN = 12  # pixels above and below the sections of a picture


@dataclass(frozen=True)
class Picture:
    """A page of the report as somebody sees it: from the top, or from one section to the end of another."""

    file: str
    page: str
    width: int
    height: int
    scale: float = 1.5
    scheme: Literal["light", "dark"] = "light"
    sections: tuple[str, str] | None = None


PICTURES = (
    Picture("report.png", "index.html", 1160, 1118, scale=1.3),
    Picture("report-dark.png", "index.html", 1000, 1080, scheme="dark", sections=("months", "slogans")),
    Picture("report-town.png", f"town-{TOWN}.html#lang=en", 1000, 1080),
    Picture("report-phone.png", "index.html", 390, 844, scale=2),
)


def main() -> None:
    """Read the demo county into a folder that is gone afterwards, and take all pictures of its report."""
    with TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        run_demo(settings, port=0)
        take_pictures(settings.report, FOLDER)


def take_pictures(report: Path, folder: Path) -> None:
    """Take each picture of a report on the demo county."""
    if shutil.which("chromium") is None:
        sys.exit("There is no Chromium to take pictures with; install it (Debian: apt-get install chromium).")
    with chromium() as browser:
        for picture in PICTURES:
            _take(browser, picture, report / COUNTY, folder / picture.file)


def _take(browser: Browser, picture: Picture, report: Path, file: Path) -> None:
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        color_scheme=picture.scheme,
        offline=True,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page.goto(f"{report.as_uri()}/{picture.page}")
    # Charts are drawn when they are about to be seen, or printed.
    page.wait_for_selector(".chart", state="attached")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_selector(".chart:not(.drawn)", state="detached")
    page.screenshot(path=file, animations="disabled", full_page=True, clip=_clip(page, picture))
    page.close()


def _clip(page: Page, picture: Picture) -> FloatRect:
    """The part of the page that the picture shows."""
    if picture.sections is None:
        return {"x": 0, "y": 0, "width": picture.width, "height": picture.height}
    first, last = (page.locator(f"#{section}").bounding_box() for section in picture.sections)
    if first is None or last is None:
        raise ValueError(f"{picture.page} has not both sections of {picture.file}.")
    top = first["y"] - _MARGIN
    return {"x": 0, "y": top, "width": picture.width, "height": last["y"] + last["height"] + _MARGIN - top}


if __name__ == "__main__":
    main()
