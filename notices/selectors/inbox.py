"""Reads for a person's pages."""

from __future__ import annotations

from datetime import datetime

from branches.models import User
from notices.domain.causes import CAUSES, Cause
from notices.models import Channel, Notice, Preference
from notices.querysets import NoticeQuerySet
from notices.selectors.manners import personal_channels


def unread_count(user: User) -> int:
    """How many wait for the person, those put off not among them: they count again when their time has come."""
    return Notice.objects.visible_to(user).unread().filter(snoozed_until__isnull=True).count()


def inbox_of(user: User, at: datetime) -> NoticeQuerySet:
    """What is shown, newest first."""
    return Notice.objects.visible_to(user).shown(at).order_by("-posted_at", "pk")


def wishes_of(user: User) -> list[tuple[Cause, list[tuple[Channel, bool]]]]:
    """For each cause and personal channel of this installation: is it wanted?"""
    refused = set(Preference.objects.filter(user=user).values_list("cause", "channel"))
    return [
        (cause, [(channel, (cause.code, channel.value) not in refused) for channel in personal_channels()])
        for cause in CAUSES
    ]
