"""Settings: which source wins, what is told of mistakes, what `county-news settings` shows, what nobody gets to see."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field, SecretStr
from typer.testing import CliRunner

from flows import settings as settings_module
from flows.cli import app
from flows.secrecy import HIDDEN, hide, keep_secret
from flows.setting_sources import FLAGS_VARIABLE
from flows.settings import Settings, SettingsError, read_settings, read_settings_with_origins
from tests.flows.small_county import HOST, Operator, says_one_sentence, site_of

WORD = "Xq7-geheim"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


@pytest.fixture(autouse=True)
def no_secret_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.secrecy._known", set())


def write(folder: Path, text: str) -> None:
    (folder / "county-news.toml").write_text(text, "utf-8")


def flags(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    monkeypatch.setenv(FLAGS_VARIABLE, json.dumps(given))


def mistake() -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_flag_wins_over_the_environment_that_over_the_file_and_that_over_the_default(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def now() -> tuple[float, str]:
        known = read_settings_with_origins()
        return known.settings.delay_seconds, known.origins["delay_seconds"]

    assert now() == (3.0, "default")
    write(folder, "delay_seconds = 4")
    assert now() == (4.0, "county-news.toml")
    monkeypatch.setenv("COUNTY_NEWS_DELAY_SECONDS", "5")
    assert now() == (5.0, "environment COUNTY_NEWS_DELAY_SECONDS")
    flags(monkeypatch, delay_seconds="6")
    assert now() == (6.0, "--set")


def test_lists_and_objects_are_toml_in_the_file_and_json_elsewhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, 'legacy_tls_hosts = ["a.cn"]\n[connect_to]\n"a.cn" = "127.0.0.1:1"\n')
    assert read_settings().connect_to == {"a.cn": "127.0.0.1:1"}
    assert read_settings().legacy_tls_hosts == ["a.cn"]
    flags(monkeypatch, connect_to='{"b.cn": "127.0.0.1:2"}', legacy_tls_hosts='["b.cn"]')
    assert read_settings().connect_to == {"b.cn": "127.0.0.1:2"}
    assert read_settings().legacy_tls_hosts == ["b.cn"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("delay_secnds = 4", "delay_secnds in county-news.toml is no setting; did you mean delay_seconds?"),
        ("[manners]\ndelay_seconds = 4", "manners in county-news.toml is no setting"),
        ('delay_seconds = "soon"', "delay_seconds in county-news.toml is 'soon', which will not do"),
        ("delay_seconds = inf", "delay_seconds in county-news.toml is inf, which will not do"),
        ("delay_seconds = -1", "greater than or equal to 0"),
        ('[connect_to]\n"a.cn" = 3', "connect_to.a.cn in county-news.toml is 3"),
        ("data = 'a'\nsql =\n", "county-news.toml: this is not TOML: Invalid value (at line 2"),
        ('log_format = "xml"', "log_format in county-news.toml is 'xml', which will not do: input should be 'text' or"),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence_that_names_it(folder: Path, text: str, told: str) -> None:
    write(folder, text)
    assert told in mistake()


def test_a_file_that_is_no_utf8_or_was_named_and_is_not_there_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "county-news.toml").write_bytes('contact = "白河"'.encode("gbk"))
    assert "UTF-8" in mistake()
    monkeypatch.setenv("COUNTY_NEWS_SETTINGS", "other.toml")
    assert "other.toml" in mistake()
    (folder / "other.toml").write_text("\ufeffretries = 7", "utf-8")
    assert read_settings_with_origins().origins["retries"] == "other.toml"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("COUNTY_NEWS_DELAY_SECNDS", "4", "did you mean COUNTY_NEWS_DELAY_SECONDS?"),
        ("county_news_conect_to", "{}", "did you mean COUNTY_NEWS_CONNECT_TO?"),
        ("COUNTY_NEWS_SETTING", "a.toml", "did you mean COUNTY_NEWS_SETTINGS?"),
        ("COUNTY_NEWS_ZZZ", "4", "`county-news settings` lists those there are"),
        ("COUNTY_NEWS_RETRIES", "many", "COUNTY_NEWS_RETRIES in the environment is 'many', which will not do"),
        (
            "COUNTY_NEWS_CONNECT_TO",
            "{a",
            "COUNTY_NEWS_CONNECT_TO in the environment is '{a', which will not do: a list",
        ),
        ("COUNTY_NEWS_LEGACY_TLS_HOSTS", "a.cn", "written as JSON"),
        ("COUNTY_NEWS_CONNECT_TO", '{"a.cn": 1}', "COUNTY_NEWS_CONNECT_TO.a.cn in the environment is 1"),
        (FLAGS_VARIABLE, "nothing", "do not set it"),
    ],
)
def test_a_mistake_in_the_environment_is_one_sentence_that_names_the_variable(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    assert told in mistake()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--set", "delay_secnds=4", "status"], "--set delay_secnds is no setting; did you mean delay_seconds?"),
        (["--set", "retries=many", "status"], "--set retries is 'many', which will not do"),
        (["--set", "retries", "status"], "--set takes name=value"),
        (["--set", "delay_secnds=4", "byline", "来源:宋家镇"], "did you mean delay_seconds?"),
        (["--settings", "none.toml", "status"], "none.toml"),
        (["--set", "retries=1", "run", "baihe", "--via-prefect"], "server"),
    ],
)
def test_a_mistake_in_a_flag_ends_every_command_with_status_2(operator: Operator, words: list[str], told: str) -> None:
    done = operator.types(*words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_help_is_there_whatever_the_settings_are(operator: Operator) -> None:
    operator.environment["COUNTY_NEWS_RETRIES"] = "many"
    assert operator.types("run", "--help").returncode == 0
    assert operator.types("byline", "来源:宋家镇").returncode == 2


def test_settings_shows_each_with_value_origin_and_meaning_in_80_columns(operator: Operator) -> None:
    file = operator.folder / "mine.toml"
    file.write_text('contact = "https://reader:geheim@example.org/about"\nmax_bytes = 77\n', "utf-8")
    del operator.environment["COUNTY_NEWS_CONTACT"]
    given = ["--settings", str(file), "--set", "delay_seconds=5"]
    table = operator.types(*given, "settings")
    assert table.returncode == 0, table.stderr
    assert max(map(len, table.stdout.splitlines())) <= 80
    for name in Settings.model_fields:
        assert name in table.stdout
    assert "COUNTY_NEWS_CONNECT_TO" not in table.stdout
    assert "COUNTY_NEWS_RETRIES" in table.stdout
    rows = {
        row["setting"]: row for row in map(json.loads, operator.types(*given, "settings", "--json").stdout.splitlines())
    }
    assert rows.keys() == Settings.model_fields.keys()
    assert (rows["delay_seconds"]["value"], rows["delay_seconds"]["origin"]) == (5.0, "--set")
    assert (rows["max_bytes"]["value"], rows["max_bytes"]["origin"]) == (77, str(file))
    assert (rows["retries"]["value"], rows["retries"]["origin"]) == (0, "environment COUNTY_NEWS_RETRIES")
    assert (rows["sql"]["origin"], rows["connect_to"]["value"]) == ("default", {})
    assert rows["contact"]["value"] == f"https://reader:{HIDDEN}@example.org/about"
    assert all(row["meaning"] == Settings.model_fields[name].description for name, row in rows.items())
    assert "geheim" not in table.stdout


def test_flags_and_the_named_file_reach_processes_that_a_command_starts(operator: Operator) -> None:
    (operator.folder / "mine.toml").write_text("max_bytes = 77", "utf-8")
    program = """
