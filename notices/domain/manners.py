"""When a message may reach a person. Framework-free; all moments are in the district's local time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from regulations.domain.work_calendar import WorkCalendar

#: Urgent messages this close to each other become one.
JOINED_WITHIN = timedelta(minutes=2)
MONDAY = 0
_SEARCHED_DAYS = 120  # longer than any vacation


@dataclass(frozen=True, slots=True)
class Manners:
    """A district's habits. Equal `quiet_from` and `quiet_to` mean no quiet hours. `escalate_after` are days a level.

    `windows` are days before a deadline; deadlines of months (发展党员) are told of `case_window` days before as well.
    """

    digest_at: time = time(8, 0)
    quiet_from: time = time(21, 30)
    quiet_to: time = time(7, 0)
    on_days_off: bool = False
    weekly_in_vacations: bool = True
    windows: Sequence[int] = (7, 3, 1)
    case_window: int = 30
    escalate_after: Sequence[int] = (3, 3, 3)
    escalate_cap: int = 3
    review_days: int = 5
    birthdays: bool = False
    event_days: int = 1
    record_days: int = 3


def urgent_at(at: datetime, manners: Manners, last: datetime | None) -> datetime:
    """The moment an urgent message goes out: at once; `last` is when the person's latest urgent one went or will go out.

    One that waits is joined, one that went out less than two minutes ago is followed when the two minutes are over.
    """
    if last is not None and last >= at:
        return last
    moment = at if last is None else max(at, last + JOINED_WITHIN)
    return after_quiet(moment, manners)


def after_quiet(at: datetime, manners: Manners) -> datetime:
    """The moment itself, or the end of the quiet hours it falls in."""
    clock, first, last = at.time(), manners.quiet_from, manners.quiet_to
    if first == last:
        return at
    quiet = first <= clock < last if first < last else clock >= first or clock < last
    if not quiet:
        return at
    day = at.date() if clock < last else at.date() + timedelta(days=1)
    return datetime.combine(day, last, at.tzinfo)


def digest_on(at: datetime, manners: Manners, calendar: WorkCalendar) -> datetime:
    """The next digest at or after a moment: on a working day, in vacations on Mondays only."""
    day = at.date() if at.time() <= manners.digest_at else at.date() + timedelta(days=1)
    for _ in range(_SEARCHED_DAYS):
        if is_digest_day(day, manners, calendar):
            break
        day += timedelta(days=1)
    return after_quiet(datetime.combine(day, manners.digest_at, at.tzinfo), manners)


def is_digest_day(day: date, manners: Manners, calendar: WorkCalendar) -> bool:
    if not (manners.on_days_off or calendar.is_workday(day)):
        return False
    return not (manners.weekly_in_vacations and calendar.vacation_on(day)) or day.weekday() == MONDAY
