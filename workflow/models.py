"""The common desk: everything that a school submits and a district reviews passes through these tables."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch
from workflow.domain.transitions import Status
from workflow.querysets import ReviewCommentQuerySet, SnapshotQuerySet

STATUS_CHOICES = [(status.value, status.label) for status in Status]


class Reviewable(models.Model):
    """A paper of a branch on its way through review. Only `workflow.services.perform` writes `status`.

    Subclasses give `review_title`, `review_content`, `review_parts_of` and the paths of their pages; `approval_note` is what the message
    about the approval adds, `status_written` keeps in step what is kept elsewhere of the status.
    """

    approval_note = "党员现在可以查看行事历。"

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

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(status="in_review", claimed_by__isnull=False, claimed_at__isnull=False) | ~Q(status="in_review")
                ),
                name="%(app_label)s_%(class)s_claimed",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(submitted_at__isnull=False),
                name="%(app_label)s_%(class)s_submitted",
            ),
        ]

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

    def status_written(self) -> None:
        """Called by `perform` in its transaction, with the paper as it stands after the step."""

    def author_path(self) -> str:
        """The page for the school, a path on this site."""
        raise NotImplementedError

    def reviewer_path(self) -> str:
        """The page for the district."""
        raise NotImplementedError


class Snapshot(models.Model):
    """What was submitted or approved, word for word. Never changed; the database refuses it where it can."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document_kind = models.CharField(max_length=40)
    document_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=12)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document_kind", "document_id", "number"], name="snapshot_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.document_kind} {self.document_id} #{self.number}"


class ReviewComment(models.Model):
    """A reviewer's remark at a section. With a `number` it is an issue that the school answers line by line.

    Until `published_at` only reviewers see it: the school gets all remarks together, when the paper is returned or approved.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document_kind = models.CharField(max_length=40)
    document_id = models.UUIDField()
    submission = models.PositiveSmallIntegerField("第几次提交")
    anchor = models.UUIDField("段落", null=True, blank=True)
    anchor_label = models.CharField("位置", max_length=120, blank=True)
    quote = models.CharField("原文", max_length=300, blank=True)
    is_issue = models.BooleanField("须答复", default=True)
    number = models.PositiveSmallIntegerField("序号", null=True, blank=True)
    body = models.TextField("问题")
    suggestion = models.TextField("修改建议", blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField("答复", blank=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document_kind", "document_id", "number"],
                condition=Q(number__isnull=False),
                name="issue_number_unique",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, replied_by__isnull=True, reply="")
                | Q(replied_at__isnull=False, replied_by__isnull=False) & ~Q(reply=""),
                name="issue_reply_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="issue_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, number__isnull=True)
                | Q(is_issue=False, number__isnull=True)
                | Q(is_issue=True, published_at__isnull=False, number__isnull=False),
                name="issue_numbered_when_published",
            ),
        ]
        indexes = [models.Index(fields=["document_kind", "document_id"], name="comment_document")]

    def __str__(self) -> str:
        return f"{self.number or '–'} {self.body[:30]}"
