"""On which day a branch usually holds an activity (固定活动时间): what the dates of a plan are proposed by."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch
from calendar_events.models.events import PLACE_LENGTH
from plans.models.plan import KIND_CHOICES

PATTERN_LENGTH = 40


class FixedDay(models.Model):
    """One kind's day. `pattern` is as plans write it (每月第一周星期五) and as `parse_pattern` reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    kind = models.CharField("活动", max_length=24, choices=KIND_CHOICES)
    pattern = models.CharField("时间", max_length=PATTERN_LENGTH)
    starts_at = models.TimeField("开始", null=True, blank=True)
    ends_at = models.TimeField("结束", null=True, blank=True)
    place = models.CharField("地点", max_length=PLACE_LENGTH, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "kind"], name="fixed_day_once"),
            models.CheckConstraint(condition=~Q(pattern=""), name="fixed_day_has_pattern"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="fixed_day_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.pattern}"
