"""Posting messages in the transaction of their cause."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from branches.models import User
from notices.models import Channel, Delivery, Notice

logger = logging.getLogger(__name__)


def post(
    *, to: Iterable[User], kind: str, title: str, body: str, path: str, dedupe_key: str, at: datetime
) -> list[Notice]:
    """One notice per person with an e-mail delivery where there is an address; a repeat with the same key adds nothing.

    Returns the notices that exist afterwards for these people under the key.
    """
    people = {user.pk: user for user in to}
    notices = [
        Notice(
            recipient=user,
            kind=kind,
            title=title[:120],
            body=body,
            path=path,
            dedupe_key=f"{dedupe_key}:{user.pk}",
            posted_at=at,
        )
        for user in people.values()
    ]
    with transaction.atomic():
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        stored = list(Notice.objects.filter(dedupe_key__in=[n.dedupe_key for n in notices]))
        deliveries = [
            Delivery(notice=notice, channel=Channel.EMAIL, address=people[notice.recipient_id].email, due_at=at)
            for notice in stored
            if people[notice.recipient_id].email
        ]
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        if deliveries:
            transaction.on_commit(nudge)
    return stored


def nudge() -> None:
    """Tell a worker that something is due. Losing the word is harmless: the beat looks every minute anyway."""
    try:
        current_app.send_task("notices.deliver_due", retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("broker out of reach, the beat will deliver later: %s", type(error).__name__)
