"""The charts, as Vega-Lite specifications made by Altair; the pages' script gives them their rows.

Colours are those of report.css (`var(--…)`), so that one drawing is right in light, dark and print.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import altair as alt

from reports.headings import heading

_ROWS = alt.NamedData(name="rows")
_STEPS = [f"var(--step-{step})" for step in range(1, 8)]
_KINDS = [f"var(--kind-{kind})" for kind in range(1, 9)]
_AROUND_ONE = [f"var(--around-{step})" for step in range(1, 8)]
_MONTH_LABEL = "slice(datum.value, 5) == '01' ? slice(datum.value, 0, 4) : slice(datum.value, 5) == '07' ? '07' : ''"


@cache
def charts() -> dict[str, dict[str, Any]]:
    """The specification of each chart by its name and language: `{"months": {"zh": …, "en": …}}`."""
    return {
        name: {language: _specification(make(_Words(language))) for language in ("zh", "en")}
        for name, make in _CHARTS.items()
    }


class _Words:
    """The headings in one language, for axes and tooltips."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, column: str) -> str:
        return heading(column, self.language)

    def tooltip(self, *columns: str) -> list[alt.Tooltip]:
        """What a tooltip tells: text as it is, shares in percent, days as days."""
        return [alt.Tooltip(column, title=self(column), **_format(column)) for column in columns]  # type: ignore[arg-type]


def _format(column: str) -> dict[str, str]:
    if column.endswith("_share") or column == "gini":
        return {"type": "quantitative", "format": ".1%" if column != "gini" else ".3f"}
    if column.endswith("_date"):
        return {"type": "nominal"}
    if column in ("location_quotient", "topic_cosine"):
        return {"type": "quantitative", "format": ".2f"}
    return {"type": "nominal"}


def _specification(chart: alt.TopLevelMixin) -> dict[str, Any]:
    specification: dict[str, Any] = chart.to_dict()
    specification |= {"config": _CONFIG, "autosize": {"type": "fit-x", "contains": "padding"}}
    return specification


def _wide(step: int | None = None, height: int = 260) -> alt.Chart:
    """A chart as wide as the page; as high as its rows of so many pixels, or as said."""
    return alt.Chart(_ROWS, width="container", height=alt.Step(step) if step else height)


def _by_town() -> alt.Y:
    """A row for each town, in the order in which the rows come."""
    return alt.Y("place_name:N", title=None, sort=None, axis=alt.Axis(labelLimit=140))


def _by_month(column: str) -> alt.X:
    return alt.X(f"{column}:O", title=None, axis=alt.Axis(labelExpr=_MONTH_LABEL, labelAngle=0, ticks=False))


@dataclass(frozen=True)
class _Scale:
    """Steps of a column's values with their colours and names: the same on every page, so that pages compare."""

    column: str
    edges: Sequence[float]
    colours: list[str]
    names: list[str]

    def colour(self, chart: alt.Chart, words: _Words) -> alt.Chart:
        """The chart in these colours; each step has a square of its own in the legend, however narrow it is."""
        number = " + ".join(f"(datum.{self.column} >= {edge})" for edge in self.edges)
        return chart.transform_calculate(step=f"{self.names}[{number}]").encode(
            color=alt.Color(
                "step:N",
                title=words(self.column),
                scale=alt.Scale(domain=self.names, range=self.colours),
                legend=alt.Legend(
                    orient="bottom", symbolType="square", symbolSize=160, symbolStrokeColor="var(--line)"
                ),
            )
        )


def _ranges(edges: Sequence[str]) -> list[str]:
    """What falls between these edges: <1, 1–2, ≥2."""
    return [f"<{edges[0]}", *(f"{start}–{end}" for start, end in pairwise(edges)), f"≥{edges[-1]}"]


_STORIES = _Scale("stories", (2, 3, 4, 6, 10, 16), _STEPS, ["1", "2", "3", "4–5", "6–9", "10–15", "16+"])
_COVERAGE = _Scale(
    "coverage_share",
    (0.25, 0.5, 0.7, 0.8, 0.9, 0.999),
    _STEPS,
    _ranges(["25%", "50%", "70%", "80%", "90%", "99.9%"]),
)
# Below and above one by the same factors.
_QUOTIENT = _Scale(
    "location_quotient",
    (0.33, 0.56, 0.83, 1.2, 1.8, 3),
    _AROUND_ONE,
    _ranges(["0.33", "0.56", "0.83", "1.2", "1.8", "3"]),
)


