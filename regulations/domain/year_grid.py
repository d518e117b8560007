"""Twelve months as weeks of days, each with what the work calendar says of it. Framework-free."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from regulations.domain.work_calendar import Stretch, WorkCalendar

MONDAY_FIRST = Calendar()


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day: `mark` is 休 (a holiday), 班 (a worked weekend) or "", `words` everything that is to be said of it."""

    day: date
    mark: str
    is_workday: bool
    vacation: str
    examination: str
    words: str


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """`weeks` run from Monday to Sunday, None outside the month; `notes` name what the month holds: label and days in words."""

    first: date
    weeks: tuple[tuple[DayCell | None, ...], ...]
    notes: tuple[tuple[str, str], ...]


def year_grid(year: int, calendar: WorkCalendar) -> tuple[MonthGrid, ...]:
    return tuple(_month(year, month, calendar) for month in range(1, 13))


def _month(year: int, month: int, calendar: WorkCalendar) -> MonthGrid:
    weeks = tuple(
        tuple(_cell(day, calendar) if day.month == month else None for day in week)
        for week in MONDAY_FIRST.monthdatescalendar(year, month)
    )
    days = [cell for week in weeks for cell in week if cell]
    return MonthGrid(date(year, month, 1), weeks, tuple(_notes(days, calendar)))


def _cell(day: date, calendar: WorkCalendar) -> DayCell:
    special = calendar.special.get(day)
    is_workday = calendar.is_workday(day)
    mark = "" if special is None else "休" if special.is_off else "班"
    said = "" if special is None else f"{special.name}放假" if special.is_off else f"{special.name}调休上班"
    vacation, examination = calendar.vacation_on(day), calendar.examination_on(day)
    words = "，".join(word for word in (said, vacation, examination) if word)
    return DayCell(day, mark, is_workday, vacation, examination, words)


def _notes(days: list[DayCell], calendar: WorkCalendar) -> Iterable[tuple[str, str]]:
    """Runs of days with the same thing to say, then the stretches that touch the month."""
    runs: list[tuple[str, list[date]]] = []
    for cell in days:
        special = calendar.special.get(cell.day)
        if special is None:
            continue
        label = special.name if special.is_off else f"{special.name}调休上班"
        if runs and runs[-1][0] == label and (cell.day - runs[-1][1][-1]).days == 1:
            runs[-1][1].append(cell.day)
        else:
            runs.append((label, [cell.day]))
    for label, run in runs:
        yield label, _within(Stretch(label, run[0], run[-1]), days)
    for stretch in (*calendar.vacations, *calendar.examinations):
        if stretch.first <= days[-1].day and days[0].day <= stretch.last:
            yield stretch.name, _within(stretch, days)


def _within(stretch: Stretch, days: list[DayCell]) -> str:
    first, last = max(stretch.first, days[0].day), min(stretch.last, days[-1].day)
    if first == days[0].day and last == days[-1].day:
        return "全月"
    return f"{first.day}日" if first == last else f"{first.day}日—{last.day}日"


def workday_count(year: int, calendar: WorkCalendar) -> int:
    """How many days of the year are worked."""
    cells = (cell for month in year_grid(year, calendar) for week in month.weeks for cell in week)
    return sum(cell.is_workday for cell in cells if cell)
