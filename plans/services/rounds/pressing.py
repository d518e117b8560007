"""Urging schools and granting them a later day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from branches.models import District, User
from branches.services.audit import record
from notices.services.post import nudge
from plans.models import PlanningRound, RoundState, RoundTarget, TargetState
from plans.models.rounds import REASON_LENGTH
from plans.notices import announce_extension, announce_urging
from plans.rounds_permissions import check_can_run_round, check_can_urge
from plans.services.rounds.writing import RoundRefused

#: Where the next step is the school's.
TO_URGE = (TargetState.NOT_BEGUN, TargetState.DRAFTING, TargetState.RETURNED)
BATCH = 2000


@transaction.atomic
def urge(
    *, planning: PlanningRound, targets: QuerySet[RoundTarget], office: District | None, by: User, at: datetime
) -> int:
    """Remind those of the targets whose turn it is, each school at most once a day, whoever urges; returns how many were told.

    `targets` are rows that the user may see; `office` signs the message. Raises NotAllowed, RoundRefused.
    """
    if planning.state != RoundState.OPEN:
        raise RoundRefused("这项布置不在进行中，不用催办。")
    today = timezone.localdate(at)
    waiting = targets.filter(round=planning, state__in=TO_URGE)
    waiting = waiting.filter(Q(urged_on__isnull=True) | Q(urged_on__lt=today))
    rows = list(waiting.order_by("pk").select_for_update(of=("self",)).select_related("district"))
    for district in {row.district for row in rows}:
        check_can_urge(by, district)
    if not rows:
        raise RoundRefused("没有要催办的学校：都已报送，或者今天已经催过。")
    for start in range(0, len(rows), BATCH):
        keys = [row.pk for row in rows[start : start + BATCH]]
        RoundTarget.objects.filter(pk__in=keys).update(urged_on=today, changed_at=at)
    announce_urging(planning, rows, by=by, office=office, on=today, at=at)
    transaction.on_commit(nudge)
    record(
        action="round.urge", by=by, at=at, target=planning, district=planning.district, detail={"schools": len(rows)}
    )
    return len(rows)


@transaction.atomic
def extend(
    *, planning: PlanningRound, seen: Mapping[UUID, date], due_on: date, reason: str, by: User, at: datetime
) -> int:
    """Another last day for some schools; the round's own day takes an extension back. `seen` are the targets with the day that was shown.

    All or nothing. Raises NotAllowed, RoundRefused: also when somebody else has moved one of the days meanwhile.
    """
    check_can_run_round(by, planning)
    reason = " ".join(reason.split())[:REASON_LENGTH]
    if not seen:
        raise RoundRefused("请先勾选学校。")
    if not reason:
        raise RoundRefused("请写明理由，学校会看到。")
    if planning.state != RoundState.OPEN:
        raise RoundRefused("这项布置不在进行中，不能延期。")
    if due_on < planning.due_on:
        raise RoundRefused("延期后的日期不能早于统一的截止日期。")
    rows = list(
        planning.targets.filter(pk__in=list(seen))
        .order_by("pk")
        .select_for_update(of=("self",))
        .select_related("branch__district")
    )
    moved = [row.branch.short_name for row in rows if row.due_on != seen[row.pk]]
    if moved or len(rows) != len(seen):
        raise RoundRefused(f"刚才有其他人改过{'、'.join(moved[:5])}的截止日期，请核对后再办理。")
    back = due_on == planning.due_on
    for row in rows:
        row.due_on, row.changed_at = due_on, at
        row.extension_reason, row.extended_by, row.extended_at = ("", None, None) if back else (reason, by, at)
        record(
            action="round.extend",
            by=by,
            at=at,
            target=row,
            name=f"{planning}：{row.branch.short_name}",
            branch=row.branch,
            detail={"from": seen[row.pk].isoformat(), "to": due_on.isoformat(), "because": reason},
        )
    fields = ["due_on", "changed_at", "extension_reason", "extended_by", "extended_at"]
    RoundTarget.objects.bulk_update(rows, fields)
    announce_extension(planning, rows, reason=reason, at=at)
    transaction.on_commit(nudge)
    return len(rows)
