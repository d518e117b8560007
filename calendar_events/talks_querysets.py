"""Row sets of talks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.models.people import AUTHOR_ROLES
from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User

#: Who knows of talks about integrity besides the two.
CLOSED_READERS = ("secretary", "deputy", "discipline")


class TalkQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> TalkQuerySet:
        """The two themselves; the committee that a heart-to-heart talk took place; of the others only those who answer for integrity.

        The district sees none.
        """
        scope = scope_of(user)
        return self.filter(
            Q(speaker__user_id=user.pk)
            | Q(talked_with__user_id=user.pk)
            | Q(branch__in=scope.branches_as(AUTHOR_ROLES), kind="heart")
            | Q(branch__in=scope.branches_as(CLOSED_READERS))
        )
