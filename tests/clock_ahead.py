"""The portal's Celery application on a machine whose clock is six hours ahead."""

from datetime import datetime, timedelta

from django.utils import timezone

_right = timezone.now


def _ahead() -> datetime:
    return _right() + timedelta(hours=6)


timezone.now = _ahead

from branchplan.celery import app  # noqa: E402, F401 - the clock is wrong before anything else is read
