"""Row sets of planning rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.models import District
from branches.models.people import AUTHOR_ROLES
from branches.querysets import below
from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User
    from plans.models import Plan


def office_paths(user: User) -> frozenset[str]:
    """Districts one works for as reviewer or administrator: who asks schools for papers and sees the board."""
    scope = scope_of(user)
    return scope.reviewed_paths | scope.administered_paths


class SchoolGroupQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> SchoolGroupQuerySet:
        return self.filter(below(office_paths(user), "district__"))


class PlanningRoundQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> PlanningRoundQuerySet:
        """The district's office sees its own rounds and those below, and what was opened above it for its schools; a school's authors
        see what was opened for their branch."""
        paths = office_paths(user)
        above = {path[: place + 1] for path in paths for place, sign in enumerate(path) if sign == "/"} - paths
        asked = self.model._default_manager.filter(targets__branch__in=scope_of(user).branches_as(AUTHOR_ROLES))
        return self.filter(
            below(paths, "district__")
            | ~Q(state="draft") & (Q(district__path__in=sorted(above)) | Q(pk__in=asked.values("pk")))
        )

    def answered_by(self, plan: Plan) -> PlanningRoundQuerySet:
        """Every round that the paper answers; a revision answers those of the paper it amends. The same round may come twice."""
        return self.filter(Q(targets__plan__in=[plan.pk, plan.amends_id]) | Q(pk=plan.round_id))


class RoundTargetQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> RoundTargetQuerySet:
        """Schools below the districts one works for, and one's own branch."""
        return self.filter(self.within(user) | Q(branch__in=scope_of(user).branches_as(AUTHOR_ROLES)))

    @staticmethod
    def within(user: User) -> Q:
        """Where the district's office may look: by the district kept on the row, so that no branch is read."""
        return Q(district__in=District.objects.filter(below(office_paths(user))).values("pk"))
