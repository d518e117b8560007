"""Sending what is due: claimed in batches, one message a recipient and address, each exactly once or visibly in dead letter.

A delivery goes PENDING → SENDING (claimed, with a lease) → handed over → SENT. Each step is a compare-and-swap on the claim, so a worker
whose lease ran out changes nothing of what another has taken over. What was claimed and not handed over goes back into the queue when the
lease is over; what was handed over and not marked as sent may have arrived: it goes to dead letter with that word, for a person to decide.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from notices.channels.message import Gone, Line, Message, Outcome, Refused, Sender, Sent, TryLater, Unclear
from notices.channels.registry import open_sender
from notices.domain.backoff import MAX_ATTEMPTS, wait_after
from notices.models import Delivery, DeliveryState, Heartbeat
from notices.selectors.manners import still_there

logger = logging.getLogger(__name__)

BATCH = 500
LEASE = timedelta(minutes=10)  # far longer than a message takes, shorter than anybody waits
GATE = "claiming"


def deliver_due(*, at: datetime, limit: int = BATCH) -> int:
    """Send up to about `limit` due deliveries, whole recipients at a time; returns how many deliveries were sent."""
    recover(at=at)
    token = uuid4()
    keys = _claim(token, at, limit)
    if not keys:
        return 0
    rows = list(Delivery.objects.filter(pk__in=keys, claim=token).select_related("notice__recipient"))
    rows = _withhold(rows, token, at)
    by_channel: dict[str, dict[tuple[UUID | None, str], list[Delivery]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_channel[row.channel][row.recipient_id, row.address].append(row)
    return sum(_send_channel(channel, list(groups.values()), token, at) for channel, groups in by_channel.items())


def recover(*, at: datetime) -> None:
    """Take back what dead workers held: what was not handed over is due again, what was is unclear."""
    abandoned = Delivery.objects.abandoned(at)
    abandoned.filter(handed_at__isnull=False).update(
        state=DeliveryState.DEAD, leased_until=None, last_error="发送过程中断，对方可能已经收到"
    )
    tired = abandoned.filter(handed_at__isnull=True, attempts__gte=MAX_ATTEMPTS)
    tired.update(state=DeliveryState.DEAD, claim=None, leased_until=None, last_error="发送程序多次中断")
    abandoned.filter(handed_at__isnull=True).update(state=DeliveryState.PENDING, claim=None, leased_until=None)


def beat(*, name: str, at: datetime, faults: int = 0) -> None:
    """Write down that something regular happened, and how many parts of it went wrong."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at, "faults": faults})


def _claim(token: UUID, at: datetime, limit: int) -> list[UUID]:
    """The keys of the claimed deliveries: everything that is due for each recipient in it.

    Workers pass the gate one after the other, for the moment of claiming only: two never share a recipient, so nobody gets two digests.
    """
    due = Delivery.objects.due(at)
    if not due.exists():
        return []
    with transaction.atomic():
        Heartbeat.objects.bulk_create([Heartbeat(name=GATE, at=at)], ignore_conflicts=True)
        Heartbeat.objects.select_for_update().get(name=GATE)
        first = list(due.order_by("due_at", "recipient").values_list("pk", "recipient")[:limit])
        people = {recipient for _, recipient in first if recipient}
        keys = [key for key, recipient in first if recipient is None]
        keys += list(due.filter(recipient__in=people).values_list("pk", flat=True)) if people else []
        claimed = Delivery.objects.filter(pk__in=keys, state=DeliveryState.PENDING).update(
            state=DeliveryState.SENDING,
            claim=token,
            leased_until=at + LEASE,
            handed_at=None,
            attempts=F("attempts") + 1,
        )
    return keys if claimed else []


def _withhold(rows: Sequence[Delivery], token: UUID, at: datetime) -> list[Delivery]:
    """Leave out what is no longer wanted: the person has left or was shut out, or has read the message on the page in the meantime."""
    pairs = {(row.recipient_id, place) for row in rows if row.recipient_id and (place := _place(row))}
    there = still_there(pairs, timezone.localdate(at)) if pairs else set()
    reasons: dict[str, list[UUID]] = defaultdict(list)
    kept = []
    for row in rows:
        reason = _reason_against(row, there)
        if reason:
            reasons[reason].append(row.pk)
        else:
            kept.append(row)
    for reason, keys in reasons.items():
        Delivery.objects.filter(pk__in=keys, claim=token).update(
            state=DeliveryState.DROPPED, claim=None, leased_until=None, last_error=reason
        )
    return kept


