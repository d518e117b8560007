"""Row sets of messages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from branches.models import User


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> NoticeQuerySet:
        """One's own messages only."""
        return self.filter(recipient_id=user.pk)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)


class DeliveryQuerySet(models.QuerySet):
    def due(self, at: datetime, abandoned_before: datetime) -> DeliveryQuerySet:
        """What is to be sent now: pending and due, or claimed by a worker that never came back."""
        return self.filter(Q(state="pending", due_at__lte=at) | Q(state="sending", claimed_at__lt=abandoned_before))
