"""Row sets of the rule book."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q


class RuleOverrideQuerySet(models.QuerySet):
    def in_force(self, on: date) -> RuleOverrideQuerySet:
        """Rows whose values count on the day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, withdrawn=False)


class RuleAdoptionQuerySet(models.QuerySet):
    def by(self, on: date) -> RuleAdoptionQuerySet:
        """What was adopted up to the day, oldest first: the last one of a district counts."""
        return self.filter(adopted_on__lte=on).order_by("adopted_on", "at")
