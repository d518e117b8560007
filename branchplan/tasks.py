"""Doors for the worker."""

from celery import shared_task
from django.utils import timezone

from branchplan.reminding import call_list  # noqa: F401 - registers its work with the worker
from branchplan.reminding.gather import remind_if_morning
from notices.services.post import nudge


@shared_task(name="branchplan.remind")
def remind_task() -> int:
    posted = remind_if_morning(at=timezone.now(), clock=timezone.now)
    if posted:
        nudge()
    return posted
