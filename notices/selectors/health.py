"""Do messages get through? For the administrator's page and for `/readyz`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from branches.models import User
from notices.domain.feedback import ANSWERED
from notices.models import Channel, Delivery, DeliveryState, Heartbeat, OutboxEntry
from notices.querysets import DeliveryQuerySet, OutboxQuerySet

#: Without a beat for so long something is down.
BEAT_MISSING_AFTER = timedelta(minutes=5)
#: What is due and not sent for so long waits too long.
LATE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is due and not seen to: how many, and when the oldest of them was due; None where there are none."""

    number: int
    oldest: datetime | None


@dataclass(frozen=True)
class Pulse:
    """The state of the whole installation, in three queries: outbox entries still to be addressed, deliveries still to be sent.
    `reminded_at` is the last morning round, `unasked` the number of branches in which it did not find out what is due."""

    beat_at: datetime | None
    reminded_at: datetime | None
    unasked: int
    entries: Backlog
    deliveries: Backlog
    at: datetime

    @property
    def number(self) -> int:
        """All that is due."""
        return self.entries.number + self.deliveries.number

    @property
    def is_beating(self) -> bool:
        return self.beat_at is not None and self.at - self.beat_at <= BEAT_MISSING_AFTER

    @property
    def is_late(self) -> bool:
        due = (self.entries.oldest, self.deliveries.oldest)
        return any(oldest is not None and self.at - oldest > LATE_AFTER for oldest in due)

    @property
    def is_well(self) -> bool:
        return self.is_beating and not self.is_late and not self.unasked

    @property
    def word(self) -> str:
        """For monitoring."""
        if not self.is_beating:
            return "beat or worker missing"
        if self.is_late:
            return "late"
        return "reminders incomplete" if self.unasked else "ok"


@dataclass(frozen=True)
class ChannelRow:
    """How a channel did in the last seven days, in the administrator's subtree."""

    label: str
    counts: dict[str, int]

    @property
    def sent(self) -> int:
        return self.counts.get(DeliveryState.SENT, 0)

    @property
    def dead(self) -> int:
        return self.counts.get(DeliveryState.DEAD, 0)

    @property
    def waiting(self) -> int:
        return self.counts.get(DeliveryState.PENDING, 0) + self.counts.get(DeliveryState.SENDING, 0)


def pulse(at: datetime) -> Pulse:
    """Counts of the whole installation; no names."""
    beats = Heartbeat.objects.in_bulk(["beat", "reminded"])
    beat, reminded = beats.get("beat"), beats.get("reminded")
    entries, deliveries = (_backlog(rows.due(at)) for rows in (OutboxEntry.objects, Delivery.objects))
    return Pulse(
        beat.at if beat else None,
        reminded.at if reminded else None,
        reminded.faults if reminded else 0,
        entries,
        deliveries,
        at,
    )


def _backlog(due: OutboxQuerySet | DeliveryQuerySet) -> Backlog:
    """Both figures in one query, so that they are of one moment."""
    return Backlog(**due.aggregate(number=Count("pk"), oldest=Min("due_at")))


def channel_rows(user: User, at: datetime) -> list[ChannelRow]:
    """By channel, for those that were used."""
    rows = Delivery.objects.visible_to(user).filter(due_at__gt=at - timedelta(days=7))
    found: dict[str, dict[str, int]] = {}
    for row in rows.values("channel", "state").annotate(number=Count("pk")).order_by("channel", "state"):
        found.setdefault(row["channel"], {})[row["state"]] = row["number"]
    return [ChannelRow(Channel(channel).label, counts) for channel, counts in found.items()]


def dead_letters(user: User) -> DeliveryQuerySet:
    """What was not sent, newest first. Answers to letters are only counted: beside others to the same person, sent at the same moment with the
    same refusal, they would say who wrote a letter without a name.
    """
    rows = _dead(user).exclude(notice__kind=ANSWERED)
    return rows.select_related("notice", "recipient").order_by("-due_at", "pk")


def dead_answers(user: User) -> int:
    """How many answers to letters were not sent."""
    return _dead(user).filter(notice__kind=ANSWERED).count()


def _dead(user: User) -> DeliveryQuerySet:
    return Delivery.objects.visible_to(user).filter(state=DeliveryState.DEAD)
