"""Tokens of other systems: what they may read, where, until when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import District
from branchplan.api.querysets import ApiTokenQuerySet


class ApiScope(models.TextChoices):
    """What a token may read; each endpoint asks for one."""

    PLANS = "plans", "工作计划"
    ROUNDS = "rounds", "布置和上报进度"
    EVENTS = "events", "行事历活动"
    FINDINGS = "findings", "检查结果"
    FIGURES = "figures", "汇总数字"


class ApiToken(models.Model):
    """A system's key to what lies below one district. Only its hash is kept: it is shown once, when it is made.

    `window_began_at` and `window_count` count the requests of the running minute, the same for every process.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="范围")
    name = models.CharField("用途", max_length=60)
    scopes = models.CharField(max_length=80)
    hint = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField("有效期至")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    window_began_at = models.DateTimeField(null=True)
    window_count = models.PositiveIntegerField(default=0)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(scopes=""), name="api_token_reads_something"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_token_revoked_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.hint}…）"

    @property
    def scope_list(self) -> list[str]:
        return self.scopes.split(",")

    @property
    def scope_labels(self) -> list[str]:
        return [ApiScope(scope).label for scope in self.scope_list]
