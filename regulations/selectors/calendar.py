"""The work calendar and the timeline of a district: national data with what it and the districts above it entered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from branches.models import District
from regulations.domain.holidays import national_calendar
from regulations.domain.observed_days import ObservedDay, days_of_year
from regulations.domain.terms import TermKind, TermRow
from regulations.domain.timeline import Timeline
from regulations.domain.timeline_data import national_timeline
from regulations.domain.timeline_entries import merge_timeline
from regulations.domain.work_calendar import SpecialDay, Stretch, WorkCalendar
from regulations.models import CalendarDay, ObservanceChoice, TableState, TermStretch, TimelineEntry, YearTable
from regulations.selectors.rules import lineage


def work_calendar_for(district: District) -> WorkCalendar:
    """Days off, make-up days, terms, vacations and examinations as they hold in the district. Three queries.

    The nearest district's day wins over one above it and over the national table. A provisional table is left aside where the year is
    known above it. A school year is taken as a whole from the nearest district that entered one; where none did, it has no stretches.
    """
    return work_calendars_for([district])[district.pk]


def work_calendars_for(districts: Collection[District]) -> dict[UUID, WorkCalendar]:
    """The calendars of several districts by id, in the same three queries."""
    paths = {path for district in districts for path in lineage(district.path)}
    tables: dict[str, list[tuple[UUID, int, str]]] = {}
    known_tables = YearTable.objects.filter(district__path__in=paths).values_list(
        "district__path", "pk", "year", "state"
    )
    for place, pk, year, state in known_tables:
        tables.setdefault(place, []).append((pk, year, state))
    days: dict[UUID, list[SpecialDay]] = {}
    known_days = CalendarDay.objects.filter(table__district__path__in=paths).values_list(
        "table", "day", "is_off", "name"
    )
    for table, day, is_off, name in known_days:
        days.setdefault(table, []).append(SpecialDay(day, is_off, name))
    years: dict[str, dict[int, list[TermRow]]] = {}
    stretches = TermStretch.objects.filter(calendar__district__path__in=paths).order_by("first")
    columns = ("calendar__district__path", "calendar__school_year", "kind", "name", "first", "last")
    for place, school_year, kind, name, first, last in stretches.values_list(*columns):
        rows = years.setdefault(place, {}).setdefault(school_year, [])
        rows.append(TermRow(TermKind(kind), Stretch(name, first, last)))
    return {district.pk: _calendar(lineage(district.path), tables, days, years) for district in districts}


def _calendar(
    path: Iterable[str],
    tables: dict[str, list[tuple[UUID, int, str]]],
    days: dict[UUID, list[SpecialDay]],
    school_years: dict[str, dict[int, list[TermRow]]],
) -> WorkCalendar:
    national = national_calendar()
    special, known = dict(national.special), set(national.years)
    terms: dict[int, list[TermRow]] = {}
    for place in path:
        for table, year, state in tables.get(place, []):
            if state == TableState.PROVISIONAL and year in known:
                continue
            special |= {row.day: row for row in days.get(table, [])}
            if state == TableState.CONFIRMED:
                known.add(year)
        terms |= school_years.get(place, {})
    rows = [row for year in sorted(terms) for row in terms[year]]
    return WorkCalendar(
        special,
        frozenset(known),
        terms=_of_kind(rows, TermKind.TERM),
        vacations=_of_kind(rows, TermKind.VACATION),
        examinations=_of_kind(rows, TermKind.EXAMINATION),
    )


def _of_kind(rows: Iterable[TermRow], kind: TermKind) -> tuple[Stretch, ...]:
    return tuple(row.stretch for row in rows if row.kind is kind)


def timeline_for(district: District) -> Timeline:
    """The national timeline with the district's confirmations and additions and those of the districts above it. One query."""
    nearest = nearest_entries(timeline_entries(district))
    return merge_timeline(national_timeline(), [entry.fact() for entry in nearest.values()])


def timeline_entries(district: District) -> list[TimelineEntry]:
    """Entries of the district and of those above it, the root's first."""
    rows = TimelineEntry.objects.filter(district__path__in=lineage(district.path))
    return list(rows.select_related("district", "by").order_by("district__path", "first", "key"))


def nearest_entries(entries: Iterable[TimelineEntry]) -> dict[str, TimelineEntry]:
    """By key the entry that counts, from rows in the order of `timeline_entries`."""
    return {entry.key: entry for entry in entries}


def observed_days_for(
    district: District, year: int, *, school_kind: str = "", everything: bool = False
) -> tuple[ObservedDay, ...]:
    """The observed days of a year that the district lists (`everything`: also the others), by date. One query."""
    rows = ObservanceChoice.objects.filter(district__path__in=lineage(district.path)).order_by("district__path")
    choices = dict(rows.values_list("key", "listed"))
    return days_of_year(year, school_kind=school_kind, choices=choices, everything=everything)
