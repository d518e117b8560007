"""People of a branch. A person is not a log-in: `user` is empty for most."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch
from members.querysets import MemberQuerySet, PartyGroupQuerySet


class MemberStatus(models.TextChoices):
    APPLICANT = "applicant", "入党申请人"
    ACTIVIST = "activist", "入党积极分子"
    CANDIDATE = "candidate", "发展对象"
    PROBATIONARY = "probationary", "预备党员"
    FULL = "full", "正式党员"


class PartyGroup(models.Model):
    """党小组."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=30)
    leader = models.ForeignKey("Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="组长")

    objects = PartyGroupQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["branch", "name"], name="group_name_unique")]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A member, probationary member, activist or applicant of one branch."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    group = models.ForeignKey(PartyGroup, models.SET_NULL, null=True, blank=True, related_name="members")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="member", verbose_name="登录账号"
    )
    name = models.CharField("姓名", max_length=30)
    status = models.CharField("身份", max_length=16, choices=MemberStatus.choices)
    is_active = models.BooleanField("在册", default=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="member_has_name")]
        indexes = [models.Index(fields=["branch", "is_active", "name"], name="member_roster")]

    def __str__(self) -> str:
        return self.name
