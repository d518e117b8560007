"""Row sets of tokens."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from branches.querysets import below
from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ApiTokenQuerySet:
        """Administrators see those of their district and the ones below."""
        return self.filter(below(scope_of(user).administered_paths, "district__"))

    def valid(self, on: date) -> ApiTokenQuerySet:
        """Neither revoked nor run out."""
        return self.filter(revoked_at__isnull=True, expires_on__gte=on)
