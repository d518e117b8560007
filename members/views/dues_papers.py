"""Papers about dues: receipts, monthly sheets, the yearly publication; the district's sums."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET, require_http_methods

from branches.models import Branch
from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from documents.domain.content import OfficialDocument
from documents.rendering import render_pdf
from members.documents.dues import (
    capital_amount,
    publication_document,
    publication_sentences,
    receipt_document,
    sheet_document,
)
from members.domain.dues import DuesRefused, name_of
from members.domain.dues_account import ZERO
from members.forms.dues import PublishForm, ReverseForm
from members.models import DuesPublication, DuesReceipt
from members.permissions import (
    check_can_keep_dues,
    check_can_see_dues_of_district,
    check_can_see_publications,
)
from members.selectors.dues import branch_with_dues, year_from
from members.selectors.dues_overview import branch_dues, district_branches, month_sheet, publications_of, year_figures
from members.services.dues import DuesChangedMeanwhile
from members.services.dues_ledger import note_export, reverse_receipt
from members.services.dues_publication import publish_year
from members.workbooks.dues import month_workbook

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BRANCHES_A_PAGE = 30


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """An attachment whose Chinese name every browser understands (RFC 6266)."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        content, content_type=kind, headers={"Cache-Control": "private, no-store", "Content-Disposition": disposition}
    )


def _pdf(document: OfficialDocument, name: str) -> HttpResponse:
    """Papers with names and sums on them are not kept in the folder of finished files."""
    return _file(render_pdf(document), "application/pdf", f"{name}.pdf")


def _receipt(request: PortalRequest, pk: UUID) -> DuesReceipt:
    rows = DuesReceipt.objects.visible_to(request.user).select_related("branch__district", "member", "issued_by")
    return get_visible_or_404(rows, pk=pk)


@require_GET
def receipt(request: PortalRequest, pk: UUID) -> HttpResponse:
    """A receipt as a page that can be printed."""
    return _show_receipt(request, _receipt(request, pk), ReverseForm())


def _show_receipt(request: PortalRequest, row: DuesReceipt, form: ReverseForm, status: int = 200) -> HttpResponse:
    entries = list(row.entries.select_related("recorded_by", "reverses").order_by("month", "entry"))
    paid = [entry for entry in entries if not entry.reverses_id]
    total = sum((entry.amount for entry in paid), ZERO)
    context = {
        "branch": row.branch,
        "receipt": row,
        "entries": paid,
        "reversals": [entry for entry in entries if entry.reverses_id],
        "total": total,
        "capital": capital_amount(total),
        "to_centre": any(entry.to_centre for entry in paid),
        "form": form,
        "refusal": refusal(check_can_keep_dues, request.user, row.branch),
    }
    return render(request, "members/dues/receipt.html", context, status=status)


@require_GET
def receipt_pdf(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The receipt in the official layout."""
    row = _receipt(request, pk)
    return _pdf(
        receipt_document(row, list(row.entries.order_by("month", "entry"))), f"党费收据{row.label}{row.member.name}"
    )


@require_http_methods(["POST"])
def reverse_entry(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take a receipt back."""
    row = _receipt(request, pk)
    check_can_keep_dues(request.user, row.branch)
    form = ReverseForm(request.POST)
    if form.is_valid():
        try:
            reverse_receipt(receipt=row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except (DuesRefused, DuesChangedMeanwhile) as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, f"收据{row.label}已冲正作废，需要的请重新登记。")
            return redirect("members:dues_receipt", row.pk)
    return _show_receipt(request, row, form, status=422)


@require_GET
def sheet(request: PortalRequest, branch: UUID, year: int, month: int, ending: str) -> HttpResponse:
    """The sheet of a month as PDF or workbook; written to the audit trail."""
    place = branch_with_dues(request.user, branch)
    now = timezone.now()
    if not (1 <= month <= 12 and 2008 <= year <= 2100 and ending in {"pdf", "xlsx"}):
        raise Http404("没有这个月份的登记表。")
    found = month_sheet(place, date(year, month, 1), timezone.localdate(now))
    name = f"{place.short_name}{name_of(found.month)}党费登记表"
    note_export(branch=place, month=found.month, ending=ending, by=request.user, at=now)
    if ending == "xlsx":
        return _file(month_workbook(found), WORKBOOK, f"{name}.xlsx")
    return _pdf(sheet_document(found, timezone.localdate(now)), name)


@require_http_methods(["GET", "POST"])
def publication(request: PortalRequest, branch: UUID) -> HttpResponse:
    """What was published, year by year; for the committee also what would be published now."""
    place = get_visible_or_404(Branch.objects.visible_to(request.user).select_related("district"), pk=branch)
    check_can_see_publications(request.user, place)
    now = timezone.now()
    today = timezone.localdate(now)
    year = year_from(request.GET.get("year"), today)
    published = publications_of(place)
    shown = next((row for row in published if row.year == year), None)
    form = PublishForm(initial={"seen": shown.revision if shown else 0})
    if request.method == "POST":
        check_can_keep_dues(request.user, place)
        form = PublishForm(request.POST)
        if form.is_valid():
            data = {**form.cleaned_data, "seen": form.cleaned_data["seen"] or 0}
            try:
                publish_year(branch=place, year=year, **data, by=request.user, at=now)
            except (DuesRefused, DuesChangedMeanwhile) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"已向本支部党员公布{year}年党费收缴情况。")
                return redirect(f"{reverse('members:dues_publication', args=[place.pk])}?year={year}")
    keeps = not refusal(check_can_keep_dues, request.user, place)
    draft = year_figures(place, year, today, with_people=False) if keeps else None
    context: dict[str, Any] = {
        "branch": place,
        "tab": "dues",
        "year": year,
        "today": today,
        "published": published,
        "shown": shown,
        "sentences": publication_sentences(shown.content) if shown else [],
        "draft": draft,
        "draft_sentences": publication_sentences(draft) if draft else [],
        "form": form,
        "keeps": keeps,
    }
    return render(request, "members/dues/publication.html", context, status=422 if form.is_bound else 200)


@require_GET
def publication_pdf(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The publication as a paper for the notice board."""
    rows = DuesPublication.objects.visible_to(request.user).select_related("branch")
    row = get_visible_or_404(rows, pk=pk)
    document = publication_document(row.content, timezone.localdate(row.published_at))
    content = render_pdf(document)
    return _file(content, "application/pdf", f"{row.branch.short_name}{row}.pdf")


@require_GET
def district(request: PortalRequest) -> HttpResponse:
    """Sums and counts by branch."""
    check_can_see_dues_of_district(request.user)
    today = timezone.localdate()
    year = year_from(request.GET.get("year"), today)
    page = Paginator(district_branches(request.user), BRANCHES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "query": urlencode({"year": year}),
        "rows": branch_dues(list(page), year, today),
        "year": year,
        "today": today,
        "view": "dues",
    }
    return render(request, "members/dues/district.html", context)
