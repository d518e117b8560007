"""What is wrong with a case: the codes, their rules, and how a finding is built. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from members.domain.development.rules import DevelopmentRules, cited
from members.domain.development.steps import development_steps
from regulations.domain.rules import Evidence, Severity


class Code(StrEnum):
    """Every fault the audit knows; the value is what it reports."""

    AGE_UNDER_18 = "AGE_UNDER_18"
    TALK_LATE = "TALK_LATE"
    CONTACT_NOT_FULL_MEMBER = "CONTACT_NOT_FULL_MEMBER"
    CONTACT_COUNT = "CONTACT_COUNT"
    INTRODUCER_COUNT = "INTRODUCER_COUNT"
    CANDIDATE_TOO_EARLY = "CANDIDATE_TOO_EARLY"
    NOTICE_SHORT = "NOTICE_SHORT"
    NOTICE_BEFORE_CONSENT = "NOTICE_BEFORE_CONSENT"
    LISTED_BEFORE_NOTICE_END = "LISTED_BEFORE_NOTICE_END"
    NO_POLITICAL_REVIEW = "NO_POLITICAL_REVIEW"
    TRAINING_SHORT = "TRAINING_SHORT"
    TRAINING_BY_BRANCH = "TRAINING_BY_BRANCH"
    MEETING_BEFORE_PREREVIEW = "MEETING_BEFORE_PREREVIEW"
    MEETING_LATE = "MEETING_LATE"
    QUORUM_FAIL = "QUORUM_FAIL"
    VOTE_FAIL = "VOTE_FAIL"
    VOTE_NOT_SECRET = "VOTE_NOT_SECRET"  # noqa: S105 - a ballot, not a password
    APPROVER_IS_ZONGZHI = "APPROVER_IS_ZONGZHI"
    APPROVAL_LATE = "APPROVAL_LATE"
    PROBATION_START_WRONG = "PROBATION_START_WRONG"
    TRANSFER_TOO_EARLY = "TRANSFER_TOO_EARLY"
    SECOND_EXTENSION = "SECOND_EXTENSION"
    EXTENSION_RANGE = "EXTENSION_RANGE"
    DATE_ORDER = "DATE_ORDER"


RULE_OF = {
    Code.AGE_UNDER_18: "DV-AGE",
    Code.TALK_LATE: "DV-TALK",
    Code.CONTACT_NOT_FULL_MEMBER: "DV-CONTACT-FULL",
    Code.CONTACT_COUNT: "DV-CONTACT",
    Code.INTRODUCER_COUNT: "DV-INTRODUCER",
    Code.CANDIDATE_TOO_EARLY: "DV-CANDIDATE",
    Code.NOTICE_SHORT: "DV-NOTICE",
    Code.NOTICE_BEFORE_CONSENT: "DV-NOTICE-CONSENT",
    Code.LISTED_BEFORE_NOTICE_END: "DV-NOTICE-END",
    Code.NO_POLITICAL_REVIEW: "DV-POLITICAL",
    Code.TRAINING_SHORT: "DV-TRAINING",
    Code.TRAINING_BY_BRANCH: "DV-TRAINING-ORG",
    Code.MEETING_BEFORE_PREREVIEW: "DV-PREREVIEW",
    Code.MEETING_LATE: "DV-MEETING",
    Code.QUORUM_FAIL: "DV-QUORUM",
    Code.VOTE_FAIL: "DV-VOTE",
    Code.VOTE_NOT_SECRET: "DV-BALLOT",
    Code.APPROVER_IS_ZONGZHI: "DV-APPROVER",
    Code.APPROVAL_LATE: "DV-APPROVAL",
    Code.PROBATION_START_WRONG: "DV-PROBATION",
    Code.TRANSFER_TOO_EARLY: "DV-TRANSFER",
    Code.SECOND_EXTENSION: "DV-EXTENSION-ONCE",
    Code.EXTENSION_RANGE: "DV-EXTENSION",
    Code.DATE_ORDER: "DV-ORDER",
}


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """One fault. `step` is the step whose row states the limit; for an order, the step that should have come later.

    `article` names document, version and article; `severity` says whether the law blocks or only advises.
    """

    code: Code
    step: int
    message: str
    article: str
    severity: Severity
    evidence: Evidence


def found(
    code: Code, step: int, message: str, rules: DevelopmentRules, on: date, severity: Severity | None = None
) -> CaseFinding:
    """A finding with its source: the rule's own article where the step's row has it, otherwise the articles of the row."""
    rule, row = rules.rule(RULE_OF[code], on), development_steps()[step]
    articles = (rule.article,) if rule.article in row.articles else row.articles
    return CaseFinding(code, step, message, cited(rule, articles), severity or rule.severity, rule.evidence)
