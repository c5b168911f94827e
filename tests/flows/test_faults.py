"""What goes wrong around a run: each fault is done for real, told in one sentence, and the next run goes on."""

import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.crawlers.servers import LocalSite, page, raw
from tests.flows.small_county import COUNTY, Operator, article_page, list_page, says_one_sentence, site_of

TITLES = [f"宋家镇:第{number}次入户走访解民忧" for number in range(1, 9)]


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


def loaded(operator: Operator) -> list[tuple[object, ...]]:
    return operator.asks("select title from raw.article order by url, version")


def test_an_unknown_county_is_named_with_those_there_are(operator: Operator) -> None:
    done = operator.types("run", "baihu")
    assert done.returncode == 2
    assert "baihu" in says_one_sentence(done)
    assert "baihe 白河县 610929" in done.stderr


def test_two_counties_with_one_site_key_are_not_mixed(operator: Operator) -> None:
    other = COUNTY.replace("610929", "610921").replace("白河县", "汉阴县")
    (operator.counties / "other.toml").write_text(other, "utf-8")
    with site_of(["宋家镇:春茶开采"]) as site:
        done = operator.at(site).types("run", "baihe", "other")
    assert site.asked.count("/Node-7.html") == 1
    alone = operator.types("run", "other")
    told = "汉阴县 has a site with the key 'baihe', which is a site of 白河县 too"
    assert told in done.stdout
    assert told in says_one_sentence(alone)
    assert alone.returncode == 2


def test_a_mistake_in_a_county_file_names_file_key_and_what_is_allowed(operator: Operator) -> None:
    (operator.counties / "baihe.toml").write_text(COUNTY.replace('level = "county"', 'level = "town"'), "utf-8")
    done = operator.types("run", "baihe")
    assert done.returncode == 2
    sentence = says_one_sentence(done)
    assert "baihe.toml" in sentence
    assert "site[1].level" in sentence
    assert "'province'" in sentence


def test_toml_that_is_none_names_the_line(operator: Operator) -> None:
    (operator.counties / "baihe.toml").write_text(COUNTY + "\n[[site\n", "utf-8")
    done = operator.types("run", "baihe")
    assert done.returncode == 2
    assert "line" in says_one_sentence(done)


def test_a_site_that_is_not_there_ends_that_site_and_tells(operator: Operator) -> None:
    with LocalSite() as gone:
        pass
    done = operator.at(gone).types("run", "baihe")
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "could not be reached" in done.stdout


def test_pages_that_are_no_articles_stay_in_the_ledger_with_their_reasons(operator: Operator) -> None:
    links = {f"/Content-{number}.html": f"宋家镇:第{number}条消息的标题" for number in range(1, 8)}
    site = LocalSite(
        {
            "/Node-7.html": page(list_page(links)),
            "/Content-1.html": page(article_page(links["/Content-1.html"])),
            "/Content-2.html": page(b"\x89PNG\r\n\x1a\n" + bytes(3000), Content_Type="image/png"),
            "/Content-3.html": page(b""),
            "/Content-4.html": page(b"<p>" + "字".encode() * 17_000_000),
            "/Content-5.html": raw(b"HTTP/1.1 200 OK\r\n\r\n", b"<p>x</p>", pause=0.01, repeat=True),
            "/Content-6.html": page(
                article_page(links["/Content-6.html"], charset="gb18030").replace(b"gb18030", b"utf-8")
            ),
        }
    )
    operator.environment["COUNTY_NEWS_TOTAL_SECONDS"] = "2"
    with site:
        done = operator.at(site).types("run", "baihe")
    assert "Traceback" not in done.stderr
    states = dict(operator.asks("select url[-6:-6], coalesce(reason, state) from raw.link where role = 'article'"))
    assert states == {
        "1": "loaded",
        "2": "not_html",
        "3": "empty",
        "4": "too_large",
        "5": "timeout",
        "6": "loaded",
        "7": "not_found",
    }
    assert [title for (title,) in loaded(operator)] == [links["/Content-1.html"], links["/Content-6.html"]]


