"""The district's desk for plans: how urgently a submission wants reading, phrases for remarks, clean plans approved together."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import District
from plans.models.plan import Plan
from plans.querysets import ApprovalBatchQuerySet, ReviewPhraseQuerySet
from workflow.models import Severity

PHRASE_LENGTH = 1_000


class SubmissionRisk(models.Model):
    """How urgently a submission wants reading, reckoned when its report is frozen (`plans.domain.risk`); the figures are those of the report
    and of the comparison with other plans, None where there is none. `Plan.risk` has the score of the latest one, for sorting.

    `reasons` is a list of {points, words}; shares are thousandths; `is_clean` says that nothing needs a reader.
    """

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="risks")
    submission = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    errors = models.PositiveIntegerField(null=True)
    warnings = models.PositiveIntegerField(null=True)
    dismissed = models.PositiveIntegerField(null=True)
    share = models.PositiveSmallIntegerField(null=True)
    days_late = models.PositiveSmallIntegerField(default=0)
    is_clean = models.BooleanField(default=False)
    reckoned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "submission"], name="risk_once_a_submission")]

    def __str__(self) -> str:
        return f"第{self.submission}次提交：{self.score}"


class ReviewPhrase(models.Model):
    """Words for remarks, of a district or of one reviewer: chosen while writing, changed there as needed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.CASCADE, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField("名称", max_length=20, help_text="写意见时按它来选，如“缺固定时间”")
    body = models.TextField("问题", max_length=PHRASE_LENGTH)
    suggestion = models.TextField("修改建议", max_length=PHRASE_LENGTH, blank=True)
    clause = models.CharField("依据", max_length=200, blank=True)
    severity = models.CharField("轻重", max_length=6, choices=Severity.choices, default=Severity.MUST)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    objects = ReviewPhraseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(district__isnull=False, owner__isnull=True) | Q(district__isnull=True, owner__isnull=False),
                name="phrase_of_district_or_person",
            ),
            models.UniqueConstraint(
                fields=["district", "title"], condition=Q(district__isnull=False), name="phrase_of_district_once"
            ),
            models.UniqueConstraint(
                fields=["owner", "title"], condition=Q(owner__isnull=False), name="phrase_of_person_once"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="phrase_has_words"),
        ]

    def __str__(self) -> str:
        return self.title


class BatchState(models.TextChoices):
    READING = "reading", "抽读中"
    APPROVING = "approving", "审定中"
    DONE = "done", "已办完"
    DROPPED = "dropped", "已放弃"


class ApprovalBatch(models.Model):
    """Clean plans to be approved together, once the reviewer has read a sample drawn from them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.READING)
    job = models.UUIDField(null=True, editable=False)
    drawn_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ApprovalBatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer"], condition=Q(state__in=["reading", "approving"]), name="batch_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["reading", "approving"], ended_at__isnull=True)
                | Q(state__in=["done", "dropped"], ended_at__isnull=False),
                name="batch_ended_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} {self.drawn_at:%Y-%m-%d %H:%M}"


class ItemState(models.TextChoices):
    WAITING = "waiting", "待办"
    READ = "read", "已抽读"
    TAKEN_OUT = "out", "移出"
    APPROVED = "approved", "已审定"
    PASSED = "passed", "初审通过"
    SKIPPED = "skipped", "没有办"


class ApprovalItem(models.Model):
    """A plan of a batch, as it was when the batch was drawn; `submission` tells whether it is still that one."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ApprovalBatch, models.CASCADE, related_name="items")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    submission = models.PositiveSmallIntegerField()
    is_sample = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.WAITING)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "plan"], name="batch_plan_once"),
            models.CheckConstraint(condition=~Q(state="read") | Q(is_sample=True), name="batch_only_sample_is_read"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.get_state_display()}"
