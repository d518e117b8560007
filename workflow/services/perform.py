"""The only writer of `status`."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import localdate

from branches.models import User
from branches.permissions import check_can_review, refusal
from branches.services.audit import record
from workflow.domain.transitions import Action, Actor, Status, Transition, find_transition
from workflow.models import Reviewable, ReviewComment, Snapshot, WordingState
from workflow.notices import announce
from workflow.permissions import check_can_take
from workflow.selectors import reviewer_by_rule
from workflow.services.opinions import freeze_answers, issue_opinion

D = TypeVar("D", bound=Reviewable)


class InvalidTransition(Exception):
    """The step is not possible in the paper's state; the message says why."""


class SomebodyFaster(InvalidTransition):
    """Another person took a step on the same paper in between."""


def perform(
    document: D,
    action: Action,
    *,
    by: User,
    at: datetime,
    comment: str = "",
    answer_by: date | None = None,
    follows: bool = False,
) -> D:
    """Take one step of the table: check, compare and swap, snapshot, publish remarks, audit, announce, in one transaction.

    `answer_by` is the last day of a return. `follows` marks a step that the system takes because of another one. Returns the paper as stored afterwards.
    Raises NotAllowed, InvalidTransition, SomebodyFaster; nothing has changed then.
    """
    step = find_transition(
        action,
        Status(document.status),
        returned_before=document.return_count > 0,
        two_reviews=document.two_reviews,
    )
    if step is None:
        raise InvalidTransition(f"“{Status(document.status).label}”状态下不能{action.label}。")
    if not (follows and step.by is Actor.SYSTEM):
        check_can_take(step, by, document)
    if answer_by and answer_by < localdate(at):
        raise InvalidTransition("整改期限不能早于今天。")
    with transaction.atomic():
        _swap(document, step, by, at, answer_by)
        stored = (
            type(document)
            ._default_manager.select_related("branch__district", "claimed_by", "assigned_to")
            .get(pk=document.pk)
        )
        stored.status_written(at)
        _check_remarks(stored, step)
        snapshot = take_snapshot(stored, reason=action.value, by=by, at=at) if step.takes_snapshot else None
        if step.target in (Status.RETURNED, Status.APPROVED) and step.action is not Action.WITHDRAW:
            _publish(stored, at)
        if step.action is Action.RETURN:
            issue_opinion(stored, comment=comment, by=by, at=at)
        elif snapshot and step.action is Action.SUBMIT:
            freeze_answers(stored, snapshot)
        if step.action is Action.SUBMIT:
            _give(stored, at)
        detail: dict[str, object] = {"from": step.source.value, "to": step.target.value, "comment": comment}
        if snapshot:
            detail["snapshot"] = snapshot.number
        if step.action is Action.SUBMIT and stored.assigned_to:
            detail["assigned_to"] = stored.assigned_to.display_name
        if step.action is Action.RETURN and answer_by:
            detail["answer_by"] = answer_by.isoformat()
        entry = record(
            action=f"workflow.{action.value}",
            by=by,
            at=at,
            target=stored,
            name=stored.review_title(),
            branch=stored.branch,
            detail=detail,
        )
        announce(stored, step, by=by, at=at, comment=comment, key=str(entry.pk))
    return stored


def take_snapshot(document: Reviewable, *, reason: str, by: User, at: datetime) -> Snapshot:
    """Freeze the paper's content under the next number."""
    content = document.review_content()
    last = Snapshot.objects.of(document).aggregate(last=Max("number"))["last"] or 0
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Snapshot.objects.create(
        document_kind=document.kind,
        document_id=document.pk,
        number=last + 1,
        reason=reason,
        content=content,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        taken_by=by,
        taken_at=at,
    )


def _swap(document: Reviewable, step: Transition, by: User, at: datetime, answer_by: date | None) -> None:
    """Compare and swap: whoever comes second finds no row in the old state and is told so."""
    changes: dict[str, object] = {"status": step.target.value}
    match step.action:
        case Action.SUBMIT:
            changes |= {"submitted_at": at, "submission_count": F("submission_count") + 1}
            changes |= {"passed_by": None, "passed_at": None}
        case Action.CLAIM:
            changes |= {"claimed_by": by, "claimed_at": at}
        case Action.RELEASE:
            changes |= {"claimed_by": None, "claimed_at": None}
        case Action.PASS:
            changes |= {"passed_by": by, "passed_at": at, "claimed_by": None, "claimed_at": None}
            changes |= {"assigned_to": None, "assigned_at": None}
        case Action.RETURN:
            changes |= {"decided_at": at, "return_count": F("return_count") + 1, "claimed_by": None, "claimed_at": None}
            changes |= {"passed_by": None, "passed_at": None, "answer_by": answer_by}
        case Action.APPROVE:
            changes |= {"decided_at": at}
    rows = type(document)._default_manager.filter(
        pk=document.pk, status=step.source.value, submission_count=document.submission_count
    )
    if step.by is Actor.CLAIMANT:
        rows = rows.filter(claimed_by=by)
    if step.action is Action.CLAIM:
        # Whoever leads may claim in another's place; the permission has said so. Between two readings it may have been assigned.
        rows = rows.filter(assigned_to=document.assigned_to_id).exclude(passed_by=by)
    if not rows.update(**changes):
        raise SomebodyFaster("刚才有人先办理了这份材料，页面内容已经更新，请核对后再操作。您写下的文字没有丢失。")


def _give(document: Reviewable, at: datetime) -> None:
    """To the reviewer who has it already and may still review it, else to whom the standing rules give it."""
    holder = document.assigned_to
    if holder and not refusal(check_can_review, holder, document.branch):
        return
    reviewer = reviewer_by_rule(document)
    if reviewer != holder:
        document.assigned_to, document.assigned_at = reviewer, at if reviewer else None
        document.save(update_fields=["assigned_to", "assigned_at"])


def _check_remarks(document: Reviewable, step: Transition) -> None:
    remarks = ReviewComment.objects.of(document)
    if step.needs_issue and not remarks.open().exists():
        raise InvalidTransition("退回修改须至少写一条编号意见，说明段落、问题和建议。")
    if step.action is Action.SUBMIT and (waiting := remarks.unanswered().count()):
        raise InvalidTransition(f"还有{waiting}条意见没有答复，请逐条答复后再提交。")
    if step.action in (Action.APPROVE, Action.PASS) and remarks.open().exists():
        raise InvalidTransition("还有未办结的意见：请逐条确认“已解决”，或退回修改。")


def _publish(document: Reviewable, at: datetime) -> None:
    """Number the new issues after the old ones and show all remarks to the school."""
    remarks = ReviewComment.objects.of(document)
    number = remarks.aggregate(last=Max("number"))["last"] or 0
    for remark in remarks.filter(published_at__isnull=True).order_by("created_at", "pk"):
        if remark.is_issue:
            number += 1
        ReviewComment.objects.filter(pk=remark.pk).update(published_at=at, number=number if remark.is_issue else None)
    # An issue returned a second time waits for a new answer; the old one stays in the audit trail.
    again = remarks.open()
    again.filter(replied_at__isnull=False).update(reply="", replied_by=None, replied_at=None)
    again.filter(wording_at__isnull=False).update(wording_state=WordingState.OFFERED, wording_by=None, wording_at=None)
