"""One step of a case: recorded, changed, removed, brought back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from members.cases_permissions import check_can_keep_case
from members.domain.development.steps import development_steps
from members.forms.case_steps import StepForm, field_of, step_title
from members.models import DevelopmentCase, StepRecord
from members.models.development import TWICE
from members.selectors.cases import case_for, case_page
from members.services.case_steps import (
    StepConflict,
    StepRefused,
    record_step,
    remove_step,
    restore_step,
)
from members.services.cases import CaseError


@require_http_methods(["GET", "POST"])
def step(request: PortalRequest, pk: UUID, step: int) -> HttpResponse:
    """Record or change a step; wrong input comes back with its sentence and article, nothing typed lost."""
    return _step(request, pk, step, 1)


@require_http_methods(["GET", "POST"])
def step_again(request: PortalRequest, pk: UUID, step: int) -> HttpResponse:
    """The second meeting on conversion or its approval, after an extension."""
    if step not in TWICE:
        raise Http404("只有转正大会和转正审批可以有第二次。")
    return _step(request, pk, step, 2)


def _step(request: PortalRequest, pk: UUID, step: int, turn: int) -> HttpResponse:
    case = case_for(request.user, pk)
    check_can_keep_case(request.user, case.member.branch)
    if step not in development_steps():
        raise Http404("没有这一步。")
    row = _record(case, step, turn)
    today = timezone.localdate()
    if request.method == "GET":
        form = StepForm(case=case, step=step, turn=turn, record=row, today=today, asked=request.GET.dict())
        return _page(request, case, form)
    form = StepForm(request.POST, case=case, step=step, turn=turn, record=row, today=today)
    if not form.is_valid():
        return _page(request, case, form, 422)
    base = form.cleaned_data.get("base_version") or 0
    try:
        done = record_step(case=case, entry=form.entry(), base_version=base, by=request.user, at=timezone.now())
    except StepRefused as refused:
        for name, sentence in refused.faults:
            form.add_error(field_of(form, name), sentence)
        return _page(request, case, form, 422)
    except StepConflict as conflict:
        return _conflict(request, case, form, conflict)
    except CaseError as error:
        form.add_error(None, str(error))
        return _page(request, case, form, 422)
    messages.success(request, f"已登记第{step}步。")
    for warning in done.warnings:
        messages.warning(request, warning)
    return redirect(f"{reverse('members:case', args=[case.pk])}#step-{step}")


def _page(
    request: PortalRequest,
    case: DevelopmentCase,
    form: StepForm,
    status: int = 200,
    conflict: StepConflict | None = None,
) -> HttpResponse:
    page = case_page(case, request.user, timezone.localdate())
    lines = [line for phase in page.phases for line in phase.lines if line.row.number == form.step]
    line = next((line for line in lines if line.row.turn == form.turn), lines[0])
    context = {
        "branch": case.member.branch,
        "tab": "development",
        "case": case,
        "form": form,
        "title": step_title(form.step, form.turn),
        "line": line,
        "record": form.record,
        "conflict": conflict,
    }
    return render(request, "members/development/step.html", context, status=status)


def _conflict(request: PortalRequest, case: DevelopmentCase, form: StepForm, conflict: StepConflict) -> HttpResponse:
    """What stands there now beside what was typed; saving again writes over the newer version knowingly."""
    data = request.POST.copy()
    data["base_version"] = str(conflict.current.version if conflict.current else 0)
    form.data = data
    form.record = conflict.current
    return _page(request, case, form, 409, conflict)


@require_POST
def remove(request: PortalRequest, pk: UUID, record: UUID) -> HttpResponse:
    """Out of use, with undo."""
    case = case_for(request.user, pk)
    row = get_visible_or_404(StepRecord.objects.visible_to(request.user).filter(case=case), pk=record)
    seen = request.POST.get("base_version", "")
    base = int(seen) if seen.isdecimal() else 0
    try:
        removal = remove_step(record=row, base_version=base, by=request.user, at=timezone.now())
    except (StepConflict, CaseError) as refused:
        messages.error(request, str(refused))
        return redirect("members:case", case.pk)
    address = reverse("members:case_step_restore", args=[case.pk, removal])
    text = '已删除第{}步的记录。<button class="button small quiet" form="undo-removal" formaction="{}">撤销</button>'
    messages.success(request, format_html(text, row.step, address))
    return redirect("members:case", case.pk)


@require_POST
def restore(request: PortalRequest, pk: UUID, removal: UUID) -> HttpResponse:
    """Undo a removal."""
    case = case_for(request.user, pk)
    try:
        row = restore_step(case=case, removal=removal, by=request.user, at=timezone.now())
    except (StepConflict, CaseError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已恢复第{row.step}步的记录。")
    return redirect("members:case", case.pk)


def _record(case: DevelopmentCase, step: int, turn: int) -> StepRecord | None:
    rows: list[StepRecord] = case.present_steps  # type: ignore[attr-defined]
    return next((row for row in rows if (row.step, row.turn) == (step, turn)), None)
