"""Where archive, ledger and articles do not agree: one SELECT for each kind of fault.

Each gives the key of the link or article concerned (null where there is none) and an example in words. What the
archive holds is in the temporary tables of archived.py.
"""

from dataclasses import dataclass
from typing import Literal

from duckdb import DuckDBPyConnection

from warehouse.forgetting import READ_FROM_TEXTS

# What mends a fault: links are read anew from the archive; texts are read anew; `mend` alone is enough; the archive is
# loaded on from its watermarks; tables are refilled by the next publication; or only a person can.
Cure = Literal["links", "texts", "mend", "load", "publish", "person"]

_READ_ANEW = "they are read anew from the archive"


@dataclass(frozen=True)
class Kind:
    """A kind of fault. `what` goes on after the number of cases, `cure_told` says what `--repair` does about it.

    `mend` are statements that take such faults away, or make way for the cure.
    """

    check: str
    what: str
    found: str
    cure: Cure
    cure_told: str
    mend: tuple[str, ...] = ()


_PLACE = "archive_file || ', byte ' || archive_offset"
_AT = "(archive_file, archive_offset)"
_FETCH_COLUMNS = (
    *("url", "link_id", "site_key", "county_code", "role", "status", "bytes", "fetched_at"),
    *("etag", "last_modified", "body_digest", "closed_until"),
)
_FETCH_DIFFERS = " or ".join(f"stored.{column} is distinct from told.{column}" for column in _FETCH_COLUMNS)

FILES = (
    Kind(
        "archive files",
        "Files of the archive are gone or shorter than what was loaded of them",
        "select null, file || ' (loaded up to byte ' || loaded_bytes || ', whole up to byte '"
        " || coalesce(whole_bytes, 0) || ')' from raw.archive_file left join archived_file using (file)"
        " where loaded_bytes > coalesce(whole_bytes, 0)",
        "mend",
        "put them back from a backup if there is one; else --repair goes on from where they end, and keeps the "
        "articles whose records are lost",
        (
            "delete from raw.archive_file where file not in (select file from archived_file where loaded_end > 0)",
            "update raw.archive_file as stored set loaded_bytes = loaded_end from archived_file"
            " where stored.file = archived_file.file and loaded_bytes <> loaded_end",
        ),
    ),
    Kind(
        "archive files",
        "Watermarks lie inside a record",
        "select null, file || ', byte ' || loaded_bytes from raw.archive_file join archived_file using (file)"
        " where loaded_bytes <= whole_bytes and loaded_bytes <> loaded_end",
        "load",
        "--repair loads again from the record before",
        (
            "update raw.archive_file as stored set loaded_bytes = loaded_end from archived_file"
            " where stored.file = archived_file.file and loaded_bytes <> loaded_end",
        ),
    ),
)

REQUESTS = (
    Kind(
        "requests",
        "Records have no row in raw.fetch",
        f"select link_id, {_PLACE} || ' ' || url from archived_fetch"  # noqa: S608
        f" where is_loaded and {_AT} not in (select {_AT} from raw.fetch)",
        "links",
        _READ_ANEW,
    ),
    Kind(
        "requests",
        "Rows of raw.fetch are not what their records say",
        f"select unnest([stored.link_id, told.link_id]), {_PLACE} || ' ' || told.url"  # noqa: S608
        " from raw.fetch as stored join archived_fetch as told using (archive_file, archive_offset)"
        f" where is_loaded and ({_FETCH_DIFFERS} or (stored.reason is distinct from told.reason"
        " and (told.reason is not null or told.role in ('list', 'robots'))))",
        "links",
        _READ_ANEW,
        (
            "delete from raw.fetch as stored using archived_fetch as told"  # noqa: S608
            " where stored.archive_file = told.archive_file and stored.archive_offset = told.archive_offset"
            f" and ({_FETCH_DIFFERS})",
        ),
    ),
    Kind(
        "requests",
        "Records have more than one row in raw.fetch",
        f"select any_value(link_id), {_PLACE} from raw.fetch group by all having count(*) > 1",  # noqa: S608
        "links",
        _READ_ANEW,
    ),
    Kind(
        "requests",
        "Rows of raw.fetch are of records that the archive does not have, or has no more",
        f"select null, {_PLACE} || ' ' || url from raw.fetch where {_AT} not in (select {_AT} from archived_fetch)",  # noqa: S608
        "mend",
        "put the archive file back from a backup if there is one; else --repair takes the rows away",
        (f"delete from raw.fetch where {_AT} not in (select {_AT} from archived_fetch)",),  # noqa: S608
    ),
    Kind(
        "requests",
        "Rows of raw.fetch are of records behind the watermark",
        f"select null, {_PLACE} || ' ' || url from raw.fetch"  # noqa: S608
        f" where {_AT} in (select {_AT} from archived_fetch where not is_loaded)",
        "load",
        "--repair loads on from the watermark",
    ),
    Kind(
        "columns",
        "Columns are not covered as the archive says",
        "with told as (select * exclude (number) from archived_coverage"
        " qualify number = max(number) over (partition by site_key, column_url))"
        " select null, column_url from (((from told) except (select * from raw.column_coverage))"
        " union all ((select * from raw.column_coverage) except (from told)))",
        "mend",
        "--repair writes what the archive says; of what it says nothing, lists are read to their end again",
        (
            "delete from raw.column_coverage where (site_key, column_url) not in"
            " (select (site_key, column_url) from archived_coverage)",
            "insert or replace into raw.column_coverage by name select * exclude (number) from archived_coverage"
            " qualify number = max(number) over (partition by site_key, column_url)",
        ),
    ),
)

