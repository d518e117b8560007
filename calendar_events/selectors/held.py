"""What was really held: finished records of events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from branches.models import Branch
from calendar_events.models import CalendarEvent
from regulations.domain.activities import ActivityKind


@dataclass(frozen=True)
class Held:
    """A finished record in short; `due` and `present` are 应到 and 实到, `result` its resolutions in one paragraph."""

    on: date
    subject: str
    kind: str
    due: int | None
    present: int | None
    result: str


@dataclass(frozen=True)
class AttendanceSum:
    """Added up over finished records; `owed_study` and `made_up` are 补课 owed and done."""

    expected: int = 0
    present: int = 0
    owed_study: int = 0
    made_up: int = 0


def held_days(events: Iterable[CalendarEvent]) -> dict[UUID, date]:
    """The day of the finished record by event, of those that have one; one query."""
    return {}


def held_kinds(branch: Branch, first: date, last_month: date) -> list[tuple[ActivityKind, date]]:
    """Every kind that a finished record counts as, with its day, from the first day of one month to the last of another."""
    return []


def held_events(branch: Branch, first: date, last: date) -> dict[UUID, Held]:
    """Finished records of the days by their events; restricted ones (talks) are left out."""
    return {}


def attendance_of(branch: Branch, first: date, last: date) -> AttendanceSum:
    """Attendance of the days."""
    return AttendanceSum()
