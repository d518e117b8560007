"""The observed days of a year with their dates and numbers. Framework-free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regulations.domain.observances import Count, Observance, ObservanceBook, PlainDay, observance_book
from regulations.domain.rules import Evidence
from regulations.domain.work_calendar import Stretch

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class ObservedDay:
    """An observance in one year. `number` is "105周年", "第42个" or "" where nothing is counted; `rule` says in words when it falls.

    `patterns` are the expressions by which texts name it.
    """

    key: str
    name: str
    span: Stretch
    rule: str
    number: str
    source: str
    evidence: Evidence
    note: str
    school_kinds: tuple[str, ...]
    listed: bool
    customary: bool = False
    line: str = ""
    patterns: tuple[str, ...] = ()

    @property
    def days(self) -> str:
        """In the year's own words: 3月5日（周四）, 5月20日—6月20日."""
        first, last = self.span.first, self.span.last
        if first == last:
            return f"{first.month}月{first.day}日（周{WEEKDAYS[first.weekday()]}）"
        return f"{first.month}月{first.day}日—{last.month}月{last.day}日"

    def is_meant_for(self, school_kind: str) -> bool:
        """ "" asks for no particular kind of school."""
        return not school_kind or not self.school_kinds or school_kind in self.school_kinds


def days_of_year(
    year: int,
    *,
    school_kind: str = "",
    choices: Mapping[str, bool] | None = None,
    book: ObservanceBook | None = None,
    everything: bool = False,
) -> tuple[ObservedDay, ...]:
    """The days of the calendar year by date, those that had begun by then.

    `choices` says by key what a district lists or leaves out, against the book's `listed`; `everything` keeps what is not listed.
    """
    book = book or observance_book()
    days = [_observed(row, year, choices or {}) for row in _existing((*book.observances, *book.plain_days), year)]
    shown = [day for day in days if (everything or day.listed) and day.is_meant_for(school_kind)]
    return tuple(sorted(shown, key=lambda day: (day.span.first, day.span.last)))


def _existing(rows: Iterable[Observance | PlainDay], year: int) -> Iterable[Observance | PlainDay]:
    return (row for row in rows if isinstance(row, PlainDay) or row.number(year) >= 1)


def _observed(row: Observance | PlainDay, year: int, choices: Mapping[str, bool]) -> ObservedDay:
    return ObservedDay(
        row.key,
        row.name,
        row.when.span(year),
        row.when.words,
        _number(row, year),
        row.source,
        Evidence(row.evidence),
        row.note,
        row.school_kinds,
        choices.get(row.key, row.listed),
        row.customary,
        row.line,
        row.patterns,
    )


def _number(row: Observance | PlainDay, year: int) -> str:
    if isinstance(row, PlainDay):
        return ""
    return f"{row.number(year)}周年" if row.count is Count.ANNIVERSARY else f"第{row.number(year)}个"
