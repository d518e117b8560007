"""The audit of a case that nobody has entered: stage, findings, next steps. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from members.domain.development.case import Case
from members.domain.development.clock import NextStep, next_steps
from members.domain.development.findings import CaseFinding
from members.domain.development.history import History
from members.domain.development.rules import DevelopmentRules
from members.domain.development.stages import Stage, stage_of
from members.domain.development.validation import validate
from regulations.domain.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found about a case."""

    case: Case
    stage: Stage
    findings: tuple[CaseFinding, ...]
    next: tuple[NextStep, ...]

    def to_plain(self) -> dict[str, Any]:
        """The output of `audit_development`: `{"id", "stage", "findings", "next"}`, dates as YYYY-MM-DD or null."""
        return {
            "id": self.case.id,
            "stage": self.stage.value,
            "findings": [
                {
                    "code": finding.code.value,
                    "step": finding.step,
                    "message": finding.message,
                    "article": finding.article,
                }
                for finding in self.findings
            ],
            "next": [
                {
                    "step": step.step,
                    "earliest": step.earliest.isoformat() if step.earliest else None,
                    "due": step.due.isoformat() if step.due else None,
                    "provisional": step.provisional,
                }
                for step in self.next
            ],
        }


def audit(case: Case, today: date, rules: DevelopmentRules, calendar: WorkCalendar) -> Audit:
    """Read a case as of its own `today`, otherwise of the given one."""
    history = History(case, today)
    return Audit(
        case, stage_of(history, rules), validate(history, rules, calendar), next_steps(history, rules, calendar)
    )
