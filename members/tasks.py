"""Doors for the worker."""

from celery import shared_task
from django.utils import timezone

from members.services.cases import recompute_open
from members.services.roster_export import delete_expired_exports
from members.services.roster_import import forget_old_imports


@shared_task(name="members.delete_old_roster_files")
def delete_old_roster_files_task() -> int:
    now = timezone.now()
    return delete_expired_exports(at=now) + forget_old_imports(at=now)


@shared_task(name="members.recompute_cases")
def recompute_cases_task() -> int:
    return recompute_open(timezone.localdate())
