"""兑现率: what became of what a plan promised. Framework-free; computed, never typed in.

兑现率 = (按期 + 逾期完成) ÷ (应完成), where 应完成 is all that has fallen due, is done before its time, or was dropped. What was dropped for a
stated reason is shown apart but stays below the line: a branch does not come to 100 % by dropping what it promised.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from regulations.domain.working_days import add_months

Key = TypeVar("Key", bound=Hashable)


class Outcome(StrEnum):
    """What became of one promise by a day."""

    HELD = "held"
    LATE = "late"
    DROPPED = "dropped"
    MISSED = "missed"
    OPEN = "open"

    @property
    def label(self) -> str:
        return {"held": "按期完成", "late": "逾期完成", "dropped": "已取消", "missed": "未完成", "open": "未到期"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing a plan promised once: a line that promises three meetings is three promises.

    `due` is the last day to keep it (for a line of the schedule the last day of its last month, see `end_of_month`). `held_on` is the day it
    was done. `dropped` is the reason it was given up for; a promise dropped without a reason is one not kept. `part` is the section or
    measure it belongs to.
    """

    branch: str
    part: str
    due: date
    held_on: date | None = None
    dropped: str = ""

    def outcome(self, today: date) -> Outcome:
        """As of the day. What was done counts as done, even where it had been dropped; what is done after today is not done yet."""
        if self.held_on is not None and self.held_on <= today:
            return Outcome.HELD if self.held_on <= self.due else Outcome.LATE
        if self.dropped.strip():
            return Outcome.DROPPED
        return Outcome.MISSED if self.due < today else Outcome.OPEN

    @property
    def month(self) -> date:
        """The month it is counted in: that of the day it was due, whenever it was done."""
        return self.due.replace(day=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of promises by outcome."""

    held: int = 0
    late: int = 0
    dropped: int = 0
    missed: int = 0
    open: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def planned(self) -> int:
        """All that was promised."""
        return self.expected + self.open

    @property
    def expected(self) -> int:
        """应完成."""
        return self.held + self.late + self.dropped + self.missed

    @property
    def rate(self) -> Fraction | None:
        """兑现率 0 … 1; None while nothing is due."""
        return Fraction(self.held + self.late, self.expected) if self.expected else None

    @property
    def on_time(self) -> Fraction | None:
        """按期率 0 … 1; None while nothing is due."""
        return Fraction(self.held, self.expected) if self.expected else None


@dataclass(frozen=True)
class BranchProgress:
    """A branch's year: months in order, the whole, and what was dropped with its reason."""

    months: Mapping[date, Tally]
    parts: Mapping[str, Tally]
    total: Tally
    dropped: tuple[Promise, ...]


@dataclass(frozen=True)
class DistrictProgress:
    """The district's year: its promises added up, not its branches' rates averaged. `branches` are ordered lowest rate first."""

    months: Mapping[date, Tally]
    branches: Mapping[str, Tally]
    total: Tally


def branch_progress(promises: Iterable[Promise], today: date) -> BranchProgress:
    """Progress of one branch as of the day."""
    rows = list(promises)
    return BranchProgress(
        months=dict(sorted(tallies(rows, today, lambda row: row.month).items())),
        parts=tallies(rows, today, lambda row: row.part),
        total=tally(rows, today),
        dropped=tuple(row for row in rows if row.outcome(today) is Outcome.DROPPED),
    )


def district_progress(promises: Iterable[Promise], today: date) -> DistrictProgress:
    """Progress of all branches as of the day; those without anything due come last."""
    rows = list(promises)
    branches = tallies(rows, today, lambda row: row.branch)
    return DistrictProgress(
        months=dict(sorted(tallies(rows, today, lambda row: row.month).items())),
        branches=dict(sorted(branches.items(), key=lambda row: (row[1].rate is None, row[1].rate or 0, row[0]))),
        total=sum(branches.values(), Tally()),
    )


def tallies(promises: Iterable[Promise], today: date, key: Callable[[Promise], Key]) -> dict[Key, Tally]:
    """Numbers by whatever the key says, in the order of first appearance."""
    found: dict[Key, Tally] = {}
    for row in promises:
        name = key(row)
        found[name] = found.get(name, Tally()) + _ONE[row.outcome(today)]
    return found


def tally(promises: Iterable[Promise], today: date) -> Tally:
    return sum((_ONE[row.outcome(today)] for row in promises), Tally())


_ONE = {outcome: Tally(**{outcome.value: 1}) for outcome in Outcome}


def percent(rate: Fraction | None) -> str:
    """ "66.7%", half up; "—" while nothing is due. Only what is whole says 100%."""
    if rate is None:
        return "—"
    tenths = int(rate * 1000 + Fraction(1, 2))
    if rate < 1:
        tenths = min(tenths, 999)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def end_of_month(month: date) -> date:
    """The last day of the month that a schedule line may be kept in."""
    return add_months(month.replace(day=1), 1) - timedelta(days=1)