# Articles of which a version's record is lost: they are all that is left of it, and their links are let be.
KEPT = (
    "(select article_id from raw.article as version where archive_file is null and not exists ("
    "select 1 from archived_fetch as answer where answer.link_id = version.article_id"
    " and answer.body_digest is not null and answer.fetched_at = version.first_fetched_at))"
)
_HAS_PARTS = "(select part_of from raw.link where part_of is not null)"


def _not_among(column: str) -> str:
    """Whether a link has something in this column that no record said, or nothing where one did."""
    stored = f"nullif(stored.{column}::varchar, '')"
    return (
        f"({stored} is null) <> (told.all_{column} is null)"
        f" or ({stored} is not null and not coalesce(list_contains(told.all_{column}, {stored}), false))"
    )


_OPTIONAL = ("column_name", "listed_title", "listed_date", "part_of")
_ALL_SAID = ", ".join(
    f"list(distinct {column}::varchar) filter (nullif({column}::varchar, '') is not null) as all_{column}"
    for column in _OPTIONAL
)
_TOLD = (
    "told as (select link_id, min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at,"  # noqa: S608
    " list(distinct (site_key, county_code, url, role)) as identities,"
    f" {_ALL_SAID} from archived_link group by link_id)"
)
# An answer that the ledger speaks of; where a site leads away from a link, that is no word about the link.
_ANSWERED = "select link_id, fetched_at, reason from raw.fetch where role <> 'robots' or reason is not null"

LINKS = (
    Kind(
        "links",
        "Links that the archive knows have no row in raw.link",
        "select link_id, any_value(url) from archived_link where link_id not in (select link_id from raw.link)"
        " group by link_id",
        "links",
        _READ_ANEW,
    ),
    Kind(
        "links",
        "Links are not what the archive says of them",
        f"with {_TOLD} select link_id, stored.url from raw.link as stored join told using (link_id)"  # noqa: S608
        f" where link_id not in {KEPT} and ("
        "not list_contains(told.identities, (stored.site_key, stored.county_code, stored.url, stored.role))"
        f" or {' or '.join(_not_among(column) for column in _OPTIONAL)}"
        " or stored.first_seen_at <> told.first_seen_at or stored.last_seen_at < told.last_seen_at"
        f" or (stored.last_seen_at > told.last_seen_at and link_id not in {_HAS_PARTS}))",
        "links",
        _READ_ANEW,
    ),
    Kind(
        "links",
        "Links were answered, and the archive has no record of them",
        "select null, url from raw.link where state <> 'seen' and link_id not in (select link_id from archived_link)"
        " and link_id not in (select link_id from archived_fetch)"
        " and link_id not in (select article_id from raw.article)",
        "mend",
        "put the archive file back from a backup if there is one; else --repair has them asked for again",
        (
            "delete from raw.link where role in ('list', 'robots') and link_id not in"
            " (select link_id from archived_fetch)",
            "update raw.link set state = 'seen', reason = null, detail = null, fetched_at = null"
            " where state <> 'seen' and link_id not in (select link_id from archived_link)"
            " and link_id not in (select link_id from archived_fetch)"
            " and link_id not in (select article_id from raw.article)",
        ),
    ),
    Kind(
        "links",
        "Links are in another state than their answers",
        "select link_id, url || ' (' || state || ')' from raw.link as link"  # noqa: S608
        f" where link_id not in {KEPT} and link_id in (select link_id from archived_link) and case state"
        " when 'seen' then fetched_at is not null or reason is not null or exists ("
        "  select 1 from raw.fetch as answer where answer.link_id = link.link_id and reason is null"
        "  and body_digest is not null and answer.role <> 'robots')"
        " when 'loaded' then link_id not in (select article_id from raw.article where is_current) or reason is not null"
        " else (link_id in (select article_id from raw.article) and role = 'article')"
        f" or (state = 'lost') <> (reason is not null) or (link_id not in {_HAS_PARTS} and not exists ("
        f"  select 1 from ({_ANSWERED}) as answer where answer.link_id = link.link_id"
        "  and answer.fetched_at = link.fetched_at and answer.reason is not distinct from link.reason)) end",
        "links",
        _READ_ANEW,
    ),
)

