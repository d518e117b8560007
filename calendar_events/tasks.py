"""Doors for the worker."""

from celery import shared_task
from django.utils import timezone

from calendar_events.services import archive  # noqa: F401 - registers its work with the worker
from calendar_events.services.figures import reckon_all


@shared_task(name="calendar_events.reckon")
def reckon_task() -> int:
    """Every night: what became of the promises of every branch."""
    return reckon_all(at=timezone.now())
