"""The roster: of one branch, of the district, and one person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import refusal
from branches.requests import PortalRequest
from branches.scope import scope_of
from members.forms.people import LeaveForm, MemberForm, RosterFilterForm
from members.models import Member
from members.permissions import (
    check_can_keep_roster,
    check_can_see_district,
    check_can_see_roster,
    check_can_see_some_roster,
)
from members.selectors.committee import branches_of_district, branches_to_look_at, size_of, sizes_of
from members.selectors.people import (
    branch_with_roster,
    duties_of,
    history_of_member,
    own_branch_id,
    people_of_district,
    person,
    roster,
)
from members.selectors.sections import PERSON_SECTIONS, sections_for
from members.selectors.transfers import expired_in_district
from members.services import people as services

PAGE_SIZE = 30


@require_GET
def entrance(request: PortalRequest) -> HttpResponse:
    """The word 党员 of the navigation: one's own branch, or the district's branches."""
    check_can_see_some_roster(request.user)
    own = own_branch_id(request.user, request.acting_role)
    scope = scope_of(request.user)
    in_district = request.acting_role and request.acting_role.district_id
    if own and not (in_district and (scope.reviewed_paths or scope.administered_paths)):
        return redirect("members:branch", own)
    return redirect("members:district")


@require_GET
def branch_roster(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Numbers, findings, search and list of one branch."""
    place = branch_with_roster(request.user, branch)
    today = timezone.localdate()
    form = RosterFilterForm(request.GET, branch=place)
    asked = form.asked()
    context = {
        "branch": place,
        "tab": "people",
        "form": form,
        "asked": asked,
        "page": Paginator(roster(place, asked, today), PAGE_SIZE).get_page(request.GET.get("page")),
        "query": _query(request),
        "size": size_of(place, today),
        "keep_refusal": refusal(check_can_keep_roster, request.user, place),
    }
    return render(request, "members/people/roster.html", context)


@require_GET
def district(request: PortalRequest) -> HttpResponse:
    """The branches of the district with their numbers and what there is to look at."""
    check_can_see_district(request.user)
    today = timezone.localdate()
    q = request.GET.get("q", "").strip()[:60]
    only = request.GET.get("only") == "1"
    rows = branches_of_district(request.user, q)
    if only:
        rows = rows.filter(pk__in=branches_to_look_at(request.user, today))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "sizes": sizes_of(list(page), today),
        "q": q,
        "only": only,
        "query": _query(request),
        "expired": list(expired_in_district(request.user, today)[:PAGE_SIZE]),
        "today": today,
    }
    return render(request, "members/people/district.html", context)


@require_GET
def search(request: PortalRequest) -> HttpResponse:
    """A person anywhere in the district, by the beginning of the name, its pinyin or its initials."""
    check_can_see_district(request.user)
    q = request.GET.get("q", "").strip()[:30]
    rows = people_of_district(request.user, q, timezone.localdate()) if q else Member.objects.none()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "members/people/search.html", {"page": page, "q": q, "query": _query(request)})


@require_GET
def detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One person: facts, duties, transfers, history, and the sections of the other parts."""
    member = person(request.user, pk)
    check_can_see_roster(request.user, member.branch)
    return _show(request, member)


def _show(request: PortalRequest, member: Member, form: LeaveForm | None = None, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    templates, context = sections_for(member, PERSON_SECTIONS, today)
    context |= {
        "branch": member.branch,
        "tab": "people",
        "member": member,
        "duties": duties_of(member),
        "transfers": member.transfers.select_related("branch", "to_branch").order_by("-issued_on"),
        "history": history_of_member(member),
        "sections": templates,
        "leave_form": form or LeaveForm(today=today, initial={"left_on": today}),
        "keep_refusal": refusal(check_can_keep_roster, request.user, member.branch),
        "today": today,
    }
    return render(request, "members/people/person.html", context, status=status)


@require_http_methods(["GET", "POST"])
def add(request: PortalRequest, branch: UUID) -> HttpResponse:
    """A new person on the roster."""
    place = branch_with_roster(request.user, branch)
    check_can_keep_roster(request.user, place)
    form = MemberForm(request.POST or None, branch=place, today=timezone.localdate())
    context: dict[str, Any] = {"branch": place, "tab": "people", "form": form}
    if request.method == "GET":
        return render(request, "members/people/form.html", context)
    if form.is_valid():
        try:
            member = services.add_member(branch=place, facts=form.facts(), by=request.user, at=timezone.now())
        except services.RosterError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"已将{member.name}编入名册。")
            return redirect("members:person", member.pk)
    return render(request, "members/people/form.html", context, status=422)


@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Change the facts over the version they were read from; 409 with both when somebody else was faster."""
    member = person(request.user, pk)
    check_can_keep_roster(request.user, member.branch)
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        instance=member,
        branch=member.branch,
        today=timezone.localdate(),
        initial={"base_version": member.version},
    )
    context: dict[str, Any] = {"branch": member.branch, "tab": "people", "form": form, "member": member}
    if request.method == "GET":
        return render(request, "members/people/form.html", context)
    if form.is_valid():
        try:
            services.edit_member(
                member=member,
                facts=form.facts(),
                base_version=form.cleaned_data["base_version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except services.MemberConflict as conflict:
            return _conflict(request, form, conflict, context)
        except services.RosterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存。")
            return redirect("members:person", member.pk)
    return render(request, "members/people/form.html", context, status=422)


def _conflict(
    request: PortalRequest, form: MemberForm, conflict: services.MemberConflict, context: dict[str, Any]
) -> HttpResponse:
    """Both versions beside each other, and my words in the form on top of the newer version."""
    context["conflict"] = str(conflict)
    context["differences"] = services.differences(conflict.current, form.facts())
    typed = request.POST.copy()
    typed["base_version"] = str(conflict.current.version)
    context["form"] = MemberForm(
        typed, instance=conflict.current, branch=conflict.current.branch, today=timezone.localdate()
    )
    return render(request, "members/people/form.html", context, status=409)


@require_POST
def leave(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Off the roster, with reason and day."""
    member = person(request.user, pk)
    check_can_keep_roster(request.user, member.branch)
    form = LeaveForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _show(request, member, form, 422)
    try:
        services.leave_roster(member=member, by=request.user, at=timezone.now(), **form.cleaned_data)
    except services.RosterError as error:
        form.add_error(None, str(error))
        return _show(request, member, form, 422)
    messages.success(request, f"{member.name}已离开名册，原有记录保留。")
    return redirect("members:person", member.pk)


@require_POST
def come_back(request: PortalRequest, pk: UUID) -> HttpResponse:
    """On the roster again."""
    member = person(request.user, pk)
    check_can_keep_roster(request.user, member.branch)
    try:
        services.come_back(member=member, by=request.user, at=timezone.now())
    except services.RosterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已将{member.name}重新编入名册。")
    return redirect("members:person", member.pk)


def _query(request: PortalRequest) -> str:
    """The filters without the page, for the links of the pagination."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
