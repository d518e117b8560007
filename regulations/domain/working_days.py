"""Calendar months and working days as the regulations count them. Framework-free; pure functions of days and a work calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from regulations.domain.work_calendar import WorkCalendar


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (earlier when negative); the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_workdays_inclusive(start: date, count: int, calendar: WorkCalendar) -> tuple[date, bool]:
    """The `count`-th working day from `start`, which counts as day 1 when it is one itself.

    The second value says that a year without a table of holidays was touched: the day is provisional then. Raises ValueError for count < 1.
    """
    if count < 1:
        raise ValueError(f"cannot count {count} working days")
    day, found, provisional = start, 0, False
    while True:
        provisional = provisional or calendar.is_provisional(day)
        found += calendar.is_workday(day)
        if found == count:
            return day, provisional
        day += timedelta(days=1)


def workdays_between(first: date, last: date, calendar: WorkCalendar) -> int:
    """How many working days lie from `first` to `last`, both included; 0 when `last` is before `first`."""
    return sum(calendar.is_workday(first + timedelta(days=n)) for n in range((last - first).days + 1))
