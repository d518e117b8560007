"""The timeline that ships with the portal, read from `regulations/data/timeline.toml`. Framework-free."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from regulations.domain.rules import Evidence
from regulations.domain.timeline import AgeingTerm, Campaign, Congress, Plenum, Timeline

DATA = Path(__file__).resolve().parent.parent / "data" / "timeline.toml"
LEVELS = ("error", "warning", "info")
R = TypeVar("R")


class TimelineDataError(Exception):
    """The data file does not hold; the message names the row and the field."""


@cache
def national_timeline() -> Timeline:
    """The timeline of the data file, read once per process."""
    return parse_timeline(DATA.read_text(encoding="utf-8"))


def parse_timeline(text: str) -> Timeline:
    """The timeline in a TOML text; raises TimelineDataError naming the row that does not hold."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TimelineDataError(f"not TOML: {error}") from error
    if surplus := set(tables) - {"congress", "campaign", "term"}:
        raise TimelineDataError(f"unknown table: {', '.join(sorted(surplus))}")
    congresses = _rows(tables, "congress", _congress)
    numbers = [row.number for row in congresses]
    if numbers != sorted(set(numbers)):
        raise TimelineDataError("congress: numbers must rise")
    return Timeline(congresses, _rows(tables, "campaign", _campaign), _rows(tables, "term", _term))


def _rows(tables: dict[str, Any], name: str, make: Callable[[_Row], R]) -> tuple[R, ...]:
    return tuple(make(_Row(row, f"{name} {i}")) for i, row in enumerate(tables.get(name, []), 1))


class _Row:
    """A table row that is read field by field; what is left over at the end is unknown."""

    def __init__(self, fields: dict[str, Any], place: str) -> None:
        self._fields, self._place = dict(fields), place

    def take(self, name: str, kind: type[R], default: R | None = None) -> R:
        value = self._fields.pop(name, default)
        if type(value) is not kind:
            raise TimelineDataError(f"{self._place}: {name} must be {kind.__name__}, not {value!r}")
        return value

    def day(self, name: str) -> date | None:
        return self.take(name, date) if name in self._fields else None

    def evidence(self) -> Evidence:
        value = self.take("evidence", str)
        if value not in set(Evidence):
            raise TimelineDataError(f"{self._place}: evidence must be one of {', '.join(Evidence)}, not {value!r}")
        return Evidence(value)

    def pattern(self) -> re.Pattern[str]:
        source = self.take("pattern", str)
        try:
            compiled = re.compile(source)
        except re.error as error:
            raise TimelineDataError(
                f"{self._place}: pattern {source!r} is not a regular expression: {error}"
            ) from error
        if compiled.groups or compiled.match(""):
            raise TimelineDataError(f"{self._place}: pattern {source!r} must have no groups and not fit the empty text")
        return compiled

    def span(self, first: date | None, last: date | None) -> None:
        if first and last and last < first:
            raise TimelineDataError(f"{self._place}: the last day is before the first")

    def end(self) -> None:
        if self._fields:
            raise TimelineDataError(f"{self._place}: unknown field {', '.join(sorted(self._fields))}")

    def inner(self, name: str) -> list[_Row]:
        rows = self._fields.pop(name, [])
        return [_Row(row, f"{self._place}, {name} {i}") for i, row in enumerate(rows, 1)]


def _congress(row: _Row) -> Congress:
    first, last = row.take("first", date), row.day("last")
    row.span(first, last)
    row.take("note", str, "")
    plenums = tuple(_plenum(inner, number) for number, inner in enumerate(row.inner("plenum"), 1))
    congress = Congress(
        row.take("number", int), first, last, plenums, row.evidence(), row.take("confirmed", bool, default=True)
    )
    row.end()
    return congress


def _plenum(row: _Row, expected: int) -> Plenum:
    number, first, last = row.take("number", int), row.take("first", date), row.take("last", date)
    row.span(first, last)
    if number != expected:
        raise TimelineDataError(f"congress: plenum {number} stands where {expected} is due")
    plenum = Plenum(
        number, first, last, row.take("topic", str, ""), row.evidence(), row.take("confirmed", bool, default=True)
    )
    row.end()
    return plenum


def _campaign(row: _Row) -> Campaign:
    first, last = row.take("first", date), row.day("last")
    row.span(first, last)
    campaign = Campaign(
        row.take("key", str),
        row.take("name", str),
        row.pattern(),
        first,
        last,
        row.evidence(),
        row.take("lasting", bool, default=False),
        row.take("confirmed", bool, default=True),
    )
    row.end()
    return campaign


def _term(row: _Row) -> AgeingTerm:
    first, last = row.day("valid_from"), row.day("valid_to")
    row.span(first, last)
    level = row.take("level", str)
    if level not in LEVELS:
        raise TimelineDataError(f"term: level must be one of {', '.join(LEVELS)}, not {level!r}")
    term = AgeingTerm(
        row.take("key", str),
        row.take("name", str),
        row.pattern(),
        first,
        last,
        row.take("replacement", str),
        row.take("note", str),
        level,
        row.evidence(),
    )
    row.end()
    return term
