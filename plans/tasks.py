"""Doors for the worker."""

from celery import shared_task
from django.utils import timezone

from plans.services.rule_changes import work_out_previews


@shared_task(name="plans.work_out_previews")
def work_out_previews_task() -> int:
    return work_out_previews(at=timezone.now())
