"""The district's side of the requests: queue, remarks, return, decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import NotAllowed, refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from members.domain.development.timeline import outlook
from members.forms.consents import ConsentQueueForm, ConsentRemarkForm, DecisionForm
from members.models import ConsentRequest, DevelopmentCase
from members.selectors.cases import case_of, clock_for, with_records
from members.selectors.consents import consent_queue, request_page, request_rows
from members.services.case_steps import StepRefused
from members.services.consents import decide_request
from workflow.domain.transitions import CLAIMED, Action
from workflow.forms import CommentForm
from workflow.models import ReviewComment
from workflow.permissions import check_can_decide
from workflow.services import remarks
from workflow.services.perform import InvalidTransition, perform

PAGE_SIZE = 20


@require_GET
def queue(request: PortalRequest) -> HttpResponse:
    """What waits for the district, and everything else that was handed in."""
    if not scope_of(request.user).reviewed_paths:
        raise NotAllowed("只有教育工委的审核员可以查看报送的材料。")
    form = ConsentQueueForm(request.GET)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    page = Paginator(consent_queue(request.user, asked), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode()}
    return render(request, "members/development/consent_queue.html", context, status=200 if form.is_valid() else 422)


def _request(request: PortalRequest, pk: UUID) -> ConsentRequest:
    row = get_visible_or_404(request_rows(request.user), pk=pk)
    if not scope_of(request.user).reaches(row.branch, "reviewer"):
        raise NotAllowed("只有上级教育工委的审核员可以打开审核页面。")
    return row


@require_GET
def review(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The paper as it was handed in, the case behind it, the remarks."""
    return _show(request, _request(request, pk))


def _show(
    request: PortalRequest,
    row: ConsentRequest,
    *,
    form: ConsentRemarkForm | None = None,
    decision: DecisionForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    case = with_records(DevelopmentCase.objects.filter(pk=row.case_id)).get()
    clock = clock_for(case.member.branch.district, today)
    context = {
        "row": row,
        "case": case,
        "page": request_page(row, request.user),
        "outlook": outlook(case_of(case, case.present_steps), today, clock.rules, clock.calendar),  # type: ignore[attr-defined]
        "may_write": row.status in CLAIMED and not refusal(check_can_decide, request.user, row),
        "form": form or ConsentRemarkForm(),
        "comment_form": CommentForm(),
        "decision": decision or DecisionForm(step=row.step, today=today, initial={"on": today}),
        "error": error,
    }
    return render(request, "members/development/consent_review.html", context, status=status)


@require_POST
def claim(request: PortalRequest, pk: UUID) -> HttpResponse:
    return _take(request, pk, Action.CLAIM, "已认领。审核期间党支部不能修改。")


@require_POST
def release(request: PortalRequest, pk: UUID) -> HttpResponse:
    return _take(request, pk, Action.RELEASE, "已放回待审；写好的意见还在。")


def _take(request: PortalRequest, pk: UUID, action: Action, done: str) -> HttpResponse:
    row = _request(request, pk)
    try:
        perform(row, action, by=request.user, at=timezone.now())
    except InvalidTransition as refused:
        return _show(request, _request(request, pk), error=str(refused), status=409)
    messages.success(request, done)
    return redirect("members:consent_review", row.pk)


@require_POST
def add_remark(request: PortalRequest, pk: UUID) -> HttpResponse:
    """An issue or a note on the paper."""
    row = _request(request, pk)
    form = ConsentRemarkForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form=form, status=422)
    return _write(
        request,
        row,
        form,
        lambda: remarks.add_remark(
            document=row,
            anchor=remarks.Anchor(),
            words=remarks.Words(**form.cleaned_data),
            by=request.user,
            at=timezone.now(),
        ),
    )


@require_POST
def remove_remark(request: PortalRequest, pk: UUID, remark: UUID) -> HttpResponse:
    """Take back a remark the branch has not seen."""
    row = _request(request, pk)
    found = get_visible_or_404(ReviewComment.objects.visible_to(request.user, row), pk=remark)
    return _write(
        request,
        row,
        None,
        lambda: remarks.remove_remark(remark=found, document=row, by=request.user, at=timezone.now()),
    )


@require_POST
def settle(request: PortalRequest, pk: UUID, remark: UUID) -> HttpResponse:
    """An answered issue is settled, or not after all."""
    row = _request(request, pk)
    found = get_visible_or_404(ReviewComment.objects.visible_to(request.user, row), pk=remark)
    settled = request.POST.get("settled") == "1"
    return _write(
        request,
        row,
        None,
        lambda: remarks.settle_issue(issue=found, document=row, settled=settled, by=request.user, at=timezone.now()),
    )


def _write(
    request: PortalRequest, row: ConsentRequest, form: ConsentRemarkForm | None, change: Callable[[], object]
) -> HttpResponse:
    try:
        change()
    except InvalidTransition as refused:
        return _show(request, row, form=form, error=str(refused), status=409)
    return redirect("members:consent_review", row.pk)


@require_POST
def return_request(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Back to the branch with its numbered issues."""
    row = _request(request, pk)
    form = CommentForm(request.POST)
    comment = form.cleaned_data["comment"] if form.is_valid() else ""
    try:
        perform(row, Action.RETURN, by=request.user, at=timezone.now(), comment=comment)
    except InvalidTransition as refused:
        return _show(request, row, error=str(refused), status=409)
    messages.success(request, "已退回，意见已发给党支部。")
    return redirect("members:consent_queue")


@require_http_methods(["POST"])
def decide(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The decision of the superior, entered by a person; it is written into the step."""
    row = _request(request, pk)
    form = DecisionForm(request.POST, step=row.step, today=timezone.localdate())
    if not form.is_valid():
        return _show(request, row, decision=form, status=422)
    try:
        _, recorded = decide_request(
            request=row,
            decision=form.decision(),
            comment=form.cleaned_data["comment"],
            by=request.user,
            at=timezone.now(),
        )
    except StepRefused as refused:
        for name, sentence in refused.faults:
            form.add_error(name if name in form.fields else "on", sentence)
        return _show(request, _request(request, pk), decision=form, status=422)
    except InvalidTransition as refused:
        return _show(request, _request(request, pk), decision=form, error=str(refused), status=409)
    messages.success(request, "批复已登记到档案，党支部已收到通知。")
    for warning in recorded.warnings:
        messages.warning(request, warning)
    return redirect("members:consent_queue")
