"""Who belonged where on the day of a meeting, and how many hours it gives. Framework-free."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from regulations.domain.rules import RuleBook

HALF = Decimal("0.5")


def is_full_on(day: date, *, is_full: bool, became_full_on: date | None) -> bool:
    """Whether somebody who is (or is not) a full member today was one on the day: not before the day of conversion."""
    return is_full and (became_full_on is None or became_full_on <= day)


def was_member_on(day: date, *, joined_on: date | None) -> bool:
    """Whether a member of today was admitted by the day; an unknown day of admission is long ago."""
    return joined_on is None or joined_on <= day


def hours_of(began_at: time | None, ended_at: time | None, rules: RuleBook, on: date) -> Decimal | None:
    """Study hours of a meeting by its length (ED-05), in halves; None where the times or the rule are missing."""
    rule = rules.find("ED-05", on)
    if began_at is None or ended_at is None or rule is None:
        return None
    day = date(2000, 1, 1)
    length = datetime.combine(day, ended_at) - datetime.combine(day, began_at)
    hours = Decimal(int(length.total_seconds())) / 3600 * Decimal(str(rule.parameters["hours_an_hour"]))
    halves = (hours / HALF).quantize(Decimal(1), ROUND_HALF_UP)
    return max(halves * HALF, HALF)
