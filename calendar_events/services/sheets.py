"""Whether a branch's sheets to sign carry a code."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from branches.models import Branch, User
from branches.permissions import check_can_write_for
from branches.services.audit import record
from calendar_events.models import SheetSetting


@transaction.atomic
def set_code(*, branch: Branch, shows_code: bool, by: User, at: datetime) -> bool:
    """On or off; False when it is so already."""
    check_can_write_for(by, branch)
    SheetSetting.objects.bulk_create([SheetSetting(branch=branch)], ignore_conflicts=True)
    rows = SheetSetting.objects.filter(branch=branch, shows_code=not shows_code)
    if not rows.update(shows_code=shows_code):
        return False
    record(action="sheet.code", by=by, at=at, target=branch, branch=branch, detail={"shows_code": shows_code})
    return True
