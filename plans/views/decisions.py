"""Return, first review done, approval; and then the next plan of the queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models.people import AUTHOR_ROLES
from branches.permissions import NotAllowed, refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from documents.rendering import render_docx, render_pdf_cached
from plans.documents_opinion import answers_document, opinion_document
from plans.forms.queue import QueueForm
from plans.forms.review import ReturnForm
from plans.models import Plan
from plans.selectors.queue import next_in_queue, queue
from plans.selectors.review import review_page
from plans.services.review import approve_plan
from plans.views.library import WORD, download
from plans.views.review import plan_for_review
from regulations.selectors.calendar import work_calendar_for
from workflow.domain.transitions import Action
from workflow.forms import CommentForm
from workflow.models import Opinion, Snapshot
from workflow.permissions import check_can_decide
from workflow.reminders import due_after
from workflow.selectors import review_settings_for
from workflow.services.perform import InvalidTransition, perform

Decide = Callable[[Plan, dict[str, object]], object]


@require_http_methods(["GET", "POST"])
def return_plan(request: PortalRequest, pk: str) -> HttpResponse:
    """Send the plan back with its numbered issues and the last day for mending them."""
    plan = plan_for_review(request, pk)
    today = timezone.localdate()
    days = review_settings_for(plan.branch.district).answer_days
    # `due_after` is the day behind the last one.
    last = due_after(today, days, work_calendar_for(plan.branch.district)) - timedelta(days=1)
    form = ReturnForm(request.POST if request.method == "POST" else None, today=today, initial={"answer_by": last})

    def decide(plan: Plan, data: dict[str, object]) -> object:
        at = timezone.now()
        return perform(plan, Action.RETURN, by=request.user, at=at, **data)  # type: ignore[arg-type]

    return _decide(request, plan, "plans/review/return.html", form, decide, "已退回，意见已发给学校。")


@require_http_methods(["GET", "POST"])
def approve(request: PortalRequest, pk: str) -> HttpResponse:
    """Approve and lock the plan."""
    plan = plan_for_review(request, pk)

    def decide(plan: Plan, data: dict[str, object]) -> object:
        return approve_plan(plan=plan, comment=str(data["comment"]), by=request.user, at=timezone.now())

    form = CommentForm(request.POST if request.method == "POST" else None)
    return _decide(request, plan, "plans/review/approve.html", form, decide, f"已审定。{plan.approval_note}")


@require_POST
def pass_on(request: PortalRequest, pk: str) -> HttpResponse:
    """The first review is done; another reviewer makes the second."""
    plan = plan_for_review(request, pk)
    try:
        perform(plan, Action.PASS, by=request.user, at=timezone.now())
    except InvalidTransition as refused:
        messages.warning(request, str(refused))
        return redirect("plans:review", plan.pk)
    messages.success(request, "初审通过，等待另一名审核员复核。")
    return _next(request, plan)


def _decide(
    request: PortalRequest, plan: Plan, template: str, form: CommentForm, decide: Decide, done: str
) -> HttpResponse:
    status, error = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            decide(plan, form.cleaned_data)
        except InvalidTransition as refused:
            status, error = 409, str(refused)
        else:
            messages.success(request, f"{plan.branch.short_name}：{done}")
            return _next(request, plan)
    elif request.method == "POST":
        status = 422
    page = review_page(plan, request.user, "none")
    context = {
        "plan": plan,
        "page": page,
        "form": form,
        "error": error,
        "pending": [r for r in page.remarks if not r.settled_at and (r.is_issue or not r.published_at)],
        "refusal": refusal(check_can_decide, request.user, plan),
        "query": request.GET.urlencode() or request.POST.get("query", ""),
    }
    return render(request, template, context, status=status)


def _next(request: PortalRequest, plan: Plan) -> HttpResponse:
    """The next plan of the filtered queue that waits for this reviewer; the queue itself when none is left."""
    query = request.POST.get("query", "")
    asked = QueryDict(query)
    rows = QueueForm(asked).narrow(queue(request.user), request.user)
    following = next_in_queue(plan, rows, asked.get("sort", "")) if query or request.POST.get("next") else None
    target = reverse("plans:review", args=[following]) if following else reverse("plans:queue")
    return redirect(f"{target}?{query}" if query else target)


@require_GET
def opinion(request: PortalRequest, pk: str, number: int, kind: str, ending: str) -> HttpResponse:
    """审核意见书 or 整改对照表 of a return, for both sides."""
    rows = Plan.objects.visible_to(request.user).select_related("branch__district")
    plan = get_visible_or_404(rows, pk=pk)
    scope = scope_of(request.user)
    if not scope.reaches(plan.branch, "reviewer") and not scope.holds_in(plan.branch, AUTHOR_ROLES):
        raise NotAllowed("审核意见只有本支部的书记、支部委员和审核员可以查看。")
    row = get_visible_or_404(Opinion.objects.of(plan), number=number)
    if kind not in {"opinion", "answers"}:
        raise Http404("没有这种文书。")
    if kind == "answers":
        taken = Snapshot.objects.of(plan).filter(number=row.answered_with or 0)
        handed_in = taken.values_list("taken_at", flat=True).first()
        signed = timezone.localdate(handed_in) if handed_in else None
        document, name = answers_document(plan, row, signed=signed), "整改对照表"
    else:
        document = opinion_document(plan, row, signed=timezone.localdate(row.issued_at))
        name = "审核意见书"
    filename = f"{plan.branch.short_name}-{name}{number}.{ending}"
    if ending == "pdf":
        return download(render_pdf_cached(document, settings.RENDERED_DIR), "application/pdf", filename)
    return download(render_docx(document), WORD, filename)
