"""Row sets of messages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.querysets import below
from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User


class OutboxQuerySet(models.QuerySet):
    def due(self, at: datetime) -> OutboxQuerySet:
        """To be addressed now."""
        return self.filter(addressed_at__isnull=True, due_at__lte=at)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> NoticeQuerySet:
        """One's own messages only."""
        return self.filter(recipient_id=user.pk)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)

    def shown(self, at: datetime) -> NoticeQuerySet:
        """Not put off until later."""
        return self.filter(Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=at))


class DeliveryQuerySet(models.QuerySet):
    def due(self, at: datetime) -> DeliveryQuerySet:
        """What is to be sent now."""
        return self.filter(state="pending", due_at__lte=at)

    def abandoned(self, at: datetime) -> DeliveryQuerySet:
        """Claimed by a worker whose lease is over."""
        return self.filter(state="sending", leased_until__lte=at)

    def visible_to(self, user: User) -> DeliveryQuerySet:
        """For administrators: what went to people and group chats of their subtree."""
        paths = scope_of(user).administered_paths
        people = below(paths, "recipient__assignments__branch__district__") | below(
            paths, "recipient__assignments__district__"
        )
        chats = Q(recipient__isnull=True) & (
            below(paths, "notice__branch__district__") | below(paths, "notice__district__")
        )
        return self.filter(pk__in=self.model._default_manager.filter(people | chats).values("pk"))


class JobQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> JobQuerySet:
        """One's own."""
        return self.filter(owner_id=user.pk)

    def claimable(self, at: datetime) -> JobQuerySet:
        """Waiting, or left by a worker that is gone."""
        return self.filter(Q(state="waiting") | Q(state="running", leased_until__lte=at))


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> FeedbackQuerySet:
        """One's own letters, and for administrators those to their district and the ones below; nobody else."""
        return self.filter(Q(sender_id=user.pk) | below(scope_of(user).administered_paths, "district__"))

    def unanswered(self) -> FeedbackQuerySet:
        return self.filter(answered_at__isnull=True)
