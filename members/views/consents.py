"""The branch's side of a request to the superior: write, hand in, withdraw, answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import check_can_lead, refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from documents.domain.content import OfficialDocument
from documents.rendering import render_docx, render_pdf
from members.cases_permissions import check_can_keep_case
from members.documents.case_requests import request_document
from members.forms.consents import RequestForm
from members.models import ConsentRequest
from members.selectors.cases import case_for
from members.selectors.consents import request_page, request_rows
from members.services.cases import CaseError
from members.services.consents import RequestConflict, begin_request, edit_request, submit_request
from members.views.case_papers import WORD, download
from workflow.domain.transitions import Action
from workflow.forms import AnswerForm, CommentForm
from workflow.models import ReviewComment
from workflow.services.perform import InvalidTransition, SomebodyFaster, perform
from workflow.services.remarks import answer_issue


def request_of_branch(request: PortalRequest, pk: UUID) -> ConsentRequest:
    """The request, for those who keep its branch's cases."""
    row = get_visible_or_404(request_rows(request.user), pk=pk)
    check_can_keep_case(request.user, row.branch)
    return row


@require_POST
def begin(request: PortalRequest, pk: UUID, step: int) -> HttpResponse:
    """A draft in the customary words, or the one that is there."""
    case = case_for(request.user, pk)
    check_can_keep_case(request.user, case.member.branch)
    try:
        made = begin_request(case=case, step=step, by=request.user, at=timezone.now())
    except CaseError as error:
        messages.error(request, str(error))
        return redirect("members:case", case.pk)
    return redirect("members:consent", made.pk)


@require_GET
def detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The paper, its state, the issues."""
    return _show(request, request_of_branch(request, pk))


def _show(
    request: PortalRequest,
    row: ConsentRequest,
    *,
    form: CommentForm | None = None,
    error: str = "",
    wrong: str = "",
    typed: str = "",
    wrong_error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "branch": row.branch,
        "tab": "development",
        "case": row.case,
        "row": row,
        "page": request_page(row, request.user),
        "form": form or CommentForm(),
        "error": error,
        "wrong": wrong,
        "typed": typed,
        "wrong_error": wrong_error,
        "lead_refusal": refusal(check_can_lead, request.user, row.branch),
    }
    return render(request, "members/development/consent.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The words of the paper, over the version they were read from."""
    row = request_of_branch(request, pk)
    if not row.is_editable:
        return redirect("members:consent", row.pk)
    given = request.POST if request.method == "POST" else None
    form = RequestForm(given, instance=row, initial={"base_version": row.version})
    status, conflict = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            base = form.cleaned_data["base_version"] or 0
            stored = get_visible_or_404(request_rows(request.user), pk=pk)
            try:
                edit_request(request=stored, facts=form.facts(), base_version=base, by=request.user, at=timezone.now())
            except RequestConflict as refused:
                status, conflict = 409, str(refused)
                data = request.POST.copy()
                data["base_version"] = str(refused.current.version)
                form.data = data
            except InvalidTransition as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "已保存。")
                return redirect("members:consent", row.pk)
    context = {
        "branch": row.branch,
        "tab": "development",
        "case": row.case,
        "row": row,
        "form": form,
        "conflict": conflict,
        "stored": get_visible_or_404(request_rows(request.user), pk=pk) if conflict else None,
    }
    return render(request, "members/development/consent_edit.html", context, status=status)


@require_POST
def submit(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Hand the paper in."""
    row = request_of_branch(request, pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form=form, status=422)
    try:
        submit_request(request=row, comment=form.cleaned_data["comment"], by=request.user, at=timezone.now())
    except InvalidTransition as refused:
        status = 409 if isinstance(refused, SomebodyFaster) else 422
        return _show(request, row, form=form, error=str(refused), status=status)
    messages.success(request, "已提交。审核员认领之前可以撤回。")
    return redirect("members:consent", row.pk)


@require_POST
def withdraw(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take the paper back before anybody reviews it."""
    row = request_of_branch(request, pk)
    try:
        perform(row, Action.WITHDRAW, by=request.user, at=timezone.now())
    except InvalidTransition as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "已撤回，可以继续修改。")
    return redirect("members:consent", row.pk)


@require_POST
def answer(request: PortalRequest, pk: UUID, issue: UUID) -> HttpResponse:
    """The answer to one issue."""
    row = request_of_branch(request, pk)
    remark = get_visible_or_404(ReviewComment.objects.visible_to(request.user, row).issues(), pk=issue)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        typed, error = request.POST.get("reply", ""), str(next(iter(form.errors.values()))[0])
        return _show(request, row, wrong=str(remark.pk), typed=typed, wrong_error=error, status=422)
    reply, seen = form.cleaned_data["reply"], form.cleaned_data["seen"]
    try:
        answer_issue(issue=remark, document=row, reply=reply, seen=seen, by=request.user, at=timezone.now())
    except InvalidTransition as refused:
        return _show(request, row, wrong=str(remark.pk), typed=reply, wrong_error=str(refused), status=409)
    messages.success(request, f"已保存对第{remark.number}条意见的答复。")
    return redirect("members:consent", row.pk)


@require_GET
def pdf(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The paper as it was handed in; drafts carry their mark."""
    row, document = _document(request, pk)
    return download(render_pdf(document), "application/pdf", f"{row.title[:60]}.pdf")


@require_GET
def docx(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The same for Word."""
    row, document = _document(request, pk)
    return download(render_docx(document), WORD, f"{row.title[:60]}.docx")


def _document(request: PortalRequest, pk: UUID) -> tuple[ConsentRequest, OfficialDocument]:
    row = get_visible_or_404(request_rows(request.user), pk=pk)
    if not scope_of(request.user).reaches(row.branch, "reviewer"):
        check_can_keep_case(request.user, row.branch)
    content = request_page(row, request.user).content
    document = request_document(
        title=content["title"],
        recipient=content["recipient"],
        body=content["body"],
        branch=row.branch.name,
        signed_on=row.signed_on,
        is_draft=row.is_editable,
    )
    return row, document
