"""学时: who studied how long on which day."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch
from members.models.people import Member
from members.querysets import DuesOfMembersQuerySet

MOST_A_DAY = Decimal("24.0")


class StudyKind(models.TextChoices):
    """What was studied at. Time spent in front of a screen is not counted anywhere."""

    BRANCH_STUDY = "branch_study", "支部集中学习"
    LECTURE = "lecture", "党课"
    THEME_DAY = "theme_day", "主题党日"
    TRAINING = "training", "上级集中培训"
    REPORT = "report", "专题报告会"
    OTHER = "other", "其他"


HOURS_NOTE_LENGTH = 100


class StudyRecord(models.Model):
    """Hours of one member on one day; `branch` is where it was recorded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="study_records", verbose_name="姓名")
    on = models.DateField("日期")
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1)
    kind = models.CharField("类别", max_length=16, choices=StudyKind.choices)
    note = models.CharField("内容", max_length=HOURS_NOTE_LENGTH, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = DuesOfMembersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=MOST_A_DAY), name="study_hours_of_a_day"),
            models.UniqueConstraint(fields=["member", "on", "kind"], name="study_once_a_day_and_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.hours}"
