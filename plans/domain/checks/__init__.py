"""The checks of a plan: `check_plan` is the door. Framework-free: facts and knowledge in, findings and verdicts out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from plans.domain.checks.material import BranchFacts, Material, Passage, material_of_paper, material_of_reading
from plans.domain.checks.model import ActivityVerdict, CheckReport, Knowledge, Placeholder, Verdict
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
]

_CHECKS: tuple[Callable[[Material, Knowledge, date], list[Finding]], ...] = ()


def check_plan(material: Material, knowledge: Knowledge, *, today: date) -> CheckReport:
    """Everything that can be said of the plan on this day; findings in reading order, gravest first at one place."""
    findings = [finding for check in _CHECKS for finding in check(material, knowledge, today)]
    order = {passage.part: place for place, passage in reversed(list(enumerate(material.passages)))}
    findings.sort(key=lambda finding: (order.get(finding.where.part, -1), finding.where.start, finding.level.rank))
    return CheckReport(tuple(findings))
