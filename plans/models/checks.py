"""What the school says about findings, and what the checks found on the day of a submission."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.domain.checks.model import Verdict
from plans.models.plan import Plan
from plans.querysets import FindingDismissalQuerySet

VERDICT_CHOICES = [(verdict.value, verdict.label) for verdict in Verdict]
REASON_LENGTH = 300


class FindingDismissal(models.Model):
    """“不适用，因为……”: holds for the finding with this key in this plan and in its later submissions and revisions, until revoked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    code = models.CharField(max_length=60)
    text = models.CharField(max_length=300, blank=True, help_text="检查指出的文字")
    reason = models.CharField("理由", max_length=REASON_LENGTH)
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = FindingDismissalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="dismissal_has_reason"),
            models.UniqueConstraint(
                fields=["plan", "key"], condition=Q(revoked_at__isnull=True), name="dismissal_once"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="dismissal_revoked_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}：{self.reason}"


class CheckReportRecord(models.Model):
    """What the checks found in a submission, dismissals included; made with its snapshot and never changed.

    `submission` counts as in `Plan.submission_count`, `number` is the snapshot's. Counts are of findings that were not dismissed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="check_reports")
    submission = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    errors = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    infos = models.PositiveIntegerField()
    dismissed = models.PositiveIntegerField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "submission"], name="report_once_a_submission")]

    def __str__(self) -> str:
        return f"第{self.submission}次提交：{self.errors}处错误，{self.warnings}处提醒"


class CheckedActivity(models.Model):
    """One kind of activity in a submission's report: a cell of the district's page of gaps."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(CheckReportRecord, models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=24, choices=VERDICT_CHOICES)
    is_excused = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="checked_activity_once")]
        indexes = [models.Index(fields=["kind", "verdict"], name="checked_activity_verdict")]

    def __str__(self) -> str:
        return f"{self.name}：{self.get_verdict_display()}"
