"""Door for the worker."""

from celery import shared_task
from django.utils import timezone

from branchplan.handover.following import follow_roles
from notices.services.post import nudge


@shared_task(name="handover.follow_roles")
def follow_roles_task() -> int:
    count = follow_roles(at=timezone.now())
    if count:
        nudge()
    return count
