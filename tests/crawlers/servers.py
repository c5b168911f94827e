"""A web server on a free port of this machine, whose pages a test writes as functions."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

Handler = BaseHTTPRequestHandler
Route = Callable[[Handler], None]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A crawler that hangs up is what some tests want."""


@dataclass
class LocalSite:
    """`routes` lead a path to what answers it, else it is 404; `asked` has the paths in their order."""

    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        site = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                route = site.routes.get(self.path, page(b"nothing here", status=404))
                try:
                    route(self)
                except OSError:  # the crawler hung up, as some tests want it to
                    self.close_connection = True

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = QuietServer(("127.0.0.1", 0), Answering)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_address[1]}"

    @property
    def pages_asked(self) -> list[str]:
        return [path for path in self.asked if path != "/robots.txt"]


def page(body: bytes, status: int = 200, **headers: str) -> Route:
    """An answer with this body; header names are written with _ for -."""

    def answer(request: Handler) -> None:
        request.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **named}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def redirect(location: str, status: int = 302) -> Route:
    return page(b"", status, Location=location)


def raw(*pieces: bytes, pause: float = 0.0, repeat: bool = False, linger: float = 0.0) -> Route:
    """Bytes as they are instead of an HTTP answer, over and over with `repeat`; then the connection ends."""

    def answer(request: Handler) -> None:
        over = threading.Event()
        request.close_connection = True
        while True:
            for piece in pieces:
                request.connection.sendall(piece)
                over.wait(pause)
            if not repeat:
                break
        over.wait(linger)
        request.connection.shutdown(socket.SHUT_RDWR)

    return answer


def in_turn(*answers: Route) -> Route:
    """The first answer to the first request, the second to the second; the last one from then on."""
    left = list(answers)

    def answer(request: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(request)

    return answer


def endless(head: bytes, pieces: Callable[[], Iterator[bytes]]) -> Route:
    """A head, and then pieces for as long as there are any and somebody reads."""

    def answer(request: Handler) -> None:
        request.close_connection = True
        request.connection.sendall(head)
        for piece in pieces():
            request.connection.sendall(piece)

    return answer


@contextmanager
def socket_server(answer: Callable[[socket.socket], None], context: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server that is given each bare connection (over TLS with a context); its address."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)

        def serve() -> None:
            while not over.is_set():
                with suppress(OSError):
                    connection, _ = listening.accept()
                    with connection:
                        connection.settimeout(5)
                        if context is None:
                            answer(connection)
                        else:
                            with context.wrap_socket(connection, server_side=True) as wrapped:
                                answer(wrapped)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            over.set()
            thread.join()