ARTICLES = (
    Kind(
        "articles",
        "Records of articles are not in the archive any more",
        f"select null, {_PLACE} || ' ' || url from raw.article"  # noqa: S608
        f" where archive_file is not null and {_AT} not in (select {_AT} from archived_fetch)",
        "mend",
        "put the archive file back from a backup if there is one; else --repair keeps the articles, which are all that "
        "is left of them, and notes that their records are lost",
        (
            "update raw.article set archive_file = null, archive_offset = null"  # noqa: S608
            f" where archive_file is not null and {_AT} not in (select {_AT} from archived_fetch)",
        ),
    ),
    Kind(
        "articles",
        "Articles do not say where their record lies, which is in the archive",
        f"select article_id, url from raw.article where archive_file is null and article_id not in {KEPT}",  # noqa: S608
        "links",
        _READ_ANEW,
    ),
    Kind(
        "articles",
        "Articles are not of the page that their record is of",
        "select article_id, stored.url from raw.article as stored"
        " join archived_fetch as told using (archive_file, archive_offset)"
        " where article_id is distinct from told.link_id or stored.url <> told.url"
        " or stored.site_key <> told.site_key or stored.county_code <> told.county_code",
        "links",
        _READ_ANEW,
        # Such a row may bear the key of another article, or of none: what its record is of comes anew anyway.
        (
            "delete from raw.article as stored using archived_fetch as told"
            " where stored.archive_file = told.archive_file and stored.archive_offset = told.archive_offset"
            " and article_id is distinct from told.link_id",
        ),
    ),
    Kind(
        "articles",
        "Articles were read, and have no link that says so",
        "select distinct article_id, url from raw.article"
        " where article_id not in (select link_id from raw.link where state = 'loaded')",
        "links",
        _READ_ANEW,
    ),
    Kind(
        "articles",
        "Articles do not have exactly one current version, or lack one",
        "select article_id, any_value(url) from raw.article group by article_id"
        " having count(*) filter (is_current) <> 1 or min(version) <> 1 or max(version) <> count(*)",
        "links",
        _READ_ANEW,
    ),
    Kind(
        "articles",
        "Good answers are in no version of their article",
        "select link_id, answer.archive_file || ', byte ' || answer.archive_offset || ' ' || answer.url"  # noqa: S608
        " from raw.fetch as answer where role = 'article' and reason is null and body_digest is not null"
        f" and link_id not in {_HAS_PARTS} and not exists (select 1 from raw.article as version"
        " where version.article_id = answer.link_id"
        " and answer.fetched_at between version.first_fetched_at and version.fetched_at)",
        "links",
        _READ_ANEW,
    ),
    Kind(
        "articles",
        "Answers that an article was read from are noted as of no use",
        "select link_id, answer.url from raw.fetch as answer join raw.article as version"
        " on version.archive_file = answer.archive_file and version.archive_offset = answer.archive_offset"
        " where reason is not null",
        "links",
        _READ_ANEW,
    ),
    Kind(
        "articles",
        "Versions are of a time at which the page was not answered",
        "select article_id, url || ', version ' || version from raw.article as version"  # noqa: S608
        f" where article_id not in {KEPT} and article_id not in {_HAS_PARTS} and exists ("
        "  select 1 from (select unnest([first_fetched_at, fetched_at]) as moment) where not exists ("
        "  select 1 from raw.fetch as answer where answer.link_id = version.article_id"
        "  and answer.fetched_at = moment))",
        "links",
        _READ_ANEW,
    ),
    Kind(
        "articles",
        "People are credited by articles that are not there",
        "select null, article_id from raw.person anti join raw.article using (article_id, version)",
        "mend",
        "--repair takes them away",
        (
            "delete from raw.person as person where not exists (select 1 from raw.article as article"
            " where article.article_id = person.article_id and article.version = person.version)",
        ),
    ),
)


