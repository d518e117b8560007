"""Schedule lines that were written together, and what takes them back; a schedule out of Excel before it is written."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.models.plan import Plan, PlanItem
from plans.querysets import PlanPartQuerySet
from plans.workbooks.schedule_matching import RowKind

FILENAME_LENGTH = 200
NOTE_LENGTH = 120


class BatchSource(models.TextChoices):
    PROPOSAL = "proposal", "排期建议"
    WORKBOOK = "workbook", "Excel 文件"


class RowOutcome(models.TextChoices):
    """What the way back did with a line."""

    NONE = "", "—"
    RESTORED = "restored", "已恢复"
    LEFT = "left", "没有恢复"


class ItemBatch(models.Model):
    """Lines of a plan's schedule that were added and changed in one go."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="batches")
    source = models.CharField(max_length=12, choices=BatchSource.choices)
    label = models.CharField(max_length=FILENAME_LENGTH, blank=True)
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = PlanPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="item_batch_undone_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["plan", "-written_at"], name="item_batch_of_plan")]

    def __str__(self) -> str:
        return f"{self.get_source_display()}：{self.label}" if self.label else self.get_source_display()


class ItemBatchRow(models.Model):
    """One line of a batch. `before` are the facts it had (None for a new one), `version` the one that the batch made."""

    batch = models.ForeignKey(ItemBatch, models.CASCADE, related_name="rows")
    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="+")
    before = models.JSONField(null=True)
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=RowOutcome.choices, blank=True)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "item"], name="item_batch_row_once")]

    def __str__(self) -> str:
        return str(self.item)


class ScheduleImportState(models.TextChoices):
    PREVIEWED = "previewed", "等您确认"
    CONFIRMED = "confirmed", "已写入"
    DISCARDED = "discarded", "已放弃"


class ScheduleImport(models.Model):
    """A schedule out of Excel, read and compared with the plan. `digest` is the SHA-256 of the whole preview: what is confirmed is what was shown.

    The file itself is not kept. The rows go when the preview can no longer be confirmed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="imports")
    filename = models.CharField(max_length=FILENAME_LENGTH)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    state = models.CharField(
        "状态", max_length=12, choices=ScheduleImportState.choices, default=ScheduleImportState.PREVIEWED
    )
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    confirmed_digest = models.CharField(max_length=64, blank=True)
    batch = models.OneToOneField(ItemBatch, models.PROTECT, null=True, related_name="schedule_import")

    objects = PlanPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_digest="") | Q(confirmed_digest=F("digest")),
                name="schedule_import_confirms_preview",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", batch__isnull=False) | (~Q(state="confirmed") & Q(batch__isnull=True)),
                name="schedule_import_confirmed_has_batch",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "-uploaded_at"], name="schedule_import_of_plan"),
            models.Index(fields=["state", "uploaded_at"], name="schedule_import_state"),
        ]

    def __str__(self) -> str:
        return self.filename


class ScheduleImportRow(models.Model):
    """One row of the file, or a line that the file leaves out (`number` 0).

    `read` is what the row says, enough to compare it again; `changes` and `before` are facts by name, months and days as ISO dates;
    `version` is that of the line compared with.
    """

    schedule_import = models.ForeignKey(ScheduleImport, models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    number = models.PositiveIntegerField("行")
    kind = models.CharField(max_length=8, choices=[(row.value, row.label) for row in RowKind])
    said = models.CharField(max_length=200, blank=True)
    item = models.ForeignKey(PlanItem, models.CASCADE, null=True, related_name="+")
    version = models.PositiveIntegerField(null=True)
    read = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    notes = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule_import", "place"], name="schedule_import_row_place")]
        indexes = [models.Index(fields=["schedule_import", "kind", "place"], name="schedule_import_row_kind")]

    def __str__(self) -> str:
        return f"第{self.number}行"
