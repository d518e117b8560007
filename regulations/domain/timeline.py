"""Congresses, plenums, campaigns and terms that age: what a plan of a given day may call current. Framework-free; the rows are data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from regulations.domain.rules import Evidence


@dataclass(frozen=True, slots=True)
class Plenum:
    """The `number`-th plenum of a central committee; `confirmed` is False while it is only announced."""

    number: int
    first: date
    last: date
    topic: str = ""
    evidence: Evidence = Evidence.UNVERIFIED
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Congress:
    """The `number`-th national congress (党的二十大: 20); `last` None while its dates are not known."""

    number: int
    first: date
    last: date | None
    plenums: tuple[Plenum, ...] = ()
    evidence: Evidence = Evidence.UNVERIFIED
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Campaign:
    """An intra-party campaign; `pattern` is how texts name it, `lasting` says that it became regular practice afterwards."""

    key: str
    name: str
    pattern: re.Pattern[str]
    first: date
    last: date | None
    evidence: Evidence = Evidence.UNVERIFIED
    lasting: bool = False
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class AgeingTerm:
    """A term, regulation or slogan with its time: before `valid_from` it cannot be, after `valid_to` it is out of date.

    `level` is what using it out of time is worth ("error", "warning" or "info"), `replacement` what is written today.
    """

    key: str
    name: str
    pattern: re.Pattern[str]
    valid_from: date | None
    valid_to: date | None
    replacement: str
    note: str
    level: str
    evidence: Evidence


@dataclass(frozen=True)
class Timeline:
    """All of it, oldest first."""

    congresses: tuple[Congress, ...]
    campaigns: tuple[Campaign, ...]
    terms: tuple[AgeingTerm, ...]

    def congress(self, number: int) -> Congress | None:
        return next((row for row in self.congresses if row.number == number), None)

    def current_congress(self, day: date) -> Congress | None:
        """The newest congress that has been held by the day."""
        held = [row for row in self.congresses if row.confirmed and row.last and row.last <= day]
        return held[-1] if held else None

    def newest_plenum(self, day: date) -> tuple[Congress, Plenum] | None:
        """The newest plenum that is confirmed and was over by the day."""
        current = self.current_congress(day)
        held = [row for row in current.plenums if row.confirmed and row.last <= day] if current else []
        return (current, held[-1]) if current and held else None
