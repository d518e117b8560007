"""Which plans a newer edition of the rule book would touch: worked out before an administrator confirms it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from branches.models import District, User
from plans.selectors.rule_changes import changed_plans, current_plans
from regulations.models import EditionPreview, RuleEdition
from regulations.services.editions import ask_for_preview, keep_preview

#: So many plans are checked while the administrator waits (two checks each, about 25 ms together); more are left to the worker.
AT_ONCE = 60


def preview_edition(*, district: District, edition: RuleEdition, by: User, at: datetime) -> EditionPreview:
    """Ask which plans would change; answered at once where they are few, by `work_out_previews` within a minute where they are many."""
    preview = ask_for_preview(district=district, edition=edition, by=by, at=at)
    if current_plans(district, timezone.localdate(at)).count() <= AT_ONCE:
        _work_out(preview, at)
        preview.refresh_from_db()
    return preview


def work_out_previews(*, at: datetime) -> int:
    """Answer what was asked and not yet answered; how many. Twice at the same time gives the same answer twice."""
    waiting = (
        EditionPreview.objects.filter(rows__isnull=True).select_related("district", "edition").order_by("asked_at")
    )
    rows = list(waiting)
    for preview in rows:
        _work_out(preview, at)
    return len(rows)


def _work_out(preview: EditionPreview, at: datetime) -> None:
    rows = list(changed_plans(preview.district, preview.edition, timezone.localdate(at)))
    keep_preview(preview=preview, rows=rows, at=at)
