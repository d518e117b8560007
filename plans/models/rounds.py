"""布置: what a district asks of its schools by a day, who is asked, and which key points their papers must answer."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch, District, SchoolKind
from plans.domain.draft import HEADING_LENGTH
from plans.domain.outline import MAX_LEVEL
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Cycle, Period
from plans.models.plan import CYCLE_CHOICES, PAPER_CHOICES, PART_FITS_CYCLE, Plan
from plans.rounds_querysets import PlanningRoundQuerySet, RoundTargetQuerySet, SchoolGroupQuerySet

ROUND_TITLE_LENGTH = 60
INSTRUCTIONS_LENGTH = 5_000
POINT_LENGTH = 300
REASON_LENGTH = 200
PART_LENGTH = 5_000


class SchoolGroup(models.Model):
    """学校组: schools under a name, to be chosen together again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=40)
    branches = models.ManyToManyField(Branch, related_name="+", verbose_name="学校")
    version = models.PositiveIntegerField(default=1)

    objects = SchoolGroupQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="school_group_name_once")]

    def __str__(self) -> str:
        return self.name


class RoundState(models.TextChoices):
    DRAFT = "draft", "未发布"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"


class PlanningRound(models.Model):
    """One thing asked of schools. Whom it reaches is chosen by areas and school kinds, groups and single schools (`choice_of` in
    `plans.selectors.round_reach`) and becomes its targets when it is opened. `reviews` is 2 where 初审 and 复核 are two people's work.

    `to_ask` counts the schools that a worker still has to ask after an opening for very many."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="教育工委")
    title = models.CharField("标题", max_length=ROUND_TITLE_LENGTH)
    paper = models.CharField("材料", max_length=8, choices=PAPER_CHOICES, default=PaperKind.PLAN)
    cycle = models.CharField("周期", max_length=12, choices=CYCLE_CHOICES)
    year = models.PositiveSmallIntegerField("年份")
    part = models.PositiveSmallIntegerField("学期／半年", default=0)
    opens_on = models.DateField("开始日期")
    due_on = models.DateField("截止日期")
    instructions = models.TextField("要求", max_length=INSTRUCTIONS_LENGTH, blank=True)
    reviews = models.PositiveSmallIntegerField("审核", default=1, choices=[(1, "一次审核"), (2, "初审和复核")])
    areas = models.ManyToManyField(District, related_name="+", verbose_name="片区")
    school_kinds = models.JSONField("学校类别", default=list, help_text="空为全部类别")
    groups = models.ManyToManyField(SchoolGroup, related_name="+", verbose_name="学校组")
    schools = models.ManyToManyField(Branch, related_name="+", verbose_name="另外指定的学校")
    state = models.CharField(max_length=8, choices=RoundState.choices, default=RoundState.DRAFT, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    to_ask = models.PositiveIntegerField(default=0, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = PlanningRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="round_due_after_opening"),
            models.CheckConstraint(condition=PART_FITS_CYCLE, name="round_part_fits_cycle"),
            models.CheckConstraint(condition=Q(reviews__in=[1, 2]), name="round_one_or_two_reviews"),
            models.CheckConstraint(
                condition=Q(state="draft", opened_at__isnull=True, closed_at__isnull=True)
                | Q(state="open", opened_at__isnull=False, closed_at__isnull=True)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="round_state_has_its_time",
            ),
            models.CheckConstraint(condition=~Q(state="draft") | Q(to_ask=0), name="round_draft_asks_nobody"),
        ]
        indexes = [models.Index(fields=["district", "state", "due_on"], name="round_of_district")]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        return Period(Cycle(self.cycle), self.year, self.part)


class TargetState(models.TextChoices):
    """How far an asked school has come. From DRAFTING on these are the values of `workflow`'s Status."""

    NOT_BEGUN = "not_begun", "未开始"
    DRAFTING = "draft", "起草中"
    SUBMITTED = "submitted", "已提交"
    IN_REVIEW = "in_review", "审核中"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "已审定"


