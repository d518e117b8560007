"""The schedule editor: the months of the period with their lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import check_can_write_for
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.forms.editor import ItemForm
from plans.models import Plan, PlanItem
from plans.selectors.checks import check_page
from plans.selectors.editor import measures_of, schedule_editor
from plans.selectors.people import people_of
from plans.services import items
from plans.services.editing import EditConflict, PlanTextError
from plans.views.outline import plan_to_edit
from regulations.domain.quoting import quoted


@require_GET
def schedule(request: PortalRequest, pk: str) -> HttpResponse:
    """All months; `?add=2026-03-01` opens the form in one, `?edit=` that of one line."""
    plan = get_visible_or_404(Plan.objects.visible_to(request.user).select_related("branch__district"), pk=pk)
    check_can_write_for(request.user, plan.branch)
    if not plan.is_editable:
        messages.info(request, f"计划{plan.get_status_display()}，现在只能查看。")
        return redirect("plans:detail", plan.pk)
    return _show(request, plan)


def _form(plan: Plan, **kwargs: Any) -> tuple[ItemForm, dict[str, Any]]:
    measures = measures_of(plan)
    form = ItemForm(
        plan=plan, people=people_of(plan), measures=[(key, label) for key, (_, label) in measures.items()], **kwargs
    )
    return form, {key: section for key, (section, _) in measures.items()}


def _show(
    request: PortalRequest,
    plan: Plan,
    *,
    form: ItemForm | None = None,
    item: str = "",
    month: str = "",
    undo: object = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """The months, with at most one form open: below a month or in the place of a line."""
    checks = check_page(plan, request.user, timezone.localdate())
    context = {
        "plan": plan,
        "editor": schedule_editor(plan, request.user, checks.panel.ghosts),
        "checks": checks,
        "form": form,
        "open_item": item,
        "open_month": month,
        "undo": undo,
        "error": error,
    }
    template = "plans/editor/_months.html" if request.htmx else "plans/editor/schedule.html"
    return render(request, template, context, status=status)


@require_http_methods(["GET", "POST"])
def add_item(request: PortalRequest, pk: str) -> HttpResponse:
    """A new line; the form opens in the month it is asked for."""
    plan = plan_to_edit(request, pk)
    month = request.POST.get("first_month") or request.GET.get("month", "")
    if request.method == "GET":
        form, _ = _form(plan, initial={"first_month": month})
        return _show(request, plan, form=form, month=month)
    form, sections = _form(plan, data=request.POST)
    if not form.is_valid():
        return _show(request, plan, form=form, month=month, status=422)
    try:
        item = items.add_item(plan=plan, facts=form.facts(sections), by=request.user, at=timezone.now())
    except PlanTextError as error:
        form.add_error(None, str(error))
        return _show(request, plan, form=form, month=month, status=422)
    return _done(request, plan, item.first_month)


@require_http_methods(["GET", "POST"])
def edit_item(request: PortalRequest, pk: str, item: str) -> HttpResponse:
    """Change a line over the version it was read in."""
    plan = plan_to_edit(request, pk)
    row = _item(plan, item)
    if request.method == "GET":
        form, _ = _form(plan, initial=ItemForm.initial_of(row))
        return _show(request, plan, form=form, item=str(row.pk))
    form, sections = _form(plan, data=request.POST)
    if not form.is_valid():
        return _show(request, plan, form=form, item=str(row.pk), status=422)
    try:
        saved = items.edit_item(
            item=row,
            facts=form.facts(sections),
            base_version=form.cleaned_data["base_version"] or 0,
            by=request.user,
            at=timezone.now(),
        )
    except PlanTextError as error:
        form.add_error(None, str(error))
        return _show(request, plan, form=form, item=str(row.pk), status=422)
    except EditConflict as conflict:
        form.data = {**request.POST.dict(), "base_version": str(conflict.current.version)}
        form.add_error(
            None, f"{conflict}现在的内容是：{quoted(conflict.current)}。您填写的还在下面，再按一次保存就以您的为准。"
        )
        return _show(request, plan, form=form, item=str(row.pk), status=409)
    return _done(request, plan, saved.first_month)


@require_POST
def move_item(request: PortalRequest, pk: str, item: str) -> HttpResponse:
    """Into another month, or before another line of it."""
    plan = plan_to_edit(request, pk)
    row = _item(plan, item)
    try:
        month = date.fromisoformat(request.POST.get("month", ""))
    except ValueError:
        return _show(request, plan, error="请选择要移到哪个月。", status=422)
    before = _item(plan, request.POST["before"]) if request.POST.get("before") else None
    return _change(
        request,
        plan,
        lambda: items.move_item(item=row, month=month, before=before, by=request.user, at=timezone.now()),
        month,
    )


@require_POST
def remove_item(request: PortalRequest, pk: str, item: str) -> HttpResponse:
    """Delete a line; can be undone."""
    plan = plan_to_edit(request, pk)
    row = _item(plan, item)
    removal = items.remove_item(item=row, by=request.user, at=timezone.now())
    if request.htmx:
        return _show(request, plan, undo=removal)
    messages.info(request, "已删除；在页面下方“已删除的条目”里可以恢复。")
    return _done(request, plan, row.first_month)


@require_POST
def restore_item(request: PortalRequest, pk: str, removal: str) -> HttpResponse:
    """Undo a removal."""
    plan = plan_to_edit(request, pk)
    items.restore_item(plan=plan, removal=removal, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    return _done(request, plan, plan.period.months[0])


def _item(plan: Plan, pk: str) -> PlanItem:
    return get_visible_or_404(plan.items.select_related("plan__branch__district", "changed_by"), pk=pk)


def _change(request: PortalRequest, plan: Plan, change: Callable[[], object], month: date) -> HttpResponse:
    try:
        change()
    except PlanTextError as error:
        return _show(request, plan, error=str(error), status=422)
    return _done(request, plan, month)


def _done(request: PortalRequest, plan: Plan, month: date) -> HttpResponse:
    if request.htmx:
        return _show(request, plan)
    return redirect(f"{reverse('plans:schedule', args=[plan.pk])}#month-{month:%Y-%m}")
