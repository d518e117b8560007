"""Doors for the worker."""

import time

from celery import shared_task
from django.utils import timezone

from notices.services.address import address_due
from notices.services.deliver import beat, deliver_due
from notices.services.inbox import wake_up
from notices.services.jobs import clear_expired, run_next

#: A run ends when it is empty or after so long; the beat starts the next one.
LONGEST_SECONDS = 50


@shared_task(name="notices.deliver_due")
def deliver_due_task() -> int:
    """Address what is due, then send what is due, batch by batch."""
    end, sent = time.monotonic() + LONGEST_SECONDS, 0
    while address_due(at=timezone.now()) and time.monotonic() < end:
        pass
    while time.monotonic() < end:
        now = deliver_due(at=timezone.now())
        sent += now
        if not now:
            break
    return sent


@shared_task(name="notices.heartbeat")
def heartbeat_task() -> None:
    beat(name="beat", at=timezone.now())


@shared_task(name="notices.wake_up")
def wake_up_task() -> int:
    return wake_up(at=timezone.now())


@shared_task(name="notices.run_jobs")
def run_jobs_task() -> int:
    """Do the work that waits, one after the other, until none is left."""
    count = 0
    while run_next(now=timezone.now):
        count += 1
    return count


@shared_task(name="notices.clear_jobs")
def clear_jobs_task() -> int:
    return clear_expired(at=timezone.now())
