"""谈心谈话: who talked with whom when; what was said is sealed where the server has keys."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch
from calendar_events.models.events import PLACE_LENGTH, CalendarEvent
from calendar_events.talks_querysets import TalkQuerySet
from members.models import Member

TOPIC_LENGTH = 60


class TalkKind(models.TextChoices):
    HEART = "heart", "谈心谈话"
    INTEGRITY = "integrity", "廉政谈话"
    REMINDER = "reminder", "提醒谈话"
    ADMONITION = "admonition", "诫勉谈话"


#: Kinds whose very fact is only for the two, the secretary, the deputy and the discipline commissioner.
CLOSED_KINDS = frozenset({TalkKind.INTEGRITY, TalkKind.REMINDER, TalkKind.ADMONITION})


class Talk(models.Model):
    """One talk of two people. `sealed` holds the notes: sealed with `key`, as plain text where `key` is ""."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    event = models.ForeignKey(CalendarEvent, models.SET_NULL, null=True, blank=True, related_name="talks")
    kind = models.CharField("类别", max_length=12, choices=TalkKind.choices, default=TalkKind.HEART)
    speaker = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="谈话人")
    talked_with = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="谈话对象")
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=PLACE_LENGTH, blank=True)
    topic = models.CharField("主题", max_length=TOPIC_LENGTH, blank=True)
    sealed = models.TextField(blank=True)
    key = models.CharField(max_length=20, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TalkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(speaker=F("talked_with")), name="talk_of_two"),
            models.UniqueConstraint(
                fields=["speaker", "talked_with", "held_on", "kind"], name="talk_once_a_day_and_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "held_on"], name="talk_of_branch"),
            models.Index(fields=["key"], name="talk_key"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"
