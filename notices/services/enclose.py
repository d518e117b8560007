"""Putting notices into deliveries: which channels each person has, and when they may be reached."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q
from django.utils import timezone

from branches.models import User
from notices.domain.causes import cause_of
from notices.domain.manners import JOINED_WITHIN, digest_on, urgent_at
from notices.models import Channel, Delivery, DeliveryState, Notice
from notices.selectors.manners import (
    Habits,
    district_of_people,
    habits_for,
    phones_of,
    refusals_of,
    usual_habits,
)


def enclose(
    notices: Sequence[Notice], people: Mapping[UUID, User], *, urgent: Callable[[Notice], bool], at: datetime
) -> bool:
    """Deliveries for stored notices of `people` (by id); a repeat adds nothing. Returns whether something is due at once.

    A constant number of queries, however many notices there are.
    """
    if not notices:
        return False
    on = timezone.localdate(at)
    places = district_of_people(people.values(), on)
    habits = habits_for({place.pk: place for place in places.values()}.values()) if places else {}
    refused = refusals_of(people.keys())
    phones = phones_of(people.keys())
    last = _last_urgent(people.keys(), at)
    local = timezone.localtime(at)
    digests: dict[UUID | None, datetime] = {}
    rows = []
    for notice in notices:
        user = people[notice.recipient_id]
        place = places.get(user.pk)
        habit = habits[place.pk] if place else usual_habits()
        is_urgent = urgent(notice)
        for channel, address in _addresses(user, phones):
            if (user.pk, cause_of(notice.kind).code, channel.value) in refused:
                continue
            due_at = (
                _urgent_due(local, habit, last.get((user.pk, channel.value)))
                if is_urgent
                else _digest_due(local, habit, place.pk if place else None, digests)
            )
            rows.append(
                Delivery(
                    notice=notice,
                    recipient=user,
                    channel=channel,
                    address=address,
                    is_urgent=is_urgent,
                    due_at=due_at,
                )
            )
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return any(row.due_at <= at for row in rows)


def _addresses(user: User, phones: Mapping[UUID, str]) -> list[tuple[Channel, str]]:
    found = [(Channel.EMAIL, user.email)] if user.email else []
    return found + ([(Channel.SMS, phones[user.pk])] if phones.get(user.pk) else [])


def _urgent_due(at: datetime, habit: Habits, last: datetime | None) -> datetime:
    return urgent_at(at, habit.manners, timezone.localtime(last) if last else None)


def _digest_due(at: datetime, habit: Habits, place: UUID | None, known: dict[UUID | None, datetime]) -> datetime:
    """The same for everybody of a district."""
    if place not in known:
        known[place] = digest_on(at, habit.manners, habit.calendar)
    return known[place]


def _last_urgent(people: Collection[UUID], at: datetime) -> dict[tuple[UUID, str], datetime]:
    """When each person's latest urgent message went out or is planned to, by channel; one that waits after a failure does not count."""
    rows = (
        Delivery.objects.filter(Q(state=DeliveryState.SENT) | Q(attempts=0), recipient__in=people, is_urgent=True)
        .filter(due_at__gt=at - JOINED_WITHIN)
        .values("recipient_id", "channel")
        .annotate(last=Max("due_at"))
    )
    return {(row["recipient_id"], row["channel"]): row["last"] for row in rows.order_by("recipient_id")}
