"""The reviewer's page: the plan with its findings, remarks and last year's version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.permissions import NotAllowed, refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from plans.forms.queue import QueueForm
from plans.forms.review import RemarkForm
from plans.models import Plan
from plans.selectors.batch import sample_to_read
from plans.selectors.phrases import phrases_for
from plans.selectors.queue import neighbour, queue
from plans.selectors.review import (
    clauses_for,
    opinions_of,
    remark_on_finding,
    review_page,
)
from plans.selectors.rounds.answers import point_table_of
from workflow.domain.transitions import CLAIMED, Action
from workflow.permissions import check_can_decide
from workflow.selectors import history_of, offers_for
from workflow.services.looks import note_look
from workflow.services.perform import InvalidTransition, perform

RELATED = ("branch__district",)


def plan_for_review(request: PortalRequest, pk: str) -> Plan:
    """A plan of one's review district; 404 for others. Those who know the plan but do not review it get the reason."""
    plan = get_visible_or_404(Plan.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
    if not scope_of(request.user).reaches(plan.branch, "reviewer"):
        raise NotAllowed("只有上级教育工委的审核员可以打开审核页面。")
    if plan.claimed_by_id == request.user.pk:
        plan.claimed_by = request.user  # as for most that are read; nobody else's name needs the table of people joined
    return plan


@require_GET
def review(request: PortalRequest, pk: str) -> HttpResponse:
    """The reviewer's page; `?at=` opens the form at a section, `?edit=` that of one remark."""
    return show_review(
        request, plan_for_review(request, pk), opened=request.GET.get("at", ""), edited=request.GET.get("edit", "")
    )


@require_GET
def neighbour_review(request: PortalRequest, pk: str, *, forwards: bool) -> HttpResponse:
    """To the next paper of the queue that the address filters, or the one before; it is looked for only when somebody goes there."""
    plan = plan_for_review(request, pk)
    rows = QueueForm(request.GET).narrow(queue(request.user), request.user)
    found = neighbour(plan, rows, request.GET.get("sort", ""), forwards=forwards)
    if found is None:
        messages.info(request, "这是最后一份，后面没有了。" if forwards else "这是第一份，前面没有了。")
    return redirect(review_address(request, found or plan.pk))


def show_review(
    request: PortalRequest,
    plan: Plan,
    *,
    form: RemarkForm | None = None,
    opened: str = "",
    edited: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    beside = "beside" in request.GET
    page = review_page(plan, request.user, request.GET.get("against", ""), beside=beside)
    if page.snapshot and page.is_new and request.method == "GET":
        note_look(document=plan, snapshot=page.snapshot, by=request.user, at=timezone.now())
    if form is None and edited:
        found = next((remark for remark in page.remarks if str(remark.pk) == edited), None)
        if found:
            form = RemarkForm(
                initial={
                    "anchor": found.anchor,
                    "quote": found.quote,
                    "start": found.start,
                    "end": found.end,
                    "body": found.body,
                    "suggestion": found.suggestion,
                    "severity": found.severity,
                    "clause": found.clause,
                    "wording": found.wording,
                    "is_issue": found.is_issue,
                }
            )
    opens_form = bool(opened or edited or form)
    initial = {"anchor": opened if opened != "whole" else "", **remark_on_finding(page, request.GET.get("found", ""))}
    context: dict[str, Any] = {
        "plan": plan,
        "page": page,
        "offers": {offer.action.value: offer for offer in offers_for(plan, request.user)},
        "may_write": plan.status in CLAIMED and not refusal(check_can_decide, request.user, plan),
        "form": form or RemarkForm(initial=initial),
        "opened": opened,
        "edited": edited,
        "error": error,
        "history": history_of(plan),
        "opinions": opinions_of(plan),
        "points": point_table_of(plan, page.paper),
        "sample": sample_to_read(plan, request.user),
        "query": filters_of(request),
        "without_beside": filters_of(request, "beside"),
        "clauses": clauses_for(page, timezone.localdate()) if opens_form else [],
        "phrases": phrases_for(request.user) if opens_form else [],
    }
    return render(request, "plans/review/review.html", context, status=status)


@require_POST
def claim(request: PortalRequest, pk: str) -> HttpResponse:
    return _step(request, pk, Action.CLAIM, "已认领。审核期间学校不能修改。")


@require_POST
def release(request: PortalRequest, pk: str) -> HttpResponse:
    return _step(request, pk, Action.RELEASE, "已放回待审；写好的意见还在。")


def _step(request: PortalRequest, pk: str, action: Action, done: str) -> HttpResponse:
    plan = plan_for_review(request, pk)
    try:
        perform(plan, action, by=request.user, at=timezone.now())
    except InvalidTransition as refused:
        return show_review(
            request,
            get_visible_or_404(Plan.objects.visible_to(request.user).select_related(*RELATED), pk=pk),
            error=str(refused),
            status=409,
        )
    messages.success(request, done)
    return redirect(review_address(request, plan.pk))


def review_address(request: PortalRequest, plan: object) -> str:
    """The reading page of the paper with this key, with the filters of the address."""
    address, query = reverse("plans:review", args=[plan]), filters_of(request)
    return f"{address}?{query}" if query else address


def filters_of(request: PortalRequest, *without: str) -> str:
    """What the address says of the queue and of what lies beside: with it J and K stay in the same queue."""
    query = request.GET.copy()
    for name in ("at", "edit", "found", "against", *without):
        query.pop(name, None)
    return query.urlencode()
