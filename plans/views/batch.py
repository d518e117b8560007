"""Clean plans approved together."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.models import ApprovalBatch, ApprovalItem
from plans.services.batch import (
    BatchRefused,
    approve_batch,
    clean_plans,
    draw_batch,
    drawing_of,
    drop_batch,
    finish_batch,
    is_with_worker,
    note_read,
)
from plans.views.queue import check_can_see_queue


@require_GET
def batch(request: PortalRequest) -> HttpResponse:
    """The batch that is going on, else what could be approved together; the last one that is over."""
    check_can_see_queue(request)
    return _show(request, [] if request.GET.get("pick") == "none" else None)


def _show(request: PortalRequest, chosen: list[str] | None, *, error: str = "", status: int = 200) -> HttpResponse:
    """`chosen` are the keys of the plans that are ticked; None: all."""
    own = ApprovalBatch.objects.visible_to(request.user)
    current = own.going_on().first()
    shown = current or own.order_by("-drawn_at").first()
    items = []
    if shown:
        rows = shown.items.select_related("plan__branch").order_by("-is_sample", "plan__branch__short_name")
        items = list(rows)
    context = {
        "current": current,
        "is_with_worker": current is not None and is_with_worker(current),
        "shown": shown,
        "items": items,
        "unread": sum(item.is_sample and item.state == "waiting" for item in items),
        "left": sum(item.state in {"waiting", "read"} for item in items),
        "error": error,
    }
    return render(request, "plans/review/batch.html", context | _choice(request, chosen, current), status=status)


def _choice(request: PortalRequest, chosen: list[str] | None, current: ApprovalBatch | None) -> dict[str, object]:
    """The plans that could be approved together, those ticked, and how many of these would be drawn to be read."""
    clean = [] if current else clean_plans(request.user)
    ticked = clean if chosen is None else [plan for plan in clean if str(plan.pk) in chosen]
    return {"clean": clean, "ticked": {plan.pk for plan in ticked}, "drawing": drawing_of(ticked)}


@require_POST
def sample(request: PortalRequest) -> HttpResponse:
    """How many of the ticked plans would be drawn: a sentence for the page that is there, or the page again."""
    check_can_see_queue(request)
    chosen = request.POST.getlist("plan")
    if request.htmx:
        return render(request, "plans/review/_drawing.html", _choice(request, chosen, None))
    return _show(request, chosen)


@require_POST
def draw(request: PortalRequest) -> HttpResponse:
    """Draw the sample of the ticked plans."""
    check_can_see_queue(request)
    chosen = request.POST.getlist("plan")
    if not chosen:
        return _show(request, chosen, error="请至少选一份计划。", status=422)
    try:
        draw_batch(by=request.user, at=timezone.now(), chosen=chosen)
    except BatchRefused as refused:
        messages.warning(request, str(refused))
    return redirect("plans:batch")


def _own(request: PortalRequest, pk: UUID) -> ApprovalBatch:
    check_can_see_queue(request)
    return get_visible_or_404(ApprovalBatch.objects.visible_to(request.user), pk=pk)


@require_POST
def read(request: PortalRequest, pk: UUID) -> HttpResponse:
    """A plan of the batch was read, or is taken out of it."""
    rows = ApprovalItem.objects.filter(batch=_own(request, pk)).select_related("plan__branch")
    item = get_visible_or_404(rows, pk=request.POST.get("item") if request.POST.get("item", "").isdecimal() else 0)
    try:
        note_read(item=item, is_fine=request.POST.get("fine") == "1", by=request.user, at=timezone.now())
    except BatchRefused as refused:
        messages.warning(request, str(refused))
    return redirect("plans:batch")


@require_POST
def approve(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Few at once, many by a worker with its page."""
    try:
        held = approve_batch(batch=_own(request, pk), by=request.user, at=timezone.now())
    except BatchRefused as refused:
        messages.warning(request, str(refused))
        return redirect("plans:batch")
    if held.job:
        return redirect("notices:job", held.job)
    for _ in finish_batch(batch=held, by=request.user):
        pass
    messages.success(request, "已办完，结果见下表。")
    return redirect("plans:batch")


@require_POST
def drop(request: PortalRequest, pk: UUID) -> HttpResponse:
    drop_batch(batch=_own(request, pk), by=request.user, at=timezone.now())
    messages.success(request, "已放弃这一批，没有审定的计划都还在队列里。")
    return redirect("plans:batch")
