"""The ledger of points of a branch; an empty page with one switch until the branch switches it on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.models import Branch
from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from members.forms.points import EntryForm, SchemeForm
from members.models import PointsEntry
from members.permissions import check_can_keep_roster
from members.selectors.people import branch_with_roster
from members.selectors.points import points_page
from members.services import points as services


@require_GET
def points(request: PortalRequest, branch: UUID) -> HttpResponse:
    """The year's sums in the order of names, the newest lines, the scheme."""
    return _show(request, branch_with_roster(request.user, branch))


def _show(request: PortalRequest, branch: Branch, *, error: str = "", status: int = 200, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    page = points_page(branch, int(asked) if asked.isdecimal() and 2000 <= int(asked) <= today.year else today.year)
    people = [row.member for row in page.rows]
    context = {
        "branch": branch,
        "tab": "points",
        "page": page,
        "error": error,
        "scheme_form": SchemeForm(
            initial={"is_enabled": page.scheme.is_enabled, "items": SchemeForm.text_of(page.scheme)}
        ),
        "entry_form": EntryForm(scheme=page.scheme, people=people, initial={"on": today}),
        "keep_refusal": refusal(check_can_keep_roster, request.user, branch),
        **more,
    }
    return render(request, "members/points/page.html", context, status=status)


@require_POST
def scheme(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Switch on or off, say what counts."""
    place = branch_with_roster(request.user, branch)
    check_can_keep_roster(request.user, place)
    form = SchemeForm(request.POST)
    if not form.is_valid():
        return _show(request, place, status=422, scheme_form=form)
    try:
        services.set_scheme(branch=place, by=request.user, at=timezone.now(), **form.cleaned_data)
    except services.PointsError as error:
        form.add_error("items", str(error))
        return _show(request, place, status=422, scheme_form=form)
    messages.success(request, "已保存积分设置。")
    return redirect("members:points", place.pk)


@require_POST
def enter(request: PortalRequest, branch: UUID) -> HttpResponse:
    """The same item for several people."""
    place = branch_with_roster(request.user, branch)
    check_can_keep_roster(request.user, place)
    page = points_page(place, timezone.localdate().year)
    form = EntryForm(request.POST, scheme=page.scheme, people=[row.member for row in page.rows])
    if not form.is_valid():
        return _show(request, place, status=422, entry_form=form)
    data = form.cleaned_data
    try:
        count = services.enter_points(
            branch=place,
            members=form.chosen(),
            item=data["item"],
            on=data["on"],
            note=data["note"],
            key=data["key"],
            by=request.user,
            at=timezone.now(),
        )
    except services.PointsError as error:
        form.add_error(None, str(error))
        form.renew()
        return _show(request, place, status=422, entry_form=form)
    messages.success(request, f"已登记{count}人。")
    return redirect("members:points", place.pk)


@require_POST
def take_back(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Undo a line by a line of its own."""
    rows = PointsEntry.objects.visible_to(request.user).select_related("branch__district", "member")
    line = get_visible_or_404(rows, pk=pk)
    try:
        services.take_back(entry=line, by=request.user, at=timezone.now())
    except services.PointsError as error:
        return _show(request, branch_with_roster(request.user, line.branch_id), error=str(error), status=409)
    messages.success(request, "已冲销。")
    return redirect("members:points", line.branch_id)
