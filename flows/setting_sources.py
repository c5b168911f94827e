"""Where settings come from: a file, the environment, flags; and what is told of a mistake in one of them.

Flags go through the environment too, as one variable, so that they reach whatever process a command starts.
"""

import difflib
import json
import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, TomlConfigSettingsSource

from flows.secrecy import HIDDEN, hide

PREFIX = "COUNTY_NEWS_"
FILE = "county-news.toml"
# Variables that are no settings: where the file is, and the flags of the command that started this process.
FILE_VARIABLE = f"{PREFIX}SETTINGS"
FLAGS_VARIABLE = f"{PREFIX}SET"


class SettingsError(Exception):
    """A setting cannot be used; the message is one sentence."""


class SettingsFile(TomlConfigSettingsSource):
    """The file of settings; none at its usual place is an empty one.

    Raises SettingsError when it cannot be read or is no TOML, and when one that was named is not there.
    """

    def __init__(self, settings_class: type[BaseSettings]) -> None:
        named = os.environ.get(FILE_VARIABLE)
        self.path = Path(named or FILE)
        if named and not self.path.is_file():
            raise SettingsError(f"{self.path}, the file of settings that was named, is no file.")
        super().__init__(settings_class, self.path)

    def _read_file(self, file_path: Path | Traversable) -> dict[str, Any]:
        try:
            return tomllib.loads(file_path.read_text("utf-8-sig"))  # editors of Windows begin a file with a mark
        except OSError as error:
            raise SettingsError(f"{file_path}: the file cannot be read ({error.strerror}).") from error
        except UnicodeDecodeError:
            raise SettingsError(f"{file_path}: the file is not UTF-8; save it as UTF-8.") from None
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{file_path}: this is not TOML: {error}.") from None


def flags() -> dict[str, str]:
    """What `--set` gave this process, or the one that started it. Raises SettingsError for anything else there."""
    try:
        given = json.loads(os.environ.get(FLAGS_VARIABLE, "{}"))
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise SettingsError(f"{FLAGS_VARIABLE} in the environment is for what --set hands on; do not set it.")
    return given


def hand_on(settings: Iterable[str], file: Path | None) -> None:
    """Give `name=value` of `--set` and the file of `--settings` to this process and those that it starts.

    Raises SettingsError for what has no name.
    """
    given = flags()
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise SettingsError(f"--set takes name=value, as in --set delay_seconds=5; '{hide(setting)}' is none.")
        given[name.strip()] = value
    if given:
        os.environ[FLAGS_VARIABLE] = json.dumps(given)
    if file is not None:
        os.environ[FILE_VARIABLE] = str(file.absolute())


def sources(
    settings_class: type[BaseSettings], environment: PydanticBaseSettingsSource
) -> tuple[PydanticBaseSettingsSource, ...]:
    """What pydantic asks for values, the first that has one wins."""
    return InitSettingsSource(settings_class, dict(flags())), environment, SettingsFile(settings_class)


@dataclass(frozen=True)
class Given:
    """What one source gives, as it is written there, by the names of settings in small letters."""

    kind: Literal["flag", "environment", "file"]
    values: Mapping[str, object]
    file: Path = Path(FILE)

    def origin(self, name: str) -> str:
        """Where the value of a setting is from, in few words."""
        words = {"flag": "--set", "environment": f"environment {PREFIX}{name.upper()}", "file": str(self.file)}
        return words[self.kind]

    def place(self, path: Sequence[str | int]) -> str:
        """A setting, or what is in it, as a sentence names it."""
        if self.kind == "environment":
            return f"{'.'.join([f'{PREFIX}{str(path[0]).upper()}', *map(str, path[1:])])} in the environment"
        name = ".".join(map(str, path))
        return f"--set {name}" if self.kind == "flag" else f"{name} in {self.file}"

    def unknown(self, names: Iterable[str]) -> str | None:
        """The sentence about the first name that is none of these, with the nearest that is."""
        known = [*names, "settings"] if self.kind == "environment" else list(names)
        for name in self.values:
            if name not in known:
                near = difflib.get_close_matches(name.lower(), known, n=1)
                right = f"{PREFIX}{near[0].upper()}" if near and self.kind == "environment" else near and near[0]
                advice = f"did you mean {right}?" if near else "`county-news settings` lists those there are."
                return f"{self.place([name])} is no setting; {advice}"
        return None


def given_settings(settings_class: type[BaseSettings]) -> list[Given]:
    """What each source gives, the first that has a setting wins. Raises SettingsError as the file does."""
    reserved = {FILE_VARIABLE, FLAGS_VARIABLE}
    environment = {
        name.upper().removeprefix(PREFIX).lower(): value
        for name, value in os.environ.items()
        if name.upper().startswith(PREFIX) and name not in reserved
    }
    file = SettingsFile(settings_class)
    return [Given("flag", flags()), Given("environment", environment), Given("file", file.toml_data, file.path)]


def sentence(mistake: ErrorDetails, given: Iterable[Given], *, is_secret: bool) -> str:
    """One mistake of a value: where it stands, what it is (never of a secret), what is wrong with it."""
    path = [step for step in mistake["loc"] if step != "[key]"]
    source = next((one for one in given if path[0] in one.values), None)
    place = source.place(path) if source else str(path[0])
    shown = HIDDEN if is_secret else hide(_short(repr(mistake["input"])))
    wrong = mistake["msg"].removeprefix("Value error, ")
    return f"{place} is {shown}, which will not do: {wrong[0].lower()}{wrong[1:]}."


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."
