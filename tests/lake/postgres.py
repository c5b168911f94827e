"""A Postgres of the tests' own, in a folder of its own, on a free port."""

import os
import pwd
import shutil
import subprocess
from itertools import count
from pathlib import Path

from tests.crawlers.servers import free_port

USER, PASSWORD = "news", "open sesame"


def programs() -> Path | None:
    """The folder of Postgres' programs, the newest of several; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Postgres:
    """A server that asks for a password; its data may be lost, so it need not wait for the disk."""

    def __init__(self, folder: Path) -> None:
        self.bin = programs() or Path()
        self.folder = folder
        self.port = free_port()
        self._numbers = count(1)
        self._as = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        if self._as:
            shutil.chown(folder, "postgres", "postgres")
            assert pwd.getpwnam("postgres")
        password = folder / "password"
        password.write_text(PASSWORD, "utf-8")
        self._runs("initdb", "-D", "data", "-U", USER, "-A", "scram-sha-256", "--pwfile", str(password), "-E", "UTF8")
        self.start()

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self._runs("pg_ctl", "-w", "-D", "data", "-l", "log", "-o", options, "start")

    def stop(self) -> None:
        self._runs("pg_ctl", "-w", "-D", "data", "-m", "immediate", "stop")

    def new_database(self) -> str:
        """The connection string of a database in which there is nothing yet."""
        name = f"lake{next(self._numbers)}"
        self._runs("createdb", *self._server, name)
        return self.catalog(name)

    def catalog(self, database: str, *, port: int | None = None) -> str:
        return f"host=127.0.0.1 port={port or self.port} user={USER} password='{PASSWORD}' dbname={database}"

    def dump(self, catalog: str) -> str:
        """All that a database has."""
        return self._runs("pg_dump", *self._server, catalog.rpartition("dbname=")[2])

    @property
    def _server(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER]

    def _runs(self, program: str, *words: str) -> str:
        # Into a file: a server that starts keeps the pipe open.
        said = self.folder / f"{program}.said"
        with said.open("w", encoding="utf-8") as out:
            done = subprocess.run(
                [self.bin / program, *words],
                cwd=self.folder,
                env=os.environ | {"PGPASSWORD": PASSWORD},
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
                **self._as,  # type: ignore[call-overload]
            )
        text = said.read_text("utf-8")
        assert done.returncode == 0, text
        return text
