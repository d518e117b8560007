"""Door for the worker."""

from celery import shared_task
from django.utils import timezone

from branchplan.overview import export  # noqa: F401 - registers its work with the worker
from branchplan.overview.reckoning import reckon


@shared_task(name="overview.reckon")
def reckon_task() -> int:
    return reckon(at=timezone.now())
