"""Steps that were done in the wrong order. Framework-free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from members.domain.development.case import FIRST_STEP, LAST_STEP, StepRecord
from members.domain.development.findings import CaseFinding, Code, found
from members.domain.development.history import CONVERSION_APPROVAL, CONVERSION_MEETING, History
from members.domain.development.rules import DevelopmentRules
from members.domain.development.steps import development_steps

LISTING, POLITICAL_REVIEW = 8, 10
# A period of half-yearly reviews and the step that opens it.
REVIEWS_FROM = {6: 3, 21: 15}
# These pairs have a limit of their own, which says more than that the order is wrong.
OWN_LIMIT = {(3, 7), (13, 15), (15, 23)}
# A step that is found too early by its own limit is not reported a second time for its place in the order.
TOO_EARLY = {
    Code.CANDIDATE_TOO_EARLY, Code.NOTICE_BEFORE_CONSENT, Code.LISTED_BEFORE_NOTICE_END, Code.MEETING_BEFORE_PREREVIEW,
    Code.TRANSFER_TOO_EARLY,
}  # fmt: skip


def order_findings(history: History, rules: DevelopmentRules, others: list[CaseFinding]) -> Iterator[CaseFinding]:
    """One finding for each step that lies before a step it must follow; `others` are the findings of the limits."""
    already = {finding.step for finding in others if finding.code in TOO_EARLY}
    for step in range(FIRST_STEP, CONVERSION_MEETING):
        day = history.on(step)
        reasons = _reasons(history, rules, step, day) if day else _reasons_to_post(history, rules, step)
        if reasons and step not in already:
            yield _finding(rules, step, reasons, day or history.today)
    yield from _conversion_findings(history, rules, already)


def _reasons(history: History, rules: DevelopmentRules, step: int, day: date) -> list[str]:
    """Why a step done on a day is out of order."""
    reasons = []
    first = _first_day_of(history, rules, step, day)
    for earlier in sorted(nearest_recorded(history, rules, step, day)):
        before = history.on(earlier)
        if (earlier, step) in OWN_LIMIT or (before is None and earlier == POLITICAL_REVIEW):
            continue
        if before is None or first < before:
            reasons.append(_reason(rules, earlier, before, day))
    record = history.record(step)
    if step == LISTING and record and record.consent_on and day < record.consent_on and rules.needs_notice(day):
        reasons.append(f"上级党委同意在 {record.consent_on}")
    start = history.on(REVIEWS_FROM[step]) if step in REVIEWS_FROM else None
    if record and record.reviews and start and min(record.reviews) < start:
        reasons.append(f"{min(record.reviews)} 的考察早于 {start}")
    return reasons


def _reason(rules: DevelopmentRules, earlier: int, before: date | None, day: date) -> str:
    name = development_steps()[earlier].called(rules.version(before or day))
    return f"第{earlier}步“{name}”" + (f"在 {before}" if before else "尚未完成")


def _first_day_of(history: History, rules: DevelopmentRules, step: int, day: date) -> date:
    """The first thing done for a step: for a listing under the text of 2026, consent and notice come before the day itself."""
    record = history.record(step)
    if step != LISTING or record is None or not rules.needs_notice(day):
        return day
    return min(known for known in (day, record.consent_on, record.notice_start) if known)


def text_of_order(history: History, rules: DevelopmentRules, day: date) -> str:
    """The text whose order holds for a step done on a day: who became a candidate by the text of 2014 remains one."""
    decided = history.on(7)
    return rules.version(decided if decided and not rules.needs_notice(decided) else day)


def nearest_recorded(history: History, rules: DevelopmentRules, step: int, day: date) -> set[int]:
    """The steps that `step` must follow; where one is not recorded, those that it must follow in turn."""
    result: set[int] = set()
    for earlier in development_steps()[step].predecessors(text_of_order(history, rules, day)):
        if history.on(earlier) or history.has_begun(earlier):
            result.add(earlier)
        else:
            result |= nearest_recorded(history, rules, earlier, day)
    return result


def _reasons_to_post(history: History, rules: DevelopmentRules, step: int) -> list[str]:
    """Consent or notice of a listing that is still under way, before the decision it carries out."""
    record, decided = history.record(LISTING), history.on(7)
    if step != LISTING or record is None or decided is None or not rules.needs_notice(history.today):
        return []
    days = [day for day in (record.consent_on, record.notice_start) if day]
    return [_reason(rules, 7, decided, decided)] if days and min(days) < decided else []


def _conversion_findings(history: History, rules: DevelopmentRules, already: set[int]) -> Iterator[CaseFinding]:
    """Order of the meetings on conversion, their approvals and the archive; the first two may come twice."""
    previous: StepRecord | None = None
    for turn in history.rounds():
        meeting, approval = turn.meeting, turn.approval
        if meeting and meeting.on and CONVERSION_MEETING not in already:
            reasons = [] if previous else _reasons(history, rules, CONVERSION_MEETING, meeting.on)
            if previous and previous.on and meeting.on < previous.on:
                reasons.append(f"前一次审批在 {previous.on}")
            if reasons:
                yield _finding(rules, CONVERSION_MEETING, reasons, meeting.on)
        if approval and approval.on:
            reasons = []
            if meeting is None:
                reasons = _reasons(history, rules, CONVERSION_APPROVAL, approval.on)
            elif meeting.on is None or approval.on < meeting.on:
                reasons = [_reason(rules, CONVERSION_MEETING, meeting.on, approval.on)]
            if reasons:
                yield _finding(rules, CONVERSION_APPROVAL, reasons, approval.on)
        previous = approval or previous
    archived = history.on(LAST_STEP)
    if archived and (reasons := _reasons(history, rules, LAST_STEP, archived)):
        yield _finding(rules, LAST_STEP, reasons, archived)


def _finding(rules: DevelopmentRules, step: int, reasons: list[str], day: date) -> CaseFinding:
    name = development_steps()[step].called(rules.version(day))
    message = f"第{step}步“{name}”（{day}）应在下列步骤之后：{'；'.join(reasons)}。"
    return found(Code.DATE_ORDER, step, message, rules, day)
