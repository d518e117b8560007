"""What the checks know and what they answer. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from regulations.domain.findings import Finding, Level
from regulations.domain.observances import ObservanceBook
from regulations.domain.rules import RuleBook
from regulations.domain.timeline import Timeline
from regulations.domain.work_calendar import WorkCalendar


class Verdict(StrEnum):
    """How a plan answers a required activity."""

    MET = "met"
    BELOW = "below"
    CONFLICT = "conflict"
    NAMED_WITHOUT_FREQUENCY = "named_without_frequency"
    RELATED_ONLY = "related_only"
    IMPLIED_ONLY = "implied_only"
    ABSENT = "absent"
    NOT_REQUIRED = "not_required"

    @property
    def label(self) -> str:
        return _VERDICT_LABELS[self]


_VERDICT_LABELS = {
    Verdict.MET: "符合",
    Verdict.BELOW: "不足",
    Verdict.CONFLICT: "前后不一",
    Verdict.NAMED_WITHOUT_FREQUENCY: "未写次数",
    Verdict.RELATED_ONLY: "只有近似活动",
    Verdict.IMPLIED_ONLY: "只提三会一课",
    Verdict.ABSENT: "未安排",
    Verdict.NOT_REQUIRED: "不适用",
}


@dataclass(frozen=True, slots=True)
class ActivityVerdict:
    """One row of the coverage matrix: `months` are calendar months the schedule plans it in, `stated` what the text promises
    ("每季度一次", "" when nothing), `missing` the months (first days) or quarters still without it."""

    kind: str
    name: str
    verdict: Verdict
    required: str
    stated: str = ""
    stated_per_year: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    missing: tuple[date, ...] = ()
    evidence: tuple[str, ...] = ()
    rule: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A blank that was never filled in, and how often it stands in the paper."""

    text: str
    count: int


@dataclass(frozen=True)
class Knowledge:
    """Everything the checks go by; all of it data, none of it read here. `units` are names of other schools and branches."""

    rules: RuleBook
    timeline: Timeline
    calendar: WorkCalendar
    observances: ObservanceBook
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckReport:
    """The findings, gravest first within a section, and the coverage matrix."""

    findings: tuple[Finding, ...] = ()
    activities: tuple[ActivityVerdict, ...] = ()
    placeholders: tuple[Placeholder, ...] = field(default_factory=tuple)

    def count(self, level: Level) -> int:
        return sum(finding.level is level for finding in self.findings)

    def to_plain(self) -> dict[str, Any]:
        """As JSON, for snapshots and the command line."""
        return {
            "findings": [finding.to_plain() for finding in self.findings],
            "activities": {
                row.name: {
                    "kind": row.kind,
                    "verdict": row.verdict.value,
                    "required": row.required,
                    "stated": row.stated or None,
                    "stated_per_year": list(row.stated_per_year),
                    "months": list(row.months),
                    "missing": [day.isoformat() for day in row.missing],
                    "evidence": list(row.evidence),
                    "rule": row.rule,
                    "source": row.source,
                }
                for row in self.activities
            },
            "placeholders": [{"text": row.text, "count": row.count} for row in self.placeholders],
        }
