"""Beginning a handover, preparing it, signing it on both sides, ticking off the first days."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record
from branchplan.handover.domain.change import Change
from branchplan.handover.domain.first_days import Task
from branchplan.handover.domain.pack import to_plain
from branchplan.handover.models import FirstDayTick, Handover
from branchplan.handover.permissions import (
    check_can_begin,
    check_can_cancel,
    check_can_hand_over,
    check_can_prepare,
    check_can_take_over,
    check_can_tick,
    signs_in_stead,
)
from branchplan.handover.selectors.pack import pack_of
from notices.services.post import post


class HandoverError(Exception):
    """Not possible; the message is for the person."""


class HandoverConflict(HandoverError):
    """Somebody changed it in the meantime."""


@transaction.atomic
def begin_handover(
    *,
    branch: Branch,
    outgoing: User | None,
    last_day: date | None,
    incoming: User | None,
    first_day: date | None,
    by: User | None,
    at: datetime,
) -> Handover:
    """A handover in the branch; `by` None where it follows from the roles. Raises HandoverError when one is under way."""
    if by is not None:
        check_can_begin(by, branch)
    if outgoing is None and incoming is None:
        raise HandoverError("没有书记，也没有新任书记，无从交接。")
    if outgoing is not None and incoming is not None and outgoing.pk == incoming.pk:
        raise HandoverError("新任书记和原书记是同一个人。")
    try:
        with transaction.atomic():
            handover = Handover.objects.create(
                branch=branch,
                outgoing=outgoing,
                last_day=last_day,
                incoming=incoming,
                first_day=first_day,
                begun_by=by,
                begun_at=at,
            )
    except IntegrityError as error:
        raise HandoverError("本支部已经有一次交接正在办理。") from error
    record(action="handover.begin", by=by, at=at, target=handover, branch=branch, detail=_names(handover))
    _tell(handover, at)
    return handover


@transaction.atomic
def name_people(*, handover: Handover, change: Change, at: datetime) -> bool:
    """What the roles say by now about who goes, who comes and when is written into an open handover; False when nothing was new."""
    facts = {
        "outgoing_id": change.outgoing or handover.outgoing_id,
        "last_day": change.last_day or handover.last_day,
        "incoming_id": change.incoming or handover.incoming_id,
        "first_day": change.first_day or handover.first_day,
    }
    if all(getattr(handover, name) == value for name, value in facts.items()):
        return False
    if handover.handed_over_at and facts["outgoing_id"] != handover.outgoing_id:
        return False  # who signed stands
    rows = Handover.objects.open().filter(pk=handover.pk, version=handover.version)
    if not rows.update(**facts, version=F("version") + 1):
        return False
    handover.refresh_from_db()
    record(action="handover.people", by=None, at=at, target=handover, branch=handover.branch, detail=_names(handover))
    _tell(handover, at)
    return True


@transaction.atomic
def leave_unfinished(*, handover: Handover, at: datetime) -> bool:
    """Closed without its second signature, because who was to take over goes already; False when it was changed in the meantime.

    What was prepared and signed stays to be read. No person called it off: `cancelled_by` is empty.
    """
    if not Handover.objects.open().filter(pk=handover.pk, version=handover.version).update(cancelled_at=at):
        return False
    record(
        action="handover.unfinished", by=None, at=at, target=handover, branch=handover.branch, detail=_names(handover)
    )
    return True


def _names(handover: Handover) -> dict[str, str]:
    return {
        "outgoing": handover.outgoing.display_name if handover.outgoing else "",
        "last_day": handover.last_day.isoformat() if handover.last_day else "",
        "incoming": handover.incoming.display_name if handover.incoming else "",
        "first_day": handover.first_day.isoformat() if handover.first_day else "",
    }


def _tell(handover: Handover, at: datetime) -> None:
    """Both hear of it once; who has left the branch too, so the message is not bound to it."""
    path = reverse("handover:detail", args=[handover.pk])
    place = handover.branch.short_name
    for person, title in (
        (handover.outgoing, f"请把{place}书记的工作移交给新任书记"),
        (handover.incoming, f"您将接任{place}书记，请核对交接清单"),
    ):
        if person:
            key = f"handover:{handover.pk}"
            post(to=[person], kind="handover.begun", title=title, body="", path=path, dedupe_key=key, at=at)


@transaction.atomic
def prepare(*, handover: Handover, things: str, words: str, version: int, by: User, at: datetime) -> None:
    """What no record knows: keys, seals, papers, and words to the new one. Raises HandoverConflict over a newer version."""
    check_can_prepare(by, handover)
    rows = Handover.objects.open().filter(pk=handover.pk, version=version, handed_over_at__isnull=True)
    if not rows.update(things=things, words=words, version=F("version") + 1):
        raise HandoverConflict("这一页刚才被别人改过或者已经签字，请对照下面的新内容再保存。")
    record(action="handover.prepare", by=by, at=at, target=handover, branch=handover.branch)


@transaction.atomic
def hand_over(*, handover: Handover, in_stead: str, by: User, at: datetime) -> None:
    """The signature of who goes: the pack is frozen as it stands now. Raises HandoverError when it was signed or called off."""
    check_can_hand_over(by, handover)
    reason = in_stead.strip() if signs_in_stead(by, handover) else ""
    if signs_in_stead(by, handover) and not reason:
        raise HandoverError("代签要写明原因。")
    held = Handover.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=handover.pk)
    if not held.is_open or held.handed_over_at or held.outgoing_id is None:
        raise HandoverError("已经签过字，或者这次交接已经结束，请刷新页面。")
    pack = to_plain(pack_of(held.branch, timezone.localdate(at)))
    Handover.objects.filter(pk=held.pk).update(
        pack=pack, handed_over_by=by, handed_over_at=at, in_stead=reason, version=F("version") + 1
    )
    detail = {"in_stead": reason} if reason else {}
    record(action="handover.hand_over", by=by, at=at, target=held, branch=held.branch, detail=detail)
    if held.incoming:
        title = f"{held.branch.short_name}书记的工作已签字移交，请核对后接收"
        path = reverse("handover:detail", args=[held.pk])
        key = f"handover-signed:{held.pk}"
        post(to=[held.incoming], kind="handover.signed", title=title, body="", path=path, dedupe_key=key, at=at)


@transaction.atomic
def take_over(*, handover: Handover, reservations: str, by: User, at: datetime) -> None:
    """The signature of who comes, with what was found otherwise; after that of who goes, where there is somebody."""
    check_can_take_over(by, handover)
    held = (
        Handover.objects.select_for_update(of=("self",))
        .select_related("branch__district", "outgoing")
        .get(pk=handover.pk)
    )
    if not held.is_open:
        raise HandoverError("这次交接已经结束，请刷新页面。")
    if held.outgoing_id and not held.handed_over_at:
        raise HandoverError("原书记还没有签字移交。")
    Handover.objects.filter(pk=held.pk).update(
        taken_over_by=by, taken_over_at=at, reservations=reservations, version=F("version") + 1
    )
    detail = {"reservations": bool(reservations)}
    record(action="handover.take_over", by=by, at=at, target=held, branch=held.branch, detail=detail)
    if held.outgoing:
        title = f"{held.branch.short_name}书记的工作已由{by.display_name}签字接收"
        key = f"handover-taken:{held.pk}"
        post(to=[held.outgoing], kind="handover.taken", title=title, body="", path="", dedupe_key=key, at=at)


@transaction.atomic
def cancel_handover(*, handover: Handover, by: User, at: datetime) -> None:
    """Called off: entered by mistake. What was finished stands."""
    check_can_cancel(by, handover)
    if not Handover.objects.open().filter(pk=handover.pk).update(cancelled_by=by, cancelled_at=at):
        raise HandoverError("这次交接已经结束，不能撤销。")
    record(action="handover.cancel", by=by, at=at, target=handover, branch=handover.branch)


@transaction.atomic
def tick(*, handover: Handover, task: Task, by: User, at: datetime) -> None:
    """A line is done; a second time changes nothing."""
    check_can_tick(by, handover)
    facts = {"title": task.title[:300], "due_on": task.due, "done_at": at}
    _, is_new = FirstDayTick.objects.get_or_create(handover=handover, key=task.key, defaults=facts)
    if is_new:
        record(
            action="handover.tick", by=by, at=at, target=handover, branch=handover.branch, detail={"line": task.title}
        )


@transaction.atomic
def untick(*, handover: Handover, key: str, by: User, at: datetime) -> None:
    """Not done after all."""
    check_can_tick(by, handover)
    row = FirstDayTick.objects.filter(handover=handover, key=key).first()
    if row:
        row.delete()
        detail = {"line": row.title}
        record(action="handover.untick", by=by, at=at, target=handover, branch=handover.branch, detail=detail)
