"""A plan, its sections and the lines of its schedule."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from members.models import Member, PartyGroup
from plans.domain.draft import HEADING_LENGTH, SIGNATURE_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from plans.domain.outline import MAX_LEVEL
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import EARLIEST, LATEST, Cycle, Period
from plans.domain.rounds.tally import state_of
from plans.querysets import PlanItemQuerySet, PlanQuerySet, PlanSectionQuerySet
from regulations.domain.activities import ActivityKind
from workflow.domain.transitions import CLAIMED, EDITABLE, WAITING
from workflow.models import Reviewable

CYCLE_CHOICES = [(cycle.value, cycle.label) for cycle in Cycle]
PAPER_CHOICES = [(paper.value, paper.label) for paper in PaperKind]
KIND_CHOICES = [(kind.value, kind.label) for kind in ActivityKind]

PART_FITS_CYCLE = Q(cycle__in=["semester", "half_year"], part__in=[1, 2]) | Q(cycle__in=["year", "school_year"], part=0)


def paper_title(own: str, paper: str, cycle: str, year: int, part: int) -> str:
    """How a paper is called: by its own title, before it has one by its period and kind."""
    return own or f"{Period(Cycle(cycle), year, part).label}{PaperKind(paper).label}"


class Plan(Reviewable):
    """A branch's work plan for a period, or its summary, or another paper that a planning round asks for.

    `risk` and `is_clean` are those of the latest submission (SubmissionRisk).
    An approved one is amended only as the next revision of the same paper and period. `round` is the one it was begun from, if any.
    """

    paper = models.CharField("材料", max_length=8, choices=PAPER_CHOICES, default=PaperKind.PLAN)
    round = models.ForeignKey(
        "plans.PlanningRound", models.PROTECT, null=True, editable=False, related_name="plans", verbose_name="布置"
    )
    title = models.CharField("标题", max_length=TITLE_LENGTH, blank=True)
    cycle = models.CharField("计划类型", max_length=12, choices=CYCLE_CHOICES)
    year = models.PositiveSmallIntegerField("年份", help_text="学年、学期填起始年份")
    part = models.PositiveSmallIntegerField(
        "学期／半年", default=0, choices=[(0, "全年"), (1, "第一学期／上半年"), (2, "第二学期／下半年")]
    )
    revision = models.PositiveSmallIntegerField(default=1, editable=False)
    amends = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="amendments")
    signature = models.CharField("署名", max_length=SIGNATURE_LENGTH, blank=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)
    risk = models.PositiveSmallIntegerField("风险", default=0, editable=False)
    is_clean = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    created_at = models.DateTimeField(editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta(Reviewable.Meta):
        abstract = False
        constraints = [
            *Reviewable.Meta.constraints,
            models.UniqueConstraint(
                fields=["branch", "cycle", "year", "part", "paper", "revision"],
                condition=~Q(paper="other"),
                name="plan_revision_unique",
            ),
            models.UniqueConstraint(
                fields=["branch", "cycle", "year", "part", "paper"],
                condition=~Q(paper="other") & ~Q(status__in=["approved", "archived"]),
                name="plan_one_in_the_making",
            ),
            # Of other papers a period may have several, one for each round that asks for one.
            models.UniqueConstraint(
                fields=["branch", "round", "revision"], condition=Q(paper="other"), name="other_paper_revision_unique"
            ),
            models.UniqueConstraint(
                fields=["branch", "round"],
                condition=Q(paper="other") & ~Q(status__in=["approved", "archived"]),
                name="other_paper_one_in_the_making",
            ),
            models.CheckConstraint(
                condition=~Q(paper="other") | Q(round__isnull=False), name="other_paper_was_asked_for"
            ),
            models.CheckConstraint(condition=PART_FITS_CYCLE, name="plan_part_fits_cycle"),
            models.CheckConstraint(condition=Q(year__gte=EARLIEST, year__lte=LATEST), name="plan_year_sensible"),
            models.CheckConstraint(
                condition=Q(revision=1, amends__isnull=True) | Q(revision__gt=1, amends__isnull=False),
                name="plan_revision_amends",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "status"], name="plan_branch_status"),
            models.Index(fields=["status", "submitted_at"], name="plan_queue"),
            # The queue in its usual order, from the index alone.
            models.Index(
                fields=["-risk", "submitted_at", "id"], condition=Q(status__in=sorted(WAITING)), name="plan_waiting"
            ),
            # How many of them there are below a district, from the index alone.
            models.Index(
                fields=["branch", "status"], condition=Q(status__in=sorted(WAITING)), name="plan_waiting_of_branch"
            ),
            # What one reviewer reads, the longest claimed first.
            models.Index(
                fields=["claimed_by", "claimed_at"], condition=Q(status__in=sorted(CLAIMED)), name="plan_claimed"
            ),
            # What schools have to mend, the oldest return first.
            models.Index(fields=["decided_at"], condition=Q(status="returned"), name="plan_returned"),
        ]

    def __str__(self) -> str:
        return paper_title(self.title, self.paper, self.cycle, self.year, self.part)

    @property
    def period(self) -> Period:
        return Period(Cycle(self.cycle), self.year, self.part)

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def approval_note(self) -> str:
        return "党员现在可以查看行事历。" if self.paper == PaperKind.PLAN else "党员现在可以查看。"

    def review_title(self) -> str:
        return str(self)

    def review_content(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "paper": self.paper,
            "period": {"cycle": self.cycle, "year": self.year, "part": self.part, "label": self.period.label},
            "signature": self.signature,
            "signed_on": self.signed_on.isoformat() if self.signed_on else None,
            "sections": [section.content() for section in self.sections.present()],
            "items": [item.content() for item in self.items.present().with_responsible()],
        }

    def status_written(self, at: datetime) -> None:
        if self.round_id:
            self.round_targets.update(state=state_of(self.status), changed_at=at)

    def author_path(self) -> str:
        return reverse("plans:detail", args=[self.pk])

    def reviewer_path(self) -> str:
        return reverse("plans:review", args=[self.pk])


class SectionKind(models.TextChoices):
    PREAMBLE = "preamble", "前言"
    HEADING = "heading", "段落"
    SCHEDULE = "schedule", "行事历"
    CLOSING = "closing", "结束语"


class PlanSection(models.Model):
    """A heading with the text below it, in an ordered list; the number before the heading is computed, never stored.

    Preamble and closing have level 0 and no heading. The schedule section marks where the table of months stands. A locked section is a
    part of a round's template that the school may not change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=10, choices=SectionKind.choices, default=SectionKind.HEADING)
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    heading = models.CharField("标题", max_length=HEADING_LENGTH, blank=True)
    body = models.TextField("正文", blank=True)
    is_locked = models.BooleanField("固定内容", default=False, editable=False)
    origin = models.UUIDField("沿用自", default=uuid.uuid4, editable=False, help_text="同一段落在各次修订中相同")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    removal = models.UUIDField(null=True, blank=True, help_text="同一次删除的段落相同；空为在用")

    objects = PlanSectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["preamble", "closing"], level=0, heading="")
                | Q(kind__in=["heading", "schedule"], level__gte=1, level__lte=MAX_LEVEL),
                name="section_level_fits_kind",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind"],
                condition=Q(removal__isnull=True) & ~Q(kind="heading"),
                name="section_special_once",
            ),
        ]
        indexes = [models.Index(fields=["plan", "position"], name="section_order")]

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()

    def content(self) -> dict[str, Any]:
        return {
            "id": str(self.pk),
            "origin": str(self.origin),
            "kind": self.kind,
            "level": self.level,
            "heading": self.heading,
            "body": self.body,
        }


