"""Row sets of development cases. A case belongs to the branch whose roster its person is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.models.people import AUTHOR_ROLES
from branches.querysets import below
from branches.scope import scope_of
from workflow.querysets import HANDED_IN, ReviewableQuerySet

if TYPE_CHECKING:
    from datetime import date

    from branches.models import User


def _committee_or_district(user: User, prefix: str) -> Q:
    scope = scope_of(user)
    return Q(**{f"{prefix}__in": scope.branches_as(AUTHOR_ROLES)}) | below(
        scope.reviewed_paths | scope.administered_paths, f"{prefix}__district__"
    )


class DevelopmentCaseQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> DevelopmentCaseQuerySet:
        """The committee of the person's branch and the district above it. The person sees some of it on their own page."""
        return self.filter(_committee_or_district(user, "member__branch"))

    def in_progress(self) -> DevelopmentCaseQuerySet:
        """Not ended, and the person still on a roster."""
        return self.filter(is_open=True, member__is_active=True)

    def overdue(self, today: date) -> DevelopmentCaseQuerySet:
        """In progress with a deadline that is over."""
        return self.in_progress().filter(next_due__lt=today)


class StepRecordQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> StepRecordQuerySet:
        return self.filter(_committee_or_district(user, "case__member__branch"))

    def present(self) -> StepRecordQuerySet:
        """Not removed, in the order of the steps."""
        return self.filter(removal__isnull=True).order_by("step", "turn")


class ConsentRequestQuerySet(ReviewableQuerySet):
    def visible_to(self, user: User) -> ConsentRequestQuerySet:
        """The committee sees its requests, reviewers what was handed in. Nobody else in the branch, not even what was approved."""
        scope = scope_of(user)
        return self.filter(
            Q(branch__in=scope.branches_as(AUTHOR_ROLES))
            | Q(status__in=HANDED_IN) & below(scope.reviewed_paths, "branch__district__")
        )


class DevelopmentQuotaQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> DevelopmentQuotaQuerySet:
        return self.filter(_committee_or_district(user, "branch"))
