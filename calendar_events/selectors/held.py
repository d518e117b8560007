"""What was really held: finished records of events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from branches.models import Branch
from calendar_events.domain.fulfilment import end_of_month
from calendar_events.models import ActivityRecord, AgendaItem, CalendarEvent, RecordPerson
from calendar_events.models.records import Presence
from regulations.domain.activities import ActivityKind

_DUE = Q(people__is_observer=False, people__excused="")


@dataclass(frozen=True)
class Held:
    """A finished record in short; `due` and `present` are 应到 and 实到, None where nobody was counted, `result` its resolutions."""

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
    rows = ActivityRecord.objects.finished().filter(event__in=[event.pk for event in events])
    return dict(rows.values_list("event_id", "held_on"))


def held_kinds(branch: Branch, first: date, last_month: date) -> list[tuple[ActivityKind, date]]:
    """Every kind that a finished record counts as, with its day, from the first day of one month to the last of another. One query."""
    rows = ActivityRecord.objects.finished().filter(branch=branch, held_on__range=(first, end_of_month(last_month)))
    return [(ActivityKind(kind), day) for kinds, day in rows.values_list("counts_as", "held_on") for kind in kinds]


def held_events(branch: Branch, first: date, last: date) -> dict[UUID, Held]:
    """Finished records of the days by their events; restricted ones (talks) are left out. Two queries."""
    decided = Prefetch("items", AgendaItem.objects.exclude(resolution="").order_by("position"), to_attr="decided")
    rows = _records(branch, first, last).annotate(
        due=Count("people", filter=_DUE, distinct=True),
        came=Count("people", filter=_DUE & Q(people__presence=Presence.PRESENT), distinct=True),
    )
    return {row.event_id: _held(row) for row in rows.prefetch_related(decided)}


def attendance_of(branch: Branch, first: date, last: date) -> AttendanceSum:
    """Attendance of the days; one query."""
    rows = RecordPerson.objects.filter(record__in=_records(branch, first, last), is_observer=False, excused="")
    absent = Q(presence=Presence.ABSENT)
    found = rows.aggregate(
        expected=Count("pk"),
        present=Count("pk", filter=Q(presence=Presence.PRESENT)),
        owed_study=Count("pk", filter=absent),
        made_up=Count("pk", filter=absent & Q(made_up_on__isnull=False)),
    )
    return AttendanceSum(**found)


def _records(branch: Branch, first: date, last: date) -> QuerySet[ActivityRecord]:
    rows = ActivityRecord.objects.finished().filter(branch=branch, held_on__range=(first, last))
    return rows.filter(event__is_restricted=False)


def _held(row: ActivityRecord) -> Held:
    due, came = row.due, row.came  # type: ignore[attr-defined]
    result = "".join(f"{item.resolution.strip().rstrip('。')}。" for item in row.decided)  # type: ignore[attr-defined]
    return Held(row.held_on, row.subject, row.kind.value, due or None, came if due else None, result)
