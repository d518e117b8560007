"""Quorum and votes of the meetings on admission and on conversion (steps 15 and 23). Framework-free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from members.domain.development.case import StepRecord
from members.domain.development.findings import CaseFinding, Code, found
from members.domain.development.rules import DevelopmentRules
from regulations.domain.rules import Rule


def ballot_findings(record: StepRecord, rules: DevelopmentRules, on: date) -> Iterator[CaseFinding]:
    """QUORUM_FAIL, VOTE_FAIL, VOTE_NOT_SECRET.

    Both shares are of those who should have come (应到会). A written opinion sent beforehand counts among the votes, not among those
    present.
    """
    meeting = record.meeting
    if meeting is None:
        return
    eligible = meeting.eligible
    if eligible is not None and meeting.present is not None:
        quorum = rules.rule("DV-QUORUM", on)
        if not reaches(meeting.present, eligible, quorum):
            needed = least(eligible, quorum)
            message = f"应到会有表决权的正式党员{eligible}名，实到{meeting.present}名，须超过半数，即至少{needed}名。"
            yield found(Code.QUORUM_FAIL, record.step, message, rules, on)
    if eligible is not None and meeting.yes is not None:
        majority = rules.rule("DV-VOTE", on)
        if not reaches(meeting.yes, eligible, majority):
            needed = least(eligible, majority)
            message = (
                f"应到会有表决权的正式党员{eligible}名，同意{meeting.yes}票，须超过应到会的半数，即至少{needed}票。"
            )
            yield found(Code.VOTE_FAIL, record.step, message, rules, on)
    if meeting.secret is False:
        yield found(Code.VOTE_NOT_SECRET, record.step, "没有采取无记名投票方式表决。", rules, on)


def reaches(count: int, base: int, rule: Rule) -> bool:
    """`count` of `base` reach the rule's share: "more than half" is numerator 1, denominator 2, more_than."""
    numerator, denominator = int(rule.parameters["numerator"]), int(rule.parameters["denominator"])
    if rule.parameters["more_than"]:
        return denominator * count > numerator * base
    return denominator * count >= numerator * base


def least(base: int, rule: Rule) -> int:
    """The smallest number that reaches the share: 6 of 10, 6 of 11."""
    numerator, denominator = int(rule.parameters["numerator"]), int(rule.parameters["denominator"])
    if rule.parameters["more_than"]:
        return numerator * base // denominator + 1
    return -(-numerator * base // denominator)
