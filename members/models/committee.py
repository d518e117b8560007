"""The elected committee of a branch: its terms, and who holds which post from when to when."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from branches.models import Branch
from members.models.people import Member
from members.querysets import CommitteePostQuerySet, CommitteeTermQuerySet


class Post(models.TextChoices):
    """Duties in a branch committee; a branch without one has a secretary and, if needed, a deputy (支部工作条例 Art. 20)."""

    SECRETARY = "secretary", "支部书记"
    DEPUTY_SECRETARY = "deputy", "副书记"
    ORGANISATION = "organisation", "组织委员"
    PUBLICITY = "publicity", "宣传委员"
    DISCIPLINE = "discipline", "纪检委员"
    UNITED_FRONT = "united_front", "统战委员"
    YOUTH = "youth", "青年委员"
    ORDINARY = "ordinary", "委员"


class CommitteeTerm(models.Model):
    """届: from the election to the next one. `ends_on` is written by the service: `years` after the election (rule ZB-08 on that day).

    `postponed_to` is the later day that the superior approved, with the number of the approval in `approval`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("第几届", null=True, blank=True)
    elected_on = models.DateField("选举日期")
    years = models.PositiveSmallIntegerField("任期（年）")
    ends_on = models.DateField("任期届满", editable=False)
    approval = models.CharField("上级批复文号", max_length=60, blank=True)
    postponed_to = models.DateField("经批准延期至", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CommitteeTermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "elected_on"], name="term_elected_once_a_day"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("elected_on")), name="term_ends_after_election"),
            models.CheckConstraint(
                condition=Q(postponed_to__isnull=True) | Q(postponed_to__gt=F("ends_on")), name="term_postponed_later"
            ),
        ]
        indexes = [models.Index(fields=["branch", "-elected_on"], name="term_of_branch")]

    def __str__(self) -> str:
        return f"第{self.number}届" if self.number else f"{self.elected_on.year}年选举产生"


class CommitteePost(models.Model):
    """One person in one post of a term, from a day to a day, both counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    term = models.ForeignKey(CommitteeTerm, models.CASCADE, related_name="posts")
    member = models.ForeignKey(Member, models.PROTECT, related_name="posts", verbose_name="姓名")
    post = models.CharField("职务", max_length=16, choices=Post.choices)
    starts_on = models.DateField("任职起")
    ends_on = models.DateField("任职止", null=True, blank=True)

    objects = CommitteePostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="post_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["term", "member", "post"], condition=Q(ends_on__isnull=True), name="post_held_once"
            ),
            models.UniqueConstraint(
                fields=["term"], condition=Q(ends_on__isnull=True, post="secretary"), name="post_one_secretary"
            ),
        ]
        indexes = [models.Index(fields=["member", "ends_on"], name="post_of_member")]

    def __str__(self) -> str:
        return f"{self.member.name} {self.get_post_display()}"
