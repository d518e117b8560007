"""兑现率 of the branches below a district: a page and its export."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from branches.permissions import NotAllowed
from branches.requests import PortalRequest
from branches.scope import scope_of
from calendar_events.domain.fulfilment import percent
from calendar_events.forms.progress import DistrictProgressForm
from calendar_events.selectors.district_progress import (
    BranchLine,
    DistrictAsked,
    branches_asked_for,
    district_progress_page,
    lines_of,
)
from documents.workbooks.tables import table_workbook

PAGE_SIZE = 50
MOST = 2_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("学校", 28.0),
    ("区域", 20.0),
    ("应完成", 9.0),
    ("按期", 9.0),
    ("逾期", 9.0),
    ("不再开展", 9.0),
    ("未完成", 9.0),
    ("未到期", 9.0),
    ("兑现率", 9.0),
)


@require_GET
def district(request: PortalRequest) -> HttpResponse:
    """Branches with what became of their year; filters stand in the address."""
    form, asked = _asked(request)
    page = district_progress_page(request.user, asked, number=request.GET.get("page", "1"), size=PAGE_SIZE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "progress": page, "page": page.page, "query": query.urlencode()}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "calendar_events/progress/district.html", context, status=status)


@require_GET
def workbook(request: PortalRequest) -> HttpResponse:
    """Exactly what the filters show, all pages of it (up to MOST branches)."""
    _, asked = _asked(request)
    lines = lines_of(request.user, list(branches_asked_for(request.user, asked)[:MOST]), asked)
    mark = f"{request.user.display_name} {timezone.localtime():%Y-%m-%d %H:%M} 导出"
    content = table_workbook(f"{asked.year}年计划兑现", COLUMNS, map(_cells, lines), mark=mark)
    name = f"{asked.year}年计划兑现情况.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": disposition}
    return HttpResponse(content, content_type=EXCEL, headers=headers)


def _cells(line: BranchLine) -> list[str | int]:
    tally = line.tally
    numbers = [tally.expected, tally.held, tally.late, tally.dropped, tally.missed, tally.open]
    return [line.branch.school_name, line.branch.district.name, *numbers, percent(tally.rate)]


def _asked(request: PortalRequest) -> tuple[DistrictProgressForm, DistrictAsked]:
    scope = scope_of(request.user)
    if not scope.reviewed_paths | scope.administered_paths:
        raise NotAllowed("只有教育工委的审核员和管理员可以查看各校的计划兑现情况。")
    year = timezone.localdate().year
    form = DistrictProgressForm(request.GET or {"year": year})
    data = form.cleaned_data if form.is_valid() else {}
    asked = DistrictAsked(
        data.get("year") or year, data.get("kind", ""), data.get("q", "").strip(), data.get("only", False)
    )
    return form, asked
