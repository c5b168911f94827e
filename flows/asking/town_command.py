"""`county-news town`: a town, or county, on one page; several of one name one after the other."""

from collections.abc import Callable, Sequence

from rich.cells import chop_cells
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.asking.ask import Named, print_answer
from flows.asking.claims import heading, print_claim
from flows.asking.figures import amount, decimal, percent
from flows.asking.periods import Period
from flows.asking.places import places_asked
from flows.asking.profile import Profile, profile_of
from flows.asking.sparkline import sparkline
from flows.reading import open_snapshot
from flows.screen import cut, print_address, print_line, screen, width_of
from flows.settings import Settings

_SHOWN = {"topics": 8, "slogans": 5, "claims": 5, "alike": 5, "newest": 10}


def tell_town(settings: Settings, name: str, form: str) -> None:
    """Print all towns and counties of a name or code: for eyes a page each, as JSON an object, as CSV a row a thing.

    Raises NothingPublished, UnknownPlace.
    """
    with open_snapshot(settings.snapshot) as connection:
        profiles = [profile_of(connection, place) for place in places_asked(connection, name)]
    if form == "json":
        for profile in profiles:
            print_answer(list(profile.as_object()), [profile.as_object()], form)
    elif form == "csv":
        rows = [row for profile in profiles for row in profile.as_rows()]
        print_answer(list(dict.fromkeys(column for row in rows for column in row)), rows, form)
    else:
        console = screen()
        for number, profile in enumerate(profiles):
            if number:
                print_line(console, "")
            _print(console, profile)


def _print(console: Console, profile: Profile) -> None:
    place, sections = profile.place, profile.sections
    print_line(console, Text(cut(place["place_name"], width_of(console) - 12), style="bold"), place["place_code"])
    console.print(_figures(sections["figures"], sections["scores"]))
    _print_months(console, place)
    tables: dict[str, Callable[[Sequence[Named]], Table]] = {"topics": _topics, "slogans": _slogans, "alike": _alike}
    for section, table in tables.items():
        if _print_heading(console, sections, section):
            console.print(Padding.indent(table(sections[section][: _SHOWN[section]]), 2))
    if _print_heading(console, sections, "claims"):
        for claim in sections["claims"][: _SHOWN["claims"]]:
            print_claim(console, heading(claim), claim, indent=2)
    if _print_heading(console, sections, "newest"):
        for story in sections["newest"][: _SHOWN["newest"]]:
            _print_story(console, story)


def _print_heading(console: Console, sections: dict[str, list[Named]], section: str) -> bool:
    """Print the heading of a section, and of how many things it shows the first; False where there is none."""
    titles = {
        "topics": "Topics",
        "slogans": "Slogans",
        "alike": "Alike by topics",
        "claims": "Claims, the newest first",
        "newest": "Newest stories",
    }
    there, shown = len(sections[section]), _SHOWN[section]
    if there:
        print_line(console, "")
        rest = f" ({shown} of {there}; --json has all)" if there > shown else ""
        print_line(console, Text(titles[section], style="bold") + rest)
    return bool(there)


def _figures(figures: Sequence[Named], scores: Sequence[Named]) -> Table:
    """A column for each period, with the rank beside it where there is one."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("")
    for figure in figures:
        start = None if figure["period_kind"] == "all" else figure["period_start_date"]
        table.add_column(Period(figure["period_kind"], start).title, justify="right")
        table.add_column("rank", justify="right")
    for label, name in (
        ("stories", "stories"),
        ("publications", "publications"),
        ("adopted above county", "stories_above_county"),
    ):
        ranked = ((amount(figure[name]), _rank(figure[f"{name}_rank"], figure)) for figure in figures)
        table.add_row(label, *(cell for cells in ranked for cell in cells))
    for scheme in dict.fromkeys(score["scheme"] for score in scores):
        table.add_row(Text(cut(f"points ({scheme})", 32)), *_points(scheme, figures, scores))
    shown: dict[str, Callable[[Named], str | Text]] = {
        "last story": _last_story,
        "days silent": lambda figure: _or_nothing(figure["silent_days"]),
        "longest gap in days": lambda figure: _or_nothing(figure["longest_gap_days"]),
        "claims": lambda figure: amount(figure["claims"]),
        "  of them fell": lambda figure: amount(figure["claims_fell"]),
        "  doubled": lambda figure: amount(figure["claims_doubled"]),
        "  the same for a year": lambda figure: amount(figure["claims_repeated"]),
        "authors": lambda figure: amount(figure["authors"]),
        "coverage": lambda figure: percent(figure["coverage_share"]) or "not known",
    }
    for label, cell in shown.items():
        table.add_row(label, *(part for figure in figures for part in (cell(figure), "")))
    return table


def _points(scheme: str, figures: Sequence[Named], scores: Sequence[Named]) -> list[str]:
    cells = []
    for figure in figures:
        (score,) = [
            score for score in scores if (score["scheme"], score["period_kind"]) == (scheme, figure["period_kind"])
        ]
        cells += [amount(score["best_points"]), _rank(score["peer_rank"], figure)]
    return cells


def _rank(rank: int, figure: Named) -> str:
    return f"{rank} of {figure['peers']}"


def _last_story(figure: Named) -> Text:
    style = "red" if figure["is_dead"] else "yellow" if figure["is_silent"] else ""
    silent = " silent" if figure["is_silent"] else ""
    return Text(f"{figure['last_story_date'] or 'never'}{silent}", style=style)


def _print_months(console: Console, place: Named) -> None:
    months = place["monthly_stories"]
    if not months:
        return
    first = place["first_month_date"]
    number = first.year * 12 + first.month - 1 + len(months) - 1
    most = max((stories for stories in months if stories is not None), default=0)
    print_line(console, "")
    print_line(
        console,
        Text("Stories a month", style="bold")
        + f", {first:%Y-%m} to {number // 12}-{number % 12 + 1:02}, {most} at most; · was not crawled",
    )
    years = max((width_of(console) - 2) // 12, 1) * 12
    for line in chop_cells(sparkline(months), years):
        print_line(console, line, indent=2)


def _topics(rows: Sequence[Named]) -> Table:
    table = _table("topic", "stories", "share", "quotient")
    for row in rows:
        table.add_row(
            Text(cut(row["topic"], 30)),
            str(row["stories"]),
            percent(row["topic_share"]),
            decimal(row["location_quotient"]),
        )
    return table


def _slogans(rows: Sequence[Named]) -> Table:
    table = _table("slogan", "stories", "first use", "order")
    for row in rows:
        day = str(row["first_use_date"] or "no day")
        table.add_row(Text(cut(row["slogan"], 40)), str(row["stories"]), day, _or_nothing(row["adoption_rank"]))
    return table


def _alike(rows: Sequence[Named]) -> Table:
    table = _table("place", "cosine", "same texts")
    for row in rows:
        shared = _or_nothing(row["shared_text_stories"])
        table.add_row(Text(cut(row["other_place_name"], 40)), decimal(row["topic_cosine"]), shared)
    return table


def _table(name: str, *figures: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(name, overflow="fold")
    for figure in figures:
        table.add_column(figure, justify="right", no_wrap=True)
    return table


def _print_story(console: Console, story: Named) -> None:
    width = width_of(console)
    day = str(story["published_date"] or "no day    ")
    print_line(console, day, cut(story["title"] or "no title", width - 14), indent=2)
    print_address(console, story["url"], indent=4)


def _or_nothing(number: int | None) -> str:
    return "" if number is None else str(number)
