"""学时: what somebody has studied this year against what is asked (ED-01, ED-02). Framework-free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regulations.domain.rules import Rule, RuleBook

#: When the secretary is told who lags behind, and below which share. The project's own choice: no rule names either (domain rules §2).
ALERT_MONTH, ALERT_DAY = 9, 30
ALERT_BELOW_PERCENT = 60


@dataclass(frozen=True, slots=True)
class Quota:
    """Hours a year asked of a member; `rule` is what asks for them, None where the rule book has no such rule for the day."""

    hours: Decimal | None
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Hours of a year so far against the quota."""

    hours: Decimal
    quota: Quota

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down: 59.9 % is not 60 %. None without a quota."""
        return int(self.hours * 100 // self.quota.hours) if self.quota.hours else None

    @property
    def missing(self) -> Decimal:
        return max((self.quota.hours or Decimal(0)) - self.hours, Decimal(0))

    @property
    def is_met(self) -> bool:
        return self.quota.hours is not None and self.hours >= self.quota.hours


def quota_of(book: RuleBook, on: date, *, in_committee: bool) -> Quota:
    """56 hours for the secretary and the committee (ED-02), 32 for everybody else (ED-01), as the rule book has them on the day."""
    rule = book.find("ED-02" if in_committee else "ED-01", on)
    return Quota(Decimal(str(rule.parameters["hours_least"])), rule) if rule else Quota(None, None)


def standing_of(hours: Sequence[Decimal], quota: Quota) -> Standing:
    """The year's records added up."""
    return Standing(sum(hours, Decimal("0.0")), quota)


def alert_day(year: int) -> date:
    """The day on which the year's hours are looked at."""
    return date(year, ALERT_MONTH, ALERT_DAY)


def lags_behind(standing: Standing, today: date, year: int) -> bool:
    """Whether the secretary should act: from 30 September on, below 60 % of the quota; afterwards until the quota is met or the year over."""
    if standing.quota.hours is None or today < alert_day(year):
        return False
    return standing.hours * 100 < standing.quota.hours * ALERT_BELOW_PERCENT
