"""Rosters as files: upload, preview, confirmation, the way back; and the export."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import Branch
from branches.permissions import refusal
from branches.polling import polled
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from members.forms.people import RosterFilterForm
from members.forms.roster_files import RosterExportForm, RosterUploadForm
from members.models import ImportState, RosterExport, RosterImport
from members.permissions import check_can_keep_roster
from members.roster_permissions import check_can_handle_numbers
from members.selectors.identity import keeps_numbers
from members.selectors.people import branch_with_roster, roster
from members.selectors.roster_files import (
    exports_of,
    group_ids,
    group_names,
    import_of,
    imports_of_branch,
    outcome_counts,
    shown_rows,
    tabs_of,
    undo_refusal,
)
from members.services.identity import NumberRefused
from members.services.roster_confirm import SHOWN_CHANGES, RosterChanged, confirm_import, undo_import
from members.services.roster_export import ExportRefused, order_export
from members.services.roster_import import (
    UNDO_DAYS,
    ImportRefused,
    discard_import,
    preview_again,
    upload_roster,
)
from members.workbooks.roster_writing import write_template

PAGE_SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _kept_branch(request: PortalRequest, pk: UUID) -> Branch:
    """404 outside, 403 for those who do not keep this roster."""
    branch = branch_with_roster(request.user, pk)
    check_can_keep_roster(request.user, branch)
    return branch


@require_http_methods(["GET", "POST"])
def import_begin(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Template, upload, what was imported before."""
    place = _kept_branch(request, branch)
    form = RosterUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = RosterUploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            stored = upload_roster(
                branch=place, data=file.read(), filename=file.name, by=request.user, at=timezone.now()
            )
            if stored.job:
                return redirect("notices:job", stored.job.pk)
            if stored.state != ImportState.REFUSED:
                return redirect("members:import", stored.pk)
            form.add_error("file", stored.refusal)
    context = {"branch": place, "tab": "people", "form": form, "imports": imports_of_branch(place)}
    return render(request, "members/roster_import_begin.html", context, status=422 if form.errors else 200)


@require_GET
def import_template(request: PortalRequest, branch: UUID) -> HttpResponse:
    """The form to fill in, with this branch's groups in the drop-down."""
    place = _kept_branch(request, branch)
    target = io.BytesIO()
    with_numbers = keeps_numbers(place, timezone.localdate()) and not refusal(
        check_can_handle_numbers, request.user, place
    )
    write_template(target, groups=group_ids(place), with_numbers=with_numbers)
    return _xlsx(HttpResponse(target.getvalue(), content_type=XLSX), f"{place.short_name}党员名册模板.xlsx")


def _show(
    request: PortalRequest,
    roster_import: RosterImport,
    *,
    error: str = "",
    lines: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    tabs = tabs_of(roster_import)
    kinds = {tab.kind for tab in tabs}
    asked = request.GET.get("kind", "")
    unread = roster_import.state in (ImportState.WAITING, ImportState.READING)
    stopped = unread and (roster_import.job is None or roster_import.job.is_over)
    settled = roster_import.state in (ImportState.CONFIRMED, ImportState.UNDONE)
    first = [tab for tab in tabs if tab.count and not (settled and tab.kind == "fault")]
    kind = asked if asked in kinds else next((tab.kind for tab in first), "fault")
    rows = roster_import.rows.filter(kind=kind).order_by("place")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    context: dict[str, Any] = {
        "import": roster_import,
        "branch": roster_import.branch,
        "tab": "people",
        "tabs": tabs,
        "kind": kind,
        "page": page,
        "query": f"kind={kind}",
        "rows": shown_rows(page.object_list, group_names(roster_import.branch)),
        "to_write": sum(roster_import.counts.get(name, 0) for name in ("new", "changed")),
        "is_waiting": unread and not stopped,
        "is_stopped": stopped,
        "outcomes": outcome_counts(roster_import),
        "undo_refusal": undo_refusal(roster_import, now, days=UNDO_DAYS),
        "undo_days": UNDO_DAYS,
        "shows_outcome": roster_import.state == ImportState.UNDONE and kind in ("new", "changed"),
        "error": error,
        "lines": lines[:SHOWN_CHANGES],
        "more_lines": max(0, len(lines) - SHOWN_CHANGES),
    }
    return render(request, "members/roster_import.html", context, status=status)


@polled
@never_cache
@require_GET
def import_page(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The import as it stands: being read, preview, written, taken back."""
    return _show(request, import_of(request.user, pk))


@require_POST
def import_confirm(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Write exactly the preview that was shown."""
    roster_import = import_of(request.user, pk)
    try:
        confirm_import(
            roster_import=roster_import, digest=request.POST.get("digest", ""), by=request.user, at=timezone.now()
        )
    except RosterChanged as changed:
        return _show(request, roster_import, error=str(changed), lines=tuple(changed.lines), status=409)
    except ImportRefused as refused:
        return _show(request, import_of(request.user, pk), error=str(refused), status=409)
    messages.success(request, "已写入名册。")
    return redirect("members:import", pk)


@require_POST
def import_again(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Match again with the roster of now."""
    return _do(request, pk, preview_again, "已按现在的名册重新核对。")


@require_POST
def import_undo(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take everything back."""
    return _do(request, pk, undo_import, "已撤销这次导入。")


@require_POST
def import_discard(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Throw the preview away."""
    return _do(request, pk, discard_import, "已放弃这次导入，文件和预览已删除。")


def _do(request: PortalRequest, pk: UUID, service: Any, done: str) -> HttpResponse:
    roster_import = import_of(request.user, pk)
    try:
        service(roster_import=roster_import, by=request.user, at=timezone.now())
    except ImportRefused as refused:
        return _show(request, import_of(request.user, pk), error=str(refused), status=409)
    messages.success(request, done)
    return redirect("members:import", pk)


@require_http_methods(["GET", "POST"])
def export(request: PortalRequest, branch: UUID) -> HttpResponse:
    """What for; then the file. The filters of the roster's page stand in the address."""
    place = branch_with_roster(request.user, branch)
    today = timezone.localdate()
    may = keeps_numbers(place, today) and not refusal(check_can_handle_numbers, request.user, place)
    asked = RosterFilterForm(request.GET, branch=place).asked()
    form = RosterExportForm(request.POST if request.method == "POST" else None, may_write_numbers=may)
    if form.is_valid():
        try:
            job = order_export(branch=place, asked=asked, **form.cleaned_data, by=request.user, at=timezone.now())
        except (ExportRefused, NumberRefused) as error:
            form.add_error(None, str(error))
        else:
            if job:
                return redirect("notices:job", job.pk)
            messages.success(request, "名册已写好，24小时内可以下载。")
            return redirect("members:export", place.pk)
    context = {
        "branch": place,
        "tab": "people",
        "form": form,
        "people": roster(place, asked, today).count(),
        "exports": exports_of(request.user, place, timezone.now()),
    }
    return render(request, "members/roster_export.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def export_file(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The file, for whom it was written only."""
    row = get_visible_or_404(
        RosterExport.objects.fetchable_by(request.user, timezone.now()).select_related("branch__district"), pk=pk
    )
    branch_with_roster(request.user, row.branch_id)  # roles may have ended since
    with row.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=XLSX)
    return _xlsx(response, f"{row.branch.short_name}党员名册{timezone.localtime(row.at):%Y%m%d}.xlsx")


def _xlsx(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f"attachment; filename=\"roster.xlsx\"; filename*=UTF-8''{quote(name)}"
    return response
