"""Limits on admission: political review, training, pre-review, meeting, approval (steps 10 to 17, 21). Framework-free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from members.domain.development.ballots import ballot_findings
from members.domain.development.case import Approver, Organiser, Review, StepRecord
from members.domain.development.findings import CaseFinding, Code, found
from members.domain.development.history import History
from members.domain.development.rules import DevelopmentRules
from members.domain.development.spans import add_months, after_months
from regulations.domain.rules import Severity


def admission_findings(history: History, rules: DevelopmentRules) -> Iterator[CaseFinding]:
    """NO_POLITICAL_REVIEW, TRAINING_…, MEETING_…, QUORUM_FAIL, VOTE_…, APPROV…, PROBATION_START_WRONG."""
    yield from _political_review(history, rules)
    yield from _training(history, rules)
    yield from _meeting_day(history, rules)
    if record := history.record(15):
        yield from ballot_findings(record, rules, record.on or history.today)
    if record := history.record(17):
        yield from approver_finding(record, rules, record.on or history.today)
        yield from _approval_day(history, rules)
        yield from _probation_start(history, rules, record)


def _political_review(history: History, rules: DevelopmentRules) -> Iterator[CaseFinding]:
    """Only what is known counts: a review without a record is a gap, one that has begun or failed is not passed."""
    record = history.record(10)
    if record is None or not history.any_done(12):
        return
    day = history.on(12) or history.on(history.done()[-1]) or history.today
    if record.on is None:
        yield found(Code.NO_POLITICAL_REVIEW, 10, "政治审查尚未完成，以后的步骤已经办理。", rules, day)
    elif record.review is Review.FAILED:
        yield found(Code.NO_POLITICAL_REVIEW, 10, "政治审查不合格，不能发展入党，以后的步骤却已办理。", rules, day)


def _training(history: History, rules: DevelopmentRules) -> Iterator[CaseFinding]:
    record = history.record(11)
    if record is None or record.training is None:
        return
    training, on = record.training, record.on or history.today
    rule = rules.rule("DV-TRAINING", on)
    days, hours = int(rule.parameters["days_least"]), int(rule.parameters["hours_least"])
    # Days and hours of a training that goes on are not yet those "in all".
    done = record.on is not None and training.days is not None and training.hours is not None
    if done and (training.days or 0) < days and (training.hours or 0) < hours:
        message = f"短期集中培训{training.days}天、{training.hours}学时，应不少于{days}天或{hours}学时。"
        yield found(Code.TRAINING_SHORT, 11, message, rules, on)
    if training.organiser is Organiser.BRANCH:
        message = "短期集中培训由党支部举办，应由基层党委或县级党委组织部门举办。"
        yield found(Code.TRAINING_BY_BRANCH, 11, message, rules, on)


def _meeting_day(history: History, rules: DevelopmentRules) -> Iterator[CaseFinding]:
    prereview, met, form = history.record(13), history.on(15), history.on(14)
    if prereview is None:
        return
    failed = prereview.on is not None and prereview.review is Review.FAILED
    if met is None:
        if failed and form and prereview.on and form >= prereview.on:
            yield found(Code.DATE_ORDER, 14, "预审不合格，不能填写入党志愿书。", rules, form)
        return
    if failed or prereview.on is None or met < prereview.on:
        how = "不合格" if failed else f"在 {prereview.on}" if prereview.on else "尚未完成"
        message = f"{met} 召开党员大会讨论接收，上级党委预审{how}。"
        yield found(Code.MEETING_BEFORE_PREREVIEW, 15, message, rules, met)
        return
    months = rules.number("DV-MEETING", "months_most", met)
    deadline = after_months(prereview.on, months, "预审合格")
    if met > deadline.day:
        message = f"{met} 召开党员大会讨论接收，已过预审合格后{months}个月：{deadline.words}。"
        yield found(Code.MEETING_LATE, 15, message, rules, met)


def approver_finding(record: StepRecord, rules: DevelopmentRules, on: date) -> Iterator[CaseFinding]:
    """APPROVER_IS_ZONGZHI for step 17 or 24: nobody but a 党委 may approve (第二十二条)."""
    if record.approver is not None and record.approver is not Approver.COMMITTEE:
        message = f"由{record.approver.value}审批，应由党委审批。"
        yield found(Code.APPROVER_IS_ZONGZHI, record.step, message, rules, on)


def _approval_day(history: History, rules: DevelopmentRules) -> Iterator[CaseFinding]:
    met, approved = history.on(15), history.on(17)
    if met is None or approved is None:
        return
    rule = rules.rule("DV-APPROVAL", approved)
    months, hard = int(rule.parameters["months_most"]), int(rule.parameters["months_hard"])
    deadline = after_months(met, months, "党员大会")
    if approved <= deadline.day:
        return
    latest = add_months(met, hard)
    if approved > latest:
        message = f"{approved} 审批，已过党员大会后{hard}个月（{latest}），特殊情况也不得超过：{deadline.words}。"
        yield found(Code.APPROVAL_LATE, 17, message, rules, approved, Severity.BLOCK)
    else:
        message = f"{approved} 审批，已过党员大会后{months}个月，须有特殊情况说明，最长到 {latest}：{deadline.words}。"
        yield found(Code.APPROVAL_LATE, 17, message, rules, approved, Severity.WARN)


def _probation_start(history: History, rules: DevelopmentRules, record: StepRecord) -> Iterator[CaseFinding]:
    met, start = history.on(15), record.probation_start
    if met and start and start != met:
        message = f"志愿书上预备期从 {start} 起，应从党员大会通过之日 {met} 起。"
        yield found(Code.PROBATION_START_WRONG, 21, message, rules, met)
