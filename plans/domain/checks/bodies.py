"""Meetings of a committee or of groups that the branch does not have. Framework-free."""

from __future__ import annotations

from datetime import date

from plans.domain.checks.cite import at, cite
from plans.domain.checks.material import Material
from plans.domain.checks.model import Knowledge
from plans.domain.checks.naming import Mention, mentions
from regulations.domain.activities import ActivityKind
from regulations.domain.findings import Finding, Level

_HINTS = {
    ActivityKind.COMMITTEE_MEETING: "不设支部委员会的，由支部党员大会讨论决定，日常事务由书记安排；已经设了的，请在支部资料里更正。",
    ActivityKind.GROUP_MEETING: "没有划分党小组的，由支部统一组织；已经划分的，请在支部资料里更正。",
}
_NAMES = {ActivityKind.COMMITTEE_MEETING: "支部委员会", ActivityKind.GROUP_MEETING: "党小组"}


def check_bodies(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """One finding a kind, at its first mention."""
    lacking = {
        kind
        for kind, there in (
            (ActivityKind.COMMITTEE_MEETING, material.branch.has_committee),
            (ActivityKind.GROUP_MEETING, material.branch.has_groups),
        )
        if there is False
    }
    if not lacking:
        return []
    findings = []
    for passage in material.passages:
        for mention in mentions(passage.text):
            if mention.kind in lacking and mention.is_explicit and not _denied(passage.text, mention):
                lacking.discard(mention.kind)
                text, where = at(passage, mention.start, mention.end)
                rule = "FQ-02" if mention.kind is ActivityKind.COMMITTEE_MEETING else "FQ-03"
                findings.append(
                    cite(
                        knowledge,
                        rule,
                        today,
                        Level.WARNING,
                        f"本支部没有{_NAMES[mention.kind]}，计划里写了“{text}”。",
                        code=f"{rule}-NONE",
                        text=text,
                        hint=_HINTS[mention.kind],
                        where=where,
                    )
                )
    return findings


def _denied(text: str, mention: Mention) -> bool:
    """不设支委会 says the same as the branch's record."""
    return any(word in text[max(0, mention.start - 6) : mention.start] for word in ("不设", "未设", "没有", "不再设"))
