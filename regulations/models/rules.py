"""What the database knows of rules: editions of the book as they were loaded, which one a district goes by, and its own values."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import District
from regulations.querysets import RuleAdoptionQuerySet, RuleOverrideQuerySet

CODE_LENGTH = 40


class RuleEdition(models.Model):
    """The rule packs as they stood when they were loaded; never changed afterwards.

    `content` is `regulations.domain.packs.packs_to_plain`, `digest` names it. A district goes on with the edition it adopted although the
    files of the portal have moved on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField("版次", unique=True)
    digest = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"规则库第{self.number}版"


class RuleAdoption(models.Model):
    """From `adopted_on` the district, and what lies below it without an adoption of its own, goes by this edition. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    edition = models.ForeignKey(RuleEdition, models.PROTECT, related_name="+")
    adopted_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = RuleAdoptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "edition"], name="rule_edition_adopted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.district}：{self.edition}"


class RuleOverride(models.Model):
    """A district's own values for a rule, for itself and what lies below it, from one day to another (`valid_to` None: until further notice).

    `parameters` holds every adjustable parameter. A row that never came into force because another took its place is `withdrawn`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    code = models.CharField("条目", max_length=CODE_LENGTH)
    parameters = models.JSONField("本地取值")
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    reason = models.CharField("依据或理由", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closing_reason = models.CharField(max_length=200, blank=True)

    objects = RuleOverrideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "code"],
                condition=Q(valid_to__isnull=True, withdrawn=False),
                name="rule_override_one_open",
            ),
            models.UniqueConstraint(
                fields=["district", "code", "valid_from"],
                condition=Q(withdrawn=False),
                name="rule_override_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="rule_override_days_in_order",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="rule_override_has_reason"),
        ]
        indexes = [models.Index(fields=["district", "code"], name="rule_override_rule")]

    def __str__(self) -> str:
        return f"{self.code}（{self.district}）"

    def holds_on(self, day: date) -> bool:
        return not self.withdrawn and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class EditionPreview(models.Model):
    """What a newer edition would change for a district's papers, worked out in the background by an app above this one.

    `rows` is None while it is being worked out; its shape belongs to whoever wrote it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.CASCADE, related_name="+")
    edition = models.ForeignKey(RuleEdition, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    rows = models.JSONField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "edition"], name="edition_preview_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}对{self.district}的影响"
