"""Row sets of the rule book: what counts on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from regulations.models import RuleAdoption, RuleOverride  # noqa: F401 - named in the strings below


class RuleOverrideQuerySet(models.QuerySet["RuleOverride"]):
    def in_force(self, on: date) -> RuleOverrideQuerySet:
        """Rows whose values count on the day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, withdrawn=False)


class RuleAdoptionQuerySet(models.QuerySet["RuleAdoption"]):
    def by(self, on: date) -> RuleAdoptionQuerySet:
        """What was adopted up to the day, oldest first: the last one of a district counts."""
        return self.filter(adopted_on__lte=on).order_by("adopted_on", "at")
