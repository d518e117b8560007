"""The district's side: the queue, the reviewer's page, remarks, return and approval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

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
from plans.selectors.phrases import phrases_for
from plans.selectors.queue import neighbours, queue
from plans.selectors.review import (
    ReviewPage,
    clauses_for,
    opinions_of,
    remark_on_finding,
    review_page,
)
from plans.selectors.rounds.answers import point_table_of
from workflow.domain.anchoring import quoted, quoted_words
from workflow.domain.transitions import CLAIMED, Action
from workflow.models import ReviewComment, Severity
from workflow.permissions import check_can_decide
from workflow.selectors import history_of, offers_for
from workflow.services import remarks
from workflow.services.looks import note_look
from workflow.services.perform import InvalidTransition, perform

RELATED = ("branch__district", "claimed_by", "assigned_to", "passed_by", "amends", "round")


def plan_for_review(request: PortalRequest, pk: str) -> Plan:
    """A plan of one's review district; 404 for others. Those who know the plan but do not review it get the reason."""
    plan = get_visible_or_404(Plan.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
    if not scope_of(request.user).reaches(plan.branch, "reviewer"):
        raise NotAllowed("只有上级教育工委的审核员可以打开审核页面。")
    return plan


@require_GET
def review(request: PortalRequest, pk: str) -> HttpResponse:
    """The reviewer's page; `?at=` opens the form at a section, `?edit=` that of one remark."""
    return _show(
        request, plan_for_review(request, pk), opened=request.GET.get("at", ""), edited=request.GET.get("edit", "")
    )


def _show(
    request: PortalRequest,
    plan: Plan,
    *,
    form: RemarkForm | None = None,
    opened: str = "",
    edited: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    page = review_page(plan, request.user, request.GET.get("against", ""))
    if page.snapshot and request.method == "GET":
        note_look(document=plan, snapshot=page.snapshot, by=request.user, at=timezone.now())
    rows = QueueForm(request.GET).narrow(queue(request.user), request.user)
    before, after = neighbours(plan, rows, request.GET.get("sort", ""))
    if form is None and edited:
        found = next((remark for remark in _all_remarks(page) if str(remark.pk) == edited), None)
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
        "before": before,
        "after": after,
        "query": _filters(request),
        "clauses": clauses_for(page, timezone.localdate()) if opens_form else [],
        "phrases": phrases_for(request.user) if opens_form else [],
    }
    return render(request, "plans/review/review.html", context, status=status)


def _all_remarks(page: ReviewPage) -> list[ReviewComment]:
    return [*page.loose, *(remark for part in page.parts for remark in part.remarks)]


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
        return _show(
            request,
            get_visible_or_404(Plan.objects.visible_to(request.user).select_related(*RELATED), pk=pk),
            error=str(refused),
            status=409,
        )
    messages.success(request, done)
    return redirect("plans:review", plan.pk)


@require_POST
def add_remark(request: PortalRequest, pk: str) -> HttpResponse:
    """A remark or issue at a section, or on the whole plan."""
    plan = plan_for_review(request, pk)
    form = RemarkForm(request.POST)
    opened = request.POST.get("anchor") or "whole"
    if not form.is_valid():
        return _show(request, plan, form=form, opened=opened, status=422)
    data = form.cleaned_data
    return _write(
        request,
        plan,
        form,
        opened,
        lambda: remarks.add_remark(
            document=plan,
            anchor=_anchor(plan, request, data),
            words=_words(data),
            finding_key=data["found"],
            by=request.user,
            at=timezone.now(),
        ),
    )


def _anchor(plan: Plan, request: PortalRequest, data: dict[str, Any]) -> remarks.Anchor:
    """The section and the place of the words in it; what the browser counted is believed only where the words stand there."""
    page = review_page(plan, request.user, "none")
    section = next((part.section for part in page.parts if part.section.id == str(data["anchor"] or "")), None)
    if section is None:
        return remarks.Anchor(quote=data["quote"])
    quote = None
    if data["start"] is not None and data["end"] is not None:
        quote = quoted(section.text, data["start"], data["end"])
    if quote is None or quote.words != data["quote"]:
        quote = quoted_words(section.text, data["quote"])
    if quote is None:
        return remarks.Anchor(UUID(section.id), section.label, data["quote"])
    return remarks.anchored(UUID(section.id), section.label, quote)


def _words(data: dict[str, Any]) -> remarks.Words:
    return remarks.Words(
        body=data["body"],
        suggestion=data["suggestion"],
        is_issue=data["is_issue"],
        severity=data["severity"] or Severity.MUST,
        clause=data["clause"],
        wording=data["wording"],
    )


@require_POST
def change_remark(request: PortalRequest, pk: str, remark: str) -> HttpResponse:
    """New words for a remark the school has not seen."""
    plan = plan_for_review(request, pk)
    row = _remark(request, plan, remark)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, form=form, edited=str(row.pk), status=422)
    data = form.cleaned_data
    return _write(
        request,
        plan,
        form,
        str(row.anchor or "whole"),
        lambda: remarks.change_remark(
            remark=row,
            document=plan,
            words=_words(data),
            by=request.user,
            at=timezone.now(),
        ),
    )


@require_POST
def remove_remark(request: PortalRequest, pk: str, remark: str) -> HttpResponse:
    """Take back a remark the school has not seen."""
    plan = plan_for_review(request, pk)
    row = _remark(request, plan, remark)
    return _write(
        request,
        plan,
        None,
        str(row.anchor or "whole"),
        lambda: remarks.remove_remark(remark=row, document=plan, by=request.user, at=timezone.now()),
    )


@require_POST
def settle(request: PortalRequest, pk: str, remark: str) -> HttpResponse:
    """An answered issue is settled, or not after all."""
    plan = plan_for_review(request, pk)
    row = _remark(request, plan, remark)
    settled = request.POST.get("settled") == "1"
    return _write(
        request,
        plan,
        None,
        str(row.anchor or "whole"),
        lambda: remarks.settle_issue(issue=row, document=plan, settled=settled, by=request.user, at=timezone.now()),
    )


def _remark(request: PortalRequest, plan: Plan, pk: str) -> ReviewComment:
    return get_visible_or_404(ReviewComment.objects.visible_to(request.user, plan), pk=pk)


def _write(
    request: PortalRequest, plan: Plan, form: RemarkForm | None, opened: str, change: Callable[[], object]
) -> HttpResponse:
    """Carry it out and go back to the section; what was typed stays when somebody else was faster."""
    try:
        change()
    except InvalidTransition as refused:
        return _show(request, plan, form=form, opened=opened, error=str(refused), status=409)
    query = _filters(request)
    address = reverse("plans:review", args=[plan.pk])
    return redirect(f"{address}{'?' if query else ''}{query}#part-{opened}")


def _filters(request: PortalRequest) -> str:
    """The queue's part of the address: with it J and K stay in the same queue."""
    query = request.GET.copy()
    for name in ("at", "edit", "found", "against"):
        query.pop(name, None)
    return query.urlencode()
