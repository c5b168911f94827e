"""A run with nothing new: requests against columns plus robots.txt files due, on the demo county.

Every answer of it should be a 304, as the demo's server knows it; the archive must not grow by a byte.
"""

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.county import load_county
from demo_county.server import serve
from flows import pipeline
from flows.progress import LineWatch
from flows.settings import Settings

DEMO = Path(__file__).parents[1] / "counties" / "demo.toml"


class _Silent(LineWatch):
    def write(self, line: str) -> None:
        """Say nothing."""


def measure() -> dict[str, int]:
    """What the second of two runs asked and wrote, and how much it may have asked."""
    county = load_county(DEMO)
    with tempfile.TemporaryDirectory() as folder, serve(port=0) as server:
        here = {urlsplit(site.url).hostname or "": f"127.0.0.1:{server.port}" for site in county.site}
        settings = Settings(data=Path(folder), delay_seconds=0, connect_to=here)
        pipeline.ingest([county], settings, _Silent())
        archived = _archived(settings)
        server.asked.clear()
        ingested = pipeline.ingest([county], settings, _Silent())
        return {
            "requests": len(server.asked),
            "columns": sum(len(site.scheduled_columns) for site in county.scheduled_sites),
            "lists_sent_again": sum(counts.lists for counts in ingested.sites.values()),
            "archived_bytes": _archived(settings) - archived,
            "articles": ingested.merged.inserted,
        }


def _archived(settings: Settings) -> int:
    return sum(file.stat().st_size for file in settings.archive.rglob("*.warc.gz"))


def main() -> None:
    """Print the figures."""
    found = measure()
    print("A run with nothing new, demo county")
    print(
        f"  requests                {found['requests'] / found['columns']:.2f} of one for each column"
        f" ({found['requests']} for {found['columns']}; no robots.txt is due)"
    )
    print(f"  lists sent in full      {found['lists_sent_again']} (the others answered 304)")
    print(f"  written to the archive  {found['archived_bytes']} bytes")


if __name__ == "__main__":
    main()
