"""Lists of records, and of events that have none yet."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from branches.models import Branch, User
from calendar_events.models import ActivityRecord, CalendarEvent

SHOWN = 20


def records_of(user: User, branch: Branch, year: int) -> QuerySet[ActivityRecord]:
    """Records of a year that the user sees, newest first, with how many came (`present_count`) of how many (`due_count`)."""
    mine = ActivityRecord.objects.visible_to(user).filter(branch=branch, held_on__year=year).values("pk")
    due = Q(people__is_observer=False, people__excused="")
    rows = ActivityRecord.objects.filter(pk__in=mine).annotate(
        due_count=Count("people", filter=due), present_count=Count("people", filter=due & Q(people__presence="present"))
    )
    return rows.select_related("event").order_by("-held_on", "-began_at", "pk")


def events_without_record(branch: Branch, year: int, today: date) -> list[CalendarEvent]:
    """The branch's own events that are over and have no record, the oldest first."""
    rows = CalendarEvent.objects.planned().filter(
        branch=branch, owner="branch", starts_on__year=year, ends_on__lte=today, record__isnull=True
    )
    return list(rows.in_order()[:SHOWN])
