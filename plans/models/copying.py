"""What is kept to find copied plans: the index, what a comparison found, and the district's own templates."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch, District
from plans.domain.paper_kinds import PaperKind
from plans.models.plan import CYCLE_CHOICES, PAPER_CHOICES, Plan
from workflow.models import Snapshot

TEMPLATE_TITLE_LENGTH = 60
TEMPLATE_LENGTH = 50_000
#: Shares are stored in thousandths.
PERMILLE = 1000


class PlanFingerprint(models.Model):
    """What the index keeps of a branch's plan or summary for a period: the words last handed in, whichever revision they belong to.

    `samples` is how many sampled shingles it has, `keys` those and the keys of its headings, eight bytes each, as `CopyPosting` holds them.
    `first_at` is when the branch first handed in a plan for the period.
    """

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="+")
    district = models.ForeignKey(District, models.CASCADE, related_name="+")
    paper = models.CharField(max_length=8, choices=PAPER_CHOICES, default=PaperKind.PLAN)
    cycle = models.CharField(max_length=12, choices=CYCLE_CHOICES)
    year = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    samples = models.PositiveIntegerField()
    keys = models.BinaryField()
    first_at = models.DateTimeField()
    indexed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "cycle", "year", "part", "paper"], name="fingerprint_once_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} ({self.samples})"


class CopyPosting(models.Model):
    """A sampled shingle or heading and a plan that has it: the inverted index.

    `key` is that of `plans.domain.copying.shingles` mixed with the district, so that a district's comparison reads its own rows only.
    """

    pk = models.CompositePrimaryKey("key", "fingerprint_id")
    key = models.BigIntegerField()
    fingerprint = models.ForeignKey(PlanFingerprint, models.CASCADE, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.key:x} → {self.fingerprint_id}"


class CopyingReport(models.Model):
    """What the comparison of a submission found. Counts are letters (Chinese characters) of the plan; shares are thousandths of its own
    letters, those that are neither set formula nor template.

    `sources` is a list, largest share first, of {plan, snapshot, relation, period, first_at, share, letters by class, headings, passages}; a passage is
    {kind, letters, here, there}, its two sides lists of [part, field, start, end] in the two snapshots.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="copying_reports")
    submission = models.PositiveSmallIntegerField()
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    share = models.PositiveSmallIntegerField()
    reused_share = models.PositiveSmallIntegerField()
    letters = models.PositiveIntegerField()
    own_letters = models.PositiveIntegerField()
    copied_letters = models.PositiveIntegerField()
    quotation_letters = models.PositiveIntegerField()
    template_letters = models.PositiveIntegerField()
    copied_passages = models.PositiveIntegerField()
    copied_headings = models.PositiveSmallIntegerField()
    worst_plan = models.ForeignKey(Plan, models.SET_NULL, null=True, related_name="+")
    worst_share = models.PositiveSmallIntegerField(default=0)
    sources = models.JSONField(default=list)
    compared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "submission"], name="copying_once_a_submission"),
            models.CheckConstraint(
                condition=Q(share__lte=PERMILLE, reused_share__lte=PERMILLE, worst_share__lte=PERMILLE),
                name="copying_shares_are_shares",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.submission}次提交：雷同{self.percent}%"

    @property
    def percent(self) -> int:
        return round(self.share / 10)

    @property
    def reused_percent(self) -> int:
        return round(self.reused_share / 10)


class DistrictTemplate(models.Model):
    """Text that a district gives its branches to use: what a plan takes from it is no copying."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="教育工委")
    title = models.CharField("名称", max_length=TEMPLATE_TITLE_LENGTH)
    text = models.TextField("文字", max_length=TEMPLATE_LENGTH)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="template_has_text"),
            models.UniqueConstraint(
                fields=["district", "title"], condition=Q(removed_at__isnull=True), name="template_title_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
