"""A real Celery worker in a process of its own, on the test's database and on Redis."""

from __future__ import annotations

import email
import email.policy
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.db import connection

PATIENCE = 90  # seconds; two cores shared with a browser and a server. What comes sooner is waited for no longer.


def database_url() -> str:
    """The address of the database that this test process works on."""
    facts = connection.settings_dict
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


class Worker:
    """Started by `start`, stopped by `stop` or `kill`; its mails are files below `folder`."""

    def __init__(self, folder: Path, app: str = "branchplan", **environment: str) -> None:
        self.folder = folder
        self.app = app
        self.log = folder / "worker.log"
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the worker takes tasks."""
        self.begin()
        self.wait_until_ready()

    def begin(self) -> None:
        """Start it without waiting for it."""
        self._seen = len(self.output())
        self._run("worker", "--concurrency", "1", "--without-gossip", "--without-mingle")

    def wait_until_ready(self) -> None:
        wait_until(lambda: " ready." in self.output()[self._seen :], self.output)

    def _run(self, part: str, *options: str) -> None:
        environment = {
            **os.environ,
            "BRANCHPLAN_DATABASE_URL": database_url(),
            "BRANCHPLAN_BROKER_URL": os.environ["CELERY_BROKER_URL"],
            "BRANCHPLAN_DATA": str(self.folder),
            **self.environment,
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                # Django's checks, which read every page of the portal, are the deploy stage's.
                [sys.executable, "-m", "celery", "-A", self.app, "--skip-checks", part, "--loglevel", "INFO", *options],
                env=environment,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def stop(self) -> None:
        """As an operator stops it: the task in hand is finished."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def kill(self) -> None:
        """As a power cut stops it."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def mails(self) -> list[EmailMessage]:
        """What it has sent so far, oldest first."""
        files = sorted((self.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        messages = [part for file in files for part in file.read_bytes().split(b"-" * 79 + b"\n") if part.strip()]
        return [email.message_from_bytes(part, policy=email.policy.default) for part in messages]  # type: ignore[misc]

    def wait_for_mails(self, number: int) -> list[EmailMessage]:
        """Returns as soon as at least that many have been sent; fails with the worker's log when they do not come."""
        wait_until(lambda: len(self.mails()) >= number, self.output)
        return self.mails()


class Beat(Worker):
    """A real beat, with the schedule of `app`."""

    def begin(self) -> None:
        self._run("beat", "--schedule", str(self.folder / "schedule"))

    def wait_until_ready(self) -> None:
        """Until it has sent its first task."""
        wait_until(lambda: self.sent > 0, self.output)

    @property
    def sent(self) -> int:
        """How many tasks it has sent."""
        return self.output().count("Sending due task")


def wait_until(condition: Callable[[], bool], explain: Callable[[], str]) -> None:
    """Look ten times a second; AssertionError with the explanation when it does not become true in time."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"did not happen within {PATIENCE} s:\n{explain()[-4000:]}"
        time.sleep(0.1)
