"""Papers and the rounds they answer. Nothing that a district holds is asked for twice: one paper answers every round that asks for it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from plans.domain.paper_kinds import PaperKind
from plans.domain.rounds.tally import state_of
from plans.models import Plan, PlanningRound, RoundTarget
from workflow.domain.transitions import Status


def answer_rounds(plan: Plan, *, at: datetime) -> int:
    """Put the paper where its branch is asked for it and nothing answers yet; returns in how many rounds that was.

    Called when a paper is begun and once more when it is handed in: a round that was opened in the same moment could not see it.
    """
    if plan.amends_id:
        return 0
    same = Q(
        round__paper=plan.paper, round__cycle=plan.cycle, round__year=plan.year, round__part=plan.part
    )  # another paper is that of its own round only
    asked = RoundTarget.objects.filter(
        Q(round=plan.round_id) if plan.paper == PaperKind.OTHER else same, branch=plan.branch_id, plan__isnull=True
    )
    rounds = list(asked.order_by("round__due_on", "round").values_list("round", flat=True))
    if not rounds:
        return 0
    if plan.round_id is None:
        Plan.objects.filter(pk=plan.pk, round__isnull=True).update(round=rounds[0])
        plan.round_id = rounds[0]
    return asked.update(plan=plan, state=state_of(plan.status), changed_at=at)


def papers_for(planning: PlanningRound) -> QuerySet[Plan]:
    """Papers that answer the round, the one in force last for each branch: an amendment in the making answers nothing yet."""
    if planning.paper == PaperKind.OTHER:
        return Plan.objects.none()
    same = {"paper": planning.paper, "cycle": planning.cycle, "year": planning.year, "part": planning.part}
    return Plan.objects.filter(**same).exclude(status=Status.ARCHIVED).order_by("-revision")
