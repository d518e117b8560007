"""民主评议党员 as everybody who takes part sees it: one's own appraisal, a word about colleagues, the ballot, the result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from branches.requests import PortalRequest
from members.domain.appraisal import Phase
from members.forms.appraisal import BallotForm, SelfForm
from members.models import AppraisalRound
from members.permissions import check_is_appraised
from members.selectors.appraisal import own_page
from members.services import appraisal as services
from members.views.appraisal import entry_of, round_of

REMARK_LENGTH = 2000


@require_GET
def mine(request: PortalRequest, pk: UUID) -> HttpResponse:
    """A round as somebody who takes part sees it."""
    return _mine(request, round_of(request, pk))


def _mine(
    request: PortalRequest, found: AppraisalRound, *, error: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    own = check_is_appraised(request.user, found)
    page = own_page(found, own)
    context = {
        "page": page,
        "phase": found.stands_at,
        "phases": list(Phase),
        "self_form": SelfForm(initial=SelfForm.initial_of(own)),
        "ballot": BallotForm(candidates=[entry for entry, _ in page.others]),
        "error": error,
        **more,
    }
    return render(request, "members/appraisal/mine.html", context, status=status)


@require_POST
def write_self(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One's own appraisal."""
    found = round_of(request, pk)
    own = check_is_appraised(request.user, found)
    form = SelfForm(request.POST)
    if not form.is_valid():
        return _mine(request, found, status=422, self_form=form)
    try:
        services.write_self_appraisal(entry=own, by=request.user, at=timezone.now(), **form.cleaned_data)
    except services.SelfConflict as conflict:
        form = form.beside(conflict.current)
        return _mine(request, found, error=str(conflict), status=409, self_form=form, conflict=conflict)
    except services.AppraisalError as error:
        return _mine(request, found, error=str(error), status=409, self_form=form)
    messages.success(request, "自评已保存。")
    return redirect("members:my_appraisal", pk)


@require_POST
def write_remark(request: PortalRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """One's open word about a colleague."""
    found = round_of(request, pk)
    check_is_appraised(request.user, found)
    text = request.POST.get("text", "")
    if len(text) > REMARK_LENGTH:
        return _mine(request, found, error=f"互评意见最多{REMARK_LENGTH}字。", status=422, kept={str(entry): text})
    try:
        services.write_remark(subject=entry_of(found, entry), text=text, by=request.user, at=timezone.now())
    except services.AppraisalError as error:
        return _mine(request, found, error=str(error), status=409, kept={str(entry): text})
    messages.success(request, "互评意见已保存。")
    return redirect("members:my_appraisal", pk)


@require_POST
@sensitive_post_parameters()
def vote(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The ballot; counted and forgotten."""
    found = round_of(request, pk)
    own = check_is_appraised(request.user, found)
    form = BallotForm(request.POST, candidates=[entry for entry, _ in own_page(found, own).others])
    if not form.is_valid():
        return _mine(request, found, status=422, ballot=form, error="有的选择不对，请看标出的人。")
    try:
        services.cast_ballot(appraisal=found, choices=form.choices(), by=request.user, at=timezone.now())
    except services.AppraisalError as error:
        return _mine(request, found, error=str(error), status=409, ballot=form)
    messages.success(request, "您的票已计入合计。测评不记名，系统不保存谁投了什么。")
    return redirect("members:my_appraisal", pk)


@require_POST
def read(request: PortalRequest, pk: UUID) -> HttpResponse:
    """I have seen my result."""
    found = round_of(request, pk)
    own = check_is_appraised(request.user, found)
    try:
        services.note_read(entry=own, by=request.user, at=timezone.now())
    except services.AppraisalError as error:
        return _mine(request, found, error=str(error), status=409)
    messages.success(request, "已确认。")
    return redirect("members:my_appraisal", pk)
