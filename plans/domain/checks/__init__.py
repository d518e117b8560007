"""The checks of a plan: `check_plan` is the door. Framework-free: facts and knowledge in, findings and verdicts out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from plans.domain.checks.bodies import check_bodies
from plans.domain.checks.coverage import coverage
from plans.domain.checks.coverage_findings import check_coverage
from plans.domain.checks.dates import check_dates
from plans.domain.checks.feasibility import check_feasibility, promises_admissions
from plans.domain.checks.language import check_language
from plans.domain.checks.material import BranchFacts, Material, Passage, material_of_paper, material_of_reading
from plans.domain.checks.model import ActivityVerdict, CheckReport, Knowledge, Placeholder, Verdict
from plans.domain.checks.numbers import check_numbers
from plans.domain.checks.placeholders import check_placeholders, placeholders
from plans.domain.checks.remains import check_remains
from plans.domain.checks.staleness import check_staleness
from plans.domain.checks.units import check_units
from plans.domain.checks.years import check_years
from plans.domain.paper_kinds import PaperKind
from regulations.domain.findings import Finding

__all__ = [
    "ActivityVerdict",
    "BranchFacts",
    "CheckReport",
    "Knowledge",
    "Material",
    "Passage",
    "Placeholder",
    "Verdict",
    "check_plan",
    "material_of_paper",
    "material_of_reading",
    "promises_admissions",
]

Check = Callable[[Material, Knowledge, date], list[Finding]]

_CHECKS_OF_ANY_PAPER: tuple[Check, ...] = (
    check_placeholders,
    check_units,
    check_years,
    check_dates,
    check_remains,
    check_language,
    check_numbers,
)
_CHECKS_OF_PLANS: tuple[Check, ...] = (check_staleness, check_feasibility, check_bodies)


def check_plan(material: Material, knowledge: Knowledge, *, today: date) -> CheckReport:
    """Everything that can be said of the plan on this day; findings in reading order, gravest first at one place.

    A summary or another paper looks back: nobody asks it for required activities, so it gets no verdicts.
    """
    is_plan = material.paper is PaperKind.PLAN
    rows = coverage(material, knowledge, today) if is_plan else []
    findings = check_coverage(material, knowledge, today, rows) if is_plan else []
    checks = (*_CHECKS_OF_ANY_PAPER, *_CHECKS_OF_PLANS) if is_plan else _CHECKS_OF_ANY_PAPER
    findings += [finding for check in checks for finding in check(material, knowledge, today)]
    order = {passage.part: place for place, passage in reversed(list(enumerate(material.passages)))}
    findings.sort(key=lambda row: (order.get(row.where.part, -1), row.where.field, row.where.start, row.level.rank))
    return CheckReport(tuple(_once(findings)), tuple(rows), tuple(placeholders(material)))


def _once(findings: list[Finding]) -> list[Finding]:
    """Two checks that say the same of the same characters say it once, the graver one."""
    kept: dict[tuple[str, str, int, int, str], Finding] = {}
    for row in findings:
        key = (row.where.part, row.where.field, row.where.start, row.where.end, row.text or row.code)
        if key not in kept or row.level.rank < kept[key].level.rank:
            kept[key] = row
    return list(kept.values())
