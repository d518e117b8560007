"""Row sets of feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.models.people import LEADING_ROLES
from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User


class FeedQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> FeedQuerySet:
        """One's own; those of a branch are its secretary's and deputy's."""
        return self.filter(Q(owner=user.pk) | Q(branch__in=scope_of(user).branches_as(LEADING_ROLES)))

    def live(self) -> FeedQuerySet:
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)
