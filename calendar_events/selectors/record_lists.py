"""Lists of records, and of events that have none yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from branches.models import Branch, User
from calendar_events.models import ActivityRecord, CalendarEvent, EventOwner
from calendar_events.querysets import EventQuerySet

SHOWN = 20
ON_DESK = 3
#: Older ones are history: nobody writes their record any more.
LOOKED_BACK = timedelta(days=183)


def records_of(user: User, branch: Branch, year: int) -> QuerySet[ActivityRecord]:
    """Records of a year that the user sees, newest first, with how many came (`present_count`) of how many (`due_count`)."""
    mine = ActivityRecord.objects.visible_to(user).filter(branch=branch, held_on__year=year).values("pk")
    due = Q(people__is_observer=False, people__excused="")
    rows = ActivityRecord.objects.filter(pk__in=mine).annotate(
        due_count=Count("people", filter=due), present_count=Count("people", filter=due & Q(people__presence="present"))
    )
    return rows.select_related("event").order_by("-held_on", "-began_at", "pk")


def events_without_record(branch: Branch, year: int, today: date) -> list[CalendarEvent]:
    """The branch's own events of a year that are over and have no record, the oldest first."""
    return list(_without_record(branch, today).filter(starts_on__year=year).in_order()[:SHOWN])


@dataclass(frozen=True)
class Unrecorded:
    """For the desk: how many events wait for their record, and the oldest of them."""

    count: int
    oldest: tuple[CalendarEvent, ...]


def unrecorded(branch: Branch, today: date) -> Unrecorded:
    """Of the last half-year, that of an earlier calendar year too. Two queries."""
    rows = _without_record(branch, today).filter(ends_on__gte=today - LOOKED_BACK)
    return Unrecorded(rows.count(), tuple(rows.in_order()[:ON_DESK]))


def _without_record(branch: Branch, today: date) -> EventQuerySet:
    return CalendarEvent.objects.planned().filter(
        branch=branch, owner=EventOwner.BRANCH, ends_on__lte=today, record__isnull=True
    )