class RoundTarget(models.Model):
    """A school that is asked. `plan` is the paper that answers, once there is one.

    `place` is its place in the round's list, `district` and `school_kind` say where it belonged when it was asked, `state` follows the
    paper's status in the same transaction (`Plan.status_written`): the board counts and pages without reading branches or plans.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(PlanningRound, models.CASCADE, related_name="targets", db_index=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, related_name="+", db_index=False)
    school_kind = models.CharField(max_length=16, choices=SchoolKind.choices)
    place = models.PositiveIntegerField()
    due_on = models.DateField("截止日期")
    extension_reason = models.CharField("延期理由", max_length=REASON_LENGTH, blank=True)
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    extended_at = models.DateTimeField(null=True)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="round_targets")
    state = models.CharField(max_length=10, choices=TargetState.choices, default=TargetState.NOT_BEGUN)
    urged_on = models.DateField("最近催办", null=True)
    changed_at = models.DateTimeField()

    objects = RoundTargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "branch"], name="round_target_once"),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True, extended_by__isnull=True, extension_reason="")
                | Q(extended_at__isnull=False, extended_by__isnull=False) & ~Q(extension_reason=""),
                name="round_target_extension_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="not_begun", plan__isnull=True) | ~Q(state="not_begun") & Q(plan__isnull=False),
                name="round_target_state_has_plan",
            ),
        ]
        indexes = [
            # The whole board from the index alone.
            models.Index(fields=["round", "district", "school_kind", "state", "due_on"], name="round_target_board"),
            models.Index(fields=["round", "place"], name="round_target_list"),
            models.Index(fields=["round", "state", "place"], name="round_target_state"),
            # Whether anything has happened since a board was shown.
            models.Index(fields=["round", "changed_at"], name="round_target_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.get_state_display()}"


class KeyPoint(models.Model):
    """工作要点: what every paper of the round must answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(PlanningRound, models.CASCADE, related_name="key_points")
    number = models.PositiveSmallIntegerField()
    text = models.CharField("要点", max_length=POINT_LENGTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="key_point_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="key_point_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class KeyPointAnswer(models.Model):
    """Which section or schedule line of a paper answers a key point; by its origin, so that revisions need no new answers."""

    id = models.BigAutoField(primary_key=True)
    key_point = models.ForeignKey(KeyPoint, models.CASCADE, related_name="answers")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="key_point_answers")
    section_origin = models.UUIDField(null=True)
    item_origin = models.UUIDField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(section_origin__isnull=False, item_origin__isnull=True)
                | Q(section_origin__isnull=True, item_origin__isnull=False),
                name="key_point_answer_one_place",
            ),
            models.UniqueConstraint(
                fields=["key_point", "plan", "section_origin"],
                condition=Q(section_origin__isnull=False),
                name="key_point_section_once",
            ),
            models.UniqueConstraint(
                fields=["key_point", "plan", "item_origin"],
                condition=Q(item_origin__isnull=False),
                name="key_point_item_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_point_id} ← {self.section_origin or self.item_origin}"


class RoundPart(models.Model):
    """A section of the round's template. A locked one stands in every draft word for word; a free one begins it, `hint` says what belongs there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(PlanningRound, models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField("级别", default=1)
    heading = models.CharField("标题", max_length=HEADING_LENGTH)
    body = models.TextField("正文", max_length=PART_LENGTH, blank=True)
    hint = models.CharField("填写提示", max_length=200, blank=True)
    is_locked = models.BooleanField("固定内容，学校不能改", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="round_part_position_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=MAX_LEVEL), name="round_part_level"),
            models.CheckConstraint(condition=~Q(heading=""), name="round_part_has_heading"),
        ]

    def __str__(self) -> str:
        return self.heading


def attachment_path(attachment: RoundAttachment, filename: str) -> str:
    """Never the name the user gave: a file is called after its row."""
    return f"rounds/{attachment.pk.hex[:2]}/{attachment.pk.hex}"


class RoundAttachment(models.Model):
    """A file that goes with the round, outside the code tree."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(PlanningRound, models.CASCADE, related_name="attachments")
    name = models.CharField("文件名", max_length=120)
    file = models.FileField(upload_to=attachment_path, max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class RoundChange(models.Model):
    """What was changed after the opening, in words for the schools."""

    id = models.BigAutoField(primary_key=True)
    round = models.ForeignKey(PlanningRound, models.CASCADE, related_name="changes")
    text = models.CharField(max_length=500)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text
