"""What the planning aid goes by: a branch's routine, and what a district asks of its branches."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch, District
from plans.models.plan import KIND_CHOICES
from plans.querysets import DistrictRequirementQuerySet
from regulations.domain.activities import ActivityKind
from regulations.models.calendar import KEY_LENGTH, SOURCE_LENGTH

#: The words of a pattern: 每半年最后一个月最后一周星期五前.
WORDS_LENGTH = 40
ASKED_LENGTH = 200
PLACE_LENGTH = 60


class Routine(models.Model):
    """When the branch customarily does what (固定安排); kept from plan to plan. One version for the whole of it."""

    branch = models.OneToOneField(Branch, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.branch}的固定安排"


class RoutinePattern(models.Model):
    """On which day the branch holds a kind of activity, such as its 主题党日, with the usual hour and place."""

    routine = models.ForeignKey(Routine, models.CASCADE, related_name="patterns")
    kind = models.CharField(max_length=24, choices=KIND_CHOICES)
    words = models.CharField(max_length=WORDS_LENGTH)
    starts_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["routine", "kind"], name="routine_pattern_once"),
            models.CheckConstraint(condition=~Q(words=""), name="routine_pattern_has_words"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="routine_pattern_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{ActivityKind(self.kind).label}：{self.words}"


class RoutineLine(models.Model):
    """A line of the branch's own that recurs: 教职工政治学习，每周二."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    routine = models.ForeignKey(Routine, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    text = models.CharField("内容", max_length=ASKED_LENGTH)
    kind = models.CharField(max_length=24, choices=KIND_CHOICES)
    words = models.CharField(max_length=WORDS_LENGTH)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(words=""), name="routine_line_has_text_and_words")
        ]

    def __str__(self) -> str:
        return f"{self.text}：{self.words}"


class RoutineObservance(models.Model):
    """Whether the branch wants an observance proposed, against what is customary."""

    routine = models.ForeignKey(Routine, models.CASCADE, related_name="observances")
    key = models.CharField(max_length=KEY_LENGTH)
    wanted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["routine", "key"], name="routine_observance_once")]

    def __str__(self) -> str:
        return f"{self.key}：{'建议' if self.wanted else '不建议'}"


class DistrictRequirement(models.Model):
    """What a district asks every branch below it to have in its schedule: on a pattern's days, or once by `due_on`.

    `school_kinds` empty asks all. It counts until somebody ends it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="教育工委")
    text = models.CharField("内容", max_length=ASKED_LENGTH)
    kind = models.CharField("类别", max_length=24, choices=KIND_CHOICES, default=ActivityKind.OTHER)
    words = models.CharField("什么时候", max_length=WORDS_LENGTH, blank=True)
    first_on = models.DateField("从", null=True, blank=True)
    due_on = models.DateField("到", null=True, blank=True)
    school_kinds = models.JSONField(default=list)
    source = models.CharField("依据", max_length=SOURCE_LENGTH)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = DistrictRequirementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(source=""), name="requirement_has_text_and_source"),
            models.CheckConstraint(condition=~Q(words="") | Q(due_on__isnull=False), name="requirement_says_when"),
            models.CheckConstraint(
                condition=Q(first_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("first_on")),
                name="requirement_days_in_order",
            ),
        ]
        indexes = [models.Index(fields=["district", "ended_at"], name="requirement_of_district")]

    def __str__(self) -> str:
        return self.text