def _place(row: Delivery) -> UUID | None:
    return row.notice.branch_id or row.notice.district_id


def _reason_against(row: Delivery, there: set[tuple[UUID, UUID]]) -> str:
    place = _place(row)
    if row.recipient_id is None:
        return ""
    if not row.notice.recipient.is_active:
        return "账号已停用"
    if place and (row.recipient_id, place) not in there:
        return "已不在该组织任职"
    if not row.is_urgent and row.notice.read_at:
        return "已在站内读过"
    return ""


@dataclass
class _Results:
    """What became of the messages of a hand-over, gathered for a few large updates."""

    sent: list[UUID] = field(default_factory=list)
    failed: list[tuple[list[Delivery], Outcome]] = field(default_factory=list)


def _send_channel(channel: str, groups: list[list[Delivery]], token: UUID, at: datetime) -> int:
    """Hand the groups of one channel over in portions as large as the channel takes without losing count of what arrived."""
    count = 0
    with open_sender(channel, at=at) as sender:
        for start in range(0, len(groups), sender.portion):
            portion = groups[start : start + sender.portion]
            count += _send_portion(sender, portion, token, at)
    return count


def _send_portion(sender: Sender, groups: list[list[Delivery]], token: UUID, at: datetime) -> int:
    keys = [row.pk for group in groups for row in group]
    still_ours = Delivery.objects.filter(pk__in=keys, claim=token, state=DeliveryState.SENDING)
    if still_ours.update(handed_at=at) != len(keys):
        # Our lease is over and another worker took some back: leave all of them to it.
        still_ours.update(state=DeliveryState.PENDING, claim=None, leased_until=None, handed_at=None)
        return 0
    results = _Results()
    messages = [_message(group) for group in groups]
    for group, outcome in zip(groups, sender.send(messages), strict=True):
        if isinstance(outcome, Sent):
            results.sent += [row.pk for row in group]
        else:
            results.failed.append((group, outcome))
    # Also what was declared unclear in the meantime: now it is clear.
    sent = Delivery.objects.filter(pk__in=results.sent, claim=token).update(
        state=DeliveryState.SENT, sent_at=at, leased_until=None, last_error=""
    )
    for group, outcome in results.failed:
        _put_back(group, outcome, token, at)
    return sent


def _put_back(group: list[Delivery], outcome: Outcome, token: UUID, at: datetime) -> None:
    """Again later, or dead letter: refused for good, unclear, or tried often enough."""
    rows = Delivery.objects.filter(pk__in=[row.pk for row in group], claim=token)
    attempts = max(row.attempts for row in group)
    error = outcome.error[:300]
    match outcome:
        case TryLater(until=until) if until is not None:
            # The service's own limit: no failure of ours.
            rows.update(**_pending(until), attempts=attempts - 1, last_error=error)
        case TryLater() if attempts < MAX_ATTEMPTS:
            rows.update(**_pending(at + wait_after(attempts, group[0].pk)), last_error=error)
        case Gone():
            rows.update(state=DeliveryState.DROPPED, claim=None, leased_until=None, last_error=error)
        case Refused() | Unclear() | TryLater():
            rows.update(state=DeliveryState.DEAD, leased_until=None, last_error=error)
    logger.warning("%s: %s after attempt %s", group[0].channel, type(outcome).__name__, attempts)


def _pending(due_at: datetime) -> dict[str, object]:
    return {"state": DeliveryState.PENDING, "due_at": due_at, "claim": None, "leased_until": None, "handed_at": None}


def _message(group: list[Delivery]) -> Message:
    """One message of everything that is due for an address, the urgent first, then in the order it was posted."""
    rows = sorted(group, key=lambda row: (not row.is_urgent, row.notice.posted_at, row.notice.title))
    first = rows[0]
    lines = [Line(row.notice.title, row.notice.body, row.notice.path) for row in rows]
    name = first.notice.recipient.display_name if first.recipient_id else ""
    return Message(key=first.pk, address=first.address, name=name, lines=tuple(lines))