class PlanItem(models.Model):
    """One line of the schedule. Months are stored as their first day; a line may run over several, and may name a day of the first one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    first_month = models.DateField("月份")
    last_month = models.DateField("至")
    planned_on = models.DateField("拟定日期", null=True, blank=True, help_text="首月里的一天；没有定就空着")
    position = models.PositiveIntegerField(default=0)
    text = models.CharField("内容", max_length=TEXT_LENGTH)
    kind = models.CharField("类别", max_length=24, choices=KIND_CHOICES, default=ActivityKind.OTHER)
    is_theme = models.BooleanField("本月主题", default=False)
    responsible_member = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="责任人"
    )
    responsible_group = models.ForeignKey(
        PartyGroup, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="责任党小组"
    )
    responsible_text = models.CharField("责任人（其他）", max_length=60, blank=True)
    measure = models.ForeignKey(
        PlanSection, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="对应措施"
    )
    origin = models.UUIDField(default=uuid.uuid4, editable=False)
    proposed_as = models.CharField(max_length=80, blank=True, editable=False, help_text="采用自哪一条排期建议")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    removal = models.UUIDField(null=True, blank=True)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="item_months_in_order"),
            models.CheckConstraint(
                condition=Q(first_month__day=1, last_month__day=1), name="item_months_are_first_days"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="item_has_text"),
            models.CheckConstraint(
                condition=Q(planned_on__isnull=True)
                | Q(planned_on__year=F("first_month__year"), planned_on__month=F("first_month__month")),
                name="item_day_in_first_month",
            ),
        ]
        indexes = [models.Index(fields=["plan", "first_month"], name="item_month")]

    def __str__(self) -> str:
        return self.text

    @property
    def kind_label(self) -> str:
        return ActivityKind(self.kind).label

    @property
    def responsible(self) -> str:
        """Who sees to it; needs `with_responsible()` rows."""
        if self.responsible_member:
            return self.responsible_member.name
        return self.responsible_group.name if self.responsible_group else self.responsible_text

    def content(self) -> dict[str, Any]:
        return {
            "id": str(self.pk),
            "origin": str(self.origin),
            "first_month": self.first_month.isoformat(),
            "last_month": self.last_month.isoformat(),
            "planned_on": self.planned_on.isoformat() if self.planned_on else None,
            "text": self.text,
            "kind": self.kind,
            "is_theme": self.is_theme,
            "responsible": self.responsible,
        }
