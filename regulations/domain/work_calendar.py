"""Which days are worked, which belong to a holiday, a vacation or examinations. Framework-free; the days are data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A weekday off or a worked weekend. `name` is the holiday it belongs to."""

    day: date
    is_off: bool
    name: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A named run of days, both ends included: 暑假, 期末考试, a term."""

    name: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class WorkCalendar:
    """Working days by the State Council's table, with the district's terms, vacations and examinations.

    `years` are those whose table is known; any other year counts weekends only and is provisional.
    """

    special: Mapping[date, SpecialDay]
    years: frozenset[int]
    terms: tuple[Stretch, ...] = ()
    vacations: tuple[Stretch, ...] = ()
    examinations: tuple[Stretch, ...] = field(default_factory=tuple)

    def is_workday(self, day: date) -> bool:
        special = self.special.get(day)
        return not special.is_off if special else day.weekday() < SATURDAY

    def is_provisional(self, day: date) -> bool:
        """The year's table of holidays and make-up days is not known yet."""
        return day.year not in self.years

    def holiday_on(self, day: date) -> str:
        """The name of the statutory holiday the day is off for, "" otherwise."""
        special = self.special.get(day)
        return special.name if special and special.is_off else ""

    def vacation_on(self, day: date) -> str:
        """The name of the school vacation, "" in term time."""
        return next((stretch.name for stretch in self.vacations if stretch.holds(day)), "")

    def examination_on(self, day: date) -> str:
        return next((stretch.name for stretch in self.examinations if stretch.holds(day)), "")

    def is_vacation_month(self, month: date) -> bool:
        """More than half of the month's weekdays lie in a vacation."""
        following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
        days = [month + timedelta(days=n) for n in range((following - month).days)]
        weekdays = [day for day in days if day.weekday() < SATURDAY]
        return 2 * sum(bool(self.vacation_on(day)) for day in weekdays) > len(weekdays)


def work_calendar(
    special: Iterable[SpecialDay], years: Iterable[int], **stretches: tuple[Stretch, ...]
) -> WorkCalendar:
    """A calendar from rows."""
    return WorkCalendar({row.day: row for row in special}, frozenset(years), **stretches)
