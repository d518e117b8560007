"""Doors for the worker."""

from celery import shared_task
from django.utils import timezone

from notices.services.deliver import beat, deliver_due


@shared_task(name="notices.deliver_due")
def deliver_due_task() -> int:
    return deliver_due(at=timezone.now())


@shared_task(name="notices.heartbeat")
def heartbeat_task() -> None:
    beat(name="beat", at=timezone.now())
