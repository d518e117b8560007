"""Observed days, counted from an origin year or not, and five-year plans, from `regulations/data/observances.toml`. Framework-free."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from regulations.domain.moving_days import DayRule, DayRuleError, parse_rule

DATA = Path(__file__).resolve().parent.parent / "data" / "observances.toml"
EVIDENCE = frozenset({"verified", "secondary", "unverified", "computed", "local"})
YEARS_OF_A_PLAN = 5
#: Values of `branches.models.SchoolKind`, which lies outside the domain; a test holds the two together.
SCHOOL_KINDS = frozenset(
    "kindergarten primary junior nine_year senior complete twelve_year vocational special other".split()
)


class ObservanceDataError(Exception):
    """The data file does not hold; the message names the row and the field."""


class Count(StrEnum):
    """How a year is counted: 周年 (year − origin) or 第N个 (year − origin + 1)."""

    ANNIVERSARY = "anniversary"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Observance:
    """A counted day of every year. `month` decides which calendar year of a school year it falls in.

    `when` says on which days it falls; `school_kinds` are those it is meant for, empty for all; `listed` False: only where a district asks
    for it. `customary`: plans of school branches usually take it up, with the words of `line` ("" for a general sentence).
    """

    key: str
    name: str
    month: int
    patterns: tuple[str, ...]
    origin: int
    count: Count
    source: str
    evidence: str
    when: DayRule
    note: str = ""
    school_kinds: tuple[str, ...] = ()
    listed: bool = True
    customary: bool = False
    line: str = ""

    def number(self, year: int) -> int:
        """Which anniversary, or which one of its kind, falls in `year`."""
        return self.anniversary(year) if self.count is Count.ANNIVERSARY else self.ordinal(year)

    def anniversary(self, year: int) -> int:
        return year - self.origin

    def ordinal(self, year: int) -> int:
        return year - self.origin + 1


@dataclass(frozen=True, slots=True)
class PlainDay:
    """A day of every year that nobody counts: 植树节, 重阳节."""

    key: str
    name: str
    patterns: tuple[str, ...]
    source: str
    evidence: str
    when: DayRule
    note: str = ""
    school_kinds: tuple[str, ...] = ()
    listed: bool = True
    customary: bool = False
    line: str = ""


@dataclass(frozen=True, slots=True)
class FiveYearPlan:
    """A national five-year plan: `first_year` and the four that follow."""

    name: str
    first_year: int
    evidence: str

    @property
    def last_year(self) -> int:
        return self.first_year + YEARS_OF_A_PLAN - 1


@dataclass(frozen=True, slots=True)
class ObservanceBook:
    """Everything in the file, in its order."""

    observances: tuple[Observance, ...]
    five_year_plans: tuple[FiveYearPlan, ...]
    plain_days: tuple[PlainDay, ...] = ()

    def five_year_plan_of(self, year: int) -> FiveYearPlan | None:
        return next((plan for plan in self.five_year_plans if plan.first_year <= year <= plan.last_year), None)


@cache
def observance_book() -> ObservanceBook:
    """The book that ships with the portal, read once per process."""
    return parse_observances(DATA.read_text(encoding="utf-8"))


def parse_observances(text: str) -> ObservanceBook:
    """The book in a TOML text; raises ObservanceDataError naming the row that does not hold."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ObservanceDataError(f"not TOML: {error}") from error
    surplus = set(tables) - {"observance", "plain_day", "five_year_plan"}
    if surplus:
        raise ObservanceDataError(f"unknown table: {', '.join(sorted(surplus))}")
    observances = tuple(_observance(row, f"observance {i}") for i, row in enumerate(tables.get("observance", []), 1))
    plans = tuple(
        _five_year_plan(row, f"five_year_plan {i}") for i, row in enumerate(tables.get("five_year_plan", []), 1)
    )
    plain_days = tuple(_plain_day(row, f"plain_day {i}") for i, row in enumerate(tables.get("plain_day", []), 1))
    keys = [row.key for row in observances] + [row.key for row in plain_days]
    for key in keys:
        if keys.count(key) > 1:
            raise ObservanceDataError(f"{key}: the key is used twice")
    return ObservanceBook(observances, plans, plain_days)


