"""党员积分: a ledger that a branch may switch on. Off by default; never a ranking (national rules of 2026)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch
from members.models.people import Member
from members.querysets import PointsEntryQuerySet


class PointsScheme(models.Model):
    """Whether a branch keeps points, and for what: `items` is a list of {"name", "points"}."""

    branch = models.OneToOneField(Branch, models.CASCADE, primary_key=True, related_name="+")
    is_enabled = models.BooleanField("启用积分登记", default=False)
    items = models.JSONField("计分项目", default=list)

    def __str__(self) -> str:
        return f"{self.branch} 积分"


class PointsEntry(models.Model):
    """One line of the ledger; a mistake is taken back by a line of its own, never erased. `key` comes with the form: sent twice it makes one line
    for each person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    on = models.DateField("日期")
    item = models.CharField("项目", max_length=40)
    points = models.DecimalField("分值", max_digits=5, decimal_places=1)
    note = models.CharField("说明", max_length=200, blank=True)
    key = models.UUIDField(null=True, editable=False)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="reversal")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = PointsEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(points=0), name="points_not_nought"),
            models.UniqueConstraint(fields=["member", "key"], name="points_sent_once"),
        ]
        indexes = [models.Index(fields=["branch", "on"], name="points_branch_day")]

    def __str__(self) -> str:
        return f"{self.item} {self.points}"
