"""How the reviewers of a district share the work."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from branches.models import Branch, District, SchoolKind
from workflow.querysets import ReviewAssignmentQuerySet


class ReviewAssignment(models.Model):
    """Who reviews what is handed in from an area, all of it or one kind of school, or from one school; until it is ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="片区")
    school_kind = models.CharField("学校类别", max_length=16, choices=SchoolKind.choices, blank=True)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="学校")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="审核员")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = ReviewAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "school_kind"],
                condition=Q(ended_at__isnull=True, branch__isnull=True),
                name="assignment_of_area_once",
            ),
            models.UniqueConstraint(
                fields=["branch"],
                condition=Q(ended_at__isnull=True, branch__isnull=False),
                name="assignment_of_school_once",
            ),
            models.CheckConstraint(
                condition=Q(branch__isnull=True) | Q(school_kind=""), name="assignment_school_or_kind"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="assignment_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.where}：{self.reviewer}"

    @property
    def where(self) -> str:
        """青榆区东片 · 小学; needs the district and the branch."""
        if self.branch:
            return self.branch.short_name
        return " · ".join(part for part in (self.district.name, self.get_school_kind_display()) if part)


class ReviewSettings(models.Model):
    """A district's habits of reviewing; they hold below it until a nearer district has its own."""

    district = models.OneToOneField(District, models.CASCADE, primary_key=True, related_name="+")
    answer_days = models.PositiveSmallIntegerField(
        "整改期限（工作日）",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="退回时预先填好的期限，可以逐份改",
    )
    sample_percent = models.PositiveSmallIntegerField(
        "一并审定前抽读（%）", default=10, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    sample_least = models.PositiveSmallIntegerField(
        "至少抽读几份", default=2, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sample_percent__gte=1, sample_percent__lte=100, sample_least__gte=1),
                name="review_sample_sensible",
            )
        ]

    def __str__(self) -> str:
        return f"{self.district}的审核设置"
