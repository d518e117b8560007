"""All findings on a case. Framework-free."""

from __future__ import annotations

from members.domain.development.admission import admission_findings
from members.domain.development.conversion import conversion_findings
from members.domain.development.findings import CaseFinding
from members.domain.development.history import History
from members.domain.development.listing import listing_findings
from members.domain.development.order import order_findings
from members.domain.development.people import people_findings
from members.domain.development.rules import DevelopmentRules
from regulations.domain.work_calendar import WorkCalendar


def validate(history: History, rules: DevelopmentRules, calendar: WorkCalendar) -> tuple[CaseFinding, ...]:
    """What is wrong with a case, by step. Nothing is concluded from what is not known."""
    limits = [
        *people_findings(history, rules),
        *listing_findings(history, rules, calendar),
        *admission_findings(history, rules),
        *conversion_findings(history, rules),
    ]
    orders = order_findings(history, rules, limits)
    return tuple(sorted([*limits, *orders], key=lambda finding: finding.step))