import multiprocessing, os
from flows.setting_sources import hand_on
from flows.settings import read_settings, read_settings_with_origins
if __name__ == "__main__":
    from pathlib import Path
    hand_on(["delay_seconds=5"], Path("mine.toml"))
    os.chdir("/")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        known = pool.apply(read_settings_with_origins)
    print(known.settings.delay_seconds, known.origins["delay_seconds"], known.settings.max_bytes)
"""
    (operator.folder / "starts.py").write_text(program, "utf-8")
    done = subprocess.run(
        [sys.executable, "starts.py"],
        cwd=operator.folder,
        env=operator.environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["5.0", "--set", "77"], done.stderr


class WithSecret(Settings):
    """Settings one of which is secret: where a database is, with its password."""

    database: SecretStr | None = Field(default=None, description="database", json_schema_extra={"topic": "Folders"})


ADDRESS = f"postgresql://writer:{WORD}@db.example:5432/news"
IN_WORDS = f"host=db.example dbname=news user=writer password={WORD}"


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_secret_stands_in_no_output_no_log_and_no_file_of_a_run(
    operator: Operator,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    logs_as_before: None,
    form: str,
) -> None:
    def warns(*_: object) -> None:
        logging.getLogger("warehouse.store").warning("%s is slow; %s", ADDRESS, WORD)

    monkeypatch.setattr("flows.after_run.print_summary", warns)
    monkeypatch.setattr(settings_module, "Settings", WithSecret)
    monkeypatch.setattr("flows.settings_table.Settings", WithSecret)
    monkeypatch.chdir(operator.folder)
    with site_of(["宋家镇:春茶开采"]) as site:
        operator.environment |= {
            "COUNTY_NEWS_CONNECT_TO": json.dumps({HOST: site.address}),
            "COUNTY_NEWS_DATABASE": ADDRESS,
            "COUNTY_NEWS_LOG_FORMAT": form,
            "COUNTY_NEWS_LOG_LEVEL": "debug",
        }
        for name, value in operator.environment.items():
            monkeypatch.setenv(name, value)
        said: list[str] = []
        for words in (["settings"], ["settings", "--json"], ["run", "baihe"], ["status"], ["query", "from raw.run"]):
            done = CliRunner().invoke(app, words)
            assert done.exit_code == 0, done.output
            said += [done.stdout, done.stderr]
    said += [*capfd.readouterr()]
    assert any(f"is slow; {HIDDEN}" in text for text in said)
    assert all(WORD not in text for text in said)
    files = [path for path in operator.folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    assert [path for path in files if WORD.encode() in path.read_bytes()] == []


def test_a_mistake_in_a_secret_quotes_nothing_of_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong(Settings):
        lake_catalog: SecretStr | None = Field(default=None, max_length=3)

    monkeypatch.setattr(settings_module, "Settings", Wrong)
    for text in (ADDRESS, IN_WORDS):
        monkeypatch.setenv("COUNTY_NEWS_LAKE_CATALOG", text)
        assert WORD not in mistake()
        assert f"COUNTY_NEWS_LAKE_CATALOG in the environment is {HIDDEN}" in mistake()
    monkeypatch.delenv("COUNTY_NEWS_LAKE_CATALOG")
    monkeypatch.setenv("COUNTY_NEWS_LAKE_CATALG", ADDRESS)
    assert WORD not in mistake()


def test_a_fault_of_ours_shows_its_traceback_without_the_secret(operator: Operator) -> None:
    program = f"""
