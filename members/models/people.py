"""People of a branch and their groups. A person is not a log-in: `user` is empty for most."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch
from branches.models.spelling import SpellingField
from members.querysets import MemberQuerySet, PartyGroupQuerySet

NAME_LENGTH = 30


class MemberStatus(models.TextChoices):
    """Where a person stands on the way into the Party. For those with a development case it follows from the dated steps."""

    APPLICANT = "applicant", "入党申请人"
    ACTIVIST = "activist", "入党积极分子"
    CANDIDATE = "candidate", "发展对象"
    PROBATIONARY = "probationary", "预备党员"
    FULL = "full", "正式党员"


#: Who is a member of the Party: counted for size, dues, study hours.
PARTY_STATUSES = frozenset({MemberStatus.PROBATIONARY, MemberStatus.FULL})


class Sex(models.TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Education(models.TextChoices):
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"
    VOCATIONAL = "vocational", "中专"
    COLLEGE = "college", "大专"
    BACHELOR = "bachelor", "大学本科"
    MASTER = "master", "硕士研究生"
    DOCTOR = "doctor", "博士研究生"


class LeftBecause(models.TextChoices):
    """Why somebody is no longer on the roster."""

    TRANSFERRED = "transferred", "组织关系转出"
    DIED = "died", "去世"
    EXPELLED = "expelled", "除名或开除"
    WITHDREW = "withdrew", "退出培养"
    MISTAKE = "mistake", "登记有误"


class PartyGroup(models.Model):
    """党小组."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=NAME_LENGTH)
    leader = models.ForeignKey("Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="组长")
    is_active = models.BooleanField("在用", default=True)

    objects = PartyGroupQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["branch", "name"], name="group_name_unique")]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A member, probationary member, activist or applicant of one branch. What is not known stays empty: nothing is demanded but the name.

    `joined_on` is the day of the 党员大会 that admitted the person, `became_full_on` the day the 党龄 counts from (细则 Art. 33).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    group = models.ForeignKey(
        PartyGroup, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name="党小组"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="member", verbose_name="登录账号"
    )
    name = models.CharField("姓名", max_length=NAME_LENGTH, db_index=True)
    # db_index, not Meta.indexes: on PostgreSQL this makes the second index that a search by prefix needs.
    name_pinyin = SpellingField("name", max_length=120, blank=True, editable=False, db_index=True, part=0)
    name_initials = SpellingField("name", max_length=NAME_LENGTH, blank=True, editable=False, db_index=True, part=1)
    status = models.CharField("身份", max_length=16, choices=MemberStatus.choices)
    sex = models.CharField("性别", max_length=8, choices=Sex.choices, blank=True)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    education = models.CharField("学历", max_length=16, choices=Education.choices, blank=True)
    post = models.CharField("职务（岗位）", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    joined_on = models.DateField("入党日期", null=True, blank=True)
    became_full_on = models.DateField("转正日期", null=True, blank=True)
    is_retired = models.BooleanField("离退休", default=False)
    in_difficulty = models.BooleanField("生活困难", default=False)
    is_moving = models.BooleanField("流动党员", default=False)
    is_active = models.BooleanField("在册", default=True)
    left_on = models.DateField("离开日期", null=True, blank=True)
    left_because = models.CharField("离开原因", max_length=16, choices=LeftBecause.choices, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="member_has_name"),
            models.CheckConstraint(
                condition=Q(joined_on__isnull=True)
                | Q(became_full_on__isnull=True)
                | Q(became_full_on__gte=F("joined_on")),
                name="member_full_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, left_on__isnull=True) | Q(is_active=False), name="member_left_is_inactive"
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "is_active", "name"], name="member_roster"),
            models.Index(fields=["branch", "is_active", "status"], name="member_by_status"),
            models.Index(fields=["branch", "is_active", "name_pinyin"], name="member_by_spelling"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_party_member(self) -> bool:
        return self.status in PARTY_STATUSES

    @property
    def masked_phone(self) -> str:
        """For lists: the middle is not shown."""
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) > 7 else "****" if self.phone else ""
