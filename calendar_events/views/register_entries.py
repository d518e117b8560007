"""One entry of a register: its page, changes, looks, state, claim, removal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import refusal
from branches.requests import PortalRequest
from calendar_events.forms.registers import EntryForm, LookForm, MoveForm, RemoveForm, entry_initial
from calendar_events.models import Attachment, RegisterEntry
from calendar_events.registers_permissions import (
    check_can_attach_to_entry,
    check_can_claim,
    check_can_edit_entry,
    check_can_keep_register,
    check_can_look,
    keeps_register,
)
from calendar_events.selectors.register_entries import (
    children_of,
    details_of,
    differences,
    entry_for,
    history_of_entry,
    looks_of,
)
from calendar_events.services import registers as services


@require_GET
def detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """All that is known about an entry."""
    return _show(request, entry_for(request.user, pk))


def _show(request: PortalRequest, entry: RegisterEntry, status: int = 200, **forms: Any) -> HttpResponse:
    today, user = timezone.localdate(), request.user
    keeps = keeps_register(user, entry.branch, entry.kind)
    owns = entry.owner_member is not None and entry.owner_member.user_id == user.pk
    moving = {"on": today, "base_version": entry.version}
    context = {
        "branch": entry.branch,
        "tab": "registers",
        "register": entry.kind,
        "entry": entry,
        "keeps": keeps,
        "details": details_of(entry, with_private=keeps or owns or entry.created_by_id == user.pk),
        "looks": looks_of(entry),
        "other_looks": [row for row in entry.looks.all() if not row.look],
        "children": children_of(user, entry),
        "attachments": Attachment.objects.visible_to(user).filter(entry=entry).order_by("uploaded_at"),
        "history": history_of_entry(entry) if keeps else [],
        "is_overdue": entry.is_overdue(today),
        "today": today,
        "edit_refusal": refusal(check_can_edit_entry, user, entry),
        "look_refusal": refusal(check_can_look, user, entry),
        "move_refusal": refusal(check_can_keep_register, user, entry.branch, entry.kind),
        "attach_refusal": refusal(check_can_attach_to_entry, user, entry),
        "claim_refusal": refusal(check_can_claim, user, entry),
        "look_form": forms.get("look_form") or LookForm(entry=entry, initial={"looked_on": today}),
        "move_form": forms.get("move_form") or MoveForm(entry=entry, initial=moving),
        "remove_form": forms.get("remove_form") or RemoveForm(),
    }
    return render(request, "calendar_events/registers/entry.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Change it over the version it was read from; 409 with both when somebody else was faster."""
    entry = entry_for(request.user, pk)
    check_can_edit_entry(request.user, entry)
    keeps = keeps_register(request.user, entry.branch, entry.kind)
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        register=entry.kind,
        branch=entry.branch,
        keeps=keeps,
        initial=entry_initial(entry),
    )
    context: dict[str, Any] = {
        "branch": entry.branch,
        "tab": "registers",
        "register": entry.kind,
        "entry": entry,
        "form": form,
    }
    if form.is_bound and form.is_valid():
        try:
            services.edit_entry(
                entry=entry,
                facts=form.facts(),
                base_version=form.cleaned_data["base_version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except services.EntryConflict as conflict:
            return _conflict(request, form, conflict, context)
        except services.RegisterRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, "已保存。")
            return redirect("calendar_events:register_entry", entry.pk)
    return render(request, "calendar_events/registers/form.html", context, status=422 if form.is_bound else 200)


def _conflict(
    request: PortalRequest, form: EntryForm, conflict: services.EntryConflict, context: dict[str, Any]
) -> HttpResponse:
    """Both beside each other, and my words in the form on top of the newer version."""
    context["conflict"] = str(conflict)
    context["differences"] = differences(conflict.current, form.facts())
    typed = request.POST.copy()
    typed["base_version"] = str(conflict.current.version)
    keeps = keeps_register(request.user, conflict.current.branch, conflict.current.kind)
    context["form"] = EntryForm(typed, register=conflict.current.kind, branch=conflict.current.branch, keeps=keeps)
    return render(request, "calendar_events/registers/form.html", context, status=409)


@require_POST
def look(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Write down a look."""
    entry = entry_for(request.user, pk)
    check_can_look(request.user, entry)
    form = LookForm(request.POST, entry=entry)
    if form.is_valid():
        try:
            services.look_at(entry=entry, by=request.user, at=timezone.now(), **form.cleaned_data)
        except services.RegisterRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "已登记。")
            return redirect("calendar_events:register_entry", entry.pk)
    return _show(request, entry, 422, look_form=form)


@require_POST
def move(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Another state: taken up, closed, taken up again."""
    entry = entry_for(request.user, pk)
    check_can_keep_register(request.user, entry.branch, entry.kind)
    form = MoveForm(request.POST, entry=entry)
    status = 422
    if form.is_valid():
        try:
            services.move_entry(entry=entry, by=request.user, at=timezone.now(), **form.cleaned_data)
        except services.EntryConflict as conflict:
            form.add_error(None, str(conflict))
            status, entry = 409, entry_for(request.user, pk)
        except services.RegisterRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "已更新状态。")
            return redirect("calendar_events:register_entry", entry.pk)
    return _show(request, entry, status, move_form=form)


@require_POST
def claim(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take over what nobody has taken yet."""
    entry = entry_for(request.user, pk)
    check_can_claim(request.user, entry)
    try:
        services.claim_entry(entry=entry, by=request.user, at=timezone.now())
    except services.RegisterRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已认领。完成后请告诉支部书记登记。")
    return redirect("calendar_events:register_entry", entry.pk)


@require_POST
def remove(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take a wrong entry out."""
    entry = entry_for(request.user, pk)
    check_can_edit_entry(request.user, entry)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return _show(request, entry, 422, remove_form=form)
    services.remove_entry(entry=entry, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
    messages.success(request, "已删除，原因记入审计记录。")
    return redirect("calendar_events:register", entry.branch_id, entry.register)
