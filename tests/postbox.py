"""A real mail server that counts what arrives, and the people it is for."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Any

from tests.worker import Worker

ANSWERING_SECONDS = 60


class Postbox:
    """Counts what arrives by recipient. `answer` refuses, `slow` seconds pass before each mail is taken, `close` makes it hold its breath
    with the mail in hand until `open`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: Counter[str] = Counter()
        self.answer = ""
        self.slow = 0.0
        self._is_open = threading.Event()
        self._is_open.set()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer:
            return self.answer
        if self.slow:
            time.sleep(self.slow)
        self._is_open.wait(ANSWERING_SECONDS)
        self.taken[envelope.rcpt_tos[0]] += 1
        return "250 taken"

    @property
    def number(self) -> int:
        """How many mails arrived."""
        return sum(self.taken.values())

    def close(self) -> None:
        self._is_open.clear()

    def open(self) -> None:
        self._is_open.set()

    def serve(self, worker: Worker) -> None:
        """The worker mails to this server from its next start on."""
        worker.environment |= {
            "BRANCHPLAN_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "BRANCHPLAN_EMAIL_HOST": "127.0.0.1",
            "BRANCHPLAN_EMAIL_PORT": str(self.port),
        }
