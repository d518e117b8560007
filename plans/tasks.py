"""Doors for the worker."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from plans.services import batch  # noqa: F401 - registers its work with the worker
from plans.services.copying import catch_up, compare_again
from plans.services.rounds import export, opening, pressing  # noqa: F401 - register their work with the worker
from plans.services.rule_changes import work_out_previews
from plans.services.schedule_files import forget_old_previews


@shared_task(name="plans.work_out_previews")
def work_out_previews_task() -> int:
    return work_out_previews(at=timezone.now())


@shared_task(name="plans.compare_submission")
def compare_submission_task(plan: str) -> bool:
    return compare_again(plan_id=UUID(plan), at=timezone.now())


@shared_task(name="plans.catch_up_comparing")
def catch_up_comparing_task() -> int:
    return catch_up(at=timezone.now())


@shared_task(name="plans.forget_old_previews")
def forget_old_previews_task() -> int:
    return forget_old_previews(at=timezone.now())
