"""Rosters on their way in and out as files: an import with its preview, row by row, and an export that is deleted after a day."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch
from members.domain.roster_matching import RowKind
from members.models.people import Member
from members.roster_querysets import RosterExportQuerySet, RosterImportQuerySet


def import_path(roster_import: RosterImport, filename: str) -> str:
    """Never the name the user gave: a file is called after its row."""
    return f"rosters/{roster_import.pk.hex[:2]}/{roster_import.pk.hex}"


def export_path(export: RosterExport, filename: str) -> str:
    return f"roster-exports/{export.pk.hex[:2]}/{export.pk.hex}"


class ImportState(models.TextChoices):
    WAITING = "waiting", "等待读取"
    READING = "reading", "正在读取"
    REFUSED = "refused", "没有读取"
    PREVIEWED = "previewed", "等您确认"
    CONFIRMED = "confirmed", "已导入"
    UNDONE = "undone", "已撤销"
    DISCARDED = "discarded", "已放弃"


class RowOutcome(models.TextChoices):
    """What became of a row: written, restored by the undo, or left as it was because something came in between."""

    NONE = "", "—"
    WRITTEN = "written", "已写入"
    RESTORED = "restored", "已恢复"
    LEFT = "left", "没有恢复"


ROW_KINDS = [
    (RowKind.NEW.value, "新增"),
    (RowKind.CHANGED.value, "修改"),
    (RowKind.SAME.value, "相同"),
    (RowKind.FAULT.value, "有错"),
    (RowKind.MISSING.value, "表里没有"),
]


class RosterImport(models.Model):
    """One file brought for a branch. `digest` is the SHA-256 of the whole preview: what is confirmed is what was shown.

    The file is deleted as soon as it has been read, the rows when the import can neither be confirmed nor undone any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=import_path, max_length=120, blank=True)
    state = models.CharField("状态", max_length=12, choices=ImportState.choices, default=ImportState.WAITING)
    job = models.ForeignKey("notices.Job", models.SET_NULL, null=True, related_name="+")  # where a worker reads it
    rows_read = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=300, blank=True)
    notes = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    previewed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    confirmed_digest = models.CharField(max_length=64, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "undone"]) | Q(confirmed_at__isnull=False),
                name="roster_import_confirmed_at",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_digest="") | Q(confirmed_digest=models.F("digest")),
                name="roster_import_confirms_preview",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "-uploaded_at"], name="roster_import_of_branch"),
            models.Index(fields=["state", "uploaded_at"], name="roster_import_state"),
        ]

    def __str__(self) -> str:
        return self.filename


class RosterImportRow(models.Model):
    """One row of a file, or somebody whom the file leaves out (`number` 0).

    `read` is what the row says, `read_faults` what could not be read; the others are what that means for the roster as it stood. Days are
    ISO dates, groups ids. An identity number is here only sealed, bound to the import and the row.
    """

    roster_import = models.ForeignKey(RosterImport, models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    number = models.PositiveIntegerField("行")
    kind = models.CharField(max_length=8, choices=ROW_KINDS)
    name = models.CharField("姓名", max_length=60)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(null=True)
    read = models.JSONField(default=dict)
    read_faults = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    number_change = models.CharField(max_length=8, blank=True)
    sealed = models.CharField(max_length=200, blank=True)
    sealed_before = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=8, choices=RowOutcome.choices, blank=True)
    outcome_note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster_import", "place"], name="roster_row_place")]
        indexes = [models.Index(fields=["roster_import", "kind", "place"], name="roster_row_kind")]

    def __str__(self) -> str:
        return f"第{self.number}行"


class RosterExport(models.Model):
    """A roster written out for one person, who alone fetches it until `expires_at`. `file` is empty once it is deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    purpose = models.CharField("用途", max_length=100)
    people = models.PositiveIntegerField()
    with_phones = models.BooleanField(default=False)
    with_numbers = models.BooleanField(default=False)
    file = models.FileField(upload_to=export_path, max_length=120, blank=True)

    objects = RosterExportQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(purpose=""), name="roster_export_has_purpose")]
        indexes = [models.Index(fields=["expires_at"], name="roster_export_expiry")]

    def __str__(self) -> str:
        return f"名册导出（{self.people}人）"
