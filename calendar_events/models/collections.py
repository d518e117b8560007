"""收交清单: what every member owes by a day, how many, and what was handed in. Kinds are in `calendar_events/data/collections.toml`."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch
from calendar_events.collections_querysets import CollectionDueQuerySet, CollectionQuerySet, HandInQuerySet
from calendar_events.domain.collections import CollectionKind, collection_kind
from members.models import Member


class CollectionList(models.Model):
    """What is asked: `needed` of `unit` from each, by `due_on`. Closed by a person; nothing is handed in any more afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=24)
    title = models.CharField("名称", max_length=60)
    first_day = models.DateField("从")
    due_on = models.DateField("截止日期")
    needed = models.PositiveIntegerField("每人应交")
    unit = models.CharField("单位", max_length=6)
    note = models.TextField("要求", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    created_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="collection_has_title"),
            models.CheckConstraint(condition=Q(needed__gte=1), name="collection_asks_something"),
            models.CheckConstraint(condition=Q(due_on__gte=F("first_day")), name="collection_days_in_order"),
        ]
        indexes = [models.Index(fields=["branch", "-due_on"], name="collection_of_branch")]

    def __str__(self) -> str:
        return self.title

    @property
    def collection_kind(self) -> CollectionKind:
        return collection_kind(self.kind)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on < today


class CollectionDue(models.Model):
    """One member on a list. Whoever is excused needs nothing and has a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    collection = models.ForeignKey(CollectionList, models.CASCADE, related_name="dues")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    needed = models.PositiveIntegerField()
    excused_because = models.CharField("免交原因", max_length=100, blank=True)

    objects = CollectionDueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "member"], name="collection_member_once"),
            models.CheckConstraint(
                condition=Q(needed__gte=1, excused_because="") | (Q(needed=0) & ~Q(excused_because="")),
                name="collection_excused_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["member"], name="collection_due_of_member")]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.member_id}"


class HandInSource(models.TextChoices):
    """Who entered it: the member, the committee for paper, or a list of numbers."""

    MEMBER = "member", "本人"
    COMMITTEE = "committee", "支委登记"
    IMPORT = "import", "导入"


class HandIn(models.Model):
    """Something handed in: `amount` of the list's unit. The text is for the committee and the member only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    due = models.ForeignKey(CollectionDue, models.CASCADE, related_name="hand_ins")
    amount = models.PositiveIntegerField("数量", default=1)
    handed_on = models.DateField("日期")
    title = models.CharField("题目", max_length=80, blank=True)
    text = models.TextField("正文", blank=True)
    source = models.CharField(max_length=12, choices=HandInSource.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = HandInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="hand_in_is_something"),
            models.UniqueConstraint(fields=["due"], condition=Q(source="import"), name="hand_in_one_import"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.handed_on}"
