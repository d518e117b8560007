"""Who came to what is recorded: the list written, renewed from the roster, and 补课."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from calendar_events.forms.record_people import PeopleForm
from calendar_events.forms.records import MakeUpForm
from calendar_events.models import RecordPerson
from calendar_events.records_permissions import check_can_finish_record
from calendar_events.selectors.record_page import record_for
from calendar_events.services.record_finishing import make_up
from calendar_events.services.record_people import renew_people, save_people
from calendar_events.services.records import RecordConflict, RecordRefused
from calendar_events.views.records import record_to_write, show_record, told_of_hours


@require_http_methods(["GET", "POST"])
def people(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Who came; on a conflict the list shows what stands there now beside what was entered. Read again, it is the record's page."""
    record = record_to_write(request, pk)
    if request.method == "GET":
        return redirect("calendar_events:record", pk)
    form = PeopleForm(request.POST, list(record.people.select_related("member")))
    lines, observers = form.lines(), form.observers()
    if form.errors:
        return show_record(request, record, 422, typed=request.POST, people_errors=form.errors)
    try:
        save_people(
            record=record,
            lines=lines,
            observers=observers,
            base_version=form.base_version,
            by=request.user,
            at=timezone.now(),
        )
    except RecordConflict as conflict:
        fresh = record_for(request.user, pk)
        return show_record(request, fresh, 409, typed=request.POST, people_conflict=str(conflict))
    except RecordRefused as refused:
        errors = {refused.field: str(refused)}
        return show_record(request, record, 422, typed=request.POST, people_errors=errors)
    messages.success(request, "已保存到会情况。")
    return redirect("calendar_events:record", pk)


@require_POST
def renew(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Who is due, from the roster once more."""
    record = record_to_write(request, pk)
    try:
        done = renew_people(record=record, by=request.user, at=timezone.now())
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        told = [("加入", done.added), ("移出", done.removed), ("更正正式、预备身份", done.restated)]
        words = "，".join(f"{what}{count}人" for what, count in told if count)
        messages.success(request, f"已按名册核对：{words}。" if words else "与名册一致。")
    return redirect("calendar_events:record", pk)


@require_POST
def made_up(request: PortalRequest, pk: UUID, person: UUID) -> HttpResponse:
    """补课."""
    record = record_for(request.user, pk)
    check_can_finish_record(request.user, record)
    row = get_visible_or_404(RecordPerson.objects.filter(record=record).select_related("record"), pk=person)
    form = MakeUpForm(request.POST)
    if form.is_valid():
        try:
            _, had = make_up(person=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except RecordRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, f"已登记{row.name}的补课。{told_of_hours(had)}")
            return redirect("calendar_events:record", pk)
    return show_record(request, record, 422, make_up_form=form, make_up_for=row.pk)
