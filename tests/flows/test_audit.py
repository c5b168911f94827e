"""The audit: known articles of whatever age are looked at again, those not looked at for longest first."""

from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from demo_county.server import serve
from flows import pipeline
from flows.known import Audit
from flows.progress import LineWatch
from flows.settings import Settings
from tests.flows import demo_line
from tests.flows.demo_line import COUNTY


def looked_at(data: Path, audit: Audit, edition: int = 1) -> set[str]:
    """Addresses of articles that an audit asks for."""
    with serve(port=0, edition=edition) as server:
        here = {urlsplit(site.url).hostname or "": f"127.0.0.1:{server.port}" for site in COUNTY.site}
        settings = Settings(data=data, delay_seconds=0, connect_to=here)
        pipeline.ingest([COUNTY], settings, LineWatch(), audit=audit)
    known = {url.replace(":8610", "") for (url,) in asks(data, "select distinct url from raw.article")}
    return known & set(server.asked)


def asks(data: Path, sql: str) -> list[tuple[str]]:
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_audits_come_round_to_every_article_and_see_what_was_edited_or_taken_away(tmp_path: Path) -> None:
    demo_line.run(tmp_path, edition=1)
    of_each_site = 7
    first = looked_at(tmp_path, Audit(of_each_site))
    second = looked_at(tmp_path, Audit(of_each_site))
    assert len(first) == len(second) == of_each_site * len(COUNTY.site)
    assert not first & second
    everything = looked_at(tmp_path, Audit(10_000), edition=2)
    loaded = asks(tmp_path, "select url from raw.link where role = 'article' and state = 'loaded'")
    assert len(everything) >= len(loaded) > 600
    assert asks(tmp_path, "select url from raw.article where version > 1")
    assert asks(tmp_path, "select url from raw.fetch where role = 'article' and reason in ('not_found', 'soft_404')")


def test_an_audit_of_some_days_leaves_older_articles_alone(tmp_path: Path) -> None:
    demo_line.run(tmp_path, edition=1)
    assert looked_at(tmp_path, Audit(10_000, days=1)) == set()
