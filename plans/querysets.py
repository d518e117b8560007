"""Row sets of plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.models.people import AUTHOR_ROLES
from branches.querysets import below
from branches.scope import scope_of
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Period
from workflow.domain.transitions import LOCKED
from workflow.querysets import ReviewableQuerySet

if TYPE_CHECKING:
    from branches.models import Branch, User
    from plans.models import Plan


class PlanQuerySet(ReviewableQuerySet):
    def work_plans(self) -> PlanQuerySet:
        """Plans proper, without summaries and other papers."""
        return self.filter(paper=PaperKind.PLAN)

    def of(self, branch: Branch, period: Period, paper: PaperKind = PaperKind.PLAN) -> PlanQuerySet:
        """All revisions of a branch's plan (or summary) for a period."""
        return self.filter(branch=branch, paper=paper, cycle=period.cycle, year=period.year, part=period.part)

    def revisions_of(self, plan: Plan) -> PlanQuerySet:
        """The paper itself with its earlier and later revisions."""
        rows = self.of(plan.branch, plan.period, PaperKind(plan.paper))
        return rows.filter(round=plan.round_id) if plan.paper == PaperKind.OTHER else rows

    def in_force(self) -> PlanQuerySet:
        """Approved and not replaced by a later revision."""
        return self.filter(status="approved")

    def locked(self) -> PlanQuerySet:
        return self.filter(status__in=sorted(LOCKED))


class PlanSectionQuerySet(models.QuerySet):
    def present(self) -> PlanSectionQuerySet:
        """Not removed, in reading order."""
        return self.filter(removal__isnull=True).order_by("position", "pk")


class PlanItemQuerySet(models.QuerySet):
    def present(self) -> PlanItemQuerySet:
        """Not removed, in the order of the schedule."""
        return self.filter(removal__isnull=True).order_by("first_month", "position", "pk")

    def with_responsible(self) -> PlanItemQuerySet:
        return self.select_related("responsible_member", "responsible_group")


class PlanUploadQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> PlanUploadQuerySet:
        """The branch's authors; nobody in the district sees raw uploads."""
        return self.filter(branch__in=scope_of(user).branches_as(AUTHOR_ROLES))


class PlanPartQuerySet(models.QuerySet):
    """Rows that hang on a plan and concern those who write it."""

    def visible_to(self, user: User) -> PlanPartQuerySet:
        return self.filter(plan__branch__in=scope_of(user).branches_as(AUTHOR_ROLES))


class DistrictRequirementQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> DistrictRequirementQuerySet:
        """Administrators see what the districts of their subtree ask for."""
        return self.filter(below(scope_of(user).administered_paths, "district__"))

    def in_force(self) -> DistrictRequirementQuerySet:
        return self.filter(ended_at__isnull=True)


class FindingDismissalQuerySet(models.QuerySet):
    def standing(self) -> FindingDismissalQuerySet:
        return self.filter(revoked_at__isnull=True)

    def that_hold_for(self, plan: Plan) -> FindingDismissalQuerySet:
        """Made at this plan or at an earlier revision of it, and not revoked."""
        same = {"plan__round": plan.round_id} if plan.paper == PaperKind.OTHER else {}
        return self.standing().filter(
            plan__branch=plan.branch_id,
            plan__paper=plan.paper,
            plan__cycle=plan.cycle,
            plan__year=plan.year,
            plan__part=plan.part,
            plan__revision__lte=plan.revision,
            **same,
        )


class ReviewPhraseQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ReviewPhraseQuerySet:
        """One's own, and those of the districts one reviews in: at, above and below one's own place."""
        scope = scope_of(user)
        paths = scope.reviewed_paths | scope.administered_paths
        above = {path[: end + 1] for path in paths for end, sign in enumerate(path) if sign == "/"}
        return self.filter(Q(owner=user) | Q(district__path__in=above) | below(paths, "district__"))


class ApprovalBatchQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ApprovalBatchQuerySet:
        """One's own: what others read is theirs to answer for."""
        return self.filter(reviewer=user)

    def going_on(self) -> ApprovalBatchQuerySet:
        return self.filter(state__in=["reading", "approving"])