def _cells(cells: alt.Chart, empty: str, scale: _Scale, words: _Words, is_filled: str) -> list[alt.Chart]:
    """Layers of a heat map: every cell in the colour of nothing, and over it the coloured ones."""
    ground = cells.mark_rect(stroke="var(--paper)").encode(color=alt.value(f"var(--{empty})"))
    filled = cells.mark_rect(stroke="var(--paper)").transform_filter(is_filled)
    return [ground, scale.colour(filled, words)]


def _ranking(words: _Words) -> alt.TopLevelMixin:
    silent = alt.when("datum.is_silent").then(alt.value("var(--warn)")).otherwise(alt.value("var(--accent)"))
    bars: alt.Chart = (
        _wide(step=20)
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            y=_by_town(),
            x=alt.X("stories:Q", title=words("stories"), axis=alt.Axis(tickMinStep=1)),
            color=silent,
            href="link:N",
            tooltip=words.tooltip("place_name", "peer_rank", "stories", "coverage_share"),
        )
    )
    return bars


def _topics(words: _Words) -> alt.TopLevelMixin:
    cells = _wide(step=24).encode(
        x=alt.X("topic:N", title=None, axis=alt.Axis(labelAngle=-40, orient="top")),
        y=_by_town(),
        href="link:N",
        tooltip=words.tooltip("place_name", "topic", "stories", "topic_share", "location_quotient"),
    )
    shares = (
        cells.mark_text(fontSize=10, color="var(--ink)", aria=False)
        .transform_filter("datum.topic_share >= 0.005")
        .encode(text=alt.Text("topic_share:Q", format=".0%"))
    )
    return alt.layer(*_cells(cells, "none", _QUOTIENT, words, "isValid(datum.location_quotient)"), shares)


def _claims(words: _Words) -> alt.TopLevelMixin:
    bars: alt.Chart = (
        _wide(step=20)
        .transform_filter("isValid(datum.latest_value)")
        .mark_bar(color="var(--accent)", cornerRadiusEnd=2)
        .encode(
            y=_by_town(),
            x=alt.X("latest_value:Q", title=words("latest_value")),
            href="link:N",
            tooltip=words.tooltip("place_name", "latest_value", "unit", "claimed_date", "sentence"),
        )
    )
    return bars


def _months(words: _Words) -> alt.TopLevelMixin:
    cells = _wide(step=20).encode(
        x=_by_month("period"),
        y=_by_town(),
        href="link:N",
        tooltip=words.tooltip("place_name", "period", "stories", "coverage_share"),
    )
    ground, filled = _cells(cells, "zero", _STORIES, words, "datum.stories > 0")
    # In a month that nobody crawled, no story says nothing.
    is_crawled = alt.when("datum.coverage_share > 0").then(alt.value("var(--zero)"))
    return alt.layer(ground.encode(color=is_crawled.otherwise(alt.value("var(--none)"))), filled)


def _inequality(words: _Words) -> alt.TopLevelMixin:
    lines = (
        _wide(height=240)
        .transform_fold(["gini", "top_share"], as_=["measure", "value"])
        .encode(
            x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy")),
            y=alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, 1])),
            color=alt.Color(
                "measure:N",
                title=None,
                scale=alt.Scale(domain=["gini", "top_share"], range=["var(--accent)", "var(--second)"]),
                legend=alt.Legend(
                    orient="top", labelExpr=f"datum.value == 'gini' ? '{words('gini')}' : '{words('top_share')}'"
                ),
            ),
        )
    )
    return alt.layer(
        lines.mark_line(),
        lines.mark_point(filled=True, size=50).encode(
            href="link:N",
            tooltip=words.tooltip("period", "gini", "top_share", "top_place_name", "silent_places", "coverage_share"),
        ),
    )


