"""Subscriptions to the calendar: secret addresses that a phone or Outlook reads."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch
from branches.models.tokens import SecretToken, revoked_whole
from calendar_events.feeds_querysets import FeedQuerySet

FEED_NAME_LENGTH = 20


class FeedKind(models.TextChoices):
    """Which events a feed holds. The first two are one person's, the others the branch's, to be passed on."""

    MINE = "mine", "要我参加的活动"
    PERSON = "person", "本支部我能看到的全部活动"
    BRANCH = "branch", "支部公开日历"
    SCHOOL = "school", "全校教职工日历"


PERSONAL_KINDS = (FeedKind.MINE, FeedKind.PERSON)


class FeedAlarm(models.TextChoices):
    """When a phone reminds of an event."""

    NONE = "none", "不提醒"
    MORNING = "morning", "当天早上8点"
    DAY = "day", "提前一天"
    HOUR = "hour", "提前一小时"


class CalendarFeed(SecretToken):
    """One address. What it shows is decided when it is asked for: by what its owner may see then, or by what everybody in the branch may know."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("订阅内容", max_length=8, choices=FeedKind.choices)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    name = models.CharField("用在哪里", max_length=FEED_NAME_LENGTH)
    alarm = models.CharField("提醒", max_length=8, choices=FeedAlarm.choices, default=FeedAlarm.NONE)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="feed_has_name"),
            models.CheckConstraint(
                condition=Q(kind__in=["mine", "person"], owner__isnull=False, branch__isnull=True)
                | Q(kind__in=["branch", "school"], owner__isnull=True, branch__isnull=False),
                name="feed_is_a_persons_or_a_branchs",
            ),
            revoked_whole("feed_revoked_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.name}）"

    @property
    def is_personal(self) -> bool:
        return self.kind in PERSONAL_KINDS
