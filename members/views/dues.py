"""党费 of one branch: the year, recording payments, bases, arrears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from branches.models import Branch
from branches.requests import PortalRequest
from members.domain.dues import DuesRefused, first_of, month_after, months_from, quarter_of
from members.forms.dues import BasesForm
from members.forms.dues_record import HandoverForm, RecordForm
from members.models import Member, PaidBy
from members.selectors import dues as reads
from members.selectors.dues_accounts import payers
from members.services.dues import BaseFacts, DuesChangedMeanwhile, fix_bases
from members.services.dues_ledger import AlreadyRecorded, PaymentsRefused, record_payments

PAGE_SIZE = 30
#: Months back that can be made up; the service asks the rule book, this is only what the page offers.
OFFERED_BACK = 6


@require_GET
def dues(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Members × months of a year."""
    place = reads.branch_with_dues(request.user, branch)
    today = timezone.localdate()
    year = reads.year_from(request.GET.get("year"), today)
    page = Paginator(payers(place, date(year, 1, 1)), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "branch": place,
        "tab": "dues",
        "page": page,
        "query": urlencode({"year": year}),
        "table": reads.year_table(place, list(page), year, today),
        "year": year,
        "today": today,
        "this_month": first_of(today),
        "without_base": reads.members_without_base(place, first_of(today)),
    }
    return render(request, "members/dues/year.html", context)


@require_http_methods(["GET", "POST"])
def record(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Record payments of a month, of a quarter, or what is made up for the last half-year; for everybody or for one member."""
    place = reads.branch_with_dues(request.user, branch)
    now = timezone.now()
    today = timezone.localdate(now)
    month = reads.month_from(request.GET.get("month"), today)
    span = request.GET.get("span", "month")
    months = _months(month, span, today)
    page = Paginator(_payers(place, months[0], request.GET.get("member")), PAGE_SIZE).get_page(request.GET.get("page"))
    paid_on = today
    if request.method == "POST":
        handover = HandoverForm(request.POST)
        paid_on = handover.cleaned_data["paid_on"] if handover.is_valid() else today
    rows = reads.record_rows(place, list(page), months, paid_on)
    if request.method == "GET":
        initial = {"paid_on": today, "paid_by": PaidBy.CASH}
        form = RecordForm(initial=initial, rows=rows, tick_all=request.GET.get("all") == "1")
        return _show_record(request, place, page, month, span, form)
    form = RecordForm(request.POST, rows=rows)
    if form.is_valid():
        try:
            receipts = record_payments(
                branch=place, lines=form.lines(), handover=form.handover(), by=request.user, at=now
            )
        except PaymentsRefused as refused:
            form.refuse(refused.messages)
        except AlreadyRecorded as overtaken:
            form = RecordForm(request.POST, rows=reads.record_rows(place, list(page), months, paid_on))
            form.is_valid()
            form.add_error(None, str(overtaken))
            form.refuse(overtaken.cells, overtaken=True)
            return _show_record(request, place, page, month, span, form, status=409)
        except DuesRefused as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, f"已登记{len(receipts)}名党员的党费，收据编号{_numbers(receipts)}。")
            return redirect(f"{reverse('members:dues', args=[place.pk])}?year={month.year}")
    return _show_record(request, place, page, month, span, form, status=422)


def _months(month: date, span: str, today: date) -> list[date]:
    if span == "quarter":
        return quarter_of(month)
    if span == "back":
        return months_from(month_after(first_of(today), -OFFERED_BACK), first_of(today))
    return [month]


def _payers(branch: Branch, since: date, member: str | None) -> Any:
    rows = payers(branch, since)
    try:
        return rows.filter(pk=UUID(member)) if member else rows
    except ValueError:
        return rows


def _numbers(receipts: list[Any]) -> str:
    labels = sorted(receipt.label for receipt in receipts)
    return labels[0] if len(labels) == 1 else f"{labels[0]}至{labels[-1]}"


def _show_record(
    request: PortalRequest,
    branch: Branch,
    page: Page[Member],
    month: date,
    span: str,
    form: RecordForm,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    query = {name: request.GET[name] for name in ("month", "span", "member") if request.GET.get(name)}
    context = {
        "branch": branch,
        "tab": "dues",
        "page": page,
        "query": urlencode(query),
        "form": form,
        "month": month,
        "months": _months(month, span, today),
        "span": span,
        "offered": reads.recent_months(today, OFFERED_BACK + 1),
        "today": today,
    }
    return render(request, "members/dues/record.html", context, status=status)


@require_http_methods(["GET", "POST"])
def bases(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Fix the bases of many members at once, as each January asks for."""
    place = reads.branch_with_dues(request.user, branch)
    now = timezone.now()
    today = timezone.localdate(now)
    month = reads.month_from(request.GET.get("month"), today)
    page = Paginator(payers(place, today).filter(is_active=True), PAGE_SIZE).get_page(request.GET.get("page"))
    members = list(page)
    form = BasesForm(
        request.POST if request.method == "POST" else None,
        initial={"from_month": month},
        members=members,
        current=reads.effective_bases(members, month),
        seen=reads.revisions_in(members, month),
    )
    if request.method == "POST" and form.is_valid():
        try:
            rows = fix_bases(branch=place, facts=_as_seen(form, members, month), by=request.user, at=now)
        except DuesRefused as error:
            form.add_error(f"amount_{error.field}" if f"amount_{error.field}" in form.fields else None, str(error))
        except DuesChangedMeanwhile as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已核定{len(rows)}名党员的基数。" if rows else "没有填写新的基数，没有改动。")
            return redirect("members:dues", place.pk)
    context = {
        "branch": place,
        "tab": "dues",
        "page": page,
        "query": urlencode({"month": f"{month:%Y-%m}"}),
        "form": form,
        "month": month,
    }
    return render(request, "members/dues/bases.html", context, status=422 if form.is_bound else 200)


def _as_seen(form: BasesForm, members: list[Member], month: date) -> list[BaseFacts]:
    """The form's versions are about the month it was opened for; for another month what stands there now is corrected."""
    facts = form.facts()
    if form.cleaned_data["from_month"] == month:
        return facts
    stored = reads.revisions_in(members, form.cleaned_data["from_month"])
    return [replace(row, seen=stored.get(row.member.pk, 0)) for row in facts]


@require_GET
def arrears(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Who is late, where on the ladder, and what the secretary is to do."""
    place = reads.branch_with_dues(request.user, branch)
    today = timezone.localdate()
    rows = reads.arrears_rows(place, today)
    context = {
        "branch": place,
        "tab": "dues",
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "today": today,
    }
    return render(request, "members/dues/arrears.html", context)
