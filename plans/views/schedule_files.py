"""The schedule as an Excel file: template, what stands there now, upload, preview, confirmation."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from documents.workbooks.guard import WorkbookRefused
from plans.domain.draft import ItemDraft
from plans.domain.paper_kinds import PaperKind
from plans.forms.schedule_files import ScheduleUploadForm
from plans.models import Plan, ScheduleImport, ScheduleImportState
from plans.selectors.library import reads_as_it_stands
from plans.selectors.schedule_files import import_of, imports_of_plan, paper_lines, shown_rows, tabs_of, written_lines
from plans.selectors.versions import paper_of_plan
from plans.services.schedule_files import (
    ImportRefused,
    ScheduleChanged,
    compare_again,
    confirm_schedule,
    discard_schedule,
    upload_schedule,
)
from plans.views.proposing import plan_with_schedule
from plans.workbooks.schedule_matching import RowKind
from plans.workbooks.schedule_writing import write_schedule

PAGE_SIZE = 50
SHOWN_CHANGES = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def schedule_file(request: PortalRequest, pk: str) -> HttpResponse:
    """Template and present schedule to fetch, a file to bring, what was brought before."""
    plan = plan_with_schedule(request, pk)
    form = ScheduleUploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        file = form.cleaned_data["file"]
        facts = {"data": file.read(), "filename": file.name, "by": request.user, "at": timezone.now()}
        try:
            return redirect("plans:schedule_import", plan.pk, upload_schedule(plan=plan, **facts).pk)
        except WorkbookRefused as refused:
            form.add_error("file", str(refused))
    context = {"plan": plan, "form": form, "imports": imports_of_plan(plan)}
    return render(request, "plans/schedule_files/begin.html", context, status=422 if form.errors else 200)


@require_GET
def schedule_template(request: PortalRequest, pk: str) -> HttpResponse:
    """An empty sheet with the period's months."""
    plan = plan_with_schedule(request, pk)
    return _workbook(plan, (), f"{plan.period.label}行事历模板.xlsx")


@require_GET
def schedule_workbook(request: PortalRequest, pk: str) -> HttpResponse:
    """The schedule as it may be read: as it stands, with the codes to bring it back, or as it was handed in."""
    plan = get_visible_or_404(Plan.objects.visible_to(request.user).select_related("branch"), pk=pk)
    if plan.paper != PaperKind.PLAN:
        raise Http404("只有工作计划有行事历。")
    lines = written_lines(plan) if reads_as_it_stands(request.user, plan) else paper_lines(paper_of_plan(plan))
    return _workbook(plan, lines, f"{plan.branch.short_name}{plan.period.label}行事历.xlsx")


def _workbook(plan: Plan, lines: Iterable[tuple[ItemDraft, str]], name: str) -> HttpResponse:
    target = io.BytesIO()
    write_schedule(target, plan.period, lines)
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename=\"schedule.xlsx\"; filename*=UTF-8''{quote(name)}"
    return response


def _show(
    request: PortalRequest,
    schedule_import: ScheduleImport,
    *,
    error: str = "",
    lines: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    tabs = tabs_of(schedule_import)
    written = schedule_import.state == ScheduleImportState.CONFIRMED
    first = [tab.kind for tab in tabs if tab.count and not (written and tab.kind == RowKind.FAULT)]
    asked = request.GET.get("kind", "")
    kind = asked if asked in {tab.kind for tab in tabs} else next(iter(first), RowKind.FAULT.value)
    rows = schedule_import.rows.filter(kind=kind).order_by("place")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "plan": schedule_import.plan,
        "import": schedule_import,
        "batch": schedule_import.batch,
        "tabs": tabs,
        "kind": kind,
        "page": page,
        "query": f"kind={kind}",
        "rows": shown_rows(page.object_list, schedule_import),
        "to_write": sum(schedule_import.counts.get(name, 0) for name in (RowKind.NEW, RowKind.CHANGED)),
        "error": error,
        "lines": lines[:SHOWN_CHANGES],
        "more_lines": max(0, len(lines) - SHOWN_CHANGES),
    }
    return render(request, "plans/schedule_files/import.html", context, status=status)


def _import(request: PortalRequest, pk: str, schedule_import: str) -> ScheduleImport:
    return import_of(request.user, plan_with_schedule(request, pk), schedule_import)


@never_cache
@require_GET
def schedule_import(request: PortalRequest, pk: str, schedule_import: str) -> HttpResponse:
    """The file as it stands: preview, written, taken back."""
    return _show(request, _import(request, pk, schedule_import))


@require_POST
def schedule_confirm(request: PortalRequest, pk: str, schedule_import: str) -> HttpResponse:
    """Write exactly the preview that was shown."""
    found = _import(request, pk, schedule_import)
    digest = request.POST.get("digest", "")
    try:
        batch = confirm_schedule(schedule_import=found, digest=digest, by=request.user, at=timezone.now())
    except ScheduleChanged as changed:
        return _show(request, found, error=str(changed), lines=tuple(changed.lines), status=409)
    except ImportRefused as refused:
        return _show(request, _import(request, pk, schedule_import), error=str(refused), status=409)
    messages.success(request, f"已写入行事历：新增{batch.added}条，修改{batch.changed}条。")
    return redirect("plans:schedule_import", pk, schedule_import)


@require_POST
def schedule_compare(request: PortalRequest, pk: str, schedule_import: str) -> HttpResponse:
    """Compare again with the schedule of now."""
    return _do(request, pk, schedule_import, compare_again, "已按现在的行事历重新核对。")


@require_POST
def schedule_discard(request: PortalRequest, pk: str, schedule_import: str) -> HttpResponse:
    """Throw the preview away."""
    return _do(request, pk, schedule_import, discard_schedule, "已放弃，行事历没有变动。")


def _do(request: PortalRequest, pk: str, schedule_import: str, service: Callable[..., None], done: str) -> HttpResponse:
    found = _import(request, pk, schedule_import)
    try:
        service(schedule_import=found, by=request.user, at=timezone.now())
    except ImportRefused as refused:
        return _show(request, _import(request, pk, schedule_import), error=str(refused), status=409)
    messages.success(request, done)
    return redirect("plans:schedule_import", pk, schedule_import)
