"""What the pages about a district's calendar show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from branches.models import District
from regulations.domain.holidays import national_calendar
from regulations.domain.moving_days import statutory_days
from regulations.domain.terms import FIRST_MONTH, school_year_label, school_year_of
from regulations.domain.timeline_data import national_timeline
from regulations.domain.timeline_entries import EntryKind, TimelineFact, facts_of, merge_timeline
from regulations.domain.work_calendar import SpecialDay, WorkCalendar
from regulations.domain.year_grid import MonthGrid, workday_count, year_grid
from regulations.models import CalendarDay, TableState, TermCalendar, TermStretch, TimelineEntry, YearTable
from regulations.selectors.calendar import nearest_entries, timeline_entries, work_calendar_for
from regulations.selectors.rules import lineage


@dataclass(frozen=True)
class TableRow:
    """A district's table of a year; `counts` is False for a provisional one that something firmer took the place of."""

    table: YearTable
    days: list[CalendarDay]
    counts: bool


@dataclass(frozen=True)
class YearPage:
    """A year of a district's calendar."""

    year: int
    calendar: WorkCalendar
    is_national: bool
    tables: list[TableRow]
    own: TableRow | None

    @property
    def is_provisional(self) -> bool:
        return self.year not in self.calendar.years

    @property
    def has_days(self) -> bool:
        return any(day.year == self.year for day in self.calendar.special)

    @property
    def months(self) -> tuple[MonthGrid, ...]:
        return year_grid(self.year, self.calendar)

    @property
    def workdays(self) -> int:
        return workday_count(self.year, self.calendar)

    @property
    def has_vacations(self) -> bool:
        return any(row.first.year <= self.year <= row.last.year for row in self.calendar.vacations)

    @property
    def statutory(self) -> tuple[SpecialDay, ...]:
        """What the law itself names, offered where nothing else is known."""
        return statutory_days(self.year)


def year_page(district: District, year: int) -> YearPage:
    """Five queries."""
    rows = YearTable.objects.filter(district__path__in=lineage(district.path), year=year)
    tables = list(rows.select_related("district", "by").order_by("district__path").prefetch_related("days"))
    is_national = year in national_calendar().years
    known, shown = is_national, []
    for table in tables:
        counts = not (known and table.state == TableState.PROVISIONAL)
        known = known or table.state == TableState.CONFIRMED
        shown.append(TableRow(table, sorted(table.days.all(), key=lambda day: day.day), counts))
    own = next((row for row in shown if row.table.district_id == district.pk), None)
    return YearPage(year, work_calendar_for(district), is_national, shown, own)


@dataclass(frozen=True)
class SchoolYear:
    """A school year as it holds in a district; `calendar` None where nobody entered one."""

    year: int
    calendar: TermCalendar | None
    stretches: list[TermStretch]
    is_own: bool

    @property
    def label(self) -> str:
        return school_year_label(self.year)


def school_years(district: District, today: date) -> list[SchoolYear]:
    """Every school year that was entered, and in any case this one and the next, the newest first. Two queries."""
    rows = TermCalendar.objects.filter(district__path__in=lineage(district.path)).select_related("district", "by")
    nearest = {row.school_year: row for row in rows.order_by("district__path").prefetch_related("stretches")}
    this_year = school_year_of(today)
    return [
        _school_year(district, year, nearest.get(year))
        for year in sorted({*nearest, this_year, this_year + 1}, reverse=True)
    ]


def school_year(district: District, year: int) -> SchoolYear:
    """One of them. Two queries."""
    return next(row for row in school_years(district, date(year, FIRST_MONTH, 1)) if row.year == year)


def _school_year(district: District, year: int, calendar: TermCalendar | None) -> SchoolYear:
    stretches = sorted(calendar.stretches.all(), key=lambda row: (row.first, row.kind)) if calendar else []
    return SchoolYear(year, calendar, stretches, calendar is not None and calendar.district_id == district.pk)


@dataclass(frozen=True)
class TimelineRow:
    """A congress, plenum or campaign as it holds in a district. `entry` is what a district entered, None for the portal's own data."""

    fact: TimelineFact
    entry: TimelineEntry | None
    is_own: bool


@dataclass(frozen=True)
class TimelinePage:
    """Newest first; `older` are the congresses before the last two, with their plenums."""

    recent: list[TimelineRow]
    older: list[TimelineRow]
    campaigns: list[TimelineRow]

    @property
    def unconfirmed(self) -> list[TimelineRow]:
        return [row for row in (*self.recent, *self.campaigns) if not row.fact.confirmed]


def timeline_page(district: District) -> TimelinePage:
    """One query."""
    rows = timeline_rows(district)
    congresses = [row for row in rows.values() if row.fact.kind is not EntryKind.CAMPAIGN]
    last = max(row.fact.congress for row in congresses)
    recent = [row for row in congresses if row.fact.congress >= last - 1]
    older = [row for row in congresses if row.fact.congress < last - 1]
    campaigns = [row for row in rows.values() if row.fact.kind is EntryKind.CAMPAIGN]
    return TimelinePage(_newest_first(recent), _newest_first(older), _newest_first(campaigns))


def timeline_rows(district: District) -> dict[str, TimelineRow]:
    """Every row by key. One query."""
    entries = nearest_entries(timeline_entries(district))
    merged = merge_timeline(national_timeline(), [entry.fact() for entry in entries.values()])
    rows = {}
    for key, fact in facts_of(merged).items():
        entry = entries.get(key)
        known = entry.fact() if entry else fact
        rows[key] = TimelineRow(known, entry, entry is not None and entry.district_id == district.pk)
    return rows


def _newest_first(rows: Sequence[TimelineRow]) -> list[TimelineRow]:
    return sorted(rows, key=lambda row: row.fact.first, reverse=True)
