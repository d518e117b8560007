"""Days of a month or a term as weeks, with what the work calendar and the year say of each. Framework-free."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from regulations.domain.observed_days import ObservedDay
from regulations.domain.work_calendar import SATURDAY, Stretch, WorkCalendar

_MONDAY_FIRST = Calendar()
_WEEK = 7


@dataclass(frozen=True, slots=True)
class DayFacts:
    """A day: `mark` is 休, 班 or ""; `said` what is to be said of it: holiday, make-up day, examination, observed days."""

    day: date
    mark: str
    is_workday: bool
    vacation: str
    said: tuple[str, ...]

    @property
    def is_weekend(self) -> bool:
        return self.day.weekday() >= SATURDAY


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """Monday to Sunday. `number` is the teaching week within `term`, 0 outside any term; `vacation` where most of it is one."""

    days: tuple[DayFacts, ...]
    number: int
    term: str
    vacation: str

    @property
    def label(self) -> str:
        """第3周; 寒假; "" where the school's calendar says nothing."""
        return f"第{self.number}周" if self.number else self.vacation

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of the week's days, days in a row together: 10.1—10.4 国庆节."""
        runs: dict[str, list[date]] = {}
        for row in self.days:
            for words in row.said:
                runs.setdefault(words, []).append(row.day)
        return tuple(f"{_span(days)} {words}" for words, days in runs.items())

    @property
    def first(self) -> date:
        return self.days[0].day

    @property
    def last(self) -> date:
        return self.days[-1].day


def month_weeks(month: date, calendar: WorkCalendar, observed: Iterable[ObservedDay] = ()) -> tuple[WeekFacts, ...]:
    """The weeks that touch the month, whole: with the days of its neighbours."""
    names = _names(observed)
    weeks = _MONDAY_FIRST.monthdatescalendar(month.year, month.month)
    return tuple(week_facts(week, calendar, names) for week in weeks)


def weeks_between(
    first: date, last: date, calendar: WorkCalendar, observed: Iterable[ObservedDay] = ()
) -> tuple[WeekFacts, ...]:
    """The weeks from the one of `first` to the one of `last`, whole."""
    names, monday, found = _names(observed), first - timedelta(days=first.weekday()), []
    while monday <= last:
        found.append(week_facts([monday + timedelta(days=n) for n in range(_WEEK)], calendar, names))
        monday += timedelta(days=_WEEK)
    return tuple(found)


def week_facts(days: Sequence[date], calendar: WorkCalendar, names: Mapping[date, list[str]]) -> WeekFacts:
    """One week from its seven days."""
    term = next((row for row in calendar.terms if row.first <= days[-1] and days[0] <= row.last), None)
    vacations = [name for day in days[:5] if (name := calendar.vacation_on(day))]
    resting = vacations[0] if len(vacations) > 2 else ""
    number = 0 if term is None or resting else teaching_week(days[0], term)
    facts = tuple(_day(day, calendar, names.get(day, [])) for day in days)
    return WeekFacts(facts, number, term.name if term and number else "", resting)


def teaching_week(day: date, term: Stretch) -> int:
    """The number of the day's week within the term: that of the first day is the first."""
    begin = term.first - timedelta(days=term.first.weekday())
    return (day - timedelta(days=day.weekday()) - begin).days // _WEEK + 1


def _day(day: date, calendar: WorkCalendar, observed: Sequence[str]) -> DayFacts:
    special = calendar.special.get(day)
    mark, said = "", []
    if special is not None:
        mark = "休" if special.is_off else "班"
        said.append(special.name if special.is_off else f"{special.name}调休上班")
    if examination := calendar.examination_on(day):
        said.append(examination)
    return DayFacts(
        day, mark, calendar.is_workday(day), calendar.vacation_on(day), tuple(dict.fromkeys((*said, *observed)))
    )


def _span(days: Sequence[date]) -> str:
    first, last = days[0], days[-1]
    begin = f"{first.month}.{first.day}"
    return begin if first == last else f"{begin}—{last.month}.{last.day}"


def _names(observed: Iterable[ObservedDay]) -> dict[date, list[str]]:
    """Single days by name, spans on their first day."""
    found: dict[date, list[str]] = {}
    for row in observed:
        name = row.name if row.span.first == row.span.last else f"{row.name}（{row.days}）"
        found.setdefault(row.span.first, []).append(name)
    return found
