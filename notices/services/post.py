"""Posting messages in the transaction of their cause."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from branches.models import Branch, District, User
from notices.domain.due import DueFact
from notices.models import Notice, OutboxEntry
from notices.models.messages import TITLE_LENGTH
from notices.services.enclose import enclose
from regulations.domain.quoting import shortened

logger = logging.getLogger(__name__)


def post(
    *,
    to: Iterable[User],
    kind: str,
    title: str,
    body: str,
    path: str,
    dedupe_key: str,
    at: datetime,
    urgent: bool = True,
    branch: Branch | None = None,
    district: District | None = None,
) -> list[Notice]:
    """One notice per person with a delivery for each channel they have; a repeat with the same key adds nothing.

    For what concerns these very people now. With `branch` or `district` it is withheld from somebody who has left there before it goes
    out. Returns the notices that exist afterwards for these people under the key.
    """
    people = {user.pk: user for user in to}
    notices = [
        Notice(
            recipient=user,
            kind=kind,
            title=shortened(title, TITLE_LENGTH),
            body=body,
            path=path,
            branch=branch,
            district=district,
            dedupe_key=f"{dedupe_key}:{user.pk}",
            posted_at=at,
        )
        for user in people.values()
    ]
    with transaction.atomic():
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        stored = list(Notice.objects.filter(dedupe_key__in=[n.dedupe_key for n in notices]))
        if enclose(stored, people, urgent=lambda notice: urgent, at=at):
            transaction.on_commit(nudge)
    return stored


def post_due(facts: Sequence[DueFact], *, at: datetime, level: int = 0, dedupe_keys: Sequence[str] = ()) -> None:
    """Outbox entries for facts, in the caller's transaction if there is one. Who hears of them is found out when they go out.

    `dedupe_keys` replace the facts' own keys, one each.
    """
    keys = dedupe_keys or [fact.key for fact in facts]
    entries = [_entry(fact, key, level, at) for fact, key in zip(facts, keys, strict=True)]
    OutboxEntry.objects.bulk_create(entries, ignore_conflicts=True, batch_size=1000)


def _entry(fact: DueFact, key: str, level: int, at: datetime) -> OutboxEntry:
    to = fact.audience
    return OutboxEntry(
        dedupe_key=key,
        level=level,
        kind=fact.kind,
        title=shortened(fact.title, TITLE_LENGTH),
        body=fact.body,
        path=fact.path,
        branch_id=to.branch,
        district_id=to.district,
        roles=",".join(to.roles),
        person_id=to.person,
        is_urgent=fact.urgent,
        for_group=fact.for_group,
        posted_at=at,
        due_at=at,
    )


def nudge() -> None:
    """Tell a worker that something is due. Losing the word is harmless: the beat looks every minute anyway."""
    send("notices.deliver_due")


def send(task: str, *arguments: UUID | str) -> None:
    """Give a task to the broker; when it is out of reach the beat makes up for it."""
    try:
        current_app.send_task(task, args=[str(value) for value in arguments], retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("broker out of reach, the beat will make up for it: %s", type(error).__name__)
