"""The record of an event: read, written part by part, finished, corrected, made up for, printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import Branch
from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from calendar_events.attachments_permissions import check_can_attach
from calendar_events.documents.records import document_of, file_name
from calendar_events.forms.records import CorrectForm, FinishForm, RecordForm, record_initial
from calendar_events.models import Absence, ActivityRecord, CalendarEvent
from calendar_events.records_permissions import (
    check_can_correct_record,
    check_can_finish_record,
    check_can_see_records,
    check_can_write_record,
    keeps_records,
)
from calendar_events.selectors.record_findings import record_findings
from calendar_events.selectors.record_lists import events_without_record, records_of
from calendar_events.selectors.record_page import fields_of, kinds_of, record_for, record_page, restricted_of
from calendar_events.selectors.record_texts import differences
from calendar_events.services import records as services
from calendar_events.services.record_finishing import correct_record, finish_record
from calendar_events.views.files import PDF, WORD, file_answer
from documents.rendering import render_docx, render_pdf
from members.selectors.dues import year_from

PAGE_SIZE = 30
SHORT_LINE = 24


@require_POST
def start(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Begin the record of an event; the one that is there opens."""
    rows = (
        CalendarEvent.objects.visible_to(request.user).with_people().select_related("branch__district", "group__leader")
    )
    event = get_visible_or_404(rows.distinct(), pk=pk)
    check_can_write_record(request.user, event)
    try:
        services.open_record(event=event, by=request.user, at=timezone.now())
    except services.RecordRefused as refused:
        messages.error(request, str(refused))
        return redirect(event)
    return redirect("calendar_events:record", event.pk)


@require_GET
def detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Everything that is recorded, and what the rules say about it."""
    return show_record(request, record_for(request.user, pk))


def show_record(request: PortalRequest, record: ActivityRecord, status: int = 200, **more: Any) -> HttpResponse:
    """The page; `more` replaces forms that were refused."""
    page, today, user = record_page(record), timezone.localdate(), request.user
    writes = not record.is_finished and not refusal(check_can_write_record, user, record.event)
    keeps = keeps_records(user, record.branch)
    hidden = frozenset() if keeps else restricted_of(record)
    values = ((row, record.values.get(row.key)) for row in fields_of(kinds_of(record)) if row.key not in hidden)
    own = [(row, value) for row, value in values if value]
    context = {
        "record": record,
        "page": page,
        "branch": record.branch,
        "tab": "records",
        "writes": writes,
        "keeps": keeps,
        "findings": record_findings(page, today) if writes or keeps else [],
        "own_facts": [row for row in own if is_short(row[1])],
        "own_texts": [row for row in own if not is_short(row[1])],
        "absences": Absence.choices,
        "finish_refusal": refusal(check_can_finish_record, user, record),
        "correct_refusal": refusal(check_can_correct_record, user, record),
        "attach_refusal": refusal(check_can_attach, user, record.event),
        "finish_form": FinishForm(),
        "correct_form": CorrectForm(),
        "revisions": list(record.revisions.select_related("by").order_by("number")) if keeps else [],
        "today": today,
        **more,
    }
    return render(request, "calendar_events/records/record.html", context, status=status)


def is_short(value: object) -> bool:
    """Whether it stands in a line beside its label."""
    return value is True or (len(str(value)) <= SHORT_LINE and "\n" not in str(value))


def record_to_write(request: PortalRequest, pk: UUID) -> ActivityRecord:
    record = record_for(request.user, pk)
    check_can_write_record(request.user, record.event)
    return record


@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The facts; 409 with both versions when somebody else was faster."""
    record = record_to_write(request, pk)
    form = RecordForm(request.POST if request.method == "POST" else None, record=record, initial=record_initial(record))
    context: dict[str, Any] = {"record": record, "branch": record.branch, "tab": "records", "form": form}
    if form.is_bound and form.is_valid():
        try:
            services.save_facts(
                record=record,
                facts=form.facts(),
                base_version=form.cleaned_data["base_version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except services.RecordConflict as conflict:
            context |= {"conflict": str(conflict), "differences": differences(conflict.current, form.facts())}
            typed = request.POST.copy()
            typed["base_version"] = str(conflict.current.version)
            context["form"] = RecordForm(typed, record=conflict.current)
            return render(request, "calendar_events/records/form.html", context, status=409)
        except services.RecordRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, "已保存。")
            return redirect("calendar_events:record", pk)
    return render(request, "calendar_events/records/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def finish(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Lock it."""
    record = record_for(request.user, pk)
    check_can_finish_record(request.user, record)
    form = FinishForm(request.POST)
    form.is_valid()
    try:
        _, had = finish_record(
            record=record, acknowledged=form.cleaned_data["acknowledged"], by=request.user, at=timezone.now()
        )
    except services.RecordRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return show_record(request, record, 422, finish_form=form)
    messages.success(request, f"记录已存档。{told_of_hours(had)}")
    return redirect("calendar_events:record", pk)


def told_of_hours(had: Sequence[str]) -> str:
    """Whose hours of the day were there before; "" for nobody."""
    return f"当天已有学时、没有重复登记的：{'、'.join(had)}。" if had else ""


@require_POST
def correct(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Open a finished record again."""
    record = record_for(request.user, pk)
    check_can_correct_record(request.user, record)
    form = CorrectForm(request.POST)
    if form.is_valid():
        try:
            correct_record(record=record, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except services.RecordRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "可以更正了，改好后再存档。原来的一版已保留，计入的学时已撤回。")
            return redirect("calendar_events:record", pk)
    return show_record(request, record, 422, correct_form=form)


@require_GET
def branch_records(request: PortalRequest, branch: UUID) -> HttpResponse:
    """The records of a branch in a year, and the events that still lack one."""
    place = get_visible_or_404(Branch.objects.visible_to(request.user).select_related("district"), pk=branch)
    check_can_see_records(request.user, place)
    today = timezone.localdate()
    year = year_from(request.GET.get("year"), today)
    keeps = keeps_records(request.user, place)
    page = Paginator(records_of(request.user, place, year), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "branch": place,
        "tab": "records",
        "page": page,
        "query": urlencode({"year": year}),
        "lacking": events_without_record(place, year, today) if keeps else [],
        "keeps": keeps,
        "year": year,
        "today": today,
    }
    return render(request, "calendar_events/records/list.html", context)


@require_GET
def paper(request: PortalRequest, pk: UUID, ending: str) -> HttpResponse:
    """The usual form, as PDF or Word."""
    record = record_for(request.user, pk)
    document = document_of(record_page(record), with_restricted=keeps_records(request.user, record.branch))
    make, kind = (render_docx, WORD) if ending == "docx" else (render_pdf, PDF)
    return file_answer(make(document), kind, file_name(record, ending))
