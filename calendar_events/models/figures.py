"""What became of the promises of a branch, month by month: reckoned, never typed in."""

from __future__ import annotations

from django.db import models

from branches.models import Branch
from calendar_events.querysets import FulfilmentQuerySet


class FulfilmentCount(models.Model):
    """Numbers of promises due in a month by what became of them on the day `reckoned_at` (see `calendar_events.domain.fulfilment`).

    A branch's own page reckons anew; a district's page of thousands of branches adds these rows up.
    """

    id = models.BigAutoField(primary_key=True)
    branch = models.ForeignKey(Branch, models.CASCADE, related_name="+")
    month = models.DateField()
    held = models.PositiveSmallIntegerField(default=0)
    late = models.PositiveSmallIntegerField(default=0)
    dropped = models.PositiveSmallIntegerField(default=0)
    missed = models.PositiveSmallIntegerField(default=0)
    open = models.PositiveSmallIntegerField(default=0)
    reckoned_at = models.DateTimeField()

    objects = FulfilmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "month"], name="fulfilment_once_a_month"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="fulfilment_month_first_day"),
        ]
        indexes = [models.Index(fields=["month", "branch"], name="fulfilment_of_month")]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.month:%Y-%m}"
