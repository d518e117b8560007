"""What the planning aid is given and what it answers. Framework-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from plans.domain.proposing.patterns import Every, Pattern
from regulations.domain.activities import ActivityKind
from regulations.domain.rules import Evidence


class Basis(StrEnum):
    """Where a line comes from."""

    RULE = "rule"
    DISTRICT = "district"
    OBSERVANCE = "observance"
    WISH = "wish"

    @property
    def label(self) -> str:
        return {"rule": "条款要求", "district": "上级要求", "observance": "纪念日", "wish": "本支部安排"}[self.value]


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A schedule line to take or leave.

    `key` is the same each time the same line is proposed; `of` names what it comes from: the rule's code, the requirement, the observance,
    the wish. `day` is where it ended up, `planned_on` where the pattern put it, `last_day` the end of what lasts several days (otherwise
    `day`), `days` all days of a line that stands for several occurrences; `pattern` the pattern in words. `why` says in Chinese why the day
    was moved or what stands against it, "" for nothing. `rule` and `source` cite the rule; `provisional`: the year's holidays are not
    announced yet. `stretch` are the months in which a line of the plan can be this one, `names` the expressions by which it would say so
    (none: by its kind, or by the same words). `customary` False: not proposed unless somebody asks.
    """

    key: str
    kind: ActivityKind
    text: str
    day: date
    planned_on: date
    last_day: date
    basis: Basis
    pattern: str = ""
    why: str = ""
    rule: str = ""
    source: str = ""
    evidence: Evidence = Evidence.LOCAL
    provisional: bool = False
    of: str = ""
    days: tuple[date, ...] = ()
    stretch: tuple[date, ...] = ()
    names: tuple[str, ...] = ()
    every: Every | None = None
    customary: bool = True

    @property
    def month(self) -> date:
        """First day of the month, as schedule lines carry it."""
        return self.day.replace(day=1)

    @property
    def last_month(self) -> date:
        return max(self.day, self.last_day).replace(day=1)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the district asks of every branch: on a pattern's days (from `first` to `due` where they are given), or once by `due`."""

    key: str
    text: str
    kind: ActivityKind
    pattern: Pattern | None = None
    first: date | None = None
    due: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A line of the branch's own that recurs."""

    key: str
    text: str
    kind: ActivityKind
    pattern: Pattern


@dataclass(frozen=True)
class Wishes:
    """What the secretary chose: other patterns for required activities, lines of the branch's own, keys of what is not wanted.

    `leave_out` holds codes of rules, keys of observances, requirements or wishes.
    """

    patterns: Mapping[ActivityKind, Pattern] = field(default_factory=dict)
    lines: tuple[Wish, ...] = ()
    leave_out: frozenset[str] = frozenset()
