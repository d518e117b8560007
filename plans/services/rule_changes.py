"""Which plans a newer edition of the rule book would touch: worked out before an administrator confirms it."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from branches.models import District, User
from plans.selectors.rule_changes import changed_plans, current_plans
from regulations.models import EditionPreview, RuleEdition
from regulations.services.editions import ask_for_preview, keep_preview

logger = logging.getLogger(__name__)

#: So many plans are checked while the administrator waits (two checks each, about 25 ms together); more are left to the worker.
AT_ONCE = 60
#: So long one worker has a preview to itself; thousands of plans take longer than a minute.
CLAIMED_SECONDS = 1800


def preview_edition(*, district: District, edition: RuleEdition, by: User, at: datetime) -> EditionPreview:
    """Ask which plans would change; answered at once where they are few, by `work_out_previews` within a minute where they are many."""
    preview = ask_for_preview(district=district, edition=edition, by=by, at=at)
    if current_plans(district, timezone.localdate(at)).count() <= AT_ONCE:
        _work_out(preview, at)
        preview.refresh_from_db()
    return preview


def work_out_previews(*, at: datetime) -> int:
    """Answer what was asked and not yet answered; how many. What another worker is at, and what failed just now, is left for later."""
    waiting = (
        EditionPreview.objects.filter(rows__isnull=True).select_related("district", "edition").order_by("asked_at")
    )
    return sum(_worked_out(preview, at) for preview in waiting)


def _worked_out(preview: EditionPreview, at: datetime) -> bool:
    if not cache.add(f"preview.{preview.pk}.{preview.asked_at.timestamp()}", True, CLAIMED_SECONDS):
        return False
    try:
        _work_out(preview, at)
    except Exception:  # one district's plan that cannot be checked must not keep the others waiting
        logger.exception("Preview %s could not be worked out", preview.pk)
        return False
    return True


def _work_out(preview: EditionPreview, at: datetime) -> None:
    rows = list(changed_plans(preview.district, preview.edition, timezone.localdate(at)))
    keep_preview(preview=preview, rows=rows, at=at)
