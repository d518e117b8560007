"""A file or pasted text on its way to becoming a plan."""

import uuid

from django.conf import settings
from django.db import models

from branches.models import Branch
from plans.querysets import PlanUploadQuerySet


def upload_path(upload: "PlanUpload", filename: str) -> str:
    """Never the name the user gave: a file is called after its row."""
    return f"plans/{upload.pk.hex[:2]}/{upload.pk.hex}"


class PlanUpload(models.Model):
    """The source as it came, the text read out of it, and what the person decided about doubtful lines."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    filename = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=upload_path, max_length=120, blank=True)
    source = models.JSONField(help_text="读取出的文字块")
    decisions = models.JSONField(default=dict, help_text="逐行的人工判断：序号 → 角色、级别、月份")
    version = models.PositiveIntegerField(default=1)
    plan = models.ForeignKey("plans.Plan", models.SET_NULL, null=True, blank=True, related_name="uploads")

    objects = PlanUploadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.filename or "粘贴的文字"
