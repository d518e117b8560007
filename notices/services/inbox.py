"""What a person does with messages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from branches.models import User
from branches.services.audit import record
from notices.domain.causes import CAUSES
from notices.models import Delivery, DeliveryState, Notice, Preference
from notices.selectors.manners import personal_channels

MORNING = time(7, 0)


def mark_read(*, notice: Notice, by: User, at: datetime) -> None:
    """First reading counts; later ones change nothing."""
    Notice.objects.filter(pk=notice.pk, recipient=by, read_at__isnull=True).update(read_at=at)


def mark_all_read(*, by: User, at: datetime) -> int:
    """Everything that is shown; what is put off stays unread."""
    return Notice.objects.filter(recipient=by, read_at__isnull=True).shown(at).update(read_at=at)


@transaction.atomic
def acknowledge(*, notice: Notice, by: User, at: datetime) -> None:
    """ "I have it in hand": the matter does not climb any further."""
    rows = Notice.objects.filter(pk=notice.pk, recipient=by, acknowledged_at__isnull=True)
    if rows.update(acknowledged_at=at, snoozed_until=None):
        mark_read(notice=notice, by=by, at=at)
        record(action="notice.acknowledge", by=by, at=at, target=notice, branch=notice.branch, district=notice.district)


@transaction.atomic
def snooze(*, notice: Notice, days: int, by: User, at: datetime) -> datetime:
    """Put off until the morning `days` days later, in the inbox and in what has not been sent; returns that moment."""
    day = timezone.localdate(at) + timedelta(days=days)
    until = datetime.combine(day, MORNING, timezone.get_current_timezone())
    Notice.objects.filter(pk=notice.pk, recipient=by).update(snoozed_until=until, read_at=None)
    Delivery.objects.filter(notice=notice, recipient=by, state=DeliveryState.PENDING, due_at__lt=until).update(
        due_at=until
    )
    return until


def wake_up(*, at: datetime) -> int:
    """What was put off until now counts as unread again."""
    return Notice.objects.filter(snoozed_until__lte=at).update(snoozed_until=None)


@transaction.atomic
def choose(*, wanted: Collection[tuple[str, str]], by: User, at: datetime) -> None:
    """The person wants exactly these (cause, channel) pairs besides the inbox; what was chosen for a channel that is off stays."""
    channels = personal_channels()
    Preference.objects.filter(user=by, channel__in=channels).delete()
    refused = [(cause.code, channel.value) for cause in CAUSES for channel in channels]
    rows = [Preference(user=by, cause=c, channel=ch) for c, ch in refused if (c, ch) not in wanted]
    Preference.objects.bulk_create(rows)
    record(
        action="notice.preferences", by=by, at=at, target=by, detail={"refused": [[r.cause, r.channel] for r in rows]}
    )
