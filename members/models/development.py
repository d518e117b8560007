"""发展党员: a case, its dated step records, the requests to the superior, and the yearly quota."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from branches.models import Branch
from members.cases_querysets import (
    ConsentRequestQuerySet,
    DevelopmentCaseQuerySet,
    DevelopmentQuotaQuerySet,
    StepRecordQuerySet,
)
from members.domain.development.case import FIRST_STEP, LAST_STEP
from members.domain.development.stages import Stage
from members.domain.development.steps import development_steps
from members.models.people import Member
from workflow.domain.transitions import EDITABLE
from workflow.models import Reviewable

STAGE_CHOICES = [(stage.value, stage.label) for stage in Stage]
#: Steps that come a second time after an extended probation.
TWICE = (23, 24)
#: Steps that the superior consents to.
CONSENT_STEPS = (4, 8, 13, 17, 24)


class ClosedBecause(models.TextChoices):
    """Why a case ends before its last step."""

    WITHDRAWN = "withdrawn", "本人撤回申请"
    STOPPED = "stopped", "停止培养"
    MOVED = "moved", "转往外单位"
    MISTAKE = "mistake", "登记有误"


class DevelopmentCase(models.Model):
    """A person on the way into the Party; of the branch whose roster the person is on, so that it moves with them.

    `stage`, `next_step`, `next_earliest`, `next_due` and `is_open` are kept for lists. They follow from the step records and are written
    by `members.services.cases.recompute` only. `version` rises with every change of a step.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="cases", verbose_name="姓名")
    opened_on = models.DateField("建档日期")
    quota_year = models.PositiveSmallIntegerField("列入年度计划", null=True, blank=True)
    closed_on = models.DateField("终止日期", null=True, blank=True)
    closed_because = models.CharField("终止原因", max_length=12, choices=ClosedBecause.choices, blank=True)
    stage = models.CharField(max_length=20, choices=STAGE_CHOICES, default=Stage.APPLICANT.value, editable=False)
    next_step = models.PositiveSmallIntegerField(null=True, editable=False)
    next_earliest = models.DateField(null=True, editable=False)
    next_due = models.DateField(null=True, editable=False)
    is_open = models.BooleanField(default=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DevelopmentCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(closed_on__isnull=True), name="case_one_per_person"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_because="")
                | Q(closed_on__isnull=False) & ~Q(closed_because=""),
                name="case_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(quota_year__isnull=True) | Q(quota_year__gte=1990, quota_year__lte=2100),
                name="case_quota_year_sensible",
            ),
        ]
        indexes = [
            models.Index(fields=["is_open", "next_due"], name="case_due"),
            models.Index(fields=["is_open", "stage"], name="case_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.member.name}的发展党员档案"


class StepRecord(models.Model):
    """One of the 25 steps in a case. Without `on` it has begun and is not done.

    `details` holds the fields of the step in the shape that `members.domain.development.plain` reads. `people` are the contacts or
    introducers, `[{"id": "…" or null, "name": "…"}]` in the order of `details`. `facts` is what only the papers need: votes against,
    document numbers, findings in words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(DevelopmentCase, models.CASCADE, related_name="steps")
    step = models.PositiveSmallIntegerField("步骤")
    turn = models.PositiveSmallIntegerField("第几次", default=1)
    on = models.DateField("日期", null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)
    people = models.JSONField(default=list, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    note = models.TextField("备注", blank=True)
    is_from_paper = models.BooleanField("补录（纸质档案）", default=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    removal = models.UUIDField(null=True, blank=True, help_text="空为在用")

    objects = StepRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "step", "turn"], condition=Q(removal__isnull=True), name="step_recorded_once"
            ),
            models.CheckConstraint(condition=Q(step__gte=FIRST_STEP, step__lte=LAST_STEP), name="step_of_the_25"),
            models.CheckConstraint(condition=Q(turn=1) | Q(turn=2, step__in=TWICE), name="step_twice_only_conversion"),
        ]

    def __str__(self) -> str:
        return f"{self.step}. {development_steps()[self.step].name}"

    def to_plain(self) -> dict[str, Any]:
        """As `plain.case_from_plain` reads it."""
        return {"step": self.step, "on": self.on.isoformat() if self.on else None, **self.details}


class ConsentRequest(Reviewable):
    """A step laid before the superior: 备案, 同意, 预审, 审批. What is decided is written into the step by a person, never by the system."""

    approval_note = "批复已经登记到发展党员档案。"

    case = models.ForeignKey(DevelopmentCase, models.PROTECT, related_name="requests")
    step = models.PositiveSmallIntegerField("步骤")
    turn = models.PositiveSmallIntegerField(default=1)
    title = models.CharField("标题", max_length=80)
    recipient = models.CharField("主送", max_length=60)
    body = models.TextField("正文")
    signed_on = models.DateField("成文日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    created_at = models.DateTimeField(editable=False)
    outcome = models.JSONField(default=dict, blank=True, editable=False)

    objects = ConsentRequestQuerySet.as_manager()

    class Meta(Reviewable.Meta):
        abstract = False
        constraints = [
            *Reviewable.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "step", "turn"],
                condition=~Q(status__in=["approved", "archived"]),
                name="consent_one_in_the_making",
            ),
            models.CheckConstraint(condition=Q(step__in=CONSENT_STEPS), name="consent_step_needs_consent"),
        ]
        indexes = [models.Index(fields=["status", "submitted_at"], name="consent_queue")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    def review_title(self) -> str:
        return self.title

    def review_content(self) -> dict[str, Any]:
        """The paper and the records it rests on, as they stood when it was handed in."""
        return {
            "title": self.title,
            "recipient": self.recipient,
            "body": self.body,
            "signed_on": self.signed_on.isoformat() if self.signed_on else None,
            "step": self.step,
            "name": self.case.member.name,
            "steps": [row.to_plain() for row in self.case.steps.present()],
        }

    def author_path(self) -> str:
        return reverse("members:consent", args=[self.pk])

    def reviewer_path(self) -> str:
        return reverse("members:consent_review", args=[self.pk])


class DevelopmentQuota(models.Model):
    """发展党员计划数: how many a branch may admit in a calendar year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("计划数")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    by_district = models.BooleanField("由上级下达", default=False)

    objects = DevelopmentQuotaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "year"], name="quota_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2100), name="quota_year_sensible"),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.year}：{self.number}"
