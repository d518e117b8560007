"""The roster."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from branches.requests import PortalRequest
from members.permissions import check_can_see_some_roster
from members.selectors.people import branch_with_roster, own_branch_id, roster

PAGE_SIZE = 30


@require_GET
def entrance(request: PortalRequest) -> HttpResponse:
    """The word 党员 of the navigation: one's own branch, or the district's branches."""
    check_can_see_some_roster(request.user)
    own = own_branch_id(request.user, request.acting_role)
    if own and request.acting_role and request.acting_role.branch_id:
        return redirect("members:branch", own)
    return redirect("members:district")


@require_GET
def branch_roster(request: PortalRequest, branch: UUID) -> HttpResponse:
    """The roster of one branch."""
    place = branch_with_roster(request.user, branch)
    page = Paginator(roster(place), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "members/people/roster.html", {"branch": place, "page": page, "tab": "people"})


@require_GET
def district(request: PortalRequest) -> HttpResponse:
    """The branches of the district."""
    check_can_see_some_roster(request.user)
    return render(request, "members/people/district.html", {})
