"""Row sets of the collection lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from branches.models.people import AUTHOR_ROLES
from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User


class CollectionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> CollectionQuerySet:
        """The branch's committee, and the members who are on it."""
        asked = self.model._default_manager.filter(pk=OuterRef("pk"), dues__member__user_id=user.pk)
        return self.filter(Q(branch__in=scope_of(user).branches_as(AUTHOR_ROLES)) | Exists(asked))

    def open(self) -> CollectionQuerySet:
        return self.filter(closed_at__isnull=True)


class CollectionDueQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> CollectionDueQuerySet:
        """The branch's committee, and each member their own."""
        return self.filter(
            Q(collection__branch__in=scope_of(user).branches_as(AUTHOR_ROLES)) | Q(member__user_id=user.pk)
        )


class HandInQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> HandInQuerySet:
        """The branch's committee, and each member their own."""
        return self.filter(
            Q(due__collection__branch__in=scope_of(user).branches_as(AUTHOR_ROLES)) | Q(due__member__user_id=user.pk)
        )
