"""What a run did, as one page of Markdown for people: what came, what was lost and why, what changed, how sites are.

Everything that a site wrote is escaped: a headline can make no link, table cell, HTML or hidden turn of the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from duckdb import DuckDBPyConnection

from flows.alarms import Alarm, alarms_of
from flows.pipeline import Ingested
from flows.terminal import harmless_line

ROWS_MAX = 30  # of each table
_TITLE_MAX = 120
# What makes markup anywhere in a line, what an address becomes a link by, and what makes markup where a text begins.
_MARKUP = re.compile(r"[\\`*_\[\]<>|&~$@]|:(?=//)|(?<=[wW]{3})\.|\A[!-/:-@^{}]|(?<=\A[0-9])[.)]|(?<=[0-9])[.)](?=\s)")
# What may stand in an address inside <…> of a table cell; the rest is percent-encoded.
_SAFE_IN_ADDRESS = "!#$%&'()*+,-./:;=?@_~"

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class _Span:
    """The counties of a run, and since when what it brought counts: archive times are whole seconds."""

    codes: list[str]
    began: datetime
    site_names: dict[str, str]


def run_page(title: str, ingested: Ingested, snapshot: DuckDBPyConnection | None, *, left_to: str | None = None) -> str:
    """The page of a run; `snapshot` is the publication that shows it.

    Where the run left the publication to another one, `left_to` is its name, and the page has the run's own counts.
    """
    names = {site.key: site.name for county in ingested.counties for site in county.site}
    parts = [f"# {plain(title)}", *_beginning(ingested, left_to), *_sites(ingested, names)]
    if snapshot is not None:
        span = _Span([county.code for county in ingested.counties], ingested.began.replace(microsecond=0), names)
        parts += _came(span, snapshot) + _lost(span, snapshot) + _changed(span, snapshot)
        parts += _health(span, snapshot)
    return "\n\n".join(parts) + "\n"


def plain(text: str) -> str:
    """A text of strangers on one line of Markdown that shows it as it is."""
    shown = harmless_line(text).replace("\t", " ").strip()
    return _MARKUP.sub(r"\\\g<0>", shown)


def link(text: str, url: str) -> str:
    """A link to a page of a site, in a new line or a table cell."""
    shown = text if len(text) <= _TITLE_MAX else text[: _TITLE_MAX - 1] + "…"
    if not url.startswith(("http://", "https://")):
        return plain(shown)
    return f"[{plain(shown) or 'page'}](<{quote(url, safe=_SAFE_IN_ADDRESS)}>)"


def table(columns: Sequence[str], rows: Rows) -> str:
    """A table in Markdown; cells are Markdown already, or figures."""
    lines = [columns, ["---"] * len(columns), *rows[:ROWS_MAX]]
    drawn = "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)
    return f"{drawn}\n\n{len(rows) - ROWS_MAX} more." if len(rows) > ROWS_MAX else drawn


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.0%}" if isinstance(value, float) else str(value)


def _section(heading: str, columns: Sequence[str], rows: Rows, nothing: str) -> list[str]:
    return [f"## {heading}", table(columns, rows) if rows else nothing]


def _beginning(ingested: Ingested, left_to: str | None) -> list[str]:
    lasted = timedelta(seconds=round((ingested.ended - ingested.began).total_seconds()))
    began, ended = f"{ingested.began:%Y-%m-%d %H:%M}", f"{ingested.ended:%H:%M}"
    parts = [f"{began} to {ended} (China time), in {lasted}. {ingested.figures}"]
    if ingested.interrupted:
        parts.append("**Interrupted.** What was answered is loaded, and the next run goes on from there.")
    if left_to is not None:
        parts.append(f"Published by another run: {plain(left_to)}.")
    if ingested.troubles:
        parts += ["## Not read to the end", *(f"- {plain(sentence)}" for sentence in ingested.troubles)]
    return parts


def _sites(ingested: Ingested, names: dict[str, str]) -> list[str]:
    rows = [
        (
            plain(names.get(key, key)),
            counts.lists,
            counts.new,
            counts.articles + counts.parts,
            counts.rechecked,
            counts.lost,
            counts.requests,
        )
        for key, counts in ingested.sites.items()
    ]
    columns = ("site", "lists", "links new", "pages", "unchanged", "lost", "requests")
    return _section("By site", columns, rows, "No site was asked.")


def _came(span: _Span, snapshot: DuckDBPyConnection) -> list[str]:
    by_town = snapshot.execute(
        """
        select coalesce(town_name, '—') as town, count(*) as articles, max(published_at)::date
        from raw.article as article
        left join core.article_place as place on place.article_id = article.article_id and place.role = 'origin'
        where article.version = 1 and county_code in (select unnest($1)) and first_fetched_at >= $2
        group by all order by articles desc, town
        """,
        [span.codes, span.began],
    ).fetchall()
    newest = snapshot.execute(
        """
        select published_at::date, site_name, coalesce(nullif(title, ''), article.url), article.url
        from raw.article as article join core.site using (county_code, site_key)
        where version = 1 and county_code in (select unnest($1)) and first_fetched_at >= $2
        order by published_at desc nulls last, article.url
        """,
        [span.codes, span.began],
    ).fetchall()
    towns = [(plain(town), articles, day) for town, articles, day in by_town]
    articles = [(day, plain(site), link(title, url)) for day, site, title, url in newest]
    section = _section("What came, by town", ("town", "articles", "newest"), towns, "Nothing new.")
    return [*section, table(("day", "site", "article"), articles)] if articles else section


def _lost(span: _Span, snapshot: DuckDBPyConnection) -> list[str]:
    rows = snapshot.execute(
        """
        select site_key, role, coalesce(reason, 'error') as why, count(*) as links, arg_max(url, fetched_at),
            arg_max(detail, fetched_at)
        from raw.link
        where state = 'lost' and county_code in (select unnest($1)) and fetched_at >= $2
        group by all order by links desc, site_key, why
        """,
        [span.codes, span.began],
    ).fetchall()
    shown = [
        (plain(span.site_names.get(site, site)), role, plain(why), links, link("the page", url), plain(detail or ""))
        for site, role, why, links, url, detail in rows
    ]
    columns = ("site", "kind", "why", "links", "one of them", "what happened")
    return _section("What was lost, and why", columns, shown, "Nothing was lost.")


def _changed(span: _Span, snapshot: DuckDBPyConnection) -> list[str]:
    rows = snapshot.execute(
        """
        select case when gone_at is not null then 'vanished' else 'edited' end, coalesce(nullif(title, ''), url), url
        from raw.article as article left join core.disappearance as gone using (article_id)
        where is_current and county_code in (select unnest($1))
        and (gone_at >= $2 or (version > 1 and first_fetched_at >= $2))
        order by 1, url
        """,
        [span.codes, span.began],
    ).fetchall()
    shown = [(what, link(title, url)) for what, title, url in rows]
    return _section("What changed on the sites", ("what", "article"), shown, "Nothing that is known.")


def _example(alarm: Alarm) -> str:
    return f" {link('Example', alarm.example_url)}." if alarm.example_url else ""


def _health(span: _Span, snapshot: DuckDBPyConnection) -> list[str]:
    rows = snapshot.execute(
        """
        with lost as (
            select county_code, site_key, sum(links) as links from mart.site_losses where role = 'article' group by all
        ),
        newest as (select site_key, max(published_at)::date as day from core.article group by all)
        select site_name, articles, newest.day, published_share, author_share, source_share, editor_share, body_share,
            coalesce(lost.links, 0)
        from mart.site_field_fill
        left join lost using (county_code, site_key)
        left join newest using (site_key)
        where county_code in (select unnest($1)) order by county_code, site_key
        """,
        [span.codes],
    ).fetchall()
    silent = snapshot.execute(
        """
        select county_name, count(*) filter (is_silent), count(*) from mart.silence
        where place_kind = 'town' and period_kind = 'all' and county_code in (select unnest($1)) group by all order by 1
        """,
        [span.codes],
    ).fetchall()
    sentences = [f"- {plain(name)}: {few} of {all_} towns are silent for over 14 days." for name, few, all_ in silent]
    alarms = [alarm for code in span.codes for alarm in alarms_of(snapshot, code)]
    sentences += [f"- {plain(alarm.sentence)}{_example(alarm)}" for alarm in alarms]
    columns = ("site", "articles", "newest", "time", "author", "source", "editor", "text", "lost in all")
    shown = [(plain(row[0]), *row[1:]) for row in rows]
    told = ["\n".join(sentences)] if sentences else []
    return _section("How the sites are", columns, shown, "No site has articles.") + told
