"""Somebody who reads the site in a browser that has no network, and notes whatever a page does that it must not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reports.site.section import headings_of, sections_of

# A table as it stands, all rows of it: headings, cells, where cells lead, which rows are marked.
_TABLE = """const told = (section) => {
  section.querySelectorAll("button.more").forEach((more) => more.hidden || more.click());
  const table = section.querySelector("table");
  const said = (one) => one.textContent.trim();
  const rows = [...table.querySelectorAll("tbody tr")];
  return {
    headings: [...table.querySelectorAll("thead th")].map(said),
    rows: rows.map((row) => [...row.children].map(said)),
    links: rows.map((row) => [...row.children].map((cell) => cell.querySelector("a")?.getAttribute("href") ?? null)),
    silent: rows.map((row) => row.classList.contains("silent")),
  };
};"""
_TABLES = f"""() => {{
  {_TABLE}
  const sections = [...document.querySelectorAll("section")].filter((section) => section.querySelector("table"));
  return Object.fromEntries(sections.map((section) => [section.id, told(section)]));
}}"""
_TABLES_BY_CHOICE = f"""(key) => {{
  {_TABLE}
  const section = document.getElementById(key);
  return [...section.querySelector("select").options].map((one) => one.value).map((value) => {{
    const choices = section.querySelector("select");
    choices.value = value;
    choices.dispatchEvent(new Event("change"));
    return [value, told(section)];
  }});
}}"""
_COLUMNS = {
    said: column
    for page in ("overview", "town", "health")
    for section in sections_of(page)
    for column, both in headings_of(section.columns).items()
    for said in both
}
_SAID = re.compile(r"\s*(静默|silent)$")


@dataclass(frozen=True)
class Table:
    """A table as it is shown: columns by their names in the database."""

    columns: Sequence[str]
    rows: list[dict[str, str]]
    links: list[dict[str, str | None]]
    silent: list[bool]

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Table":
        """As the browser tells it."""
        columns = [_COLUMNS[said] for said in told["headings"]]
        rows, links = ([dict(zip(columns, row, strict=True)) for row in told[what]] for what in ("rows", "links"))
        return cls(columns, rows, links, told["silent"])


@dataclass
class Reader:
    """One tab of a browser without a network, and the troubles it had."""

    tab: Any
    site: Path
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tab.set_default_timeout(30_000)
        self.tab.on("console", lambda said: said.type in ("error", "warning") and self.troubles.append(said.text))
        self.tab.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.tab.on("request", lambda asked: self._note(asked.url))
        self.tab.on("dialog", self._dismiss)

    def opens(self, page: str, **choices: str) -> None:
        """A page of the site anew, with these choices in its address."""
        chosen = "&".join(f"{name}={value}" for name, value in choices.items())
        self.tab.goto("about:blank")
        self.tab.goto(f"{(self.site / page).as_uri()}{'#' if chosen else ''}{chosen}")
        self.sees_all()

    def sees_all(self) -> None:
        """The page's script has put in what it shows."""
        self.tab.wait_for_selector("html.zh, html.en", state="attached")

    def follows(self, selector: str) -> None:
        """A link to another page."""
        with self.tab.expect_navigation():
            self.tab.click(selector)
        self.sees_all()

    def chooses(self, **choices: str) -> None:
        """In the lists above the page; each is shown as soon as it is chosen."""
        for name, value in choices.items():
            self.tab.select_option(f"#{name}", value)

    def goes_to(self, address: str) -> None:
        """Other choices in the address of the same page."""
        self.tab.evaluate(
            """(address) => new Promise((done) => {
                addEventListener("hashchange", () => setTimeout(done), { once: true });
                location.hash = address;
            })""",
            address,
        )

    def tables(self) -> dict[str, Table]:
        """All tables of the page by their sections."""
        return {key: Table.of(told) for key, told in self.tab.evaluate(_TABLES).items()}

    def tables_by_choice(self, section: str) -> dict[str, Table]:
        """The table of a section for each value that its own list offers."""
        return {value: Table.of(told) for value, told in self.tab.evaluate(_TABLES_BY_CHOICE, section)}

    def figures(self) -> dict[str, str]:
        """The figures above the sections, by what is said below each."""
        pairs = self.tab.evaluate(
            "() => [...document.querySelectorAll('#figures > div')]"
            ".map((one) => [one.querySelector('span').textContent, one.querySelector('b').textContent])"
        )
        return dict(pairs)

    def sees_charts(self) -> list[str]:
        """Scrolls to each chart of the page until it is drawn; the names of their sections."""
        places: list[str] = self.tab.evaluate(
            "() => [...document.querySelectorAll('.chart')].map((one) => one.closest('section').id)"
        )
        for place in places:
            self.tab.evaluate("(place) => document.querySelector(`#${place} .chart`).scrollIntoView()", place)
            self.tab.wait_for_selector(f"#{place} .chart.drawn svg", state="attached")
        return places

    def _note(self, address: str) -> None:
        if not address.startswith("file://") and address != "about:blank":
            self.troubles.append(f"asked for {address[:200]}")

    def _dismiss(self, dialog: Any) -> None:
        self.troubles.append(f"a dialog: {dialog.message}")
        dialog.dismiss()


def opened(browser: Any, site: Path, **settings: Any) -> Reader:
    """A reader with a new browser profile; settings are those of Playwright's contexts."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | settings)
    context.set_offline(True)
    return Reader(context.new_page(), site)


def differences(shown: Sequence[Mapping[str, str]], expected: Sequence[Mapping[str, object]]) -> list[str]:
    """What rows show otherwise than is expected, row by row in their order."""
    wrong = [] if len(shown) == len(expected) else [f"{len(shown)} rows, not {len(expected)}"]
    for row, told in zip(shown, expected, strict=False):
        wrong += [
            f"{list(told.values())[:2]} {column}: {said!r}, not {told[column]!r}"
            for column, said in row.items()
            if not says(said, told[column])
        ]
    return wrong


def says(said: str, value: object) -> bool:
    """Whether a cell says this value: numbers as exactly as they are printed."""
    said = _SAID.sub("", said)
    if value is None:
        return said == "—"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return said == str(value)
    number = said.replace(",", "").replace("＝", "0").replace("▲", "").replace("▼", "-")
    scale = 100 if number.endswith("%") else 1
    digits = number.rstrip("%")
    if not re.fullmatch(r"-?\d+(\.\d+)?", digits):
        return False
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2]) / scale
    # Numbers are in the page to four decimals.
    return abs(float(digits) / scale - value) <= (half if value != int(value) else 0) + 0.00006
