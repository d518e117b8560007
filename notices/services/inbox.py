"""What a person does with messages."""

from __future__ import annotations

from datetime import datetime

from branches.models import User
from notices.models import Notice


def mark_read(*, notice: Notice, by: User, at: datetime) -> None:
    """First reading counts; later ones change nothing."""
    Notice.objects.filter(pk=notice.pk, recipient=by, read_at__isnull=True).update(read_at=at)


def mark_all_read(*, by: User, at: datetime) -> int:
    return Notice.objects.filter(recipient=by, read_at__isnull=True).update(read_at=at)
