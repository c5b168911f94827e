"""What `county-news settings` prints."""

import json
from itertools import groupby

import typer
from pydantic import SecretStr
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.secrecy import HIDDEN, hide
from flows.settings import KnownSettings, Settings, topic_of
from flows.terminal import harmless_line


def print_settings(known: KnownSettings, *, is_json: bool) -> None:
    """Print every setting with its value, where that is from, and what it means; nothing that is secret."""
    if is_json:
        for name in Settings.model_fields:
            typer.echo(json.dumps(_row(known, name), ensure_ascii=False))
        return
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("setting", no_wrap=True)
    table.add_column("value, and its origin", overflow="fold")
    table.add_column("meaning")
    for topic, names in groupby(sorted(Settings.model_fields, key=_topic_order), key=topic_of):
        table.add_row(Text(topic, style="bold"))
        for name in names:
            value = Text(harmless_line(shown(known.settings, name)))
            value.append(f"\n{harmless_line(known.origins[name])}", style="dim")
            table.add_row(Text(f"  {name}"), value, Text(Settings.model_fields[name].description or ""))
        table.add_section()
    Console().print(table)


def shown(settings: Settings, name: str) -> str:
    """The value as text."""
    value = _plain(settings, name)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _row(known: KnownSettings, name: str) -> dict[str, object]:
    return {
        "setting": name,
        "value": _plain(known.settings, name),
        "origin": known.origins[name],
        "topic": topic_of(name),
        "meaning": Settings.model_fields[name].description,
    }


def _plain(settings: Settings, name: str) -> object:
    """The value as JSON has it, without what is secret."""
    value = getattr(settings, name)
    if isinstance(value, SecretStr):
        return HIDDEN
    plain = settings.model_dump(mode="json", include={name})[name]
    return json.loads(hide(json.dumps(plain, ensure_ascii=False)))


def _topic_order(name: str) -> int:
    """Topics in the order in which the settings first name them."""
    topics = [topic_of(one) for one in Settings.model_fields]
    return topics.index(topic_of(name))
