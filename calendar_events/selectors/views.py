"""The month as a grid, the week as a list, the year by teaching weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from calendar_events.domain.fulfilment import end_of_month
from calendar_events.domain.grid import DayFacts, WeekFacts, month_weeks, weeks_between
from calendar_events.domain.spans import days_between
from calendar_events.models import CalendarEvent
from calendar_events.selectors.lens import SHOWN, Lens
from regulations.domain.holidays import national_calendar
from regulations.domain.observed_days import ObservedDay
from regulations.domain.terms import school_year_label, school_year_of
from regulations.domain.work_calendar import WorkCalendar
from regulations.selectors.calendar import observed_days_for, work_calendar_for

#: How many events of a district's day stand in its cell; the others are counted.
SHOWN_A_DAY = 3
#: From so many events the counts and ranks of a month are kept, for so long: of a thousand schools and more. Filtered ones are fewer,
#: and as many are read to find them.
KEPT_FROM, KEPT_FROM_FILTERED, KEPT_SECONDS = 5_000, 1_000, 60


@dataclass(frozen=True)
class DayCell:
    """A day with its events. `more` counts those that are not shown."""

    facts: DayFacts
    in_month: bool
    is_today: bool
    events: tuple[CalendarEvent, ...]
    more: int = 0

    @property
    def day(self) -> date:
        return self.facts.day

    @property
    def is_empty(self) -> bool:
        """Nothing to show of it in a list."""
        return not self.events and not self.more and not self.facts.said


@dataclass(frozen=True)
class WeekRow:
    """A week of the grid."""

    facts: WeekFacts
    cells: tuple[DayCell, ...]

    @property
    def is_current(self) -> bool:
        """Today is one of its days."""
        return any(cell.is_today for cell in self.cells)

    @property
    def events(self) -> list[CalendarEvent]:
        """Each once, however many of the week's days it touches."""
        return list({event.pk: event for cell in self.cells for event in cell.events}.values())


@dataclass(frozen=True)
class GridPage:
    """Weeks with their days."""

    lens: Lens
    weeks: tuple[WeekRow, ...]
    total: int
    is_provisional: bool

    @property
    def is_empty(self) -> bool:
        return self.total == 0


def month_page(lens: Lens, month: date, today: date, events: Sequence[CalendarEvent] | None = None) -> GridPage:
    """The grid of a month. Queries: events (two for a district; none where they are given, in order), the calendar (three), observed days (one)."""
    calendar = calendar_for(lens)
    weeks = month_weeks(month, calendar, _observed(lens, [month.year]))
    by_day, counts = events_by_day(lens, weeks[0].first, weeks[-1].last, events)
    rows = tuple(_row(week, by_day, counts, today, month) for week in weeks)
    total = sum(counts[cell.day] for row in rows for cell in row.cells if cell.in_month)
    return GridPage(lens, rows, total, month.year not in calendar.years)


def week_page(lens: Lens, monday: date, today: date) -> GridPage:
    """Seven days."""
    calendar = calendar_for(lens)
    sunday = monday + timedelta(days=6)
    (week,) = weeks_between(monday, sunday, calendar, _observed(lens, sorted({monday.year, sunday.year})))
    by_day, counts = events_by_day(lens, monday, sunday)
    row = _row(week, by_day, counts, today, None)
    return GridPage(lens, (row,), sum(counts.values()), monday.year not in calendar.years)


@dataclass(frozen=True)
class WheelPage:
    """A school year by teaching weeks."""

    lens: Lens
    year: int
    weeks: tuple[WeekRow, ...]
    has_terms: bool

    @property
    def label(self) -> str:
        return school_year_label(self.year)


def months_of(school_year: int) -> list[date]:
    """First days of September to August."""
    return [date(school_year + (number > 12), (number - 1) % 12 + 1, 1) for number in range(9, 21)]


