"""Remarks: written and changed by the reviewer who claimed the paper, answered by the school, settled by the reviewer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from branches.models import User
from branches.permissions import check_can_write_for
from branches.services.audit import record
from regulations.domain.quoting import shortened
from workflow.domain.anchoring import Quote
from workflow.domain.transitions import CLAIMED, EDITABLE, Status
from workflow.models import Reviewable, ReviewComment, Severity, WordingState
from workflow.permissions import check_can_decide
from workflow.services.perform import InvalidTransition

QUOTE_LENGTH, CONTEXT_LENGTH, LABEL_LENGTH = 300, 20, 120


class AnswerConflict(InvalidTransition):
    """A colleague answered the same issue first; nothing was overwritten. `issue` is as it stands now."""

    def __init__(self, issue: ReviewComment) -> None:
        who = issue.replied_by.display_name if issue.replied_by else "其他人"
        done = "答复了这一条" if issue.reply else "撤回了这一条的答复"
        super().__init__(f"{who}刚才{done}，请对照后再保存。")
        self.issue = issue


@dataclass(frozen=True)
class Anchor:
    """Where a remark stands: a section (or schedule line) of the paper, how it was called then, and the words it is about.

    `start` and `end` are the place of `quote` in that section's text, `before` and `after` the words around it.
    """

    section: UUID | None = None
    label: str = "全文"
    quote: str = ""
    start: int | None = None
    end: int | None = None
    before: str = ""
    after: str = ""


def anchored(section: UUID, label: str, quote: Quote | None) -> Anchor:
    """An anchor at a section, at some of its words where there are any."""
    if quote is None:
        return Anchor(section, label)
    return Anchor(section, label, quote.words, quote.start, quote.end, quote.before, quote.after)


@dataclass(frozen=True)
class Words:
    """What a remark says. `wording` is what the reviewer would put in the place of the quoted words."""

    body: str
    suggestion: str = ""
    is_issue: bool = True
    severity: str = Severity.MUST
    clause: str = ""
    wording: str = ""


@transaction.atomic
def add_remark(
    *, document: Reviewable, anchor: Anchor, words: Words, by: User, at: datetime, finding_key: str = ""
) -> ReviewComment:
    """A new remark, unseen by the school until the paper is returned or approved. `finding_key` names the finding it takes up."""
    _check_reviewing(document, by)
    has_place = anchor.start is not None and len(anchor.quote) <= QUOTE_LENGTH
    remark = ReviewComment(
        document_kind=document.kind,
        document_id=document.pk,
        submission=document.submission_count,
        anchor=anchor.section,
        anchor_label=shortened(anchor.label, LABEL_LENGTH),
        quote=anchor.quote[:QUOTE_LENGTH],
        start=anchor.start if has_place else None,
        end=anchor.end if has_place else None,
        before=anchor.before[-CONTEXT_LENGTH:],
        after=anchor.after[:CONTEXT_LENGTH],
        finding_key=finding_key,
        author=by,
        created_at=at,
    )
    _write(remark, words)
    remark.save(force_insert=True)
    _record(remark, document, "add", by, at, {**asdict(words), "at": anchor.label})
    return remark


@transaction.atomic
def change_remark(
    *, remark: ReviewComment, document: Reviewable, words: Words, by: User, at: datetime
) -> ReviewComment:
    """New words for a remark that the school has not yet seen."""
    _check_reviewing(document, by)
    _check_unpublished(remark)
    _write(remark, words)
    remark.save(update_fields=["body", "suggestion", "is_issue", "severity", "clause", "wording", "wording_state"])
    _record(remark, document, "change", by, at, asdict(words))
    return remark


def _write(remark: ReviewComment, words: Words) -> None:
    remark.body, remark.suggestion, remark.is_issue = words.body, words.suggestion, words.is_issue
    remark.severity, remark.clause = words.severity, words.clause
    # What replaces nothing, or a stretch too long to be quoted whole, is a suggestion in words only.
    remark.wording = words.wording if remark.start is not None and words.is_issue else ""
    remark.wording_state = WordingState.OFFERED if remark.wording else WordingState.NONE


@transaction.atomic
def remove_remark(*, remark: ReviewComment, document: Reviewable, by: User, at: datetime) -> None:
    """Take back a remark that the school has not yet seen."""
    _check_reviewing(document, by)
    _check_unpublished(remark)
    _record(remark, document, "remove", by, at, {"body": remark.body})
    remark.delete()


@transaction.atomic
def answer_issue(
    *, issue: ReviewComment, document: Reviewable, reply: str, by: User, at: datetime, seen: datetime | None = None
) -> ReviewComment:
    """The school's answer to one issue, changeable until it submits again.

    `seen` is when the answer that `by` had before them was given, None where there was none. Raises AnswerConflict when it is another now.
    """
    check_can_write_for(by, document.branch)
    is_open = _held_status(document) in EDITABLE
    issue.refresh_from_db()
    if not is_open or not issue.is_issue or issue.settled_at:
        raise InvalidTransition("现在不能答复这条意见。")
    if issue.replied_at != seen:
        raise AnswerConflict(issue)
    issue.reply, issue.replied_by, issue.replied_at = reply, by, at
    issue.save(update_fields=["reply", "replied_by", "replied_at"])
    _record(issue, document, "answer", by, at, {"number": issue.number, "reply": reply})
    return issue


@transaction.atomic
def decide_wording(
    *, issue: ReviewComment, document: Reviewable, accepted: bool, reply: str, by: User, at: datetime
) -> ReviewComment:
    """What the school says to a suggested wording; `reply` becomes the answer unless one is written already.

    Whoever accepts has put the words in: the caller does that in the same transaction.
    """
    check_can_write_for(by, document.branch)
    offered = ReviewComment.objects.filter(
        pk=issue.pk, wording_state=WordingState.OFFERED, published_at__isnull=False, settled_at__isnull=True
    )
    state = WordingState.ACCEPTED if accepted else WordingState.DECLINED
    if _held_status(document) not in EDITABLE or not offered.update(wording_state=state, wording_by=by, wording_at=at):
        raise InvalidTransition("这条建议文字已经处理过，或者现在不能修改。")
    issue.refresh_from_db()
    if not issue.reply:
        issue.reply, issue.replied_by, issue.replied_at = reply, by, at
        issue.save(update_fields=["reply", "replied_by", "replied_at"])
    detail: dict[str, object] = {"number": issue.number, "wording": issue.wording, "reply": issue.reply}
    _record(issue, document, "accept" if accepted else "decline", by, at, detail)
    return issue


@transaction.atomic
def reopen_wording(*, issue: ReviewComment, document: Reviewable, reply: str, by: User, at: datetime) -> ReviewComment:
    """The school takes back what it said to a suggested wording. `reply` is what was answered for it then: an answer of its own stays.

    Whoever had accepted has put the former words back: the caller does that in the same transaction.
    """
    check_can_write_for(by, document.branch)
    decided = ReviewComment.objects.filter(
        pk=issue.pk, wording_state=issue.wording_state, wording_at=issue.wording_at, settled_at__isnull=True
    ).filter(wording_state__in=[WordingState.ACCEPTED, WordingState.DECLINED])
    values = {"wording_state": WordingState.OFFERED, "wording_by": None, "wording_at": None}
    if _held_status(document) not in EDITABLE or not decided.update(**values):
        raise InvalidTransition("这条建议文字已经改回，或者现在不能修改。")
    undone = issue.get_wording_state_display()
    issue.refresh_from_db()
    if issue.reply == reply:
        issue.reply, issue.replied_by, issue.replied_at = "", None, None
        issue.save(update_fields=["reply", "replied_by", "replied_at"])
    _record(issue, document, "reconsider", by, at, {"number": issue.number, "undone": undone, "reply": issue.reply})
    return issue


@transaction.atomic
def settle_issue(*, issue: ReviewComment, document: Reviewable, settled: bool, by: User, at: datetime) -> ReviewComment:
    """The reviewer finds an answered issue settled, or takes that back."""
    _check_reviewing(document, by)
    if not issue.is_issue or not issue.published_at:
        raise InvalidTransition("这条意见尚未发给学校，可以直接修改或删除。")
    issue.settled_by, issue.settled_at = (by, at) if settled else (None, None)
    issue.save(update_fields=["settled_by", "settled_at"])
    _record(issue, document, "settle" if settled else "reopen", by, at, {"number": issue.number})
    return issue


def _held_status(document: Reviewable) -> Status:
    """The paper's status as it stands, with its row held until the transaction ends: a step waits for what is written, and nothing is
    written behind the answers that a submission froze or the remarks that a return sent."""
    rows = type(document)._default_manager.select_for_update()
    return Status(rows.values_list("status", flat=True).get(pk=document.pk))


def _check_reviewing(document: Reviewable, by: User) -> None:
    check_can_decide(by, document)
    if _held_status(document) not in CLAIMED:
        raise InvalidTransition("认领审核后才能写意见。")


def _check_unpublished(remark: ReviewComment) -> None:
    if remark.published_at:
        raise InvalidTransition("这条意见已经发给学校，不能再改。")


def _record(
    remark: ReviewComment, document: Reviewable, verb: str, by: User, at: datetime, detail: dict[str, object]
) -> None:
    detail = {**detail, "remark": str(remark.pk)}
    name = document.review_title()
    record(action=f"remark.{verb}", by=by, at=at, target=document, name=name, branch=document.branch, detail=detail)
