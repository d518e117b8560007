"""Opening a round, closing it, and opening it again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from branches.models import User
from branches.services.audit import record
from notices.services.post import nudge
from plans.domain.rounds.tally import state_of
from plans.models import Plan, PlanningRound, RoundState, RoundTarget
from plans.notices import announce_opening
from plans.rounds_permissions import check_can_run_round
from plans.selectors.rounds.reach import reach_of
from plans.services.rounds.linking import papers_for
from plans.services.rounds.writing import RoundRefused, hold_round

BATCH = 2000


@transaction.atomic
def open_round(*, planning: PlanningRound, base_version: int, by: User, at: datetime) -> int:
    """Ask the schools, all of them in one transaction and each once; returns how many.

    A paper that the district already holds answers at once. Raises NotAllowed, RoundChanged (also for the second of two who open it at the
    same moment), RoundRefused.
    """
    check_can_run_round(by, planning)
    held = hold_round(planning, base_version=base_version, at=at)
    if held.state != RoundState.DRAFT:
        raise RoundRefused("这项布置已经发布过了。")
    if held.due_on < timezone.localdate(at):
        raise RoundRefused("截止日期已经过了，请先改到今天以后。")
    targets = _targets(held, at)
    if not targets:
        raise RoundRefused("没有选到任何学校，请先选择布置给谁。")
    RoundTarget.objects.bulk_create(targets, batch_size=BATCH)
    papers = [target.plan_id for target in targets if target.plan_id]
    for start in range(0, len(papers), BATCH):
        Plan.objects.filter(pk__in=papers[start : start + BATCH], round__isnull=True).update(round=held)
    PlanningRound.objects.filter(pk=held.pk).update(state=RoundState.OPEN, opened_by=by, opened_at=at)
    announce_opening(held, targets, at=at)
    transaction.on_commit(nudge)
    detail = {"schools": len(targets), "held already": len(papers), "due_on": held.due_on.isoformat()}
    record(action="round.open", by=by, at=at, target=held, district=held.district, detail=detail)
    return len(targets)


def _targets(planning: PlanningRound, at: datetime) -> list[RoundTarget]:
    """Not stored yet, in the order of the list. Two queries and those of the choice."""
    reach = reach_of(planning)
    papers: dict[UUID, tuple[UUID, str]] = {
        branch: (pk, status)
        for branch, pk, status in papers_for(planning)
        .filter(branch__in=reach.order_by().values("pk"))
        .values_list("branch", "pk", "status")
    }
    targets = []
    for place, (branch, district, kind) in enumerate(reach.values_list("pk", "district", "school_kind"), 1):
        target = RoundTarget(
            round=planning,
            branch_id=branch,
            district_id=district,
            school_kind=kind,
            place=place,
            due_on=planning.due_on,
            changed_at=at,
        )
        if branch in papers:
            target.plan_id, status = papers[branch]
            target.state = state_of(status)
        targets.append(target)
    return targets


@transaction.atomic
def close_round(*, planning: PlanningRound, by: User, at: datetime) -> None:
    """No more reminders; what is missing stays visible, and who hands in later is still counted. The second of two changes nothing."""
    check_can_run_round(by, planning)
    rows = PlanningRound.objects.filter(pk=planning.pk, state=RoundState.OPEN)
    if not rows.update(state=RoundState.CLOSED, closed_by=by, closed_at=at, changed_at=at, version=F("version") + 1):
        raise RoundRefused("这项布置不在进行中，不能结束。")
    record(action="round.close", by=by, at=at, target=planning, district=planning.district)


@transaction.atomic
def reopen_round(*, planning: PlanningRound, by: User, at: datetime) -> None:
    """Take a closing back."""
    check_can_run_round(by, planning)
    rows = PlanningRound.objects.filter(pk=planning.pk, state=RoundState.CLOSED)
    if not rows.update(state=RoundState.OPEN, closed_by=None, closed_at=None, changed_at=at, version=F("version") + 1):
        raise RoundRefused("这项布置没有结束，不用重新开放。")
    record(action="round.reopen", by=by, at=at, target=planning, district=planning.district)
