"""Urging schools and granting them a later day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from branches.models import District, User
from branches.permissions import NotAllowed
from branches.services.audit import record
from notices.models import Job
from notices.services.jobs import JobError, Progress, start_job, work
from notices.services.post import nudge
from plans.models import PlanningRound, RoundState, RoundTarget, TargetState
from plans.notices import announce_extension, announce_urging
from plans.rounds_permissions import check_can_run_round, check_can_urge
from plans.rounds_querysets import office_paths
from plans.selectors.rounds.board import AREA_GONE, Asked, BoardScope, narrowed
from plans.services.rounds.writing import RoundRefused
from regulations.domain.quoting import quoted

#: Where the next step is the school's.
TO_URGE = (TargetState.NOT_BEGUN, TargetState.DRAFTING, TargetState.RETURNED)
#: So many schools are urged while the office waits; more are left to a worker.
AT_ONCE = 300
BATCH = 500
URGING = "plans.urge_schools"


def urge(
    *, planning: PlanningRound, targets: QuerySet[RoundTarget], office: District | None, by: User, at: datetime
) -> int:
    """Remind those of the targets whose turn it is, each school at most once a day, whoever urges; returns how many were told.

    `targets` are rows that the user may see; `office` signs the message. Raises NotAllowed, RoundRefused.
    """
    told = _urge(planning, to_urge(planning, targets, timezone.localdate(at)), office, by, timezone.localdate(at), at)
    if not told:
        raise RoundRefused("没有要催办的学校：都已报送，或者今天已经催过。")
    return told


def to_urge(planning: PlanningRound, targets: QuerySet[RoundTarget], today: date) -> QuerySet[RoundTarget]:
    """Those of the targets that would be reminded today. Raises RoundRefused for a round that is not going on."""
    if planning.state != RoundState.OPEN:
        raise RoundRefused("这项布置不在进行中，不用催办。")
    waiting = targets.filter(round=planning, state__in=TO_URGE)
    return waiting.filter(Q(urged_on__isnull=True) | Q(urged_on__lt=today))


def urge_in_background(
    *, planning: PlanningRound, asked: Asked, office: District | None, by: User, at: datetime
) -> Job:
    """A worker's job that does the same for all that the filters of the board show."""
    arguments = {
        "round": str(planning.pk),
        "area": str(asked.area.pk) if asked.area else "",
        "kind": asked.kind,
        "state": asked.state,
        "q": asked.q,
        "office": str(office.pk) if office else "",
        "back": reverse("plans:round_board", args=[planning.pk]),
    }
    return start_job(kind=URGING, title=f"催办{quoted(planning.title)}", arguments=arguments, by=by, at=at)


@work(URGING)
def urge_schools(progress: Progress) -> Iterator[None]:
    """Batch by batch, on the day it was asked for and with the rights its owner has now; who is urged already is left alone."""
    said, on = progress.arguments, timezone.localdate(progress.began_at)
    planning = PlanningRound.objects.visible_to(progress.owner).filter(pk=said["round"]).first()
    if planning is None or not office_paths(progress.owner):
        raise JobError("您现在没有催办这项布置的权限。")
    scope = BoardScope(planning, progress.owner)
    asked = scope.asked_again(said)
    if asked is None:
        raise JobError(AREA_GONE)
    rows = narrowed(scope, asked, on)
    office = District.objects.filter(pk=said["office"]).first() if said["office"] else None
    try:
        waiting = list(to_urge(planning, rows, on).order_by("pk").values_list("pk", flat=True))
        progress.total = progress.done + len(waiting)
        yield
        for start in range(0, len(waiting), BATCH):
            portion = waiting[start : start + BATCH]
            batch = to_urge(planning, RoundTarget.objects.filter(pk__in=portion), on)
            told = _urge(planning, batch, office, progress.owner, on, timezone.now())
            progress.checkpoint["told"] = progress.checkpoint.get("told", 0) + told
            progress.done += len(portion)
            yield
            planning.refresh_from_db()
    except (RoundRefused, NotAllowed) as refused:
        raise JobError(str(refused)) from refused
    progress.words = f"已提醒{progress.checkpoint.get('told', 0)}所学校。同一所学校一天只提醒一次。"


@transaction.atomic
def _urge(
    planning: PlanningRound,
    waiting: QuerySet[RoundTarget],
    office: District | None,
    by: User,
    on: date,
    at: datetime,
) -> int:
    rows = list(waiting.order_by("pk").select_for_update(of=("self",)).select_related("district"))
    for district in {row.district for row in rows}:
        check_can_urge(by, district)
    if not rows:
        return 0
    RoundTarget.objects.filter(pk__in=[row.pk for row in rows]).update(urged_on=on, changed_at=at)
    announce_urging(planning, rows, by=by, office=office, on=on, at=at)
    transaction.on_commit(nudge)
    detail = {"schools": len(rows)}
    record(action="round.urge", by=by, at=at, target=planning, district=planning.district, detail=detail)
    return len(rows)


@transaction.atomic
def extend(
    *, planning: PlanningRound, seen: Mapping[UUID, date], due_on: date, reason: str, by: User, at: datetime
) -> int:
    """Another last day for some schools; the round's own day takes an extension back. `seen` are the targets with the day that was shown.

    All or nothing. Raises NotAllowed, RoundRefused: also when somebody else has moved one of the days meanwhile.
    """
    check_can_run_round(by, planning)
    reason = " ".join(reason.split())
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