import flows.settings, sys
from flows import cli
def broken(): raise RuntimeError("cannot open {ADDRESS}")
cli._known_settings = broken
sys.argv = ["county-news", "status"]
cli.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "RuntimeError" in done.stderr
    assert WORD not in done.stderr


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"open {ADDRESS} failed", f"open postgresql://writer:{HIDDEN}@db.example:5432/news failed"),
        ("http://a.cn:8080/b", "http://a.cn:8080/b"),
        ("ftp://u:p@ss@a.cn/b", f"ftp://u:{HIDDEN}@a.cn/b"),
        ("host=a password='two words' user=b", f"host=a password={HIDDEN} user=b"),
        ("host=a PASSWORD = word;user=b", f"host=a PASSWORD = {HIDDEN};user=b"),
        ("来源：白河县人民政府 12:30@3", "来源：白河县人民政府 12:30@3"),
    ],
)
def test_passwords_are_hidden_where_they_are_called_so_and_nothing_else_is(text: str, shown: str) -> None:
    assert hide(text) == shown


def test_a_password_that_is_known_is_hidden_wherever_it_stands() -> None:
    keep_secret("postgresql://writer:W%40rt-9x@db.example/news")
    assert hide("authentication failed for W@rt-9x (W%40rt-9x)") == f"authentication failed for {HIDDEN} ({HIDDEN})"


def test_every_setting_says_what_it_means_and_belongs_to_a_topic() -> None:
    for name, field in Settings.model_fields.items():
        extra: Any = field.json_schema_extra
        assert field.description, name
        assert extra["topic"] in ("Folders", "Manners", "Alarms", "Many machines", "Logs"), name


def test_a_wrong_value_is_one_sentence_of_the_command_line(operator: Operator) -> None:
    operator.environment["COUNTY_NEWS_DELAY_SECONDS"] = "soon"
    done = operator.types("settings")
    assert done.returncode == 2
    assert "COUNTY_NEWS_DELAY_SECONDS" in says_one_sentence(done)
