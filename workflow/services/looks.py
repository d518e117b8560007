"""Who has looked at what: so that a reviewer sees in one click what changed since their own last look."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from branches.models import User
from workflow.models import Reviewable, ReviewerLook, Snapshot


def note_look(*, document: Reviewable, snapshot: Snapshot, by: User, at: datetime) -> None:
    """Remember that this snapshot was opened. Opening it again changes nothing, and neither does opening an older one."""
    rows = ReviewerLook.objects.of(document).filter(reviewer=by)
    if rows.filter(number__gte=snapshot.number).exists():
        return
    newer = rows.filter(number__lt=snapshot.number)
    if not newer.update(previous=F("number"), number=snapshot.number, looked_at=at):
        # Two windows opened at once: the second finds the row there.
        ReviewerLook.objects.bulk_create(
            [
                ReviewerLook(
                    reviewer=by,
                    document_kind=document.kind,
                    document_id=document.pk,
                    number=snapshot.number,
                    looked_at=at,
                )
            ],
            ignore_conflicts=True,
        )
