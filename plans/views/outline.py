"""The outline editor: words are saved section by section, structure changes answer with the whole outline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.permissions import check_can_write_for
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.domain.outline import OutlineError
from plans.forms.editor import FactsForm, SectionForm
from plans.models import Plan, PlanSection, SectionKind
from plans.permissions import check_can_edit_plan
from plans.selectors.checks import check_page
from plans.selectors.editor import outline_editor
from plans.services import sections
from plans.services.drafting import change_plan_facts
from plans.services.editing import EditConflict, PlanTextError
from workflow.domain.compare import compare_text


def plan_to_edit(request: PortalRequest, pk: str) -> Plan:
    """The plan, 404 when unknown to the user, 403 when it is not theirs to write or not open for change."""
    plan = get_visible_or_404(Plan.objects.visible_to(request.user).select_related("branch__district"), pk=pk)
    check_can_edit_plan(request.user, plan)
    return plan


def _section(plan: Plan, pk: str) -> PlanSection:
    return get_visible_or_404(plan.sections.select_related("plan__branch__district", "changed_by"), pk=pk)


@require_GET
def edit(request: PortalRequest, pk: str) -> HttpResponse:
    """The editor; a plan that is not open for change is shown for reading instead."""
    plan = get_visible_or_404(Plan.objects.visible_to(request.user).select_related("branch__district"), pk=pk)
    check_can_write_for(request.user, plan.branch)
    if not plan.is_editable:
        messages.info(request, f"计划{plan.get_status_display()}，现在只能查看。")
        return redirect("plans:detail", plan.pk)
    return _show(request, plan)


def _show(
    request: PortalRequest,
    plan: Plan,
    *,
    form: FactsForm | None = None,
    undo: object = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    initial = {"title": plan.title, "signature": plan.signature, "signed_on": plan.signed_on}
    context: dict[str, Any] = {
        "plan": plan,
        "editor": outline_editor(plan, request.user),
        "form": form or FactsForm(initial=initial),
        "undo": undo,
        "error": error,
    }
    if not request.htmx:  # the script asks for the panel by itself
        context["checks"] = check_page(plan, request.user, timezone.localdate())
    template = "plans/editor/_outline.html" if request.htmx else "plans/editor/outline.html"
    return render(request, template, context, status=status)


@require_POST
def save_facts(request: PortalRequest, pk: str) -> HttpResponse:
    """Title, signature, date."""
    plan = plan_to_edit(request, pk)
    form = FactsForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, form=form, status=422)
    change_plan_facts(plan=plan, by=request.user, at=timezone.now(), **form.cleaned_data)
    if request.htmx:
        return _show(request, get_visible_or_404(Plan.objects.select_related("branch__district"), pk=plan.pk))
    messages.success(request, "已保存标题、署名和日期。")
    return redirect("plans:edit", plan.pk)


@require_POST
def save_section(request: PortalRequest, pk: str, section: str) -> HttpResponse:
    """Save words over the version they were written on. The script gets the new version, or the comparison with what was saved meanwhile."""
    plan = plan_to_edit(request, pk)
    row = _section(plan, section)
    form = SectionForm(request.POST)
    by_script = request.headers.get("X-Autosave") == "1"
    if not form.is_valid():
        return _refused(
            request, plan, " ".join(str(error) for errors in form.errors.values() for error in errors), by_script
        )
    data = form.cleaned_data
    try:
        saved = sections.edit_section(section=row, by=request.user, at=timezone.now(), **data)
    except EditConflict as conflict:
        context: dict[str, Any] = {"plan": plan, "current": conflict.current, "mine": data, "conflict": str(conflict)}
        row.refresh_from_db()
        context["pieces"] = compare_text(_words(row.heading, row.body), _words(data["heading"], data["body"]))
        template = "plans/editor/_conflict.html" if by_script else "plans/editor/conflict.html"
        return render(request, template, context, status=409)
    except PlanTextError as error:
        return _refused(request, plan, str(error), by_script)
    if by_script:
        return JsonResponse({"version": saved.version, "saved_at": f"{timezone.localtime():%H:%M}"})
    messages.success(request, "已保存。")
    return redirect(f"{reverse('plans:edit', args=[plan.pk])}#section-{saved.pk}")


def _words(heading: str, body: str) -> str:
    return f"{heading}\n{body}".strip()


def _refused(request: PortalRequest, plan: Plan, reason: str, by_script: bool) -> HttpResponse:
    return JsonResponse({"error": reason}, status=422) if by_script else _show(request, plan, error=reason, status=422)


def _change(request: PortalRequest, plan: Plan, change: Callable[[], object], *, anchor: str = "") -> HttpResponse:
    """Carry out a change of structure and answer with the outline as it is then."""
    try:
        undo = change()
    except (OutlineError, PlanTextError) as error:
        return _show(request, plan, error=str(error), status=422)
    except EditConflict as conflict:
        return _show(request, plan, error=str(conflict), status=409)
    if request.htmx:
        return _show(request, plan, undo=undo)
    if undo:
        messages.info(request, "已删除；在页面下方“已删除的段落”里可以恢复。")
    return redirect(f"{reverse('plans:edit', args=[plan.pk])}{anchor}")


@require_POST
def add_section(request: PortalRequest, pk: str) -> HttpResponse:
    """A new section below another one, of the same level or one deeper."""
    plan = plan_to_edit(request, pk)
    after = _section(plan, request.POST["after"]) if request.POST.get("after") else None
    level = (after.level or 1 if after else 1) + (1 if "deeper" in request.POST else 0)
    now = timezone.now()

    def change() -> None:
        sections.add_section(
            plan=plan,
            after=after,
            level=level,
            heading="新段落",
            body="",
            by=request.user,
            at=now,
        )

    return _change(request, plan, change, anchor=f"#section-{after.pk}" if after else "")


@require_POST
def split_section(request: PortalRequest, pk: str, section: str) -> HttpResponse:
    """Cut the text at the cursor into two sections."""
    plan = plan_to_edit(request, pk)
    row = _section(plan, section)
    at_character, version = request.POST.get("at", ""), request.POST.get("base_version", "")
    if not at_character.isdecimal() or not version.isdecimal():
        return _show(request, plan, error="请先把光标放在要拆开的地方，再按“拆分”。", status=422)
    now = timezone.now()

    def change() -> None:
        sections.split_section(
            section=row, at_character=int(at_character), base_version=int(version), by=request.user, at=now
        )

    return _change(request, plan, change, anchor=f"#section-{row.pk}")


@require_POST
def step_section(request: PortalRequest, pk: str, section: str) -> HttpResponse:
    """Up, down, promote, demote."""
    plan = plan_to_edit(request, pk)
    row = _section(plan, section)
    step = request.POST.get("step", "")
    if step not in sections.STEPS:
        return _show(request, plan, error="不认识的操作。", status=422)
    now = timezone.now()
    return _change(
        request,
        plan,
        lambda: sections.rearrange_section(section=row, step=step, by=request.user, at=now),
        anchor=f"#section-{row.pk}",
    )


@require_POST
def move_section(request: PortalRequest, pk: str, section: str) -> HttpResponse:
    """Drag and drop: before another section, or to the end."""
    plan = plan_to_edit(request, pk)
    row = _section(plan, section)
    before = _section(plan, request.POST["before"]) if request.POST.get("before") else None
    now = timezone.now()
    return _change(request, plan, lambda: sections.move_section(section=row, before=before, by=request.user, at=now))


@require_POST
def remove_section(request: PortalRequest, pk: str, section: str) -> HttpResponse:
    """Delete with everything below; can be undone."""
    plan = plan_to_edit(request, pk)
    row = _section(plan, section)
    now = timezone.now()
    return _change(request, plan, lambda: sections.remove_section(section=row, by=request.user, at=now))


@require_POST
def restore_section(request: PortalRequest, pk: str, removal: str) -> HttpResponse:
    """Undo a removal."""
    plan = plan_to_edit(request, pk)
    now = timezone.now()

    def change() -> None:
        sections.restore_sections(plan=plan, removal=removal, by=request.user, at=now)  # type: ignore[arg-type]

    return _change(request, plan, change)


@require_POST
def add_special(request: PortalRequest, pk: str) -> HttpResponse:
    """A preamble, a closing or the place of the schedule."""
    plan = plan_to_edit(request, pk)
    kind = request.POST.get("kind", "")
    if kind not in {SectionKind.PREAMBLE, SectionKind.SCHEDULE, SectionKind.CLOSING}:
        return _show(request, plan, error="不认识的段落类型。", status=422)
    now = timezone.now()

    def change() -> None:
        sections.add_special_section(plan=plan, kind=kind, by=request.user, at=now)

    return _change(request, plan, change)
