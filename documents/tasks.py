"""What is cleared away by itself."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from documents.rendering.pdf import drop_unread

#: So long a finished file is kept for the next who asks for it.
KEPT = timedelta(days=30)


@shared_task(name="documents.drop_unread")
def drop_unread_task() -> int:
    return drop_unread(settings.RENDERED_DIR, before=timezone.now() - KEPT)
