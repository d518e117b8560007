"""The audit trail: append-only, one hash chain per organisation, so that writers of different schools never wait for each other."""

import uuid

from django.conf import settings
from django.db import models

from branches.models.organisation import Branch, District
from branches.querysets import AuditEntryQuerySet


class AuditChain(models.Model):
    """The head of one chain: the number and hash of its last entry. `name` is "branch:<id>", "district:<id>" or "system"."""

    name = models.CharField(max_length=50, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.name} ({self.length})"


class AuditEntry(models.Model):
    """Who did what to which thing, when. `detail` holds no personal data beyond what the action is about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.ForeignKey(AuditChain, models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=30)
    action = models.CharField(max_length=50)
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=40)
    target_name = models.CharField(max_length=200)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, related_name="+")
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="audit_number_unique")]
        indexes = [
            models.Index(fields=["target_kind", "target_id"], name="audit_target"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id}#{self.number} {self.action}"
