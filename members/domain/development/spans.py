"""Calendar months counted backwards, ages, and how counts of days are said. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from regulations.domain.work_calendar import WorkCalendar
from regulations.domain.working_days import add_months, add_workdays_inclusive

_LONGEST_MONTH = 31
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Bound:
    """A day that limits another, the sum that leads to it, and whether a year's table of holidays was missing."""

    day: date
    words: str
    provisional: bool = False


def after_months(start: date, months: int, what: str) -> Bound:
    """As in "确定为入党积极分子 2025-03-10 + 12 个月 → 2026-03-10"."""
    day = add_months(start, months)
    return Bound(day, f"{what} {start} + {months} 个月 → {day}")


def after_workdays(start: date, days: int, what: str, calendar: WorkCalendar) -> Bound:
    """The last of `days` working days, the first working day on or after `start` being the first."""
    day, provisional = add_workdays_inclusive(start, days, calendar)
    note = "（假日安排未公布，暂按周末推算）" if provisional else ""
    return Bound(day, f"{what} {start} 起第 {days} 个工作日 → {day}{note}", provisional)


def latest_before_months(target: date, months: int) -> date:
    """The last day from which `months` calendar months are over on `target`: 2025-02-28 and 12 give 2024-02-29."""
    day = target
    while add_months(day, months) > target:
        ahead = add_months(day, months) - target
        day -= timedelta(days=1) if ahead.days <= _LONGEST_MONTH else ahead - timedelta(days=_LONGEST_MONTH)
    return day


def earliest_with_deadline(target: date, months: int) -> date:
    """The first day whose deadline after `months` calendar months is not before `target`: 2025-03-31 and 1 give 2025-02-28."""
    day = latest_before_months(target, months)
    while add_months(day - timedelta(days=1), months) >= target:
        day -= timedelta(days=1)
    return day if add_months(day, months) >= target else day + timedelta(days=1)


def latest_before_workdays(target: date, days: int, calendar: WorkCalendar) -> date:
    """The last day on which a notice of `days` working days may start so as to be over on `target`."""
    day = target
    while add_workdays_inclusive(day, days, calendar)[0] > target:
        day -= timedelta(days=1)
    return day


def age_on(birth: date, day: date) -> int:
    """Full years; somebody born on 29 February turns a year older on 28 February of a common year."""
    years = day.year - birth.year
    return years if add_months(birth, MONTHS_A_YEAR * years) <= day else years - 1
