"""计划兑现: what became of what a plan promised, for the branch and for the district."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models.people import AUTHOR_ROLES
from branches.permissions import check_can_write_for
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from calendar_events.forms.progress import DropForm
from calendar_events.selectors.progress import Kept, plans_with_progress, progress_page, promised_by
from calendar_events.services.event_facts import EventError
from calendar_events.services.offers import drop_promise, restore_promise
from calendar_events.services.summary import draft_summary, summary_of
from plans.models import Plan
from plans.selectors.submission import is_untouched
from plans.services.editing import EditConflict, PlanTextError


@require_GET
def progress_list(request: PortalRequest) -> HttpResponse:
    """Straight to the plan in force around today; where there are several, or none, the list."""
    plans = plans_with_progress(request.user)
    this_month = timezone.localdate().replace(day=1)
    current = [plan for plan in plans if plan.period.contains(this_month)]
    if len(current) == 1:
        return redirect("calendar_events:progress", pk=current[0].pk)
    return render(request, "calendar_events/progress/list.html", {"plans": plans})


@require_GET
def progress(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One plan, section by section and month by month."""
    plan = _plan(request, pk)
    page = progress_page(plan, timezone.localdate())
    is_author = scope_of(request.user).holds_in(plan.branch, AUTHOR_ROLES)
    summary = summary_of(plan) if is_author else None
    context = {
        "progress": page,
        "plan": plan,
        "is_author": is_author,
        "summary": summary if summary and not (summary.is_editable and is_untouched(summary)) else None,
        "others": [row for row in plans_with_progress(request.user) if row.branch_id == plan.branch_id],
    }
    return render(request, "calendar_events/progress/plan.html", context)


@require_http_methods(["GET", "POST"])
def drop(request: PortalRequest, pk: UUID, origin: UUID, month: str) -> HttpResponse:
    """Say why a promise will not be kept."""
    plan = _plan(request, pk)
    check_can_write_for(request.user, plan.branch)
    kept = _promised(plan, origin, month)
    form = DropForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"origin": origin, "month": kept.promised.month, "reason": form.cleaned_data["reason"]}
            drop_promise(plan=plan, **facts, by=request.user, at=timezone.now())
        except EventError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, "已标为不再开展，原因写在计划兑现里。")
            return redirect("calendar_events:progress", pk=plan.pk)
    status = 422 if form.is_bound else 200
    return render(
        request, "calendar_events/progress/drop.html", {"form": form, "plan": plan, "kept": kept}, status=status
    )


@require_POST
def take_up(request: PortalRequest, pk: UUID, origin: UUID, month: str) -> HttpResponse:
    """A promise that was given up is to be kept after all."""
    plan = _plan(request, pk)
    check_can_write_for(request.user, plan.branch)
    kept = _promised(plan, origin, month)
    try:
        restore_promise(plan=plan, origin=origin, month=kept.promised.month, by=request.user, at=timezone.now())
    except EventError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已恢复。")
    return redirect("calendar_events:progress", pk=plan.pk)


@require_POST
def summarise(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Begin the summary of the plan's period with what the records say."""
    plan = _plan(request, pk)
    try:
        summary = draft_summary(plan=plan, by=request.user, at=timezone.now())
    except (PlanTextError, EditConflict) as error:
        begun = summary_of(plan)
        if begun is None:
            messages.error(request, str(error))
            return redirect("calendar_events:progress", pk=plan.pk)
        messages.info(request, f"{plan.period.label}的工作总结已经有人写了，就是这一份。")
        return redirect("plans:detail", begun.pk)
    messages.success(request, "总结初稿已由计划、记录、考勤、发展和党费数据生成，请补充问题和打算。")
    return redirect("plans:edit", pk=summary.pk)


def _plan(request: PortalRequest, pk: UUID) -> Plan:
    rows = Plan.objects.visible_to(request.user).in_force().filter(paper="plan")
    return get_visible_or_404(rows.select_related("branch__district"), pk=pk)


def _promised(plan: Plan, origin: UUID, month: str) -> Kept:
    try:
        first_day = date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise Http404("没有这个月份。") from error
    found = promised_by(plan.branch, origin, first_day)
    if found is None:
        raise Http404("计划里没有这一项。")
    return found
