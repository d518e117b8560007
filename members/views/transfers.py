"""组织关系接转: letters out, letters in, what waits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from documents.rendering import render_docx, render_pdf
from members.documents.letters import can_be_printed, letter_file_name, letter_of_introduction
from members.domain.transfers import validity
from members.forms.transfers import AcceptForm, IncomingForm, ReturnForm, SendForm
from members.models import Transfer
from members.permissions import (
    check_can_keep_roster,
    check_can_return_transfer,
    check_can_see_letter,
    check_can_settle_transfer,
)
from members.selectors.people import branch_with_roster
from members.selectors.transfers import hint_on_move, transfer_desk, transfers_of_branch
from members.services import transfers as services
from members.services.people import RosterError
from regulations.selectors.rules import rule_book_for

PAGE_SIZE = 20
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def transfer_list(request: PortalRequest, branch: UUID) -> HttpResponse:
    """What waits, and every letter of the branch."""
    place = branch_with_roster(request.user, branch)
    today = timezone.localdate()
    book = rule_book_for(place.district, today)
    page = Paginator(transfers_of_branch(place), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "branch": place,
        "tab": "transfers",
        "waiting": transfer_desk(place, book, today),
        "rows": [(row, row.state_on(today)) for row in page],
        "page": page,
        "limits": validity(book, today),
        "keep_refusal": refusal(check_can_keep_roster, request.user, place),
        "today": today,
    }
    return render(request, "members/transfers/list.html", context)


@require_http_methods(["GET", "POST"])
def send(request: PortalRequest, branch: UUID) -> HttpResponse:
    """A letter for somebody who goes."""
    place = branch_with_roster(request.user, branch)
    check_can_keep_roster(request.user, place)
    today = timezone.localdate()
    form = SendForm(
        request.POST if request.method == "POST" else None,
        branch=place,
        limits=validity(rule_book_for(place.district, today), today),
        today=today,
        initial={"issued_on": today, "member": request.GET.get("member")},
    )
    context = {"branch": place, "tab": "transfers", "form": form, "is_outgoing": True}
    if request.method == "GET":
        return render(request, "members/transfers/form.html", context)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        member = facts.pop("member")
        try:
            transfer = services.send_transfer(member=member, facts=facts, by=request.user, at=timezone.now())
        except RosterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已开具介绍信，可以下载打印。")
            return redirect("members:transfer", transfer.pk)
    return render(request, "members/transfers/form.html", context, status=422)


@require_http_methods(["GET", "POST"])
def enter(request: PortalRequest, branch: UUID) -> HttpResponse:
    """A letter somebody brought from outside."""
    place = branch_with_roster(request.user, branch)
    check_can_keep_roster(request.user, place)
    today = timezone.localdate()
    limits = validity(rule_book_for(place.district, today), today)
    form = IncomingForm(request.POST if request.method == "POST" else None, limits=limits, today=today)
    context = {"branch": place, "tab": "transfers", "form": form, "is_outgoing": False}
    if request.method == "GET":
        return render(request, "members/transfers/form.html", context)
    if form.is_valid():
        try:
            transfer = services.enter_incoming(
                branch=place, facts=form.cleaned_data, by=request.user, at=timezone.now()
            )
        except RosterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记介绍信；支部接收后请登记接收日期，届时编入名册。")
            return redirect("members:transfer", transfer.pk)
    return render(request, "members/transfers/form.html", context, status=422)


def _transfer(request: PortalRequest, pk: UUID) -> Transfer:
    rows = Transfer.objects.visible_to(request.user).select_related("branch__district", "to_branch__district", "member")
    return get_visible_or_404(rows, pk=pk)


@require_GET
def detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One letter, and what may be done with it."""
    return _show(request, _transfer(request, pk))


def _show(request: PortalRequest, transfer: Transfer, status: int = 200, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    mine = transfer.branch
    if transfer.to_branch and not refusal(check_can_settle_transfer, request.user, transfer):
        mine = transfer.to_branch
    context = {
        "transfer": transfer,
        "state": transfer.state_on(today),
        "branch": mine,
        "tab": "transfers",
        "accept_form": AcceptForm(today=today, initial={"accepted_on": today}),
        "return_form": ReturnForm(today=today, initial={"returned_on": today}),
        "settle_refusal": refusal(check_can_settle_transfer, request.user, transfer),
        "return_refusal": refusal(check_can_return_transfer, request.user, transfer),
        "is_committee": not refusal(check_can_see_letter, request.user, transfer),
        "can_be_printed": can_be_printed(transfer),
        "hint": hint_on_move(transfer, rule_book_for(transfer.branch.district, transfer.issued_on)),
        "today": today,
        **more,
    }
    return render(request, "members/transfers/detail.html", context, status=status)


@require_POST
def accept(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The person has arrived."""
    transfer = _transfer(request, pk)
    check_can_settle_transfer(request.user, transfer)
    form = AcceptForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _show(request, transfer, 422, accept_form=form)
    try:
        services.accept_transfer(transfer=transfer, by=request.user, at=timezone.now(), **form.cleaned_data)
    except RosterError as error:
        form.add_error(None, str(error))
        return _show(request, _transfer(request, pk), 422, accept_form=form)
    messages.success(request, "已登记接收。")
    return redirect("members:transfer", transfer.pk)


@require_POST
def send_back(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The letter is void."""
    transfer = _transfer(request, pk)
    check_can_return_transfer(request.user, transfer)
    form = ReturnForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _show(request, transfer, 422, return_form=form)
    try:
        services.return_transfer(transfer=transfer, by=request.user, at=timezone.now(), **form.cleaned_data)
    except RosterError as error:
        form.add_error(None, str(error))
        return _show(request, _transfer(request, pk), 422, return_form=form)
    messages.success(request, "已登记退回，介绍信作废。")
    return redirect("members:transfer", transfer.pk)


@require_GET
def letter(request: PortalRequest, pk: UUID, ending: str) -> HttpResponse:
    """介绍信 with counterfoil and receipt, for the committees concerned."""
    transfer = _transfer(request, pk)
    check_can_see_letter(request.user, transfer)
    if not can_be_printed(transfer):
        raise Http404("转入的介绍信由原党组织开具。")
    person = transfer.member
    born = f"{person.birth_date.year}年{person.birth_date.month}月出生" if person and person.birth_date else ""
    document = letter_of_introduction(transfer, phone=person.phone if person else "", born=born)
    if ending == "pdf":
        return _download(render_pdf(document), "application/pdf", transfer, ending)
    return _download(render_docx(document), WORD, transfer, ending)


def _download(content: bytes, kind: str, transfer: Transfer, ending: str) -> HttpResponse:
    name = letter_file_name(transfer, ending)
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": disposition}
    return HttpResponse(content, content_type=kind, headers=headers)
