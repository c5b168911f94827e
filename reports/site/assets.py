"""The files that all pages share: the look, the script, the charts, and Vega, which draws them."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import orjson

_FOLDER = Path(__file__).with_name("assets")
# What charts are made of, beside the libraries.
_OF_CHARTS = (Path(__file__).with_name("charts.py"), Path(__file__).parents[1] / "headings.toml")
# In this order they are one script.
_SCRIPTS = ("data", "state", "cells", "table", "sections", "stories", "page")

_VEGA = version("vl-convert-python")
_LIBRARIES = f"{version('altair')} {_VEGA}"


@dataclass(frozen=True)
class Assets:
    """Their names, which change with their content, so that an old page never runs a new script."""

    css: str
    vega: str
    charts: str
    js: str

    def seen_from(self, prefix: str) -> "Assets":
        """The same names as a page has them that lies elsewhere (`../`)."""
        return Assets(prefix + self.css, prefix + self.vega, prefix + self.charts, prefix + self.js)


def assets() -> Assets:
    """The names of the shared files, below the site's first page."""
    return Assets(
        css=_named("report", "css", _css()),
        vega=f"assets/vega-{_VEGA}.js",
        charts=_named("charts", "js", _LIBRARIES + "".join(path.read_text("utf-8") for path in _OF_CHARTS)),
        js=_named("report", "js", _script()),
    )


def missing_assets(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and content of each shared file that the folder lacks."""
    names = assets()
    if not (folder / names.css).exists():
        yield names.css, _css()
    if not (folder / names.js).exists():
        yield names.js, _script()
    for name, make in ((names.charts, _charts), (names.vega, _vega)):
        if not (folder / name).exists():
            yield name, _kept(name, make)


def _kept(name: str, make: Callable[[], str]) -> str:
    """What takes a second to make is kept in the user's cache for the next folder, by its name."""
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "county-news" / Path(name).name
    with suppress(OSError):
        return kept.read_text("utf-8")
    content = make()
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_name(f"{kept.name}.{os.getpid()}")  # several runs may make it at once
        draft.write_text(content, "utf-8")
        draft.replace(kept)
    return content


def _named(name: str, kind: str, content: str) -> str:
    return f"assets/{name}-{hashlib.sha256(content.encode()).hexdigest()[:12]}.{kind}"


@cache
def _css() -> str:
    return (_FOLDER / "report.css").read_text("utf-8")


@cache
def _script() -> str:
    parts = [(_FOLDER / f"{name}.js").read_text("utf-8") for name in _SCRIPTS]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();\n"


def _charts() -> str:
    """The charts as Vega draws them: what Vega-Lite means by them is worked out here, not in each reader's browser."""
    import vl_convert

    from reports.site.charts import charts

    drawn = {
        name: {language: vl_convert.vegalite_to_vega(specification) for language, specification in languages.items()}
        for name, languages in charts().items()
    }
    return f"window.countyNewsCharts = {orjson.dumps(drawn).decode()};\n"


def _vega() -> str:
    import vl_convert

    return f"(() => {{{vl_convert.javascript_bundle('window.vegaEmbed = vegaEmbed;')}}})();\n"
