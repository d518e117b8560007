"""The stage a case has reached: derived from its dated records, never stored. Framework-free."""

from __future__ import annotations

from enum import StrEnum

from members.domain.development.case import Conversion, Review, StepRecord
from members.domain.development.history import History
from members.domain.development.rules import DevelopmentRules


class Stage(StrEnum):
    """Where a person stands on the way. WITHDRAWN is never derived: no step records it."""

    APPLICANT = "APPLICANT"
    ACTIVIST = "ACTIVIST"
    CANDIDATE = "CANDIDATE"
    PROBATIONARY = "PROBATIONARY"
    PROBATION_EXTENDED = "PROBATION_EXTENDED"
    FULL = "FULL"
    CANCELLED = "CANCELLED"
    WITHDRAWN = "WITHDRAWN"
    REJECTED = "REJECTED"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Stage.APPLICANT: "入党申请人",
    Stage.ACTIVIST: "入党积极分子",
    Stage.CANDIDATE: "发展对象",
    Stage.PROBATIONARY: "预备党员",
    Stage.PROBATION_EXTENDED: "预备党员（延长预备期）",
    Stage.FULL: "正式党员",
    Stage.CANCELLED: "取消预备党员资格",
    Stage.WITHDRAWN: "本人撤回",
    Stage.REJECTED: "未获通过",
}
_AFTER = {
    Conversion.FULL: Stage.FULL,
    Conversion.EXTENDED: Stage.PROBATION_EXTENDED,
    Conversion.CANCELLED: Stage.CANCELLED,
}


def stage_of(history: History, rules: DevelopmentRules) -> Stage:
    """The stage on the history's day.

    A step that can only follow a stage stands for it where that stage's own record is missing from an old file, but not where the record
    says that it is still under way.
    """
    if settled := _settled(history):
        return settled
    if is_admitted(history):
        return Stage.PROBATIONARY
    if is_listed(history, rules):
        return Stage.REJECTED if has_failed(history) else Stage.CANDIDATE
    return Stage.ACTIVIST if history.any_done(3) else Stage.APPLICANT


def is_admitted(history: History) -> bool:
    """The person is a 预备党员: from the meeting (15) once it is approved (17). Step 21 records a first day before the approval."""
    if history.on(17):
        return True
    return not history.has_begun(17) and (history.any_done(18, 20) or history.any_done(22))


def is_listed(history: History, rules: DevelopmentRules) -> bool:
    """The person is a 发展对象: under the text of 2026 from step 8 (第十三条), under that of 2014 from step 7."""
    decided = history.on(7)
    if history.on(8) or (decided and not rules.needs_notice(decided)):
        return True
    return not history.has_begun(8) and history.any_done(9)


def has_failed(history: History) -> bool:
    """政治审查 or 预审 was not passed and nothing that needs it was done since."""
    review, prereview = history.record(10), history.record(13)
    stopped_at_review = _is_failure(review) and not history.any_done(12)
    return stopped_at_review or (_is_failure(prereview) and not history.any_done(14))


def _is_failure(record: StepRecord | None) -> bool:
    return record is not None and record.on is not None and record.review is Review.FAILED


def _settled(history: History) -> Stage | None:
    """What the last approved meeting on conversion made of the person."""
    decided = [
        _AFTER[turn.meeting.conversion]
        for turn in history.rounds()
        if turn.meeting and turn.meeting.conversion and turn.approval and turn.approval.on
    ]
    return decided[-1] if decided else None
