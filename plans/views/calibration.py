"""The same section of ten schools side by side."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from branches.models import SchoolKind
from branches.requests import PortalRequest
from plans.selectors.calibration import same_sections
from plans.selectors.versions import paper_of_plan
from plans.views.review import plan_for_review


@require_GET
def same_section(request: PortalRequest, pk: str, section: UUID) -> HttpResponse:
    """`?kind=` keeps to one kind of school, the plan's own at first; `?kind=all` shows all."""
    plan = plan_for_review(request, pk)
    found = next((row for row in paper_of_plan(plan).sections if row.id == str(section)), None)
    if found is None:
        raise Http404("这份计划里没有这一段。")
    asked = request.GET.get("kind", plan.branch.school_kind)
    kind = asked if asked in SchoolKind.values else ""
    page, rows = same_sections(plan, found, request.user, kind=kind, number=request.GET.get("page"))
    context = {
        "plan": plan,
        "section": found,
        "rows": rows,
        "page": page,
        "kind": kind,
        "kinds": SchoolKind.choices,
        "query": f"kind={kind or 'all'}",
    }
    return render(request, "plans/review/same_section.html", context)
