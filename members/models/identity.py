"""Identity numbers, apart from the people they belong to; and whether a district keeps them at all."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import District
from members.models.people import Member


class KeepNumbers(models.TextChoices):
    """Whether identity numbers are kept. Where nobody has decided they are not."""

    INHERIT = "inherit", "按上级的设置"
    YES = "yes", "登记身份证号"
    NO = "no", "不登记身份证号"


class PeopleSetting(models.Model):
    """What a district decided for itself and what lies below it, from a day on. Rows are added, never changed: the latest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    keep_numbers = models.CharField("身份证号", max_length=8, choices=KeepNumbers.choices)
    valid_from = models.DateField("起始日期")
    reason = models.CharField("依据或理由", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="people_setting_has_reason")]
        indexes = [models.Index(fields=["district", "-valid_from", "-at"], name="people_setting_latest")]

    def __str__(self) -> str:
        return f"{self.district}：{self.get_keep_numbers_display()}"


class IdentityNumber(models.Model):
    """A person's number, sealed (`members.domain.sealing`); `index` finds it without opening it.

    `key` and `index_key` name the keys used, so that a rotation knows what is left to do.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(Member, models.CASCADE, related_name="identity_number")
    sealed = models.CharField(max_length=200)
    key = models.CharField(max_length=20)
    index = models.CharField(max_length=90, db_index=True)
    index_key = models.CharField(max_length=20)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "index_key"], name="identity_number_keys")]

    def __str__(self) -> str:
        return "身份证号"