def _stray(table: str) -> str:
    """What belongs to no reading, or to that of another version."""
    return (
        f"from raw.{table} as row_of where not exists (select 1 from raw.reading as reading"  # noqa: S608
        " where reading.article_id = row_of.article_id and reading.version = row_of.version)"
    )


def _one_row_each(table: str, reader: str) -> str:
    """Readings by this reader, which finds one row in every text, that have none or several."""
    return (
        "select article_id, article_id from raw.reading join raw.rule_set using (rule_set_id)"  # noqa: S608
        f" where json_exists(rules, '$.{reader}') and (article_id, version) not in"
        f" (select (article_id, version) from raw.{table} group by all having count(*) = 1)"
    )


_STALE = (
    "from raw.reading as reading where not exists (select 1 from raw.article as article"
    " where article.article_id = reading.article_id and article.version = reading.version)"
)
_TEXTS_ANEW = "the texts are read anew"

READINGS = (
    Kind(
        "readings",
        "Readings are of articles that are not there, or with rules that nobody knows",
        f"select article_id, article_id {_STALE} union all select article_id, article_id from raw.reading"  # noqa: S608
        " where rule_set_id <> 0 and rule_set_id not in (select rule_set_id from raw.rule_set)",
        "texts",
        _TEXTS_ANEW,
    ),
    Kind(
        "readings",
        "Articles have more than one reading",
        "select article_id, article_id from raw.reading group by article_id having count(*) > 1",
        "texts",
        _TEXTS_ANEW,
    ),
    Kind(
        "readings",
        "Rows made from texts belong to no reading",
        " union all ".join(f"select null, '{table} of ' || article_id {_stray(table)}" for table in READ_FROM_TEXTS),
        "texts",
        f"--repair takes them away, and {_TEXTS_ANEW}",
        tuple(f"delete {_stray(table)}" for table in READ_FROM_TEXTS),
    ),
    Kind(
        "readings",
        "Readings lack their fingerprint or their words, or have them twice",
        f"{_one_row_each('fingerprint', 'fingerprints')} union all {_one_row_each('search_text', 'words')}",
        "texts",
        _TEXTS_ANEW,
    ),
)

AGREEMENT = (*FILES, *REQUESTS, *LINKS, *ARTICLES, *READINGS)


@dataclass(frozen=True)
class Finding:
    """How many faults of a kind there are, and the first of them."""

    kind: Kind
    cases: int
    example: str


def look_for(connection: DuckDBPyConnection, kinds: tuple[Kind, ...]) -> list[Finding]:
    """Look for these kinds of faults; the keys are noted in the temporary table `fault` by what cures them."""
    findings = []
    for kind in kinds:
        connection.execute(
            f"create or replace temp table found as select * from ({kind.found}) as found (key, example)"  # noqa: S608
        ).fetchall()
        cases, example = connection.execute("select count(*), min(example) from found").fetchall()[0]
        if cases:
            findings.append(Finding(kind, cases, example or ""))
            connection.execute("insert into fault select distinct $1, key from found", [kind.cure]).fetchall()
    return findings


def begin_list_of_faults(connection: DuckDBPyConnection) -> None:
    """Make the table `fault` anew, empty."""
    connection.execute("create or replace temp table fault (cure varchar, key varchar)").fetchall()