def _observance(row: dict[str, Any], place: str) -> Observance:
    key = _text(row, "key", place)
    place = f"{place} ({key})"
    _known_fields(row, _COMMON | {"month", "patterns", "origin", "count"}, place)
    count = _text(row, "count", place)
    if count not in set(Count):
        raise ObservanceDataError(f"{place}: count must be anniversary or ordinal, not {count!r}")
    month = _number(row, "month", place, 1, 12)
    when = _rule(row, place, default=f"{month:02}")
    if when.first_month not in {None, month}:
        raise ObservanceDataError(f"{place}: when lies in month {when.first_month}, month says {month}")
    return Observance(
        month=month,
        patterns=_patterns(row, place),
        origin=_number(row, "origin", place, 1800, 2100),
        count=Count(count),
        when=when,
        **_common(row, place),
    )


def _plain_day(row: dict[str, Any], place: str) -> PlainDay:
    place = f"{place} ({_text(row, 'key', place)})"
    _known_fields(row, _COMMON | {"patterns"}, place)
    when = _rule(row, place, default="")
    patterns = _patterns(row, place) if "patterns" in row else (re.escape(_text(row, "name", place)),)
    return PlainDay(patterns=patterns, when=when, **_common(row, place))


_COMMON = {"key", "name", "when", "source", "evidence", "note", "school_kinds", "listed", "customary", "line"}


def _common(row: dict[str, Any], place: str) -> dict[str, Any]:
    """The fields that counted and plain days share, `when` aside."""
    kinds = row.get("school_kinds", [])
    if not isinstance(kinds, list) or not set(kinds) <= SCHOOL_KINDS:
        raise ObservanceDataError(f"{place}: school_kinds must be a list of {', '.join(sorted(SCHOOL_KINDS))}")
    listed, customary = row.get("listed", True), row.get("customary", False)
    for name, value in (("listed", listed), ("customary", customary)):
        if not isinstance(value, bool):
            raise ObservanceDataError(f"{place}: {name} must be true or false")
    return {
        "key": _text(row, "key", place),
        "name": _text(row, "name", place),
        "source": _text(row, "source", place),
        "evidence": _evidence(row, place),
        "note": _text(row, "note", place) if "note" in row else "",
        "school_kinds": tuple(kinds),
        "listed": listed,
        "customary": customary,
        "line": _text(row, "line", place) if "line" in row else "",
    }


def _patterns(row: dict[str, Any], place: str) -> tuple[str, ...]:
    patterns = row.get("patterns")
    if not isinstance(patterns, list) or not patterns or not all(isinstance(pattern, str) for pattern in patterns):
        raise ObservanceDataError(f"{place}: patterns must be a list of texts, at least one")
    for pattern in patterns:
        _check_pattern(pattern, place)
    return tuple(patterns)


def _rule(row: dict[str, Any], place: str, *, default: str) -> DayRule:
    text = _text(row, "when", place) if "when" in row else default
    try:
        return parse_rule(text)
    except DayRuleError as error:
        raise ObservanceDataError(f"{place}: when: {error}") from error


def _five_year_plan(row: dict[str, Any], place: str) -> FiveYearPlan:
    name = _text(row, "name", place)
    place = f"{place} ({name})"
    _known_fields(row, {"name", "first_year", "evidence"}, place)
    return FiveYearPlan(name, _number(row, "first_year", place, 1950, 2100), _evidence(row, place))


def _known_fields(row: dict[str, Any], known: set[str], place: str) -> None:
    if surplus := set(row) - known:
        raise ObservanceDataError(f"{place}: unknown field {', '.join(sorted(surplus))}")


def _check_pattern(pattern: str, place: str) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise ObservanceDataError(f"{place}: pattern {pattern!r} is not a regular expression: {error}") from error
    if compiled.groups:
        raise ObservanceDataError(f"{place}: pattern {pattern!r} must not have capturing groups, write (?:…)")
    if compiled.match(""):
        raise ObservanceDataError(f"{place}: pattern {pattern!r} fits the empty text")


def _evidence(row: dict[str, Any], place: str) -> str:
    evidence = _text(row, "evidence", place)
    if evidence not in EVIDENCE:
        raise ObservanceDataError(f"{place}: evidence must be one of {', '.join(sorted(EVIDENCE))}, not {evidence!r}")
    return evidence


def _text(row: dict[str, Any], field: str, place: str) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise ObservanceDataError(f"{place}: {field} must be a text that is not empty")
    return value


def _number(row: dict[str, Any], field: str, place: str, least: int, most: int) -> int:
    value = row.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ObservanceDataError(f"{place}: {field} must be a whole number from {least} to {most}")
    return value
