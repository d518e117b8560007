"""Limits on conversion: end of probation, extension, approval (steps 23 and 24). Framework-free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from members.domain.development.admission import approver_finding
from members.domain.development.ballots import ballot_findings
from members.domain.development.case import Conversion, StepRecord
from members.domain.development.findings import CaseFinding, Code, found
from members.domain.development.history import CONVERSION_APPROVAL, CONVERSION_MEETING, History
from members.domain.development.rules import DevelopmentRules
from members.domain.development.spans import Bound, after_months
from regulations.domain.rules import Severity

# Months beyond which an entry is a slip of the pen and no day is reckoned from it.
LONGEST_SUM = 120


def conversion_findings(history: History, rules: DevelopmentRules) -> Iterator[CaseFinding]:
    """TRANSFER_TOO_EARLY, EXTENSION_RANGE, SECOND_EXTENSION, the ballot's and the approval's codes; for both rounds."""
    extensions = 0
    end = probation_end(history, rules)
    for turn in history.rounds():
        if turn.meeting:
            extensions += turn.meeting.conversion is Conversion.EXTENDED
            yield from _meeting(history, rules, turn.meeting, end, extensions)
            end = extended_end(end, turn.meeting) or end
        if turn.approval:
            yield from approver_finding(turn.approval, rules, turn.approval.on or history.today)
            yield from _approval_day(rules, turn.meeting, turn.approval)


def probation_end(history: History, rules: DevelopmentRules) -> Bound | None:
    """The day the first probation ends: a year from the meeting that admitted (第三十一条), not from its approval."""
    met = history.on(15)
    if met is None:
        return None
    return after_months(met, rules.number("DV-PROBATION", "months", met), "党员大会通过")


def extended_end(end: Bound | None, meeting: StepRecord) -> Bound | None:
    """The end of an extended probation, counted from the end of the first; None if there is no extension or it is not known."""
    if end is None or meeting.conversion is not Conversion.EXTENDED or meeting.extension_months is None:
        return None
    if not 1 <= meeting.extension_months <= LONGEST_SUM:
        return None
    return after_months(end.day, meeting.extension_months, "预备期满")


def current_end(history: History, rules: DevelopmentRules) -> Bound | None:
    """The day probation ends as things stand: with the extension where there is one, None where its length is not known."""
    end = probation_end(history, rules)
    for turn in history.rounds():
        if turn.meeting and turn.meeting.conversion is Conversion.EXTENDED:
            end = extended_end(end, turn.meeting)
    return end


def _meeting(
    history: History, rules: DevelopmentRules, meeting: StepRecord, end: Bound | None, extensions: int
) -> Iterator[CaseFinding]:
    on = meeting.on or history.today
    if meeting.on and end and meeting.on < end.day:
        message = f"{meeting.on} 召开党员大会讨论转正，预备期未满：{end.words}。"
        yield found(Code.TRANSFER_TOO_EARLY, CONVERSION_MEETING, message, rules, on)
    yield from ballot_findings(meeting, rules, on)
    if meeting.conversion is not Conversion.EXTENDED:
        return
    rule = rules.rule("DV-EXTENSION", on)
    shortest, longest = int(rule.parameters["months_least"]), int(rule.parameters["months_most"])
    months = meeting.extension_months
    if months is not None and not shortest <= months <= longest:
        message = f"延长预备期{months}个月，应不少于{shortest}个月、不超过{longest}个月。"
        yield found(Code.EXTENSION_RANGE, CONVERSION_MEETING, message, rules, on)
    most = rules.number("DV-EXTENSION-ONCE", "times_most", on)
    if extensions > most:
        message = f"第{extensions}次延长预备期，只能延长{most}次。"
        yield found(Code.SECOND_EXTENSION, CONVERSION_MEETING, message, rules, on)


def _approval_day(rules: DevelopmentRules, meeting: StepRecord | None, approval: StepRecord) -> Iterator[CaseFinding]:
    met: date | None = meeting.on if meeting else None
    if met is None or approval.on is None:
        return
    months = rules.number("DV-TRANSFER-APPROVAL", "months_most", approval.on)
    deadline = after_months(met, months, "党员大会")
    if approval.on > deadline.day:
        message = f"{approval.on} 审批，已过党员大会后{months}个月：{deadline.words}。"
        yield found(Code.APPROVAL_LATE, CONVERSION_APPROVAL, message, rules, approval.on, Severity.BLOCK)
