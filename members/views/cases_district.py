"""The district's table of development cases, and what is overdue."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from branches.requests import PortalRequest
from branches.scope import scope_of
from members.cases_permissions import check_can_see_cases_of_district
from members.domain.development.steps import development_steps
from members.forms.cases import DistrictFilterForm
from members.selectors.cases_district import (
    STAGE_HEADS,
    branch_lines,
    branches_with_cases,
    district_totals,
    overdue_cases,
)
from members.selectors.consents import waiting_for_review

PAGE_SIZE = 30


@require_GET
def district(request: PortalRequest) -> HttpResponse:
    """Branches by stage, with what is overdue and the year's quota."""
    check_can_see_cases_of_district(request.user)
    today = timezone.localdate()
    form = DistrictFilterForm(request.GET)
    q, only, year = form.asked(today)
    page = Paginator(branches_with_cases(request.user, today, q=q, only=only), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "lines": branch_lines(list(page), year, today),
        "stages": list(STAGE_HEADS.values()),
        "totals": district_totals(request.user, today),
        "waiting": waiting_for_review(request.user) if scope_of(request.user).reviewed_paths else None,
        "year": year,
        "query": _query(request),
    }
    return render(request, "members/development/district.html", context)


@require_GET
def overdue(request: PortalRequest) -> HttpResponse:
    """Every case below with a deadline that is over, the longest first."""
    check_can_see_cases_of_district(request.user)
    today = timezone.localdate()
    page = Paginator(overdue_cases(request.user, today), PAGE_SIZE).get_page(request.GET.get("page"))
    table = development_steps()
    rows = [
        (case, table.get(case.next_step or 0), (today - case.next_due).days if case.next_due else 0) for case in page
    ]
    return render(request, "members/development/overdue.html", {"page": page, "rows": rows, "query": _query(request)})


def _query(request: PortalRequest) -> str:
    """The filters without the page, for the links of the pagination."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
