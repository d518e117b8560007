"""What a school is asked: its page of a round, the draft with one click, key points beside the editor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.permissions import check_can_write_for, refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.domain.paper import paper_from
from plans.models import KeyPoint, Plan
from plans.permissions import check_can_edit_plan
from plans.selectors.rounds.answers import key_points_of, point_table_of
from plans.selectors.rounds.asked import asked_page, target_of
from plans.services.editing import PlanTextError
from plans.services.rounds.answers import answer_key_point, take_answer_back
from plans.services.rounds.drafts import begin_paper


@require_GET
def round_asked(request: PortalRequest, pk: str) -> HttpResponse:
    """Everything about it on one page; what the district holds already stands there filled in."""
    target = target_of(request.user, pk)
    context = {
        "target": target,
        "planning": target.round,
        "asked": asked_page(target, timezone.localdate()),
        "refusal": refusal(check_can_write_for, request.user, target.branch),
    }
    return render(request, "plans/rounds/asked.html", context)


@require_POST
def round_begin(request: PortalRequest, pk: str) -> HttpResponse:
    """One click makes the draft; a second one opens it."""
    target = target_of(request.user, pk)
    try:
        plan = begin_paper(target=target, from_former="former" in request.POST, by=request.user, at=timezone.now())
    except PlanTextError as error:
        messages.error(request, str(error))
        return redirect("plans:round_asked", target.pk)
    if not plan.is_editable:
        return redirect("plans:detail", plan.pk)
    filled = plan.items.exclude(proposed_as="").count()
    fixed = f"固定安排的{filled}条已排进行事历；" if filled else ""
    messages.success(request, f"草稿已建好：标题、时间、署名和模板都在；{fixed}请接着写。")
    return redirect("plans:edit", plan.pk)


def _plan(request: PortalRequest, pk: str) -> Plan:
    return get_visible_or_404(Plan.objects.visible_to(request.user).select_related("branch__district"), pk=pk)


def _show(request: PortalRequest, plan: Plan, *, error: str = "") -> HttpResponse:
    context = {
        "plan": plan,
        "table": point_table_of(plan, paper_from(plan.review_content())),
        "refusal": refusal(check_can_edit_plan, request.user, plan),
        "error": error,
        "tab": "points",
    }
    template = "plans/rounds/_points.html" if request.htmx else "plans/rounds/points.html"
    return render(request, template, context, status=422 if error else 200)


@require_GET
def key_points(request: PortalRequest, pk: str) -> HttpResponse:
    """Each key point with what answers it."""
    plan = _plan(request, pk)
    check_can_write_for(request.user, plan.branch)
    return _show(request, plan)


@require_POST
def key_point_answer(request: PortalRequest, pk: str, point: str) -> HttpResponse:
    """A section or line answers a point; with `undo` it no longer does."""
    plan = _plan(request, pk)
    row = _point(plan, point)
    change = take_answer_back if "undo" in request.POST else answer_key_point
    try:
        change(plan=plan, point=row, place=request.POST.get("place", ""), by=request.user, at=timezone.now())
    except PlanTextError as error:
        check_can_write_for(request.user, plan.branch)
        return _show(request, plan, error=str(error))
    return _show(request, plan) if request.htmx else redirect("plans:key_points", plan.pk)


def _point(plan: Plan, pk: str) -> KeyPoint:
    asked = [point.pk for point in key_points_of(plan)]
    return get_visible_or_404(KeyPoint.objects.filter(pk__in=asked), pk=pk)
