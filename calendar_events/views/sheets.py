"""The sheet to sign by hand, and whether a code stands on it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from calendar_events.documents.sign_in import sign_in_document
from calendar_events.models import CalendarEvent
from calendar_events.records_permissions import check_can_write_record
from calendar_events.selectors.event_papers import shows_code
from calendar_events.selectors.record_roster import people_due
from calendar_events.services.sheets import set_code
from calendar_events.views.events import event_to_change
from calendar_events.views.files import PDF, file_answer
from documents.rendering import render_pdf


@require_GET
def sign_in_sheet(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Names of those due; a code leads to the event's page where the branch wants one."""
    rows = (
        CalendarEvent.objects.visible_to(request.user).with_people().select_related("branch__district", "group__leader")
    )
    event = get_visible_or_404(rows.distinct(), pk=pk)
    check_can_write_record(request.user, event)
    names = [row.member.name for row in people_due(event, event.starts_on)]
    code = f"{settings.PORTAL_URL.rstrip('/')}{event.get_absolute_url()}" if shows_code(event.branch) else ""
    name = f"{event.branch.short_name}{event.kind_label}签到表{event.starts_on:%Y%m%d}.pdf"
    return file_answer(render_pdf(sign_in_document(event, names, code)), PDF, name)


@require_POST
def code(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Switch the code on or off for all sheets of the event's branch."""
    event = event_to_change(request, pk)
    wanted = request.POST.get("shows_code") == "1"
    if set_code(branch=event.branch, shows_code=wanted, by=request.user, at=timezone.now()):
        said = "已启用，本支部以后打印的签到表上都有二维码。" if wanted else "已停用，签到表上不再印二维码。"
        messages.success(request, said)
    return redirect(event)
