"""Reads for the list and the page of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from branches.models import User
from branches.models.people import AUTHOR_ROLES
from branches.scope import scope_of
from plans.domain.paper import Paper, paper_from
from plans.models import Plan
from workflow.domain.transitions import LOCKED
from workflow.selectors import latest_snapshot


@dataclass(frozen=True)
class PlanPage:
    """A plan to be read: what was approved when it is approved, else what stands now."""

    plan: Plan
    paper: Paper
    is_draft: bool


def plans_of_own_branches(user: User) -> QuerySet[Plan]:
    """All plans of the branches one belongs to, newest period first; members get the approved ones only."""
    rows = Plan.objects.visible_to(user).filter(branch__in=scope_of(user).branch_ids)
    return rows.select_related("branch", "claimed_by").order_by("-year", "-part", "cycle", "-revision")


def plan_page(plan: Plan) -> PlanPage:
    """Reads the snapshot of an approved plan, so that what is printed is what was approved."""
    if plan.status in LOCKED and (snapshot := latest_snapshot(plan)):
        return PlanPage(plan, paper_from(snapshot.content), is_draft=False)
    return PlanPage(plan, paper_from(plan.review_content()), is_draft=True)


def revisions_of(plan: Plan, user: User) -> QuerySet[Plan]:
    """All revisions of the same period that the user may know of, newest first."""
    return Plan.objects.visible_to(user).revisions_of(plan).order_by("-revision")


def is_author(user: User, plan: Plan) -> bool:
    return scope_of(user).holds_in(plan.branch, AUTHOR_ROLES)
