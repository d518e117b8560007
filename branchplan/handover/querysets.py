"""Row sets of handovers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.models.people import LEADING_ROLES
from branches.querysets import below
from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> HandoverQuerySet:
        """Who leads the branch, administrators above it, and the two people themselves until it is over.

        One whose office has ended still has to hand over; once the other has signed they see nothing more of the branch.
        """
        scope = scope_of(user)
        party = Q(outgoing=user.pk) | Q(incoming=user.pk)
        return self.filter(
            Q(branch__in=scope.branches_as(LEADING_ROLES))
            | below(scope.administered_paths, "branch__district__")
            | party & Q(taken_over_at__isnull=True, cancelled_at__isnull=True)
        )

    def open(self) -> HandoverQuerySet:
        """Neither finished nor called off."""
        return self.filter(taken_over_at__isnull=True, cancelled_at__isnull=True)
