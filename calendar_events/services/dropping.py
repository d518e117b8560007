"""Giving up what a plan promised, with the reason that everybody reads beside it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from branches.models import Branch, User
from branches.permissions import check_can_lead
from branches.services.audit import record
from calendar_events.models import DroppedPromise
from calendar_events.models.events import REASON_LENGTH


class DropRefused(Exception):
    """The promise cannot be given up like this; the message says why."""


def drop_promise(
    *, branch: Branch, item_origin: UUID, month: date, text: str, reason: str, by: User, at: datetime
) -> DroppedPromise:
    """Say that what the line promised for this month will not be done. `text` is the line, for the trail. Raises NotAllowed, DropRefused."""
    check_can_lead(by, branch)
    reason = " ".join(reason.split())
    if not reason:
        raise DropRefused("请写明不再开展的原因，党员和教育工委会看到。")
    if len(reason) > REASON_LENGTH:
        raise DropRefused(f"原因请控制在{REASON_LENGTH}字以内。")
    row = DroppedPromise(branch=branch, item_origin=item_origin, month=month, reason=reason, by=by, at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(action="promise.drop", by=by, at=at, target=row, name=text, branch=branch, detail={"reason": reason})
    except IntegrityError as error:
        raise DropRefused("这一项已经标为不再开展。") from error
    return row


def take_up_again(*, dropped: DroppedPromise, text: str, by: User, at: datetime) -> None:
    """What was given up is to be done after all."""
    check_can_lead(by, dropped.branch)
    with transaction.atomic():
        record(action="promise.take_up", by=by, at=at, target=dropped, name=text, branch=dropped.branch)
        DroppedPromise.objects.filter(pk=dropped.pk).delete()