def _slogans(words: _Words) -> alt.TopLevelMixin:
    uses = (
        _wide(height=280)
        .transform_filter("isValid(datum.first_use_date)")
        .encode(
            x=alt.X("first_use_date:T", title=words("first_use_date"), axis=alt.Axis(format="%Y-%m")),
            y=alt.Y(
                "cumulative_share:Q",
                title=words("cumulative_share"),
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format=".0%"),
            ),
            color=alt.Color(
                "slogan:N", title=words("slogan"), scale=alt.Scale(range=_KINDS), legend=alt.Legend(orient="top")
            ),
        )
    )
    return alt.layer(
        uses.mark_line(interpolate="step-after"),
        uses.mark_point(filled=True, size=60).encode(
            href="link:N",
            tooltip=words.tooltip("slogan", "place_name", "first_use_date", "lag_days", "cumulative_share"),
        ),
    )


def _timeline(words: _Words) -> alt.TopLevelMixin:
    months = _wide(height=220).encode(x=_by_month("period"))
    months_and_coverage: alt.LayerChart = alt.layer(
        months.mark_bar(color="var(--accent)").encode(
            y=alt.Y("stories:Q", title=words("stories"), axis=alt.Axis(tickMinStep=1)),
            href="link:N",
            tooltip=words.tooltip("period", "stories", "coverage_share"),
        ),
        months.mark_line(color="var(--second)", strokeDash=[4, 3], aria=False).encode(
            y=alt.Y(
                "coverage_share:Q",
                title=words("coverage_share"),
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format=".0%", grid=False),
            )
        ),
    ).resolve_scale(y="independent")
    return months_and_coverage


def _topics_of_town(words: _Words) -> alt.TopLevelMixin:
    topics = _wide(step=22).encode(y=alt.Y("topic:N", title=None, sort=None))
    return alt.layer(
        topics.mark_bar(color="var(--accent)", cornerRadiusEnd=2).encode(
            x=alt.X("topic_share:Q", title=words("topic_share"), axis=alt.Axis(format=".0%")),
            href="link:N",
            tooltip=words.tooltip("topic", "stories", "topic_share", "peer_topic_share", "location_quotient"),
        ),
        topics.mark_tick(color="var(--ink)", stroke="var(--paper)", thickness=4, aria=False).encode(
            x="peer_topic_share:Q"
        ),
    )


def _claim_values(words: _Words) -> alt.TopLevelMixin:
    claims = (
        _wide(height=200)
        .transform_filter("isValid(datum.claimed_date)")
        .encode(
            x=alt.X(
                "claimed_date:T", title=words("claimed_date"), axis=alt.Axis(format="%Y-%m-%d", labelOverlap="greedy")
            ),
            y=alt.Y("value:Q", title=words("value")),
        )
    )
    return alt.layer(
        claims.mark_line(color="var(--accent)", aria=False),
        claims.mark_point(color="var(--accent)", filled=True, size=60).encode(
            href="link:N", tooltip=words.tooltip("claimed_date", "value", "unit", "change", "sentence")
        ),
    )


def _coverage(words: _Words) -> alt.TopLevelMixin:
    cells = _wide(step=24).encode(
        x=_by_month("period"),
        y=alt.Y("site_name:N", title=None, axis=alt.Axis(labelLimit=160)),
        href="link:N",
        tooltip=words.tooltip("site_name", "period", "articles", "lost", "coverage_share"),
    )
    return alt.layer(*_cells(cells, "none", _COVERAGE, words, "isValid(datum.coverage_share)"))


_CHARTS: dict[str, Callable[[_Words], alt.TopLevelMixin]] = {
    "ranking": _ranking,
    "topics": _topics,
    "claims": _claims,
    "months": _months,
    "inequality": _inequality,
    "slogans": _slogans,
    "timeline": _timeline,
    "topics_of_town": _topics_of_town,
    "claim_values": _claim_values,
    "coverage": _coverage,
}
_FONT = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_CONFIG: dict[str, Any] = {
    "font": _FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--ink)",
        "titleColor": "var(--soft)",
        "titleFontWeight": "normal",
        "domainColor": "var(--line)",
        "tickColor": "var(--line)",
        "gridColor": "var(--line)",
        "labelFontSize": 12,
        "titleFontSize": 12,
    },
    "axisQuantitative": {"tickCount": 6},
    "axisTemporal": {"tickCount": 8},
    "point": {"opacity": 1},
    "legend": {
        "labelColor": "var(--ink)",
        "titleColor": "var(--soft)",
        "titleFontWeight": "normal",
        "labelFontSize": 12,
        "titleFontSize": 12,
    },
}
