"""What was handed in or approved, word for word, and who has looked at it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow.querysets import DocumentRowsQuerySet, SnapshotQuerySet


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


class ReviewerLook(models.Model):
    """Which snapshots of a paper a reviewer has seen: `number` is the newest, `previous` the one before it (0: none).

    Written when a reviewer opens a snapshot for the first time; so "since my last look" stays the same however often the page is opened.
    """

    id = models.BigAutoField(primary_key=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    document_kind = models.CharField(max_length=40)
    document_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    previous = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField()

    objects = DocumentRowsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document_kind", "document_id", "reviewer"], name="look_once"),
            models.CheckConstraint(condition=Q(number__gt=models.F("previous")), name="look_goes_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id}: {self.document_id} #{self.number}"
