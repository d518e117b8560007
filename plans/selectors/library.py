"""Reads for the list and the page of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from branches.models import User
from branches.models.people import AUTHOR_ROLES
from branches.scope import scope_of
from plans.domain.paper import Paper, paper_from
from plans.models import Plan
from plans.selectors.versions import paper_of_plan
from workflow.domain.transitions import LOCKED


@dataclass(frozen=True)
class PlanPage:
    """A plan to be read."""

    plan: Plan
    paper: Paper

    @property
    def is_draft(self) -> bool:
        return self.plan.status not in LOCKED

    @property
    def title(self) -> str:
        return self.paper.title or str(self.plan)


def plans_of_own_branches(user: User) -> QuerySet[Plan]:
    """All plans of the branches one belongs to, newest period first; members get the approved ones only."""
    rows = Plan.objects.visible_to(user).filter(branch__in=scope_of(user).branch_ids)
    return rows.select_related("branch", "claimed_by").order_by("-year", "-part", "cycle", "-revision")


def reads_as_it_stands(user: User, plan: Plan) -> bool:
    """Those who write a plan read what stands now while it may be changed. Everybody else reads what was handed in last: what a school is
    mending is the district's business once it comes back, and what is printed of an approved plan is what was approved."""
    return plan.is_editable and is_author(user, plan)


def plan_page(plan: Plan, user: User) -> PlanPage:
    """The plan as `user` may read it now."""
    live = reads_as_it_stands(user, plan)
    return PlanPage(plan, paper_from(plan.review_content()) if live else paper_of_plan(plan))


def revisions_of(plan: Plan, user: User) -> QuerySet[Plan]:
    """All revisions of the same period that the user may know of, newest first."""
    return Plan.objects.visible_to(user).revisions_of(plan).order_by("-revision")


def is_author(user: User, plan: Plan) -> bool:
    return scope_of(user).holds_in(plan.branch, AUTHOR_ROLES)
