"""What a channel gets, what it answers, and what every channel looks like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Line:
    """One notice. `path` is a page of the portal, or ""."""

    title: str
    body: str
    path: str


@dataclass(frozen=True, slots=True)
class Message:
    """What one address gets at once. `key` is the same when the same message is tried again. `name` is empty for a group chat."""

    key: UUID
    address: str
    name: str
    lines: tuple[Line, ...]

    @property
    def subject(self) -> str:
        """The only title, or the first with the number of the others."""
        more = len(self.lines) - 1
        return f"{self.lines[0].title}（另有{more}条）" if more else self.lines[0].title


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message."""

    error: str = ""


class Sent(Outcome):
    """The service has it."""


@dataclass(frozen=True, slots=True)
class TryLater(Outcome):
    """Not taken now. With `until` the service (or its known limit) says when; then it does not count as a failure."""

    until: datetime | None = None


class Refused(Outcome):
    """It will not be taken, however often it is tried."""


class Gone(Outcome):
    """There is nobody to send it to any more."""


class Unclear(Outcome):
    """The line broke after the message was handed over: it may have arrived."""


class Sender(Protocol):
    """An open channel. `portion` messages are handed over between two marks in the database: when the worker is killed, so many are unclear."""

    portion: int

    def send(self, messages: Sequence[Message]) -> Iterator[Outcome]:
        """One outcome a message, in order. Raises nothing that a service can cause."""
        ...
