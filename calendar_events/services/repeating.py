"""One event becomes several: on the days of a pattern (每月第一周星期五), each of its own from then on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from branches.models import User
from calendar_events.models import Audience, CalendarEvent, EventInvitee
from calendar_events.permissions import check_can_change_event
from calendar_events.services.event_facts import COLUMNS, EventError
from calendar_events.services.events import note
from plans.domain.proposing import Pattern, slide
from plans.domain.proposing.patterns import Every
from regulations.domain.work_calendar import WorkCalendar
from regulations.domain.working_days import add_months

MOST = 60
_WEEKLY = {Every.WEEK, Every.FORTNIGHT, Every.TERM}


@dataclass(frozen=True, slots=True)
class Repeated:
    """A day on which the event is repeated; `planned_on` by the pattern, `why` it was moved."""

    day: date
    planned_on: date
    why: str


def days_to_repeat(
    event: CalendarEvent, pattern: Pattern, until: date, calendar: WorkCalendar, taken: Sequence[date] = ()
) -> list[Repeated]:
    """The pattern's days after the event up to `until`, moved off days that are not worked; days in `taken` are left out.

    Raises EventError where there are none or too many.
    """
    first = event.starts_on + timedelta(days=1)
    if until < first:
        raise EventError("截止日期应在这项活动之后。")
    if pattern.every not in _WEEKLY:
        # The event's own month, quarter or year has its occurrence already.
        first = add_months(event.starts_on.replace(day=1), 1)
    else:
        first = event.starts_on + timedelta(days=7 - event.starts_on.weekday())
    found = []
    for planned in pattern.days(first, until, calendar):
        begin, end = _room(pattern, planned)
        slid = slide(planned, begin, min(end, until), calendar, earlier=pattern.by)
        if slid.day not in taken:
            found.append(Repeated(slid.day, planned, slid.why))
    if not found:
        raise EventError("这段时间里没有要重复的日期，请核对重复方式和截止日期。")
    if len(found) > MOST:
        raise EventError(f"一次最多重复{MOST}次，请把截止日期提前。")
    return found


def repeat_event(*, event: CalendarEvent, days: Sequence[date], by: User, at: datetime) -> list[CalendarEvent]:
    """A copy on each of the days, without the promise that the event keeps. Days that the series has already are passed over."""
    check_can_change_event(by, event)
    if event.is_cancelled:
        raise EventError("这项活动已取消，恢复后才能重复。")
    with transaction.atomic():
        held = CalendarEvent.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=event.pk)
        series = held.series or uuid.uuid4()
        same = CalendarEvent.objects.filter(branch=held.branch_id, series=series)
        there = set(same.values_list("starts_on", flat=True)) if held.series else {held.starts_on}
        if held.series is None:
            CalendarEvent.objects.filter(pk=held.pk).update(series=series)
        length = held.ends_on - held.starts_on
        facts = {name: getattr(held, name) for name in COLUMNS if name not in {"starts_on", "ends_on"}}
        made = [
            CalendarEvent(
                branch=held.branch, series=series, starts_on=day, ends_on=day + length, created_by=by, created_at=at,
                changed_by=by, changed_at=at, **facts,
            )
            for day in sorted(set(days) - there)
        ]  # fmt: skip
        CalendarEvent.objects.bulk_create(made)
        if held.audience == Audience.CHOSEN:
            people = list(held.invitees.values_list("member", flat=True))
            EventInvitee.objects.bulk_create(EventInvitee(event=row, member_id=pk) for row in made for pk in people)
        note(held, "event.repeat", by=by, at=at, days=[row.starts_on.isoformat() for row in made])
    return made


def _room(pattern: Pattern, planned: date) -> tuple[date, date]:
    if pattern.every in _WEEKLY:
        monday = planned - timedelta(days=planned.weekday())
        return monday, monday + timedelta(days=6)
    month = planned.replace(day=1)
    return month, planned if pattern.by else add_months(month, 1) - timedelta(days=1)
