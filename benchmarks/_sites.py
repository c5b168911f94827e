"""County sites to crawl, on this machine, in a process of their own: bytes drawn beforehand, sent as fast as they go.

Each site is a host by itself: an address 127.1.x.y with a port. All have one column, whose lists lead to articles of
20 to 60 kB, as large as those of real counties, their words invented.
"""

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha1
from pathlib import Path

from demo_county import markup_ankang
from demo_county.article import TruthArticle
from demo_county.listing import Row
from demo_county.site import build
from demo_county.world import PORTAL

COLUMN = "镇办动态"
_ROWS = 20
_LEAST_BYTES, _MOST_BYTES = 20_000, 60_000
_ROBOTS = b"User-agent: *\nDisallow: /admin/\n"


@dataclass(frozen=True)
class SiteAddress:
    """A site: its root, the first list of its column, how many articles it has."""

    root: str
    articles: int

    @property
    def column(self) -> str:
        """The address of the first list page."""
        return self.root + PORTAL.columns[COLUMN]

    @property
    def pages(self) -> int:
        """How many pages a crawl reads: lists and articles."""
        return -(-self.articles // _ROWS) + self.articles


@contextmanager
def served(sizes: Sequence[int]) -> Iterator[list[SiteAddress]]:
    """Serve a site with so many articles for each of the `sizes`, while the `with` statement lasts."""
    command = [sys.executable, "-m", "benchmarks._sites", json.dumps(list(sizes))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as process:  # noqa: S603
        try:
            assert process.stdout is not None
            roots = json.loads(process.stdout.readline())
            yield [SiteAddress(root, size) for root, size in zip(roots, sizes, strict=True)]
        finally:
            process.terminate()


def site_pages(articles: int) -> dict[str, bytes]:
    """Every page of a site with so many articles, by path. The first articles of a larger one are the same."""
    # Only those without oddities: an article in two pages would be two requests.
    plain = [truth for truth in build().truth if truth.site is PORTAL and truth.kind == "text"]
    truths = [
        replace(plain[number % len(plain)], path=f"/Content-{3_000_000 + number}.html", column=COLUMN)
        for number in range(articles)
    ]
    rows = [Row(truth.url, truth.title, truth.day) for truth in truths]
    pages = {path: text.encode() for path, text in markup_ankang.lists(COLUMN, rows).items()}
    pages["/robots.txt"] = _ROBOTS
    return pages | {truth.path: _article(truth, number) for number, truth in enumerate(truths)}


def _article(truth: TruthArticle, number: int) -> bytes:
    """An article's page with what makes real ones large: scripts, styles, menus of all departments, a longer text."""
    chance = random.Random(number)  # noqa: S311
    size = chance.randrange(_LEAST_BYTES, _MOST_BYTES)
    text = markup_ankang.article(replace(truth, paragraphs=truth.paragraphs * chance.randint(1, 4)))
    missing = max(0, size - len(text.encode()))
    # Random names, so that the page packs about as well as a real one does.
    names = [f"{chance.getrandbits(48):x}" for _ in range(missing // 60)]
    half = len(names) // 2
    script = "".join(f'var v{name}=document.getElementById("{name}");\n' for name in names[:half])
    menu = "".join(f'<li class="menu"><a href="/Node-{name}.html">部门</a></li>\n' for name in names[half:])
    text = text.replace("</head>", f"<script>\n{script}</script></head>", 1)
    return text.replace('<div class="foot">', f'<ul class="map">{menu}</ul><div class="foot">', 1).encode()


class _Connection(asyncio.Protocol):
    """One connection, kept open; requests have no body."""

    def __init__(self, answers: dict[bytes, tuple[bytes, bytes]]) -> None:
        self._answers = answers
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._received = (self._received + data).split(b"\r\n\r\n")
        for request in requests:
            path = request.split(b" ", 2)[1]
            tag, answer = self._answers.get(path, (b"", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
            if tag and tag in request:  # If-None-Match
                answer = b"HTTP/1.1 304 Not Modified\r\nETag: " + tag + b"\r\n\r\n"
            self._transport.write(answer)


def _with_head(body: bytes) -> tuple[bytes, bytes]:
    """The page's tag, and the whole answer."""
    tag = b'"%s"' % sha1(body, usedforsecurity=False).hexdigest()[:16].encode()
    head = (
        b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Length: %d\r\nETag: %s\r\nConnection: keep-alive\r\n\r\n"
    ) % (len(body), tag)
    return tag, head + body


async def _serve(sizes: Sequence[int]) -> None:
    drawn = {size: {path.encode(): _with_head(body) for path, body in site_pages(size).items()} for size in set(sizes)}
    loop = asyncio.get_running_loop()
    roots = []
    servers = []
    for number, size in enumerate(sizes, start=1):
        address = f"127.1.{number // 250}.{number % 250 + 1}"
        server = await loop.create_server(partial(_Connection, drawn[size]), address, 0)
        servers.append(server)
        roots.append(f"http://{address}:{server.sockets[0].getsockname()[1]}")
    print(json.dumps(roots), flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(_serve(json.loads(sys.argv[1])))
