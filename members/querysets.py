"""Row sets of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.models.people import AUTHOR_ROLES
from branches.querysets import below
from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User


class PartyGroupQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> PartyGroupQuerySet:
        """Everybody in the branch knows its groups; reviewers and administrators above do too."""
        scope = scope_of(user)
        return self.filter(
            Q(branch__in=scope.branch_ids)
            | below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        )


class MemberQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> MemberQuerySet:
        """The committee sees its roster, the district those below it, a member only their own entry."""
        scope = scope_of(user)
        return self.filter(
            Q(user_id=user.pk)
            | Q(branch__in=scope.branches_as(AUTHOR_ROLES))
            | below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        )
