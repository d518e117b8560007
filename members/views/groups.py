"""党小组 of a branch."""

from __future__ import annotations

from collections.abc import Callable
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
from members.forms.groups import AssignForm, GroupForm, LeaderForm
from members.models import PartyGroup
from members.permissions import check_can_keep_roster
from members.selectors.groups import group_cards
from members.selectors.people import branch_with_roster
from members.services import groups as services
from members.services.people import RosterError


@require_GET
def group_list(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Every group with its people, and those in none."""
    return _show(request, branch_with_roster(request.user, branch))


def _show(request: PortalRequest, branch: Branch, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "branch": branch,
        "tab": "groups",
        "cards": group_cards(branch),
        "form": GroupForm(),
        "keep_refusal": refusal(check_can_keep_roster, request.user, branch),
        **more,
    }
    return render(request, "members/groups/list.html", context, status=status)


def _place(request: PortalRequest, branch: UUID) -> Branch:
    place = branch_with_roster(request.user, branch)
    check_can_keep_roster(request.user, place)
    return place


def _group(request: PortalRequest, pk: UUID) -> PartyGroup:
    rows = PartyGroup.objects.visible_to(request.user).select_related("branch__district", "leader")
    group = get_visible_or_404(rows, pk=pk, is_active=True)
    check_can_keep_roster(request.user, group.branch)
    return group


def _change(request: PortalRequest, branch: Branch, change: Callable[[], object], said: str) -> HttpResponse:
    """Carry out a change; what it refuses stands above the groups."""
    try:
        change()
    except RosterError as error:
        return _show(request, branch, 422, error=str(error))
    messages.success(request, said)
    return redirect("members:groups", branch.pk)


@require_POST
def create(request: PortalRequest, branch: UUID) -> HttpResponse:
    place = _place(request, branch)
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _show(request, place, 422, form=form)
    try:
        services.create_group(branch=place, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
    except RosterError as error:
        form.add_error("name", str(error))
        return _show(request, place, 422, form=form)
    messages.success(request, f"已设立{form.cleaned_data['name']}。")
    return redirect("members:groups", place.pk)


@require_POST
def rename(request: PortalRequest, pk: UUID) -> HttpResponse:
    group = _group(request, pk)
    form = GroupForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            services.rename_group(group=group, name=name, by=request.user, at=timezone.now())
        except RosterError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"已改名为{name}。")
            return redirect("members:groups", group.branch.pk)
    return _show(request, group.branch, 422, renamed=group, rename_form=form)


@require_POST
def close(request: PortalRequest, pk: UUID) -> HttpResponse:
    group = _group(request, pk)
    now = timezone.now()
    return _change(
        request,
        group.branch,
        lambda: services.close_group(group=group, by=request.user, at=now),
        f"已撤销{group.name}，组员改为未编组。",
    )


@require_POST
def lead(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Who leads the group."""
    group = _group(request, pk)
    form = LeaderForm(request.POST, group=group)
    if not form.is_valid():
        return _show(request, group.branch, 422, error="请从本组党员中选择组长。")
    leader = form.cleaned_data["leader"]
    now = timezone.now()
    said = f"{group.name}组长：{leader.name}。" if leader else f"{group.name}暂缺组长。"
    return _change(
        request,
        group.branch,
        lambda: services.set_leader(group=group, leader=leader, by=request.user, at=now),
        said,
    )


@require_POST
def assign(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Several people into one group at once."""
    place = _place(request, branch)
    form = AssignForm(request.POST, branch=place)
    if not form.is_valid():
        error = "；".join(str(word) for words in form.errors.values() for word in words)
        return _show(request, place, 422, error=error)
    group, now = form.cleaned_data["group"], timezone.now()
    people = form.cleaned_data["members"]
    said = f"已将{len(people)}人编入{group.name}。" if group else f"已将{len(people)}人改为未编组。"
    return _change(
        request,
        place,
        lambda: services.assign_members(branch=place, group=group, members=people, by=request.user, at=now),
        said,
    )
