"""The demo county's sites on this machine: one server, told apart by the Host header."""

import errno
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from demo_county.markup_hanweb import PROXY, records
from demo_county.site import DemoCounty, Served, build
from demo_county.world import PORT, TOURISM

# When a page got its present text: at the first edition, or at the second if that changed it.
_LAST_MODIFIED = {1: "Sat, 31 Oct 2026 12:00:00 GMT", 2: "Fri, 06 Nov 2026 12:00:00 GMT"}


class DemoPortTaken(Exception):
    """The port is taken; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """The running server: its port, and every address that was asked for, in order."""

    port: int
    asked: list[str]


@contextmanager
def serve(port: int = PORT, edition: int = 1) -> Iterator[Server]:
    """Serve the demo county on 127.0.0.1 while the `with` statement lasts; port 0 takes any free one.

    Raises DemoPortTaken.
    """
    county = build(edition)
    asked: list[str] = []
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), _handler(county, edition, asked))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise DemoPortTaken(
            f"Port {port}, on which the demo county is served, is taken; give another one with --port."
        ) from None
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Server(server.server_address[1], asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(county: DemoCounty, edition: int, asked: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "yunxiu"
        sys_version = ""
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_POST(self) -> None:
            """Hanweb's pages ask for their records by POST."""
            length = int(self.headers.get("Content-Length") or 0)
            self._answer(with_body=True, form=self.rfile.read(length).decode("utf-8", "replace"))

        def _answer(self, *, with_body: bool, form: str = "") -> None:
            host = (self.headers.get("Host") or "").split(":")[0].lower()
            asked.append(f"http://{host}{self.path}")
            found = _find(county, host, self.path, form)
            tag = '"' + hashlib.sha256(found.body).hexdigest()[:20] + '"'
            modified = _LAST_MODIFIED[1 if _is_old(found, host, self.path) else edition]
            if found.status == 200 and _is_known(self.headers, tag, modified):
                found, with_body = Served(b"", 304), False
            self.send_response(found.status)
            if found.status != 304:
                self.send_header("Content-Type", found.content_type)
                self.send_header("Content-Length", str(len(found.body)))
            if found.status in (200, 304):
                self.send_header("ETag", tag)
                self.send_header("Last-Modified", modified)
            if found.location:
                self.send_header("Location", found.location)
            self.end_headers()
            if with_body:
                self.wfile.write(found.body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the terminal is the crawler's."""

    return Handler


def _is_known(headers: Message, tag: str, modified: str) -> bool:
    """Whether the client has this very text. Its tag goes before its date (RFC 9110, 13.2.2)."""
    if "If-None-Match" in headers:
        return headers["If-None-Match"].removeprefix("W/") == tag
    return headers["If-Modified-Since"] == modified


def _is_old(found: Served, host: str, path: str) -> bool:
    """Whether the first edition answered the same."""
    return build(1).pages.get((host, path)) == found


def _find(county: DemoCounty, host: str, target: str, form: str) -> Served:
    """What lies at an address."""
    parts = urlsplit(target)
    if host == TOURISM.host and parts.path == PROXY:
        query = "&".join(filter(None, (parts.query, form)))
        ((_, rows),) = ((column, rows) for column, rows in county.rows.items() if column[0] == TOURISM)
        return Served(records(rows, query).encode(), content_type="text/xml")
    for path in (target, parts.path):
        if (host, path) in county.pages:
            return county.pages[host, path]
    return Served(b"<h1>404 Not Found</h1>", 404)
