"""Long work with a progress bar: exports, archives, batches of papers."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from notices.querysets import JobQuerySet


class JobState(models.TextChoices):
    WAITING = "waiting", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"


class Job(models.Model):
    """One piece of work for one person. `claim` and `leased_until` say which worker has it; `checkpoint` is where the next one goes on.

    `result` is the path of a file below the data folder; it is removed with the row's `expires_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    checkpoint = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False)
    claim = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    message = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=200, blank=True)
    filename = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(claim__isnull=False, leased_until__isnull=False),
                name="job_running_is_leased",
            ),
            models.CheckConstraint(condition=Q(total=0) | Q(done__lte=F("total")), name="job_done_within_total"),
            models.CheckConstraint(condition=~Q(state="done") | Q(ended_at__isnull=False), name="job_done_has_end"),
        ]
        indexes = [
            models.Index(fields=["state", "created_at"], name="job_waiting"),
            models.Index(fields=["owner", "-created_at"], name="job_of_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """Whole percent, 0 while the size is unknown."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
