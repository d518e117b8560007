"""What hangs on an event: its record, and its files."""

from __future__ import annotations

from typing import Any

from branches.models import Branch, User
from branches.permissions import refusal
from calendar_events.attachments_permissions import check_can_attach
from calendar_events.models import ActivityRecord, Attachment, CalendarEvent, SheetSetting
from calendar_events.records_permissions import check_can_write_record


def event_papers(event: CalendarEvent, user: User) -> dict[str, Any]:
    """`record` and `attachments` as far as the user sees them, why they may not write or attach, whether a sheet to print has a code. Three
    queries at most."""
    write_refusal = refusal(check_can_write_record, user, event)
    return {
        "record": ActivityRecord.objects.visible_to(user).filter(event=event).first(),
        "attachments": list(
            Attachment.objects.visible_to(user).filter(event=event).order_by("purpose", "uploaded_at", "pk")
        ),
        "write_refusal": write_refusal,
        "attach_refusal": refusal(check_can_attach, user, event),
        "shows_code": not write_refusal and shows_code(event.branch),
    }


def shows_code(branch: Branch) -> bool:
    """Only where the branch has switched it on."""
    return SheetSetting.objects.filter(branch=branch, shows_code=True).exists()
