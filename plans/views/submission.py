"""The school's side of the review: submit, withdraw, answer, amend."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import check_can_lead, check_can_write_for, refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.models import Plan
from plans.selectors.checks import check_panel
from plans.selectors.review import issues_of, lines_with_remarks, opinions_of
from plans.selectors.submission import readiness
from plans.services.drafting import amend_plan
from plans.services.editing import EditConflict, PlanTextError
from plans.services.review import submit_plan
from plans.services.wording import accept_wording, decline_wording, undo_wording
from workflow.domain.transitions import Action
from workflow.forms import AnswerForm, CommentForm
from workflow.models import ReviewComment
from workflow.services.perform import InvalidTransition, SomebodyFaster, perform
from workflow.services.remarks import answer_issue

WORDING_STEPS = {
    "accept": (accept_wording, "已改好并答复；要改回来，点这一条的“撤销采用”。"),
    "decline": (decline_wording, "未采用，请补充理由。"),
    "undo": (undo_wording, "已恢复原样，可以重新决定。"),
}


def plan_of_school(request: PortalRequest, pk: str) -> Plan:
    """The plan, for those who write for its branch; 404 and 403 as everywhere."""
    plan = get_visible_or_404(
        Plan.objects.visible_to(request.user).select_related("branch__district", "claimed_by"), pk=pk
    )
    check_can_write_for(request.user, plan.branch)
    return plan


@require_http_methods(["GET", "POST"])
def submit(request: PortalRequest, pk: str) -> HttpResponse:
    """Hand the plan in, with everything that is still missing on one page."""
    plan = plan_of_school(request, pk)
    form = CommentForm(request.POST if request.method == "POST" else None)
    status, error = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            submit_plan(plan=plan, comment=form.cleaned_data["comment"], by=request.user, at=timezone.now())
        except InvalidTransition as refused:
            status, error = (409 if isinstance(refused, SomebodyFaster) else 422), str(refused)
        else:
            messages.success(request, "已提交。审核员认领之前可以撤回。")
            return redirect("plans:detail", plan.pk)
    elif request.method == "POST":
        status = 422
    issues = [issue for issue in issues_of(plan, request.user) if issue.is_issue and not issue.settled_at]
    context = {
        "plan": plan,
        "form": form,
        "error": error,
        "panel": check_panel(plan, timezone.localdate()) if plan.is_editable else None,
        "ready": readiness(plan),
        "issues": issues,
        "unanswered": sum(not issue.reply for issue in issues),
        "refusal": refusal(check_can_lead, request.user, plan.branch),
    }
    return render(request, "plans/review/submit.html", context, status=status)


@require_POST
def withdraw(request: PortalRequest, pk: str) -> HttpResponse:
    """Take the plan back before anybody reviews it."""
    plan = plan_of_school(request, pk)
    try:
        perform(plan, Action.WITHDRAW, by=request.user, at=timezone.now())
    except InvalidTransition as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "已撤回，可以继续修改。")
    return redirect("plans:detail", plan.pk)


@require_GET
def issues(request: PortalRequest, pk: str) -> HttpResponse:
    """Numbered issues with their answers."""
    return _issues(request, plan_of_school(request, pk))


def _issues(
    request: PortalRequest, plan: Plan, *, wrong: str = "", typed: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    rows = issues_of(plan, request.user)
    waiting = sum(issue.is_issue and not issue.settled_at and not issue.reply for issue in rows)
    context = {
        "plan": plan,
        "issues": rows,
        "waiting": waiting,
        "at_lines": lines_with_remarks(plan, rows),
        "opinions": opinions_of(plan),
        "wrong": wrong,
        "typed": typed,
        "error": error,
    }
    return render(request, "plans/review/issues.html", context, status=status)


@require_POST
def answer(request: PortalRequest, pk: str, issue: str) -> HttpResponse:
    """The answer to one issue."""
    plan = plan_of_school(request, pk)
    row = get_visible_or_404(ReviewComment.objects.visible_to(request.user, plan).issues(), pk=issue)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        typed, error = request.POST.get("reply", ""), str(next(iter(form.errors.values()))[0])
        return _issues(request, plan, wrong=str(row.pk), typed=typed, error=error, status=422)
    reply, seen = form.cleaned_data["reply"], form.cleaned_data["seen"]
    try:
        answer_issue(issue=row, document=plan, reply=reply, seen=seen, by=request.user, at=timezone.now())
    except InvalidTransition as refused:
        return _issues(request, plan, wrong=str(row.pk), typed=reply, error=str(refused), status=409)
    messages.success(request, f"已保存对第{row.number}条意见的答复。")
    return redirect("plans:issues", plan.pk)


@require_POST
def wording(request: PortalRequest, pk: str, issue: str) -> HttpResponse:
    """Put the reviewer's words in, leave one's own, or take that decision back."""
    plan = plan_of_school(request, pk)
    row = get_visible_or_404(ReviewComment.objects.visible_to(request.user, plan).issues(), pk=issue)
    decide, done = WORDING_STEPS.get(request.POST.get("decision", ""), WORDING_STEPS["decline"])
    try:
        decide(issue=row, plan=plan, by=request.user, at=timezone.now())
    except (InvalidTransition, PlanTextError, EditConflict) as refused:
        return _issues(request, plan, error=str(refused), status=409)
    messages.success(request, f"第{row.number}条：{done}")
    return redirect(f"{reverse('plans:issues', args=[plan.pk])}#issue-{row.pk}")


@require_POST
def amend(request: PortalRequest, pk: str) -> HttpResponse:
    """The next revision of an approved plan."""
    plan = plan_of_school(request, pk)
    try:
        revision = amend_plan(plan=plan, by=request.user, at=timezone.now())
    except InvalidTransition as refused:
        messages.warning(request, str(refused))
        return redirect("plans:detail", plan.pk)
    messages.success(request, f"已建立第{revision.revision}版草稿；审定之前，原来的一版继续有效。")
    return redirect("plans:edit", revision.pk)