def test_a_second_writer_is_told_who_the_first_is(operator: Operator) -> None:
    slow = site_of(TITLES)
    slow.routes["/Content-1.html"] = raw(b"HTTP/1.1 200 OK\r\n\r\n", pause=20)
    with slow:
        first = operator.at(slow).starts("run", "baihe")
        try:
            wait_until(lambda: "/Content-1.html" in slow.asked)
            second = operator.types("run", "baihe")
        finally:
            first.kill()
            first.communicate()
    assert second.returncode == 1
    assert str(first.pid) in says_one_sentence(second)


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_run_loses_nothing_and_loads_nothing_twice(operator: Operator, sent: signal.Signals) -> None:
    site = site_of(TITLES)
    whole = dict(site.routes)
    site.routes["/Content-5.html"] = raw(b"HTTP/1.1 200 OK\r\n\r\n", pause=20)
    with site:
        first = operator.at(site).starts("run", "baihe")
        wait_until(lambda: "/Content-5.html" in site.asked)
        first.send_signal(sent)
        _, words = first.communicate(timeout=30)
        assert "Traceback" not in words
        assert first.returncode == (130 if sent == signal.SIGINT else -signal.SIGKILL)
        answered = [path for path in site.pages_asked if path.startswith("/Content")][:-1]
        site.asked.clear()
        site.routes.update(whole)
        second = operator.types("run", "baihe")
    assert second.returncode == 0, second.stderr
    assert not set(answered) & set(site.asked), "what is in the archive is not asked for again"
    assert [title for (title,) in loaded(operator)] == TITLES


@pytest.mark.parametrize("room", [12_000, 850_000, 1_200_000])
def test_a_full_disk_is_one_sentence_and_the_next_run_goes_on(operator: Operator, room: int) -> None:
    body = "".join(f"<p>{'白河宋家' * 25}{number * 7919}</p>" for number in range(12000))
    site = site_of(TITLES)
    site.routes["/Content-3.html"] = page(article_page(TITLES[2], body=body))
    with site:
        operator.at(site)
        full = subprocess.run(
            [sys.executable, "-m", "flows.cli", "run", "baihe"],
            env=operator.environment,
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        )
        assert full.returncode == 1
        says_one_sentence(full)
        after = operator.types("run", "baihe")
    assert after.returncode == 0, after.stderr
    assert [title for (title,) in loaded(operator)] == TITLES


def test_a_second_run_asks_for_nothing_that_is_known(operator: Operator) -> None:
    with site_of(TITLES) as site:
        assert operator.at(site).types("run", "baihe").returncode == 0
        site.asked.clear()
        assert operator.types("run", "baihe").returncode == 0
        assert site.pages_asked == ["/Node-7.html"]
    assert len(loaded(operator)) == len(TITLES)


def wait_until(holds, seconds: float = 30) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def test_a_backfill_again_sees_a_correction_and_a_backfill_does_not_ask_twice(operator: Operator) -> None:
    days = ("--since", "2026-05-01", "--until", "2026-05-31")
    with site_of(TITLES[:2]) as site:
        assert operator.at(site).types("backfill", "baihe", *days).returncode == 0
        site.routes["/Content-1.html"] = page(
            article_page(TITLES[0], body="<p>更正:前文数据有误,现更正为走访群众三十户。</p>")
        )
        assert operator.types("backfill", "baihe", *days).returncode == 0
        assert loaded(operator) == [(TITLES[0],), (TITLES[1],)]
        assert operator.types("backfill", "baihe", *days, "--again").returncode == 0
    versions = operator.asks("select url[-6:-6], version, is_current from raw.article order by all")
    assert versions == [("1", 1, False), ("1", 2, True), ("2", 1, True)]


def test_a_county_that_falls_short_of_what_its_file_expects_is_told(operator: Operator) -> None:
    (operator.counties / "baihe.toml").write_text(
        COUNTY + "[expect]\narticles_min = 100\nsilent_days_max = 14\n", "utf-8"
    )
    with site_of(TITLES) as site:
        done = operator.at(site).types("run", "baihe")
    assert done.returncode == 0
    assert "白河县: 8 articles; its file expects at least 100." in done.stdout
    assert "its file expects at most 14." in done.stdout
