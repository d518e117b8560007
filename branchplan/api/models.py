"""Tokens of other systems: what they may read, where, until when."""

import uuid

from django.db import models
from django.db.models import Q

from branches.models import District
from branches.models.tokens import SecretToken, revoked_whole
from branchplan.api.querysets import ApiTokenQuerySet


class ApiScope(models.TextChoices):
    """What a token may read; each endpoint asks for one."""

    PLANS = "plans", "工作计划"
    ROUNDS = "rounds", "布置和上报进度"
    EVENTS = "events", "行事历活动"
    FINDINGS = "findings", "检查结果"
    FIGURES = "figures", "汇总数字"


class ApiToken(SecretToken):
    """A system's key to what lies below one district."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="范围")
    name = models.CharField("用途", max_length=60)
    scopes = models.CharField(max_length=80)
    expires_on = models.DateField("有效期至")

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(scopes=""), name="api_token_reads_something"),
            revoked_whole("api_token_revoked_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.hint}…）"

    @property
    def scope_list(self) -> list[str]:
        return self.scopes.split(",")

    @property
    def scope_labels(self) -> list[str]:
        return [ApiScope(scope).label for scope in self.scope_list]
