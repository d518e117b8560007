"""Identity numbers, where they are kept: one person's, the search by number, and the district's decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import District
from branches.permissions import check_can_administer
from branches.requests import PortalRequest
from members.domain.identity import IdentityNumberError
from members.forms.identity import FindForm, NumberForm, PeopleSettingForm, ReasonForm
from members.models import KeepNumbers, Member
from members.roster_permissions import check_can_handle_numbers
from members.selectors.identity import (
    NO_KEYS,
    district_to_set,
    has_number,
    keeps_numbers,
    number_policy,
    sealing_keys,
    settings_of,
)
from members.selectors.people import branch_with_roster, person
from members.services.identity import (
    NumberRefused,
    SettingRefused,
    find_by_number,
    record_number,
    remove_number,
    set_people_setting,
    show_number,
)


def _member(request: PortalRequest, pk: UUID) -> Member:
    """404 for those who do not see the person, 403 for those who may not handle numbers."""
    member = person(request.user, pk)
    check_can_handle_numbers(request.user, member.branch)
    return member


def _page(
    request: PortalRequest,
    member: Member,
    *,
    status: int = 200,
    show_form: Form | None = None,
    number_form: Form | None = None,
    remove_form: Form | None = None,
    number: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "member": member,
        "branch": member.branch,
        "tab": "people",
        "kept": keeps_numbers(member.branch, timezone.localdate()),
        "is_recorded": has_number(member),
        "show_form": show_form or ReasonForm(auto_id="show_%s"),
        "number_form": number_form or NumberForm(auto_id="record_%s"),
        "remove_form": remove_form or ReasonForm(auto_id="remove_%s"),
        "number": number,
    }
    return render(request, "members/identity.html", context, status=status)


@never_cache
@require_GET
def identity(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Whether a number is recorded; not the number."""
    return _page(request, _member(request, pk))


@never_cache
@require_POST
@sensitive_variables("number")
def identity_show(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The number, on the answer to this one request only."""
    member = _member(request, pk)
    form = ReasonForm(request.POST, auto_id="show_%s")
    if form.is_valid():
        try:
            number = show_number(member=member, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            return _page(request, member, number=number)
        except NumberRefused as error:
            form.add_error(None, str(error))
    return _page(request, member, show_form=form, status=422)


@never_cache
@sensitive_post_parameters("number")
@require_POST
def identity_record(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Keep a number."""
    member = _member(request, pk)
    form = NumberForm(request.POST, auto_id="record_%s")
    if form.is_valid():
        try:
            doubts = record_number(
                member=member, number=form.cleaned_data["number"], by=request.user, at=timezone.now()
            )
        except (IdentityNumberError, NumberRefused) as error:
            form.add_error("number", str(error))
        else:
            messages.success(request, "已加密登记身份证号。")
            for doubt in doubts:
                messages.warning(request, doubt)
            return redirect("members:identity", member.pk)
    _forget_typed(form)
    return _page(request, member, number_form=form, status=422)


@never_cache
@require_POST
def identity_remove(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Delete the number."""
    member = _member(request, pk)
    form = ReasonForm(request.POST, auto_id="remove_%s")
    if form.is_valid():
        try:
            remove_number(member=member, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except NumberRefused as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, "已删除身份证号。")
            return redirect("members:identity", member.pk)
    return _page(request, member, remove_form=form, status=422)


@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "POST"])
def identity_find(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Whose number is this? The number travels in the body only, never in the address."""
    place = branch_with_roster(request.user, branch)
    check_can_handle_numbers(request.user, place)
    form = FindForm(request.POST if request.method == "POST" else None)
    found: list[Member] | None = None
    if form.is_valid():
        try:
            found = find_by_number(branch=place, **form.cleaned_data, by=request.user, at=timezone.now())
        except (IdentityNumberError, NumberRefused) as error:
            form.add_error("number", str(error))
    _forget_typed(form)
    context = {
        "branch": place,
        "tab": "people",
        "form": form,
        "found": found,
        "kept": keeps_numbers(place, timezone.localdate()),
    }
    return render(request, "members/identity_find.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def people_setting(request: PortalRequest, district: UUID) -> HttpResponse:
    """A district decides whether identity numbers are kept."""
    place = district_to_set(request.user, district)
    check_can_administer(request.user, place)
    today = timezone.localdate()
    form = PeopleSettingForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial={"keep_numbers": KeepNumbers.NO},
    )
    if form.is_valid():
        try:
            set_people_setting(district=place, **form.cleaned_data, by=request.user, at=timezone.now())
        except SettingRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存。")
            return redirect("members:people_setting", place.pk)
    return render(request, "members/identity_setting.html", _setting(place, form), status=422 if form.errors else 200)


def _setting(place: District, form: PeopleSettingForm) -> dict[str, Any]:
    return {
        "district": place,
        "form": form,
        "policy": number_policy(place, timezone.localdate()),
        "rows": settings_of(place),
        "no_keys": "" if sealing_keys() else NO_KEYS,
    }


def _forget_typed(form: Form) -> None:
    """A number that was typed is not sent back."""
    if form.is_bound:
        form.data = {**form.data.dict(), "number": ""}  # type: ignore[attr-defined]
