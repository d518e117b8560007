"""The only writer of `status`."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Max

from branches.models import User
from branches.services.audit import record
from workflow.domain.transitions import Action, Actor, Status, Transition, find_transition
from workflow.models import Reviewable, ReviewComment, Snapshot
from workflow.notices import announce
from workflow.permissions import check_can_take

D = TypeVar("D", bound=Reviewable)


class InvalidTransition(Exception):
    """The step is not possible in the paper's state; the message says why."""


class SomebodyFaster(InvalidTransition):
    """Another person took a step on the same paper in between."""


def perform(document: D, action: Action, *, by: User, at: datetime, comment: str = "", follows: bool = False) -> D:
    """Take one step of the table: check, compare and swap, snapshot, publish remarks, audit, announce, in one transaction.

    `follows` marks a step that the system takes because of another one. Returns the paper as stored afterwards.
    Raises NotAllowed, InvalidTransition, SomebodyFaster; nothing has changed then.
    """
    step = find_transition(action, Status(document.status), returned_before=document.return_count > 0)
    if step is None:
        raise InvalidTransition(f"“{Status(document.status).label}”状态下不能{action.label}。")
    if not (follows and step.by is Actor.SYSTEM):
        check_can_take(step, by, document)
    with transaction.atomic():
        _swap(document, step, by, at)
        stored = type(document)._default_manager.select_related("branch__district", "claimed_by").get(pk=document.pk)
        stored.status_written()
        _check_remarks(stored, step)
        snapshot = take_snapshot(stored, reason=action.value, by=by, at=at) if step.takes_snapshot else None
        if step.target in (Status.RETURNED, Status.APPROVED) and step.action is not Action.WITHDRAW:
            _publish(stored, at)
        detail: dict[str, object] = {"from": step.source.value, "to": step.target.value, "comment": comment}
        if snapshot:
            detail["snapshot"] = snapshot.number
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


def _swap(document: Reviewable, step: Transition, by: User, at: datetime) -> None:
    """Compare and swap: whoever comes second finds no row in the old state and is told so."""
    changes: dict[str, object] = {"status": step.target.value}
    match step.action:
        case Action.SUBMIT:
            changes |= {"submitted_at": at, "submission_count": F("submission_count") + 1}
        case Action.CLAIM:
            changes |= {"claimed_by": by, "claimed_at": at}
        case Action.RELEASE:
            changes |= {"claimed_by": None, "claimed_at": None}
        case Action.RETURN:
            changes |= {"decided_at": at, "return_count": F("return_count") + 1, "claimed_by": None, "claimed_at": None}
        case Action.APPROVE:
            changes |= {"decided_at": at}
    rows = type(document)._default_manager.filter(
        pk=document.pk, status=step.source.value, submission_count=document.submission_count
    )
    if step.by is Actor.CLAIMANT:
        rows = rows.filter(claimed_by=by)
    if not rows.update(**changes):
        raise SomebodyFaster("刚才有人先办理了这份材料，页面内容已经更新，请核对后再操作。您写下的文字没有丢失。")


def _check_remarks(document: Reviewable, step: Transition) -> None:
    remarks = ReviewComment.objects.of(document)
    if step.needs_issue and not remarks.open().exists():
        raise InvalidTransition("退回修改须至少写一条编号意见，说明段落、问题和建议。")
    if step.action is Action.SUBMIT and (waiting := remarks.unanswered().count()):
        raise InvalidTransition(f"还有{waiting}条意见没有答复，请逐条答复后再提交。")
    if step.action is Action.APPROVE and remarks.open().exists():
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
    remarks.open().filter(replied_at__isnull=False).update(reply="", replied_by=None, replied_at=None)
