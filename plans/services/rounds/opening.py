"""Opening a round, closing it, and opening it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone

from branches.models import User
from branches.services.audit import record
from notices.models import Job
from notices.services.jobs import JobError, Progress, start_job, work
from notices.services.post import nudge
from plans.domain.rounds.tally import state_of
from plans.models import Plan, PlanningRound, RoundState, RoundTarget
from plans.notices import announce_opening
from plans.rounds_permissions import check_can_run_round
from plans.selectors.rounds.reach import reach_of
from plans.services.rounds.linking import papers_for
from plans.services.rounds.writing import RoundRefused, hold_round
from regulations.domain.quoting import quoted

#: So many schools are asked while the office waits; more are left to a worker.
AT_ONCE = 300
BATCH = 500
ASKING = "plans.ask_schools"


@transaction.atomic
def open_round(*, planning: PlanningRound, base_version: int, by: User, at: datetime) -> int:
    """Ask the schools, each once; returns how many. Very many are asked by a worker, batch by batch: the round is open at once.

    A paper that the district already holds answers at once. Raises NotAllowed, RoundChanged (also for the second of two who open it at the
    same moment), RoundRefused.
    """
    check_can_run_round(by, planning)
    held = hold_round(planning, base_version=base_version, at=at)
    if held.state != RoundState.DRAFT:
        raise RoundRefused("这项布置已经发布过了。")
    if held.due_on < timezone.localdate(at):
        raise RoundRefused("截止日期已经过了，请先改到今天以后。")
    schools = _schools(held)
    if not schools:
        raise RoundRefused("没有选到任何学校，请先选择布置给谁。")
    PlanningRound.objects.filter(pk=held.pk).update(
        state=RoundState.OPEN, opened_by=by, opened_at=at, to_ask=len(schools)
    )
    detail = {"schools": len(schools), "due_on": held.due_on.isoformat()}
    record(action="round.open", by=by, at=at, target=held, district=held.district, detail=detail)
    if len(schools) > AT_ONCE:
        ask_the_rest(planning=held, by=by, at=at)
    else:
        _ask(held.pk, schools, at=at)
        PlanningRound.objects.filter(pk=held.pk).update(to_ask=0)
    return len(schools)


def ask_the_rest(*, planning: PlanningRound, by: User, at: datetime) -> Job:
    """The worker's job that asks the schools not asked yet; the one that is under way, if it is one's own. Raises NotAllowed."""
    check_can_run_round(by, planning)
    arguments = {"round": str(planning.pk), "back": reverse("plans:round_board", args=[planning.pk])}
    return start_job(kind=ASKING, title=f"发布{quoted(planning.title)}", arguments=arguments, by=by, at=at)


@work(ASKING)
def ask_schools(progress: Progress) -> Iterator[None]:
    """Batch by batch, each in a transaction with its messages. What is asked already is left alone, so that a worker that dies is followed by
    the next, and two that do the same ask each school once."""
    planning = PlanningRound.objects.select_related("district").get(pk=progress.arguments["round"])
    asked = set(planning.targets.values_list("branch", flat=True))
    rest = [school for school in _schools(planning) if school[0] not in asked]
    progress.done, progress.total = len(asked), len(asked) + len(rest)
    yield
    for start in range(0, len(rest), BATCH):
        portion = rest[start : start + BATCH]
        _ask(planning.pk, portion, at=timezone.now())
        progress.done += len(portion)
        yield
    PlanningRound.objects.filter(pk=planning.pk).update(to_ask=0, changed_at=timezone.now())
    progress.words = f"已发布，通知了{progress.total}所学校。"


School = tuple[UUID, UUID, str]


def _schools(planning: PlanningRound) -> list[School]:
    """Branch, district and kind of everybody the round reaches, in the order of the list."""
    return list(reach_of(planning).values_list("pk", "district", "school_kind"))


@transaction.atomic
def _ask(pk: UUID, schools: Sequence[School], *, at: datetime) -> None:
    """Ask those of the schools that are not asked yet and tell them. Holds the round: its day and its state stand still meanwhile."""
    held = PlanningRound.objects.select_for_update(of=("self",)).select_related("district").get(pk=pk)
    if held.state != RoundState.OPEN:
        raise JobError("这项布置已经结束，没有继续发布。重新开放后可以继续。")
    there = held.targets.filter(branch__in=[school[0] for school in schools])
    asked = set(there.values_list("branch", flat=True))
    targets = _targets(held, [school for school in schools if school[0] not in asked], at)
    RoundTarget.objects.bulk_create(targets)
    papers = [target.plan_id for target in targets if target.plan_id]
    Plan.objects.filter(pk__in=papers, round__isnull=True).update(round=held)
    PlanningRound.objects.filter(pk=pk).update(to_ask=Greatest(F("to_ask") - len(targets), 0))
    announce_opening(held, targets, at=at)
    transaction.on_commit(nudge)


def _targets(planning: PlanningRound, schools: Sequence[School], at: datetime) -> list[RoundTarget]:
    """Not stored yet, behind those that are, in the order of the list."""
    papers: dict[UUID, tuple[UUID, str]] = {
        branch: (pk, status)
        for branch, pk, status in papers_for(planning)
        .filter(branch__in=[school[0] for school in schools])
        .values_list("branch", "pk", "status")
    }
    last = planning.targets.aggregate(last=Max("place"))["last"] or 0
    targets = []
    for place, (branch, district, kind) in enumerate(schools, last + 1):
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
