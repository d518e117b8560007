"""学时: what somebody has studied this year against what is asked (ED-01, ED-02). Framework-free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regulations.domain.rules import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Quota:
    """Hours a year asked of a member; `rule` is what asks for them, None where the rule book has no such rule for the day.

    From `alert_on` ("09-30") on the secretary is told who has less than `alert_percent` of them (KH-05); "" where nobody is told.
    """

    hours: Decimal | None
    rule: Rule | None
    alert_on: str = ""
    alert_percent: int = 0

    def alert_day(self, year: int) -> date | None:
        """The day on which the year's hours are looked at."""
        return date.fromisoformat(f"{year}-{self.alert_on}") if self.alert_on else None


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
    if rule is None:
        return Quota(None, None)
    hours, watch = Decimal(str(rule.parameters["hours_least"])), book.find("KH-05", on)
    if watch is None:
        return Quota(hours, rule)
    return Quota(hours, rule, watch.parameters["reminder_on"], int(watch.parameters["share_percent"]))


def standing_of(hours: Sequence[Decimal], quota: Quota) -> Standing:
    """The year's records added up."""
    return Standing(sum(hours, Decimal("0.0")), quota)


def lags_behind(standing: Standing, today: date, year: int) -> bool:
    """Whether the secretary should act: from the alert's day on, while there is less than its share of the quota (KH-05)."""
    quota = standing.quota
    begins = quota.alert_day(year)
    if quota.hours is None or begins is None or today < begins:
        return False
    return standing.hours * 100 < quota.hours * quota.alert_percent
