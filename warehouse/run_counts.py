"""What a run brought into the warehouse, of each site: answers, losses, articles."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

# Up to which byte each archive file is loaded.
Marks = Mapping[str, int]


@dataclass
class SiteLoaded:
    """Of one site: answers (304 among them), losses by reason, articles that were read, and what they were.

    `extracted` are answers that became an article of today; `inserted` and `changed` those that said something new,
    `unchanged` those that did not, answers that a page is as it was among them.
    """

    answered: int = 0
    lost: dict[str, int] = field(default_factory=dict)
    extracted: int = 0
    inserted: int = 0
    changed: int = 0
    unchanged: int = 0


def marks(connection: DuckDBPyConnection) -> Marks:
    """How far the archive is loaded now: what lies behind it later was loaded in between."""
    return dict(connection.execute("select file, loaded_bytes from raw.archive_file").fetchall())


def loaded_since(connection: DuckDBPyConnection, before: Marks, sites: Collection[str]) -> dict[str, SiteLoaded]:
    """What was loaded of each of these sites behind the marks; robots.txt is not counted.

    Answers that an interrupted run left in the archive are among it.
    """
    loaded = {site: SiteLoaded() for site in sites}
    values: list[object] = [list(before), list(before.values()), list(sites)]
    for site, *counts in connection.execute(_ANSWERS, values).fetchall():
        found = loaded[site]
        found.answered, found.extracted, as_before, found.inserted, found.changed = counts
        found.unchanged = max(found.extracted - found.inserted - found.changed, 0) + as_before
    for site, reason, links in connection.execute(_LOSSES, values).fetchall():
        loaded[site].lost[reason] = links
    return loaded


_BEHIND = """
    left join (select unnest($1::varchar[]) as archive_file, unnest($2::bigint[]) as loaded_bytes) as mark
    using (archive_file)
    where archive_offset >= coalesce(loaded_bytes, 0) and list_contains($3::varchar[], site_key)
"""
_LOSSES = f"""
    select site_key, reason, count(*) from raw.fetch {_BEHIND} and role <> 'robots' and reason is not null
    group by all order by all
"""  # noqa: S608 - words of ours
# A stored body has a digest; an answer without one says that the page is as it was.
_ANSWERS = f"""
    with answer as (from raw.fetch {_BEHIND} and role <> 'robots'),
    good as (
        select answer.site_key, body_digest is not null as is_new, link.state from answer join raw.link using (link_id)
        where answer.role = 'article' and answer.reason is null and status is not null
    ),
    version as (select site_key, version from raw.article {_BEHIND})
    select
        site_key,
        count(status),
        (select count(*) from good where good.site_key = answer.site_key and is_new and state = 'loaded'),
        (select count(*) from good where good.site_key = answer.site_key and not is_new),
        (select count(*) from version where version.site_key = answer.site_key and version = 1),
        (select count(*) from version where version.site_key = answer.site_key and version > 1)
    from answer group by site_key
"""  # noqa: S608
