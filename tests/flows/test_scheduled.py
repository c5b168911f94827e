"""The schedule against a real server and real workers: what is handed in, waits, is cancelled, dies and goes on."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawlers.county import load_county
from tests.flows.small_county import COUNTY, Operator

pytestmark = pytest.mark.prefect

PROJECT = Path(__file__).parents[2]
TITLES = ["宋家镇:春茶开采忙", "宋家镇:河道清理见成效", "宋家镇:夜校开课"]
MANY = [f"宋家镇:第{number}期夜校开课" for number in range(1, 31)]
SCHEDULED = {
    "ingest/twice-daily",
    "ingest/daily",
    "ingest/weekly",
    "audit/weekly",
    "reextract/monthly",
    "publish/nightly",
}


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from tests.flows.prefect_server import installation

    with installation(tmp_path_factory.mktemp("installation")) as made:
        made.starts_worker()
        yield made


@pytest.fixture
def paused(there: Any) -> Iterator[None]:
    """No worker takes a run."""
    from prefect.client.schemas.actions import WorkPoolUpdate

    from tests.flows.prefect_server import asked_server

    def set_paused(is_paused: bool) -> None:
        with asked_server() as client:
            client.update_work_pool("county-news", WorkPoolUpdate(is_paused=is_paused))

    set_paused(True)
    yield
    set_paused(False)


def runs_of(deployment: str) -> list[Any]:
    from prefect.client.schemas.filters import DeploymentFilter

    from tests.flows.prefect_server import asked_server

    with asked_server() as client:
        found = client.read_deployment_by_name(deployment)
        chosen = DeploymentFilter.model_validate({"id": {"any_": [found.id]}})
        return client.read_flow_runs(deployment_filter=chosen)


def test_the_deployments_lead_to_flows_and_run_in_china_time() -> None:
    import flows.scheduled as scheduled

    described = yaml.safe_load((PROJECT / "prefect.yaml").read_text("utf-8"))
    found = {}
    for deployment in described["deployments"]:
        file, name = deployment["entrypoint"].split(":")
        assert (PROJECT / file).is_file()
        flow = getattr(scheduled, name)
        assert deployment.get("parameters", {}).keys() <= flow.parameters.properties.keys()
        found[f"{flow.name}/{deployment['name']}"] = deployment
    assert {name for name, deployment in found.items() if deployment.get("schedules")} == SCHEDULED
    for name, deployment in found.items():
        waits = deployment["concurrency_limit"]["collision_strategy"]
        assert waits == ("CANCEL_NEW" if name in SCHEDULED else "ENQUEUE")
        for schedule in deployment.get("schedules", []):
            assert schedule["timezone"] == "Asia/Shanghai"
            assert len(schedule["cron"].split()) == 5


def test_every_field_of_a_form_says_what_it_is() -> None:
    import flows.scheduled as scheduled

    for flow in (scheduled.ingest, scheduled.ingest_class, scheduled.backfill, scheduled.audit):
        for name, field in flow.parameters.properties.items():
            assert field.get("description"), f"{flow.name} says nothing of {name}"
    assert scheduled.backfill.parameters.properties["until"]["format"] == "date"
    assert scheduled.ingest_class.parameters.properties["schedule"]["enum"] == ["twice-daily", "daily", "weekly"]


def test_a_county_is_read_twice_daily_unless_its_file_says_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "baihe.toml"
    file.write_text(COUNTY, "utf-8")
    assert load_county(file).schedule == "twice-daily"
    file.write_text('schedule = "weekly"\n' + COUNTY, "utf-8")
    assert load_county(file).schedule == "weekly"


def test_a_run_for_the_server_without_a_server_is_one_sentence(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    operator.environment |= {
        "PREFECT_API_URL": "http://127.0.0.1:9/api",
        "PREFECT_HOME": str(tmp_path / "prefect"),
    }
    done = operator.types("run", "baihe", "--via-prefect")
    assert done.returncode == 2
    assert "make serve" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_that_is_handed_in_can_be_followed_and_leaves_its_page(there: Any) -> None:
    from tests.flows.prefect_server import asked_server, comes_to

    there.publishes(TITLES)
    done = there.types("flows.cli", "run", "白河县", "--via-prefect")
    assert done.returncode == 0, done.stderr
    run_id = done.stdout.split("cancel ")[1].strip()
    assert f"/runs/flow-run/{run_id}" in done.stdout
    run = comes_to(run_id, "Completed")
    assert run.name == "白河县, what is new"
    assert run.state.message.startswith("3 articles new")
    assert [title for (title,) in there.asks("select title from core.article order by url")] == TITLES
    with asked_server() as client:
        (artifact,) = [one for one in client.read_artifacts() if one.key == "run-baihe"]
    page = max(there.settings.runs.glob("*-baihe.md")).read_text("utf-8")
    assert artifact.data == page
    assert all(title in page for title in TITLES)


def test_a_new_alarm_is_an_event_that_automations_can_act_on(there: Any) -> None:
    from prefect.events.filters import EventFilter

    import flows.scheduled as scheduled
    from tests.flows.prefect_server import asked_server, awaited

    there.publishes(TITLES)
    file = there.folder / "counties" / "baihe.toml"
    file.write_text(COUNTY + "\n[expect]\narticles_min = 1000\n", "utf-8")
    try:
        assert scheduled.ingest("baihe", since=date(2026, 1, 1), return_state=True).is_completed()
        wanted = EventFilter.model_validate({"event": {"name": ["county-news.alarm"]}, "order": "DESC"})
        with asked_server() as client:
            (event,) = awaited(lambda: client.read_events(wanted, limit=50).events)
    finally:
        file.write_text(COUNTY, "utf-8")
    assert event.resource.id == "county-news.610929"
    assert event.payload["kind"] == "articles"
    assert "1000" in event.payload["sentence"]


def test_what_is_wrong_with_a_run_is_one_sentence_of_its_state(there: Any) -> None:
    import flows.scheduled as scheduled

    days = {"since": date(2026, 2, 1), "until": date(2026, 1, 1)}
    turned = scheduled.backfill("baihe", **days, return_state=True)
    assert (turned.is_failed(), turned.message) == (True, "The last day, 2026-01-01, is before the first, 2026-02-01.")
    unknown = scheduled.ingest("nowhere", return_state=True)
    assert unknown.is_failed()
    assert unknown.message.startswith("There is no county 'nowhere'; there are: baihe 白河县 610929")
    other = scheduled.ingest("baihe", sites=["nosite"], return_state=True)
    assert other.message == "白河县 has no site 'nosite'; it has: baihe."


def test_what_is_no_date_is_refused_when_it_is_handed_in(there: Any) -> None:
    from prefect.exceptions import PrefectHTTPStatusError

    from tests.flows.prefect_server import handed_in

    with pytest.raises(PrefectHTTPStatusError, match=r"409|422|400"):
        handed_in("backfill/by-hand", county="baihe", since=["soon"], until="2026-01-01")


def test_a_class_hands_in_each_of_its_counties_once_and_the_last_run_publishes(there: Any, paused: None) -> None:
    from prefect.client.schemas.actions import WorkPoolUpdate

    import flows.scheduled as scheduled
    from tests.flows.prefect_server import ZIYANG, asked_server, comes_to

    folder = there.settings.counties
    (folder / "ziyang.toml").write_text(ZIYANG, "utf-8")
    (folder / "hanyin.toml").write_text(
        ZIYANG.replace("610924", "610921")
        .replace("紫阳", "汉阴")
        .replace('"ziyang"', '"hanyin"')
        .replace("delay_seconds", "verified = false\ndelay_seconds"),
        "utf-8",
    )
    there.publishes(TITLES)
    before = {run.id for run in runs_of("ingest/county")}
    first = scheduled.ingest_class("twice-daily", return_state=True)
    again = scheduled.ingest_class("twice-daily", return_state=True)
    assert first.message == "2 counties handed in, 0 wait already."
    assert again.message == "0 counties handed in, 2 wait already."
    assert scheduled.ingest_class("weekly", return_state=True).message == "0 counties handed in, 0 wait already."
    waiting = [run for run in runs_of("ingest/county") if run.id not in before]
    assert sorted(run.name for run in waiting) == ["白河县, what is new", "紫阳县, what is new"]
    with asked_server() as client:
        client.update_work_pool("county-news", WorkPoolUpdate(is_paused=False))
    ended = sorted((comes_to(run.id, "Completed") for run in waiting), key=lambda run: run.start_time)
    short = {"白河县, what is new": "baihe", "紫阳县, what is new": "ziyang"}
    first_page, last_page = (
        max(there.settings.runs.glob(f"*-{short[run.name]}.md")).read_text("utf-8") for run in ended
    )
    assert f"Published by another run: {ended[1].name}" in first_page
    assert "Published by" not in last_page
    assert there.asks("select count(*) from core.site") == [(2,)]
    (folder / "ziyang.toml").unlink()
    (folder / "hanyin.toml").unlink()


def test_a_mistake_in_one_county_file_is_told_and_the_others_are_handed_in(there: Any, paused: None) -> None:
    import flows.scheduled as scheduled
    from tests.flows.prefect_server import asked_server

    broken = there.settings.counties / "broken.toml"
    broken.write_text("code = 1", "utf-8")
    try:
        state = scheduled.ingest_class("twice-daily", return_state=True)
    finally:
        broken.unlink()
    assert state.is_failed()
    assert state.message.startswith("1 counties handed in")
    assert "broken.toml" in state.message
    with asked_server() as client:
        for run in runs_of("ingest/county"):
            if not run.state.is_final():
                client.delete_flow_run(run.id)


def test_a_server_that_does_not_answer_leaves_the_publication_to_this_run() -> None:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows.prefect_runs import waiting_publisher

    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
        assert waiting_publisher() is None


def test_a_second_scheduled_run_is_cancelled_and_a_second_run_by_hand_waits(there: Any, paused: None) -> None:
    from prefect.states import Pending

    from tests.flows.prefect_server import asked_server, handed_in

    days = {"county": "baihe", "since": "2026-01-01", "until": "2026-01-02"}
    scheduled = [handed_in("audit/weekly") for _ in range(2)]
    by_hand = [handed_in("backfill/by-hand", **days) for _ in range(2)]
    with asked_server() as client:
        states = [client.set_flow_run_state(run.id, Pending()).state for run in (*scheduled, *by_hand)]
        for run in (*scheduled, *by_hand):
            client.delete_flow_run(run.id)
    assert [state and state.name for state in states] == ["Pending", "Cancelled", "Pending", "AwaitingConcurrencySlot"]


def test_a_run_that_meets_another_writer_waits_and_then_reads(there: Any) -> None:
    from tests.flows.prefect_server import comes_to, handed_in
    from warehouse.lock import WriterLock

    there.publishes([*TITLES, "宋家镇:新来的一篇"])
    lock = WriterLock(there.settings.warehouse)
    lock.acquire()
    try:
        run = handed_in("ingest/county", county="baihe")
        comes_to(run.id, "Running")
        time.sleep(2)
    finally:
        lock.release()
    assert comes_to(run.id, "Completed", "Failed").state.message.startswith("1 articles new")


def test_only_another_writer_is_waited_for() -> None:
    from prefect.states import Completed, Failed

    from flows.scheduled import _is_busy
    from warehouse.errors import WarehouseBusy, WarehouseError

    def is_tried_again(error: Exception) -> bool:
        return _is_busy(None, None, Failed(data=error))  # type: ignore[arg-type]

    assert is_tried_again(WarehouseBusy("process 7 writes"))
    assert not is_tried_again(WarehouseError("disk full"))
    assert not is_tried_again(ValueError("a fault of ours"))
    assert not _is_busy(None, None, Completed())  # type: ignore[arg-type]


def test_a_cancelled_run_has_loaded_what_was_answered(there: Any) -> None:
    from tests.flows.prefect_server import awaited, comes_to, handed_in

    there.publishes(MANY, seconds=0.3)
    run = handed_in("backfill/by-hand", county="baihe", since="2026-05-01", until="2026-05-31", again=True)
    awaited(lambda: len(there.site.pages_asked) > 6)
    done = there.types("prefect", "flow-run", "cancel", str(run.id))
    assert done.returncode == 0, done.stderr
    ended = comes_to(run.id, "Cancelled", "Crashed", "Completed", "Failed")
    assert ended.state_name == "Cancelled"
    answered = len(there.site.pages_asked) - 1
    assert answered < len(MANY)
    loaded = awaited(lambda: [title for title in there.loaded() if title in MANY])
    assert answered - 1 <= len(loaded) <= answered  # the page that was being sent may be lost
    assert "Interrupted" in max(there.settings.runs.glob("*-baihe.md")).read_text("utf-8")


@pytest.mark.timeout(500)
def test_a_run_goes_on_after_its_machine_was_stopped_and_after_it_died(there: Any) -> None:
    from flows import prefect_setup, serve
    from tests.flows.prefect_server import awaited, comes_to, dies, handed_in

    titles = [f"宋家镇:第{number}次河道清理" for number in range(1, 151)]
    there.publishes(titles, seconds=0.3, kind="News")
    run = handed_in("ingest/county", county="baihe")
    awaited(lambda: len(there.site.pages_asked) > 4)
    serve.stop_worker(there.workers[-1], there.environment)
    assert comes_to(run.id, "AwaitingRetry").state.message == "Its machine stopped; it is begun again."
    prefect_setup.put_automations(timedelta(seconds=15))
    try:
        asked = len(there.site.pages_asked)
        there.starts_worker()
        awaited(lambda: len(there.site.pages_asked) > asked + 4)
        dies(there.workers[-1], str(run.id))
        assert comes_to(run.id, "AwaitingRetry").state.message == "Its process is gone; it is begun again."
        prefect_setup.put_automations(prefect_setup.DEAD_AFTER)
        asked = len(there.site.pages_asked)
        there.starts_worker()
        awaited(lambda: len(there.site.pages_asked) > asked + 4)
        os.kill(there.workers[-1].pid, signal.SIGKILL)  # the run outlives its worker, and hands itself back
        there.workers[-1].wait()
        comes_to(run.id, "AwaitingRetry")
        there.starts_worker()
        ended = comes_to(run.id, "Completed")
    finally:
        prefect_setup.put_automations(prefect_setup.DEAD_AFTER)
    assert ended.run_count >= 2
    news = [path for path in there.site.pages_asked if path.startswith("/News-")]
    assert set(news) == {f"/News-{number}.html" for number in range(1, 151)}
    assert len(news) <= len(titles) + 3  # what was on its way when the process ended is asked for again
    assert {title for title in there.loaded() if "次河道清理" in title} == set(titles)


def test_setting_the_server_up_again_changes_nothing(there: Any) -> None:
    from tests.flows.prefect_server import asked_server

    def found() -> list[object]:
        with asked_server() as client:
            deployments = client.read_deployments()
            schedules = [(one.name, str(one.schedules[0].schedule)) for one in deployments if one.schedules]
            automations = [(one.name, one.id) for one in client.read_automations()]
            pool = client.read_work_pool("county-news")
            return [{one.id for one in deployments}, sorted(schedules), sorted(automations), pool.concurrency_limit]

    before = found()
    done = there.types("flows.prefect_setup")
    assert (done.returncode, done.stderr) == (0, "")
    assert found() == before
    assert len(before[0]) == 8  # type: ignore[arg-type]
