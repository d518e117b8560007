"""民主评议党员. The ballot is anonymous by construction: no row says what anybody voted, there are sums only.

Every vote changes every sum of the round (by one or by nothing) in one statement each, so that not even the database's own row versions tell
which sums a vote changed; that somebody has voted is kept without a time. See docs/decisions/0011-anonymous-ballot.md.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch
from members.domain.appraisal import Grade, Phase
from members.models.people import Member
from members.querysets import AppraisalEntryQuerySet, AppraisalRoundQuerySet

PHASE_CHOICES = [(phase.value, phase.label) for phase in Phase]
GRADE_CHOICES = [(grade.value, grade.label) for grade in Grade]


class AppraisalRound(models.Model):
    """A branch's appraisal of one year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    phase = models.CharField("阶段", max_length=12, choices=PHASE_CHOICES, default=Phase.PREPARING)
    standards = models.TextField("评议标准", blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_on = models.DateField("开始日期")
    closed_on = models.DateField("结束日期", null=True, blank=True)

    objects = AppraisalRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "year"], name="appraisal_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="appraisal_year_sensible"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度民主评议党员"

    @property
    def stands_at(self) -> Phase:
        return Phase(self.phase)


class AppraisalEntry(models.Model):
    """One person in a round: appraised, and on the roll of voters. `has_voted` has no time on purpose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(AppraisalRound, models.CASCADE, related_name="entries")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    is_probationary = models.BooleanField("预备党员", default=False)
    self_text = models.TextField("个人自评", blank=True)
    self_grade = models.CharField("自评等次", max_length=12, choices=GRADE_CHOICES, blank=True)
    has_voted = models.BooleanField("已投票", default=False)
    grade = models.CharField("评定等次", max_length=12, choices=GRADE_CHOICES, blank=True)
    opinion = models.TextField("支部意见", blank=True)
    read_on = models.DateField("本人已阅", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AppraisalEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member"], name="appraisal_person_once")]

    def __str__(self) -> str:
        return str(self.member)


class MutualRemark(models.Model):
    """What one member says of another in the mutual appraisal: an open word, as in the meeting."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(AppraisalEntry, models.CASCADE, related_name="remarks")
    author = models.ForeignKey(AppraisalEntry, models.CASCADE, related_name="+")
    text = models.TextField("互评意见")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "author"], name="appraisal_remark_once"),
            models.CheckConstraint(condition=~Q(text=""), name="appraisal_remark_has_text"),
        ]

    def __str__(self) -> str:
        return self.text[:30]


class BallotSum(models.Model):
    """How many votes of one grade a person has got."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(AppraisalEntry, models.CASCADE, related_name="sums")
    grade = models.CharField(max_length=12, choices=GRADE_CHOICES)
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "grade"], name="ballot_sum_once")]

    def __str__(self) -> str:
        return f"{self.get_grade_display()} {self.votes}"
