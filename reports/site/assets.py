"""The files that all pages share: the look, the script, the charts, and Vega, which draws them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import orjson
import vl_convert

from reports.site.charts import charts

_FOLDER = Path(__file__).with_name("assets")
# In this order they are one script.
_SCRIPTS = ("data", "state", "cells", "table", "sections", "stories", "page")

_VEGA = version("vl-convert-python")


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
        charts=_named("charts", "js", f"{_VEGA} {orjson.dumps(charts()).decode()}"),
        js=_named("report", "js", _script()),
    )


def missing_assets(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and content of each shared file that the folder lacks. Vega and the charts take a second each to make."""
    names = assets()
    for name, content in ((names.css, _css), (names.charts, _charts), (names.js, _script), (names.vega, _vega)):
        if not (folder / name).exists():
            yield name, content()


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
    drawn = {
        name: {language: vl_convert.vegalite_to_vega(specification) for language, specification in languages.items()}
        for name, languages in charts().items()
    }
    return f"window.countyNewsCharts = {orjson.dumps(drawn).decode()};\n"


@cache
def _vega() -> str:
    return f"(() => {{{vl_convert.javascript_bundle('window.vegaEmbed = vegaEmbed;')}}})();\n"
