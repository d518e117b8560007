"""The topics of a record: added, changed, taken out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from calendar_events.forms.record_items import ItemForm, item_initial
from calendar_events.models import ActivityRecord, AgendaItem
from calendar_events.selectors.record_texts import item_differences
from calendar_events.services import record_items as services
from calendar_events.services.records import RecordRefused
from calendar_events.views.records import record_to_write


@require_http_methods(["GET", "POST"])
def add(request: PortalRequest, pk: UUID) -> HttpResponse:
    """A topic at the end."""
    record = record_to_write(request, pk)
    form = ItemForm(request.POST if request.method == "POST" else None, record=record)
    if form.is_bound and form.is_valid():
        try:
            services.add_item(record=record, facts=form.facts(), by=request.user, at=timezone.now())
        except RecordRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "已添加。")
            return redirect("calendar_events:record", pk)
    return _show(request, record, form, status=422 if form.is_bound else 200)


def _item(record: ActivityRecord, pk: UUID) -> AgendaItem:
    item = get_visible_or_404(record.items.all(), pk=pk)
    item.record = record
    return item


@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Change a topic; 409 with both when somebody else was faster."""
    record = record_to_write(request, pk)
    row = _item(record, item)
    form = ItemForm(request.POST if request.method == "POST" else None, record=record, initial=item_initial(row))
    if form.is_bound and form.is_valid():
        try:
            services.save_item(
                item=row,
                facts=form.facts(),
                base_version=form.cleaned_data["base_version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except services.ItemConflict as conflict:
            return _conflict(request, record, form, conflict, row)
        except RecordRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "已保存。")
            return redirect("calendar_events:record", pk)
    return _show(request, record, form, item=row, status=422 if form.is_bound else 200)


def _conflict(
    request: PortalRequest, record: ActivityRecord, form: ItemForm, conflict: services.ItemConflict, row: AgendaItem
) -> HttpResponse:
    """My words stay in the form, on top of the newer version."""
    typed = request.POST.copy()
    more: dict[str, Any] = {"conflict": str(conflict), "item": row}
    if conflict.current is not None:
        conflict.current.record = record
        typed["base_version"] = str(conflict.current.version)
        more["differences"] = item_differences(conflict.current, form.facts())
    return _show(request, record, ItemForm(typed, record=record), status=409, **more)


@require_POST
def remove(request: PortalRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Take a topic out."""
    record = record_to_write(request, pk)
    try:
        services.remove_item(item=_item(record, item), by=request.user, at=timezone.now())
    except RecordRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已删除这一项议程。")
    return redirect("calendar_events:record", pk)


def _show(request: PortalRequest, record: ActivityRecord, form: ItemForm, *, status: int, **more: Any) -> HttpResponse:
    context = {"record": record, "branch": record.branch, "tab": "records", "form": form, "is_item": True, **more}
    return render(request, "calendar_events/records/form.html", context, status=status)
