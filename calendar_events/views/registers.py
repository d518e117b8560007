"""The registers of a branch: overview, one list, its export; the district's numbers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import Branch
from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from calendar_events.documents.registers import register_document, register_table
from calendar_events.forms.registers import EntryForm, asked_for
from calendar_events.models import RegisterEntry
from calendar_events.registers_permissions import (
    check_can_add_entry,
    check_can_export_register,
    check_can_keep_register,
    check_can_see_district_registers,
    check_can_see_registers,
    keeps_register,
)
from calendar_events.selectors.registers import branch_with_register, entries, over_the_most, overview, rows_of
from calendar_events.selectors.registers_district import district_columns, district_rows
from calendar_events.services.registers import RegisterRefused, add_entry, note_export, start_register
from calendar_events.views.files import PDF, WORKBOOK, file_answer
from documents.rendering import render_pdf
from documents.workbooks.tables import table_workbook
from members.selectors.dues import year_from
from regulations.domain.quoting import quoted

PAGE_SIZE = 30
MOST_EXPORTED = 2000


@require_GET
def branch(request: PortalRequest, branch: UUID) -> HttpResponse:
    """All registers of a branch that concern the user."""
    place = get_visible_or_404(Branch.objects.visible_to(request.user).select_related("district"), pk=branch)
    check_can_see_registers(request.user, place)
    today = timezone.localdate()
    context = {"branch": place, "tab": "registers", "groups": overview(request.user, place, today), "today": today}
    return render(request, "calendar_events/registers/overview.html", context)


@require_GET
def entry_list(request: PortalRequest, branch: UUID, register: str) -> HttpResponse:
    """One register: filters, entries, what waits."""
    place, kind = branch_with_register(request.user, branch, register)
    today = timezone.localdate()
    year = year_from(request.GET.get("year"), today)
    asked = asked_for(request.GET, kind, year)
    keeps = keeps_register(request.user, place, kind)
    page = Paginator(entries(request.user, place, kind, asked), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    crowded = []
    if kind.most_per_owner and keeps:
        open_ones = RegisterEntry.objects.open().filter(branch=place, register=kind.key, owner_member__isnull=False)
        crowded = over_the_most(list(open_ones.select_related("owner_member")), kind)
    context = {
        "branch": place,
        "tab": "registers",
        "register": kind,
        "keeps": keeps,
        "page": page,
        "rows": rows_of(page, today, keeps=keeps),
        "asked": asked,
        "query": query.urlencode(),
        "crowded": crowded,
        "export_refusal": refusal(check_can_export_register, request.user, place, kind),
        "add_refusal": refusal(check_can_add_entry, request.user, place, kind),
        "year": year,
        "today": today,
    }
    return render(request, "calendar_events/registers/list.html", context)


@require_http_methods(["GET", "POST"])
def add(request: PortalRequest, branch: UUID, register: str) -> HttpResponse:
    """A new entry."""
    place, kind = branch_with_register(request.user, branch, register)
    check_can_add_entry(request.user, place, kind)
    now = timezone.now()
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        register=kind,
        branch=place,
        keeps=keeps_register(request.user, place, kind),
        initial={"first_day": timezone.localdate(now), "parent": request.GET.get("parent"), "is_public": True},
    )
    if form.is_bound and form.is_valid():
        try:
            entry = add_entry(branch=place, register=kind, facts=form.facts(), by=request.user, at=now)
        except RegisterRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, f"已登记到{quoted(kind.title)}。")
            return redirect("calendar_events:register_entry", entry.pk)
    context = {"branch": place, "tab": "registers", "register": kind, "form": form}
    return render(request, "calendar_events/registers/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def start(request: PortalRequest, branch: UUID, register: str) -> HttpResponse:
    """The customary entries into an empty register."""
    place, kind = branch_with_register(request.user, branch, register)
    check_can_keep_register(request.user, place, kind)
    count = start_register(branch=place, register=kind, by=request.user, at=timezone.now())
    messages.success(request, f"已按常用清单建立{count}条，请按本地标准增减。")
    return redirect("calendar_events:register", place.pk, kind.key)


@require_GET
def export(request: PortalRequest, branch: UUID, register: str, ending: str) -> HttpResponse:
    """Exactly what the list shows, as .xlsx or PDF. What leaves the portal is in the trail."""
    place, kind = branch_with_register(request.user, branch, register)
    check_can_export_register(request.user, place, kind)
    now = timezone.now()
    today = timezone.localdate(now)
    asked = asked_for(request.GET, kind, year_from(request.GET.get("year"), today))
    keeps = keeps_register(request.user, place, kind)
    rows = rows_of(entries(request.user, place, kind, asked)[:MOST_EXPORTED], today, keeps=keeps)
    name = f"{place.short_name}{kind.title}（{asked.year}年）"
    note_export(branch=place, register=kind, rows=len(rows), ending=ending, by=request.user, at=now)
    if ending == "xlsx":
        columns, cells = register_table(kind, rows, keeps=keeps)
        return file_answer(table_workbook(name, columns, cells), WORKBOOK, f"{name}.xlsx")
    if ending == "pdf":
        document = register_document(place, kind, rows, year=asked.year, on=today, keeps=keeps)
        return file_answer(render_pdf(document), PDF, f"{name}.pdf")
    raise Http404("没有这种文件。")


@require_GET
def district(request: PortalRequest) -> HttpResponse:
    """Numbers of every branch; a click leads to those registers whose entries the district sees."""
    check_can_see_district_registers(request.user)
    today: date = timezone.localdate()
    page, rows = district_rows(request.user, today, request.GET.get("page"))
    context = {"page": page, "rows": rows, "columns": district_columns(), "today": today}
    return render(request, "calendar_events/registers/district.html", context)