def wheel_page(
    lens: Lens, school_year: int, today: date, *, first: date | None = None, last: date | None = None
) -> WheelPage:
    """Every week from 1 September to 31 August, or from the month of `first` to that of `last`."""
    calendar = calendar_for(lens)
    begin = first or date(school_year, 9, 1)
    end = end_of_month(last) if last else date(school_year + 1, 8, 31)
    weeks = weeks_between(begin, end, calendar, _observed(lens, range(begin.year, end.year + 1)))
    by_day, counts = events_by_day(lens, weeks[0].first, weeks[-1].last)
    rows = tuple(_row(week, by_day, counts, today, None) for week in weeks)
    return WheelPage(lens, school_year, rows, any(week.number for week in weeks))


def school_year_asked(text: str, today: date) -> int:
    """A school year out of an address, that of today otherwise."""
    return int(text) if text.isdecimal() and 1990 <= int(text) <= 2099 else school_year_of(today)


ByDay = dict[date, list[CalendarEvent]]


def events_by_day(
    lens: Lens, first: date, last: date, events: Sequence[CalendarEvent] | None = None
) -> tuple[ByDay, dict[date, int]]:
    """Events under every day they touch, and how many that are. For a district under their first day only, a few of each day."""
    if lens.is_wide:
        return _few_of_each_day(lens, first, last)
    by_day: ByDay = defaultdict(list)
    rows = lens.events(first, last) if events is None else events
    for event in rows:
        for day in days_between(max(event.starts_on, first), min(event.ends_on, last)):
            by_day[day].append(event)
    return by_day, defaultdict(int, {day: len(found) for day, found in by_day.items()})


def _few_of_each_day(lens: Lens, first: date, last: date) -> tuple[ByDay, dict[date, int]]:
    """The first events that begin on each day, with the number of all.

    Ranking reads an index alone; in a city that is a hundred thousand entries, so a large one is kept for a minute. The few rows are read each time.
    """
    key = f"month.{lens.user.pk}.{lens.district.pk if lens.district else ''}.{first}.{last}.{lens.query}"
    key = f"month.{sha256(key.encode()).hexdigest()}"
    found: list[tuple[UUID, UUID, date, int]] | None = cache.get(key)
    if found is None:
        day = F("starts_on")
        rank = Window(RowNumber(), partition_by=day, order_by=[F("starts_at").asc(nulls_last=True), F("pk")])
        ranked = lens.rows().annotate(total=Window(Count("pk"), partition_by=day), rank=rank)
        ranked = ranked.filter(starts_on__range=(first, last), rank__lte=SHOWN_A_DAY).order_by("starts_on", "rank")
        found = list(ranked.values_list("pk", "branch", "starts_on", "total"))
        events_found = sum({day_then: total for _, _, day_then, total in found}.values())
        if events_found >= (KEPT_FROM_FILTERED if lens.filters else KEPT_FROM):
            cache.set(key, found, KEPT_SECONDS)
    # By branch too: a database that has only the ids to go by would rather read every event of the thousand branches.
    rows = lens.rows().filter(branch__in={branch for _, branch, _, _ in found})
    events = rows.select_related("branch", "group").only(*SHOWN).in_bulk([pk for pk, _, _, _ in found])
    by_day: ByDay = defaultdict(list)
    for pk, _, day_then, _ in found:
        if pk in events and events[pk].starts_on == day_then:  # not moved or hidden meanwhile
            by_day[day_then].append(events[pk])
    return by_day, defaultdict(int, {day_then: total for _, _, day_then, total in found})


def calendar_for(lens: Lens) -> WorkCalendar:
    """The work calendar where the lens looks; the national one where it looks nowhere."""
    return work_calendar_for(lens.place) if lens.place else national_calendar()


def _observed(lens: Lens, years: Iterable[int]) -> Sequence[ObservedDay]:
    if lens.place is None:
        return ()
    return [day for year in years for day in observed_days_for(lens.place, year, school_kind=lens.school_kind)]


def _row(week: WeekFacts, by_day: ByDay, counts: dict[date, int], today: date, month: date | None) -> WeekRow:
    cells = []
    for facts in week.days:
        events = tuple(by_day.get(facts.day, ()))
        in_month = month is None or (facts.day.year, facts.day.month) == (month.year, month.month)
        cells.append(DayCell(facts, in_month, facts.day == today, events, counts[facts.day] - len(events)))
    return WeekRow(week, tuple(cells))
