"""A branch's routine, and what a district asks of every schedule."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from branches.permissions import NotAllowed, check_can_write_for
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from plans.forms.fields import EXAMPLES
from plans.forms.routine import RequirementForm, RoutineDayFormSet, RoutineForm, RoutineLineFormSet, days_to_enter
from plans.models import Plan
from plans.selectors.proposing import RoutineFacts, routine_of
from plans.selectors.routine import days_to_choose, next_days, requirements_of, shown_requirements
from plans.services.routine import (
    RoutineConflict,
    RoutineRefused,
    add_requirement,
    end_requirement,
    save_routine,
)
from plans.views.beginning import branch_of
from regulations.domain.quoting import quoted
from regulations.selectors.calendar import work_calendar_for


@require_http_methods(["GET", "POST"])
def routine(request: PortalRequest) -> HttpResponse:
    """The branch's usual days, its own lines and its observances; `?plan=` is the plan it is for and leads back to."""
    plan, today = _plan_asked_for(request), timezone.localdate()
    branch = plan.branch if plan else branch_of(request)
    check_can_write_for(request.user, branch)
    facts, observed = routine_of(branch), days_to_choose(branch, today)
    data = request.POST if request.method == "POST" else None
    form = RoutineForm(data, routine=facts, days=observed)
    days = RoutineDayFormSet(data, initial=days_to_enter(branch, facts), prefix="day")
    lines = RoutineLineFormSet(data, initial=_lines(facts), prefix="line")
    status = 200 if data is None else 422
    if data is not None and all([form.is_valid(), days.is_valid(), lines.is_valid()]):
        draft = form.draft([row.day for row in days if row.day], [row.row for row in lines if row.row])
        base = form.cleaned_data["base_version"]
        try:
            save_routine(branch=branch, draft=draft, base_version=base, by=request.user, at=timezone.now())
        except RoutineConflict as conflict:
            again = request.POST.copy()
            again["base_version"] = str(routine_of(branch).version)
            form.data = again
            form.add_error(None, str(conflict))
            status = 409
        else:
            messages.success(request, "已保存。以后的排期建议和活动日期都按这些来。")
            return (
                redirect("plans:proposal", plan.pk) if plan and plan.is_editable else redirect(request.get_full_path())
            )
    context: dict[str, Any] = {
        "branch": branch,
        "form": form,
        "days": days,
        "lines": lines,
        "plan": plan,
        "examples": EXAMPLES,
        "next_days": next_days(facts.wishes.patterns, work_calendar_for(branch.district), today),
    }
    return render(request, "plans/proposing/routine.html", context, status=status)


def _lines(facts: RoutineFacts) -> list[dict[str, Any]]:
    return [
        {"id": row.key, "text": row.text, "kind": row.kind.value, "words": row.pattern.words}
        for row in facts.wishes.lines
    ]


def _plan_asked_for(request: PortalRequest) -> Plan | None:
    try:
        asked = UUID(request.GET["plan"]) if "plan" in request.GET else None
    except ValueError as error:
        raise Http404("没有找到，或者不在您可以查看的范围内。") from error
    if asked is None:
        return None
    rows = Plan.objects.visible_to(request.user).select_related("branch__district")
    return get_visible_or_404(rows, pk=asked)


@require_http_methods(["GET", "POST"])
def requirements(request: PortalRequest) -> HttpResponse:
    """What the district asks of every schedule, and the form for another one."""
    if not scope_of(request.user).administered_paths:
        raise NotAllowed("只有教育工委的管理员可以管理排期要求。")
    form = RequirementForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            add_requirement(**form.cleaned_data, by=request.user, at=timezone.now())
        except RoutineRefused as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, "已添加。各支部的排期建议里会出现这一项。")
            return redirect("plans:requirements")
    context = {"form": form, "requirements": shown_requirements(request.user), "examples": EXAMPLES}
    return render(request, "plans/proposing/requirements.html", context, status=422 if form.is_bound else 200)


@require_POST
def requirement_end(request: PortalRequest, requirement: str) -> HttpResponse:
    """Not asked for any more."""
    if not scope_of(request.user).administered_paths:
        raise NotAllowed("只有教育工委的管理员可以管理排期要求。")
    row = get_visible_or_404(requirements_of(request.user), pk=requirement)
    end_requirement(requirement=row, by=request.user, at=timezone.now())
    messages.success(request, f"不再要求{quoted(row.text)}。计划里已经写进的不变。")
    return redirect("plans:requirements")
