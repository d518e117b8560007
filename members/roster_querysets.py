"""Row sets of roster files."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from branches.models.people import AUTHOR_ROLES
from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User


class RosterImportQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> RosterImportQuerySet:
        """Whoever keeps the roster of the branch; the files hold more than lists show, so the district does not."""
        return self.filter(branch__in=scope_of(user).branches_as(AUTHOR_ROLES))


class RosterExportQuerySet(models.QuerySet):
    def fetchable_by(self, user: User, at: datetime) -> RosterExportQuerySet:
        """The user's own, not yet expired."""
        return self.filter(by=user, expires_at__gt=at).exclude(file="")
