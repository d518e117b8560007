"""The planning aid: what is proposed for a plan, taken line by line, by group or all; one step back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.domain.paper_kinds import PaperKind
from plans.models import BatchSource, ItemBatch, Plan, RowOutcome
from plans.selectors.proposing import proposal_for, proposal_page
from plans.services.batches import BatchRefused, undo_batch
from plans.services.editing import PlanTextError
from plans.services.proposing import ProposalChanged, ProposalRefused, take_lines
from plans.views.outline import plan_to_edit


def plan_with_schedule(request: PortalRequest, pk: str) -> Plan:
    """As `plan_to_edit`; 404 for a paper that has no schedule."""
    plan = plan_to_edit(request, pk)
    if plan.paper != PaperKind.PLAN:
        raise Http404("只有工作计划有行事历。")
    return plan


def _show(request: PortalRequest, plan: Plan, *, status: int = 200, **more: Any) -> HttpResponse:
    by = "month" if request.POST.get("by", request.GET.get("by")) == "month" else "source"
    page = proposal_page(plan, proposal_for(plan, timezone.localdate()), by)
    template = "plans/proposing/_proposal.html" if request.htmx else "plans/proposing/proposal.html"
    return render(request, template, {"plan": plan, "page": page, **more}, status=status)


@require_GET
def proposal(request: PortalRequest, pk: str) -> HttpResponse:
    """Every line with where it comes from; `?by=month` by month."""
    return _show(request, plan_with_schedule(request, pk))


@require_POST
def proposal_take(request: PortalRequest, pk: str) -> HttpResponse:
    """The ticked lines, or the group whose button was pressed."""
    plan = plan_with_schedule(request, pk)
    ticked, group = request.POST.getlist("line"), request.POST.get("group", "")
    try:
        batch = take_lines(
            plan=plan, shown=request.POST.get("shown", ""), keys=ticked, group=group, by=request.user, at=timezone.now()
        )
    except (ProposalRefused, PlanTextError) as error:
        status = 409 if isinstance(error, ProposalChanged) else 422
        return _show(request, plan, error=str(error), ticked=ticked, status=status)
    if request.htmx:
        return _show(request, plan, done=batch)
    messages.success(request, f"已写入行事历{batch.added}条。要撤销，用本页下方的“最近写入”。")
    return redirect(f"{reverse('plans:proposal', args=[plan.pk])}?by={request.POST.get('by', 'source')}")


@require_POST
def batch_undo(request: PortalRequest, pk: str, batch: str) -> HttpResponse:
    """Take a batch back: from the planning aid or from a confirmed file."""
    plan = plan_with_schedule(request, pk)
    rows = ItemBatch.objects.visible_to(request.user).filter(plan=plan)
    found = get_visible_or_404(rows.select_related("plan__branch__district", "schedule_import"), pk=batch)
    try:
        undone = undo_batch(batch=found, by=request.user, at=timezone.now())
    except BatchRefused as refused:
        messages.error(request, str(refused))
    else:
        left = undone.rows.filter(outcome=RowOutcome.LEFT).count()
        messages.success(request, f"已撤销。{f'{left}条之后又改过，没有动。' if left else ''}")
    if found.source == BatchSource.WORKBOOK:
        return redirect("plans:schedule_import", plan.pk, found.schedule_import.pk)
    return redirect("plans:proposal", plan.pk)
