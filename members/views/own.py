"""A person's own page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.requests import PortalRequest
from members.forms.people import MistakeForm
from members.models import Member
from members.selectors.own import own_entry, own_page
from members.services.people import RosterError, report_mistake


@require_GET
def me(request: PortalRequest) -> HttpResponse:
    """My branch, my group, my record, my account."""
    return _show(request, own_entry(request.user))


@require_POST
def report(request: PortalRequest) -> HttpResponse:
    """Tell the secretary what is wrong in my record."""
    member = own_entry(request.user)
    if member is None:
        raise Http404("您的账号没有编入党支部名册。")
    form = MistakeForm(request.POST)
    if not form.is_valid():
        return _show(request, member, form, 422)
    try:
        report_mistake(member=member, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
    except RosterError as error:
        form.add_error("text", str(error))
        return _show(request, member, form, 422)
    messages.success(request, "已告诉支部书记，核实后由支部委员会更正。")
    return redirect("members:me")


def _show(
    request: PortalRequest, member: Member | None, form: MistakeForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"member": member, "form": form or MistakeForm()}
    if member:
        context |= own_page(member, timezone.localdate())
    return render(request, "members/me.html", context, status=status)
