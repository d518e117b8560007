"""Letters of introduction: how long they are valid, and when a person has to be transferred. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from regulations.domain.rules import Rule, RuleBook
from regulations.domain.working_days import add_months


@dataclass(frozen=True, slots=True)
class Validity:
    """The usual and the longest number of days by ED-09, a local value."""

    usual: int
    longest: int
    rule: Rule


def validity(book: RuleBook, on: date) -> Validity:
    """What the district has set; 30 and 90 days where it has set nothing."""
    rule = book.rule("ED-09", on)
    return Validity(int(rule.parameters["days"]), int(rule.parameters["days_most"]), rule)


def valid_until(issued_on: date, days: int) -> date:
    """The last day of a letter of `days` days; the day after its issue is the first day counted."""
    return issued_on + timedelta(days=days)


def due_to_move(moved_on: date, book: RuleBook, on: date) -> date | None:
    """By ED-08, the day from which somebody who moved on `moved_on` has to be transferred; None where the rule is not in force."""
    rule = book.find("ED-08", on)
    return add_months(moved_on, int(rule.parameters["months_least"])) if rule else None
