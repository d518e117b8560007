"""What a line of the schedule promises, once or month by month. Framework-free.

A line of one month promises one thing. A line over several months is one thing that takes its time (3—4月 青年教师结对听课), unless it says how
often: 每月, 每周 and the like promise something every month, 每季度, 每学期 something in every quarter or half of the year. A theme promises nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from calendar_events.domain.fulfilment import end_of_month
from regulations.domain.activities import ActivityKind
from regulations.domain.working_days import add_months

_MONTHLY = re.compile(r"每\s*(?:个|两|二|2|隔一)?\s*(?:月|周|星期)|隔周|逐月|按月|月月")
_QUARTERLY = re.compile(r"每\s*个?\s*季|按季|逐季")
_HALF_YEARLY = re.compile(r"每\s*个?\s*(?:半年|学期)")
_MONTHS_APART = ((_MONTHLY, 1), (_QUARTERLY, 3), (_HALF_YEARLY, 6))
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plan's schedule; months are first days. `origin` is the same in all revisions, `planned_on` a day of the first month."""

    origin: UUID
    text: str
    kind: ActivityKind
    first_month: date
    last_month: date
    is_theme: bool = False
    planned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """One thing that a line promises, to be done from the first of `month` to the end of `last_month`."""

    line: Line
    month: date
    last_month: date

    @property
    def key(self) -> tuple[UUID, date]:
        """What an event that keeps it carries: `item_origin` and `promised_month`."""
        return self.line.origin, self.month

    @property
    def due(self) -> date:
        """The last day to keep it."""
        return end_of_month(self.last_month)

    @property
    def months(self) -> tuple[date, ...]:
        return tuple(_months(self.month, self.last_month))

    @property
    def span(self) -> str:
        """3—4月 where it may be done in several months."""
        return f"{self.month.month}—{self.last_month.month}月" if self.last_month > self.month else ""


def promises_of(line: Line) -> tuple[Promised, ...]:
    """In the order of months."""
    if line.is_theme:
        return ()
    apart = next((months for shape, months in _MONTHS_APART if shape.search(line.text)), 0)
    if not apart or line.first_month == line.last_month:
        return (Promised(line, line.first_month, line.last_month),)
    return tuple(Promised(line, first, last) for first, last in _stretches(line.first_month, line.last_month, apart))


def promises_of_all(lines: Iterable[Line]) -> tuple[Promised, ...]:
    """By month, in the order of the lines within it."""
    found = [promised for line in lines for promised in promises_of(line)]
    return tuple(sorted(found, key=lambda row: row.month))


def _stretches(first: date, last: date, apart: int) -> Iterator[tuple[date, date]]:
    """The calendar stretches of so many months that the line touches, cut to its own."""
    begin = first
    while begin <= last:
        place = (begin.year * _YEAR + begin.month - 1) // apart * apart
        end = add_months(date(place // _YEAR, place % _YEAR + 1, 1), apart - 1)
        yield begin, min(end, last)
        begin = add_months(end, 1)


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = add_months(first, 1)
