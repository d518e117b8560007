"""Plans that the aid is asked about: empty ones, and the school year of the district."""

from __future__ import annotations

from datetime import date
from typing import Any

from plans.domain.draft import PlanDraft
from plans.domain.period import Cycle, Period
from plans.models import Plan
from plans.selectors.proposing import Proposal, Shown, proposal_for
from plans.services.drafting import create_plan
from plans.services.proposing import take_lines
from regulations.domain.terms import TermKind, TermRow
from regulations.domain.work_calendar import Stretch
from regulations.services.terms import save_terms
from tests.cast import NOW, TODAY, Cast


def empty_plan(cast: Cast, year: int = 2026, cycle: Cycle = Cycle.CALENDAR_YEAR) -> Plan:
    draft = PlanDraft(Period(cycle, year), f"青榆一小{year}年工作计划")
    return create_plan(branch=cast.branch, draft=draft, source="blank", by=cast.lin, at=NOW)


def asked(plan: Plan, today: date = TODAY) -> Proposal:
    return proposal_for(Plan.objects.select_related("branch__district").get(pk=plan.pk), today)


def days_of(proposal: Proposal, of: str) -> list[str]:
    return [f"{line.day:%m-%d}" for line in proposal.open_lines if line.of == of]


def why(proposal: Proposal, key: str) -> str:
    (line,) = [line for line in proposal.lines if line.key == key]
    return line.why


def take(plan: Plan, cast: Cast, *keys: str, group: str = "") -> Any:
    return take_lines(plan=plan, shown=asked(plan).digest, keys=keys, group=group, by=cast.lin, at=NOW)


def school_year(cast: Cast) -> None:
    """2025—2026: autumn term to 23 January with examinations, winter vacation to 1 March, summer vacation from 11 July."""
    rows = [
        TermRow(TermKind.TERM, Stretch("第一学期", date(2025, 9, 1), date(2026, 1, 23))),
        TermRow(TermKind.EXAMINATION, Stretch("期末考试", date(2026, 1, 19), date(2026, 1, 21))),
        TermRow(TermKind.VACATION, Stretch("寒假", date(2026, 1, 24), date(2026, 3, 1))),
        TermRow(TermKind.TERM, Stretch("第二学期", date(2026, 3, 2), date(2026, 7, 10))),
        TermRow(TermKind.VACATION, Stretch("暑假", date(2026, 7, 11), date(2026, 8, 31))),
    ]
    save_terms(district=cast.district, school_year=2025, rows=rows, source="校历（示例）", by=cast.wei, at=NOW)


def line_of(group: Any, key: str) -> Shown:
    (row,) = [row for row in (*group.open, *group.present) if row.line.key == key]
    return row
