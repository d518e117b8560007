"""Development cases of a branch: the board, one case, opening and ending, and what can be reckoned without saving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import Branch
from branches.permissions import refusal
from branches.requests import PortalRequest
from branches.scope import scope_of
from members.cases_permissions import check_can_keep_case, check_can_see_some_cases, check_can_set_quota, needs_request
from members.forms.cases import (
    BackwardsForm,
    BoardFilterForm,
    CloseCaseForm,
    OpenCaseForm,
    QuotaForm,
    QuotaYearForm,
    WhatIfForm,
)
from members.models import CONSENT_STEPS, DevelopmentCase
from members.selectors.case_planning import backwards_of, open_steps, what_if_of
from members.selectors.case_quota import quota_line
from members.selectors.cases import board, branch_with_cases, case_for, case_page, clock_for
from members.selectors.people import own_branch_id
from members.services import cases as services
from members.services.case_steps import StepEntry, StepRefused, record_step


@require_GET
def entrance(request: PortalRequest) -> HttpResponse:
    """One's own branch, or the district's table."""
    check_can_see_some_cases(request.user)
    own = own_branch_id(request.user, request.acting_role)
    scope = scope_of(request.user)
    in_district = request.acting_role and request.acting_role.district_id
    if own and not (in_district and (scope.reviewed_paths or scope.administered_paths)):
        return redirect("members:development_board", own)
    return redirect("members:development_district")


@require_GET
def board_page(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Columns by stage, cards with the next step and the days left."""
    return _board(request, branch_with_cases(request.user, branch))


