"""Remarks: written and changed by the reviewer who claimed the paper, answered by the school, settled by the reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from branches.models import User
from branches.permissions import check_can_write_for
from branches.services.audit import record
from workflow.domain.transitions import EDITABLE, Status
from workflow.models import Reviewable, ReviewComment
from workflow.permissions import check_can_decide
from workflow.services.perform import InvalidTransition


@dataclass(frozen=True)
class Anchor:
    """Where a remark stands: a section of the paper, how it was called then, and the words it is about."""

    section: UUID | None = None
    label: str = "全文"
    quote: str = ""


@transaction.atomic
def add_remark(
    *, document: Reviewable, anchor: Anchor, body: str, suggestion: str, is_issue: bool, by: User, at: datetime
) -> ReviewComment:
    """A new remark, unseen by the school until the paper is returned or approved."""
    _check_reviewing(document, by)
    remark = ReviewComment.objects.create(
        document_kind=document.kind,
        document_id=document.pk,
        submission=document.submission_count,
        anchor=anchor.section,
        anchor_label=anchor.label[:120],
        quote=anchor.quote[:300],
        is_issue=is_issue,
        body=body,
        suggestion=suggestion,
        author=by,
        created_at=at,
    )
    _record(remark, document, "add", by, at, {"body": body, "suggestion": suggestion, "at": anchor.label})
    return remark


@transaction.atomic
def change_remark(
    *, remark: ReviewComment, document: Reviewable, body: str, suggestion: str, by: User, at: datetime
) -> ReviewComment:
    """New words for a remark that the school has not yet seen."""
    _check_reviewing(document, by)
    _check_unpublished(remark)
    remark.body, remark.suggestion = body, suggestion
    remark.save(update_fields=["body", "suggestion"])
    _record(remark, document, "change", by, at, {"body": body, "suggestion": suggestion})
    return remark


@transaction.atomic
def remove_remark(*, remark: ReviewComment, document: Reviewable, by: User, at: datetime) -> None:
    """Take back a remark that the school has not yet seen."""
    _check_reviewing(document, by)
    _check_unpublished(remark)
    _record(remark, document, "remove", by, at, {"body": remark.body})
    remark.delete()


@transaction.atomic
def answer_issue(*, issue: ReviewComment, document: Reviewable, reply: str, by: User, at: datetime) -> ReviewComment:
    """The school's answer to one issue, changeable until it submits again."""
    check_can_write_for(by, document.branch)
    if Status(document.status) not in EDITABLE or not issue.is_issue or issue.settled_at:
        raise InvalidTransition("现在不能答复这条意见。")
    issue.reply, issue.replied_by, issue.replied_at = reply, by, at
    issue.save(update_fields=["reply", "replied_by", "replied_at"])
    _record(issue, document, "answer", by, at, {"number": issue.number, "reply": reply})
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


def _check_reviewing(document: Reviewable, by: User) -> None:
    check_can_decide(by, document)
    if document.status != Status.IN_REVIEW:
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
