"""A paper on the common desk."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch
from workflow.domain.transitions import Status

STATUS_CHOICES = [(status.value, status.label) for status in Status]


class Reviewable(models.Model):
    """A paper of a branch on its way through review. Only `workflow.services.perform` writes `status`.

    Subclasses give `review_title`, `review_content` and the paths of their pages; `approval_note` is what the message
    about the approval adds, `status_written` keeps in step what is kept elsewhere of the status.

    `assigned_to` is the reviewer it was given to, if any; `passed_by` made the first of two reviews (`two_reviews`) of the present
    submission; `answer_by` is the last day of the latest return.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    status = models.CharField("状态", max_length=12, choices=STATUS_CHOICES, default=Status.DRAFT, editable=False)
    submission_count = models.PositiveSmallIntegerField(default=0, editable=False)
    return_count = models.PositiveSmallIntegerField(default=0, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="分给"
    )
    assigned_at = models.DateTimeField(null=True, editable=False)
    two_reviews = models.BooleanField("初审和复核", default=False, editable=False)
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="初审"
    )
    passed_at = models.DateTimeField(null=True, editable=False)
    answer_by = models.DateField("整改期限", null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(status__in=["in_review", "rechecking"], claimed_by__isnull=False, claimed_at__isnull=False)
                    | ~Q(status__in=["in_review", "rechecking"])
                ),
                name="%(app_label)s_%(class)s_claimed",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["passed", "rechecking"], passed_by__isnull=False, passed_at__isnull=False)
                | ~Q(status__in=["passed", "rechecking"]),
                name="%(app_label)s_%(class)s_passed",
            ),
            models.CheckConstraint(
                condition=Q(passed_by__isnull=True) | Q(claimed_by__isnull=True) | ~Q(claimed_by=F("passed_by")),
                name="%(app_label)s_%(class)s_two_people",
            ),
            models.CheckConstraint(
                condition=Q(assigned_to__isnull=True, assigned_at__isnull=True)
                | Q(assigned_to__isnull=False, assigned_at__isnull=False),
                name="%(app_label)s_%(class)s_assigned",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(submitted_at__isnull=False),
                name="%(app_label)s_%(class)s_submitted",
            ),
        ]

    @property
    def approval_note(self) -> str:
        return "党员现在可以查看行事历。"

    @property
    def kind(self) -> str:
        """Names the model in snapshots, comments and the audit trail, e.g. "plans.plan"."""
        return self._meta.label_lower

    def review_title(self) -> str:
        """How messages and the history call the paper."""
        raise NotImplementedError

    def review_content(self) -> dict[str, Any]:
        """Everything that is submitted, as JSON; may query."""
        raise NotImplementedError

    def status_written(self, at: datetime) -> None:
        """Called by `perform` in its transaction, with the paper as it stands after the step."""

    def author_path(self) -> str:
        """The page for the school, a path on this site."""
        raise NotImplementedError

    def reviewer_path(self) -> str:
        """The page for the district."""
        raise NotImplementedError
