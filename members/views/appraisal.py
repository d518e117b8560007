"""民主评议党员: the committee's pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from documents.rendering import render_docx, render_pdf
from members.documents.appraisal import result_sheet, sheet_file_name
from members.domain.appraisal import Grade, Phase
from members.forms.appraisal import GradeForm, OpenRoundForm, PaperForm, SelfForm
from members.models import AppraisalEntry, AppraisalRound
from members.permissions import check_can_keep_roster, check_can_see_roster
from members.selectors.appraisal import round_page, rounds_of
from members.selectors.people import branch_with_roster
from members.services import appraisal as services

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def round_of(request: PortalRequest, pk: UUID) -> AppraisalRound:
    return get_visible_or_404(AppraisalRound.objects.visible_to(request.user).select_related("branch__district"), pk=pk)


def _kept_round(request: PortalRequest, pk: UUID) -> AppraisalRound:
    """A round for those who look after the branch or above it; takers-part without an office go to their own page."""
    found = round_of(request, pk)
    check_can_see_roster(request.user, found.branch)
    return found


@require_http_methods(["GET", "POST"])
def rounds(request: PortalRequest, branch: UUID) -> HttpResponse:
    """The branch's rounds, and a new one."""
    place = branch_with_roster(request.user, branch)
    form = OpenRoundForm(request.POST or None, initial={"year": timezone.localdate().year})
    status = 200
    if request.method == "POST":
        check_can_keep_roster(request.user, place)
        status = 422
        if form.is_valid():
            try:
                opened = services.open_round(branch=place, by=request.user, at=timezone.now(), **form.cleaned_data)
            except services.AppraisalError as error:
                form.add_error("year", str(error))
            else:
                return redirect("members:appraisal", opened.pk)
    context = {
        "branch": place,
        "tab": "appraisal",
        "rounds": rounds_of(place),
        "form": form,
        "keep_refusal": refusal(check_can_keep_roster, request.user, place),
    }
    return render(request, "members/appraisal/rounds.html", context, status=status)


@require_GET
def appraisal(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One round: how far it is, who has done what, grades."""
    return _show(request, _kept_round(request, pk))


def _show(
    request: PortalRequest, found: AppraisalRound, *, error: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "branch": found.branch,
        "tab": "appraisal",
        "page": round_page(found, least_ballots=services.LEAST_BALLOTS),
        "phases": list(Phase),
        "grades": list(Grade),
        "error": error,
        "least": services.LEAST_BALLOTS,
        "keep_refusal": refusal(check_can_keep_roster, request.user, found.branch),
        **more,
    }
    return render(request, "members/appraisal/round.html", context, status=status)


@require_POST
def advance(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Begin the next phase."""
    found = _kept_round(request, pk)
    check_can_keep_roster(request.user, found.branch)
    if request.POST.get("expected") not in set(Phase):
        return _show(request, found, error="页面已经过期，请刷新后再操作。", status=422)
    try:
        moved = services.advance_round(
            appraisal=found, expected=Phase(request.POST["expected"]), by=request.user, at=timezone.now()
        )
    except services.AppraisalError as error:
        return _show(request, _kept_round(request, pk), error=str(error), status=409)
    messages.success(request, f"已进入“{moved.stands_at.label}”阶段。")
    return redirect("members:appraisal", pk)


def entry_of(found: AppraisalRound, pk: UUID) -> AppraisalEntry:
    return get_visible_or_404(found.entries.select_related("member", "round__branch__district"), pk=pk)


@require_POST
def grade(request: PortalRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """The organisation's grade of one person."""
    found = _kept_round(request, pk)
    check_can_keep_roster(request.user, found.branch)
    row = entry_of(found, entry)
    form = GradeForm(request.POST)
    wrong = {"wrong": row.pk, "tried": request.POST}
    if not form.is_valid():
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _show(request, found, error=f"{row.member.name}：{said}", status=422, **wrong)
    data = form.cleaned_data
    try:
        services.grade_member(
            entry=row,
            grade=Grade(data["grade"]),
            opinion=data["opinion"],
            base_version=data["base_version"],
            by=request.user,
            at=timezone.now(),
        )
    except services.GradeConflict as conflict:
        return _show(request, found, error=str(conflict), status=409, **wrong)
    except services.AppraisalError as error:
        return _show(request, found, error=str(error), status=422, **wrong)
    messages.success(request, f"已评定：{row.member.name}。")
    return redirect("members:appraisal", pk)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def paper(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Ballots on paper, counted by people and entered as sums."""
    found = _kept_round(request, pk)
    check_can_keep_roster(request.user, found.branch)
    entries = list(found.entries.select_related("member").order_by("member__name_pinyin", "pk"))
    form = PaperForm(request.POST or None, entries=entries)
    error, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.count_paper(
                    appraisal=found,
                    voters=frozenset(form.cleaned_data["voters"]),
                    counts=form.counts(),
                    by=request.user,
                    at=timezone.now(),
                )
            except services.PaperRefused as refused:
                for key, fault in refused.faults.items():
                    form.add_error(f"{key}-{Grade.EXCELLENT.value}", fault)
                error = str(refused)
            except services.AppraisalError as refusal_:
                error = str(refusal_)
            else:
                messages.success(request, f"已计入{len(form.cleaned_data['voters'])}张纸质票。")
                return redirect("members:appraisal", pk)
    context = {
        "branch": found.branch,
        "tab": "appraisal",
        "round": found,
        "form": form,
        "rows": form.rows(),
        "grades": list(Grade),
        "error": error,
        "least": services.LEAST_BALLOTS,
    }
    return render(request, "members/appraisal/paper.html", context, status=status)


@require_GET
def sheet(request: PortalRequest, pk: UUID, ending: str) -> HttpResponse:
    """The result sheet as PDF or Word file; for the branch's committee only, sums stay within the branch."""
    found = _kept_round(request, pk)
    check_can_keep_roster(request.user, found.branch)
    page = round_page(found, least_ballots=services.LEAST_BALLOTS)
    document = result_sheet(page, on=timezone.localdate())
    content = render_pdf(document) if ending == "pdf" else render_docx(document)
    name = content_disposition_header(as_attachment=True, filename=sheet_file_name(page, ending)) or "attachment"
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": name}
    return HttpResponse(content, content_type="application/pdf" if ending == "pdf" else WORD, headers=headers)


@require_http_methods(["GET", "POST"])
def write_self_for(request: PortalRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """The committee enters a paper self-appraisal of somebody without a log-in."""
    found = _kept_round(request, pk)
    check_can_keep_roster(request.user, found.branch)
    row = entry_of(found, entry)
    form = SelfForm(request.POST or None, initial=SelfForm.initial_of(row))
    status, conflict = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.write_self_appraisal(entry=row, by=request.user, at=timezone.now(), **form.cleaned_data)
            except services.SelfConflict as error:
                form, status, conflict = form.beside(error.current), 409, error
            except services.AppraisalError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"已录入{row.member.name}的自评。")
                return redirect("members:appraisal", pk)
    context = {
        "branch": found.branch,
        "tab": "appraisal",
        "round": found,
        "entry": row,
        "form": form,
        "conflict": conflict,
    }
    return render(request, "members/appraisal/self_for.html", context, status=status)
