"""Row sets of plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from branches.models.people import AUTHOR_ROLES
from branches.scope import scope_of
from workflow.domain.transitions import LOCKED
from workflow.querysets import ReviewableQuerySet

if TYPE_CHECKING:
    from branches.models import User
    from plans.models import Plan


class PlanQuerySet(ReviewableQuerySet):
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


class FindingDismissalQuerySet(models.QuerySet):
    def standing(self) -> FindingDismissalQuerySet:
        return self.filter(revoked_at__isnull=True)

    def that_hold_for(self, plan: Plan) -> FindingDismissalQuerySet:
        """Made at this plan or at an earlier revision of it, and not revoked."""
        return self.standing().filter(
            plan__branch=plan.branch_id,
            plan__cycle=plan.cycle,
            plan__year=plan.year,
            plan__part=plan.part,
            plan__revision__lte=plan.revision,
        )
