"""A PostgreSQL and a Redis of a test's own, to be stopped and started while the portal works with them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from tests.worker import database_url, wait_until

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class OwnRedis:
    """Keeps nothing on the disk: a new start is a flushed one."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
        wait_until(self._answers, lambda: "redis-server")

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = None


class OwnPostgres:
    """A cluster with the tables of the test's database and nothing in them. It writes to the disk as a real one does."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="branchplan-postgres-"))
        # PostgreSQL refuses to run as root.
        self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []

    def start(self) -> None:
        if self._as:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c shared_buffers=16MB -c fsync=off"
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "start", "-o", options)
        tables = self._run("pg_dump", "--schema-only", "--no-owner", database_url())
        place = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        self._run("psql", *place, "-q", "-v", "ON_ERROR_STOP=1", "postgres", given=tables)

    def restart(self) -> None:
        """As after a power cut: no connection is asked to finish."""
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "-l", self.folder / "log", "restart")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str | Path, given: bytes = b"") -> bytes:
        command = [*self._as, str(PROGRAMS[-1] / program), *map(str, arguments)]
        # pg_ctl leaves the server behind, which must not keep our pipe open.
        quiet = program == "pg_ctl"
        done = subprocess.run(
            command, input=None if quiet else given, stdin=subprocess.DEVNULL if quiet else None, check=True, cwd="/",
            stdout=subprocess.DEVNULL if quiet else subprocess.PIPE, stderr=subprocess.DEVNULL if quiet else subprocess.PIPE,
        )  # fmt: skip
        return done.stdout or b""