def _board(request: PortalRequest, place: Branch, *, form: QuotaForm | None = None, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    filters = BoardFilterForm(request.GET)
    asked = filters.asked()
    clock = clock_for(place.district, today)
    columns = board(place, today, clock, show=asked["show"], q=asked["q"])
    quota = quota_line(place, today.year, today, clock)
    context = {
        "branch": place,
        "tab": "development",
        "filters": filters,
        "asked": asked,
        "columns": columns,
        "count": sum(len(column.cards) for column in columns),
        "quota": quota,
        "quota_form": form
        or QuotaForm(initial={"year": today.year, "number": quota.quota.number if quota.quota else None}),
        "quota_refusal": refusal(check_can_set_quota, request.user, place),
        "keep_refusal": refusal(check_can_keep_case, request.user, place),
        "today": today,
    }
    return render(request, "members/development/board.html", context, status=status)


@require_POST
def quota(request: PortalRequest, branch: UUID) -> HttpResponse:
    """The number of a year."""
    place = branch_with_cases(request.user, branch)
    form = QuotaForm(request.POST)
    if form.is_valid():
        try:
            services.set_quota(branch=place, by=request.user, at=timezone.now(), **form.cleaned_data)
        except services.CaseError as error:
            form.add_error("number", str(error))
        else:
            messages.success(request, f"{form.cleaned_data['year']}年发展党员计划数已保存。")
            return redirect("members:development_board", place.pk)
    return _board(request, place, form=form, status=422)


@require_http_methods(["GET", "POST"])
def open_new(request: PortalRequest, branch: UUID) -> HttpResponse:
    """A new case of somebody on the roster."""
    place = branch_with_cases(request.user, branch)
    check_can_keep_case(request.user, place)
    today = timezone.localdate()
    form = OpenCaseForm(request.POST if request.method == "POST" else None, branch=place, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            case = services.open_case(
                member=form.cleaned_data["member"], opened_on=today, by=request.user, at=timezone.now()
            )
        except services.CaseError as error:
            form.add_error("member", str(error))
        else:
            return _with_application(request, case, form)
    status = 422 if request.method == "POST" else 200
    context = {"branch": place, "tab": "development", "form": form}
    return render(request, "members/development/open.html", context, status=status)


def _with_application(request: PortalRequest, case: DevelopmentCase, form: OpenCaseForm) -> HttpResponse:
    """The application as the first step; where the rules refuse it the page of the step says why."""
    if not form.cleaned_data["applied_on"]:
        messages.success(request, f"已为{case.member.name}建立档案。")
        return redirect("members:case", case.pk)
    entry = StepEntry(1, on=form.cleaned_data["applied_on"], is_from_paper=form.cleaned_data["is_from_paper"])
    try:
        record_step(case=case, entry=entry, base_version=0, by=request.user, at=timezone.now())
    except StepRefused as refused:
        messages.warning(request, f"已建立档案，但递交日期没有登记：{refused}")
    else:
        messages.success(request, f"已为{case.member.name}建立档案，登记了第1步。")
    return redirect("members:case", case.pk)


@require_GET
def detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One case as a line of steps, each with its clock."""
    return _show(request, case_for(request.user, pk))


def _show(
    request: PortalRequest,
    case: DevelopmentCase,
    *,
    close_form: CloseCaseForm | None = None,
    year_form: QuotaYearForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    branch = case.member.branch
    context: dict[str, Any] = {
        "branch": branch,
        "tab": "development",
        "case": case,
        "page": case_page(case, request.user, today),
        "consent_steps": CONSENT_STEPS if needs_request(branch, CONSENT_STEPS[0]) else (),
        "keep_refusal": refusal(check_can_keep_case, request.user, branch),
        "close_form": close_form or CloseCaseForm(today=today, initial={"closed_on": today}),
        "year_form": year_form or QuotaYearForm(initial={"quota_year": case.quota_year}),
        "today": today,
    }
    return render(request, "members/development/case.html", context, status=status)


@require_POST
def close(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The case ends before its last step."""
    case = case_for(request.user, pk)
    check_can_keep_case(request.user, case.member.branch)
    form = CloseCaseForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        try:
            services.close_case(case=case, by=request.user, at=timezone.now(), **form.cleaned_data)
        except services.CaseError as error:
            form.add_error("closed_on", str(error))
        else:
            messages.success(request, "档案已终止，原有记录保留。")
            return redirect("members:case", case.pk)
    return _show(request, case, close_form=form, status=422)


@require_POST
def reopen(request: PortalRequest, pk: UUID) -> HttpResponse:
    """A case that was ended goes on."""
    case = case_for(request.user, pk)
    check_can_keep_case(request.user, case.member.branch)
    try:
        services.reopen_case(case=case, by=request.user, at=timezone.now())
    except services.CaseError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已恢复办理。")
    return redirect("members:case", case.pk)


@require_POST
def quota_year(request: PortalRequest, pk: UUID) -> HttpResponse:
    """In which year's plan the person stands."""
    case = case_for(request.user, pk)
    check_can_keep_case(request.user, case.member.branch)
    form = QuotaYearForm(request.POST)
    if not form.is_valid():
        return _show(request, case, year_form=form, status=422)
    services.set_quota_year(case=case, year=form.cleaned_data["quota_year"], by=request.user, at=timezone.now())
    messages.success(request, "已保存。")
    return redirect("members:case", case.pk)


@require_GET
def backwards_page(request: PortalRequest, pk: UUID) -> HttpResponse:
    """From a wished day of the meeting back to the last day of each step before it."""
    case = case_for(request.user, pk)
    today = timezone.localdate()
    form = BackwardsForm(request.GET if "meeting" in request.GET else None)
    wished = form.cleaned_data["meeting"] if form.is_bound and form.is_valid() else None
    context = {
        "branch": case.member.branch,
        "tab": "development",
        "case": case,
        "form": form,
        "plan": backwards_of(case, wished, today),
        "today": today,
    }
    return render(request, "members/development/backwards.html", context, status=422 if form.errors else 200)


@require_GET
def what_if(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Days tried for the steps to come: what they would break, what would be next. Nothing is saved."""
    case = case_for(request.user, pk)
    today = timezone.localdate()
    form = WhatIfForm(request.GET or None, steps=open_steps(case, today))
    tried = None
    if form.is_bound and form.is_valid():
        tried = what_if_of(case, form.days(), form.notice(), today)
    context = {
        "branch": case.member.branch,
        "tab": "development",
        "case": case,
        "form": form,
        "tried": tried,
        "today": today,
    }
    return render(request, "members/development/what_if.html", context, status=422 if form.errors else 200)
