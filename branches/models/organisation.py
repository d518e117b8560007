"""The tree of districts and the branches below them."""

import uuid

from django.db import models

from branches.querysets import BranchQuerySet, DistrictQuerySet


class SchoolKind(models.TextChoices):
    KINDERGARTEN = "kindergarten", "幼儿园"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    NINE_YEAR = "nine_year", "九年一贯制学校"
    SENIOR = "senior", "高中"
    COMPLETE = "complete", "完全中学"
    TWELVE_YEAR = "twelve_year", "十二年一贯制学校"
    VOCATIONAL = "vocational", "中等职业学校"
    SPECIAL = "special", "特殊教育学校"
    OTHER = "other", "其他教育单位"


class OrganisationType(models.TextChoices):
    """What kind of party organisation the school has (支部工作条例 Arts. 4, 20)."""

    BRANCH = "branch", "党支部"
    GENERAL_BRANCH = "general_branch", "党总支"
    COMMITTEE = "committee", "党委"


class District(models.Model):
    """A node of the tree city → district → area. `path` lists the codes from the root, each followed by "/"."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("名称", max_length=60)
    code = models.CharField("代码", max_length=12)
    path = models.CharField(max_length=80, unique=True, editable=False)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "code"], name="district_code_unique"),
            models.CheckConstraint(condition=models.Q(path__endswith="/"), name="district_path_ends_in_slash"),
        ]

    def __str__(self) -> str:
        return self.name


class Branch(models.Model):
    """A school's party organisation (学校党支部、党总支或党委)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="所属教育工委")
    name = models.CharField(
        "党组织名称", max_length=60, help_text="全称，如“中共青榆区第一小学支部委员会”或“青榆区第一小学党支部”"
    )
    school_name = models.CharField("学校名称", max_length=60)
    short_name = models.CharField("简称", max_length=20)
    school_kind = models.CharField("学校类别", max_length=16, choices=SchoolKind.choices)
    organisation_type = models.CharField(
        "党组织类型", max_length=16, choices=OrganisationType.choices, default=OrganisationType.BRANCH
    )
    has_committee = models.BooleanField(
        "设支部委员会", default=True, help_text="正式党员满7名应设；不设的，相关事项由支部党员大会办理"
    )
    has_groups = models.BooleanField("设党小组", default=False)
    brand = models.CharField("党建品牌", max_length=40, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="branch_name_unique")]

    def __str__(self) -> str:
        return self.name
