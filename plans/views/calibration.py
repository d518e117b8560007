"""The same section of ten schools side by side."""

from __future__ import annotations

from urllib.parse import urlencode
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
    """`?kind=` keeps to one kind of school, the plan's own at first; `?kind=all` shows all. `?back=` are the filters of the reading page."""
    plan = plan_for_review(request, pk)
    paper = paper_of_plan(plan)
    found = next((row for row in paper.sections if row.id == str(section)), None)
    if found is None:
        raise Http404("这份计划里没有这一段。")
    asked = request.GET.get("kind", plan.branch.school_kind)
    kind = asked if asked in SchoolKind.values else ""
    page, rows = same_sections(plan, paper, found, request.user, kind=kind, number=request.GET.get("page"))
    back = request.GET.get("back", "")
    context = {
        "plan": plan,
        "paper": paper,
        "section": found,
        "own": paper.with_below(found),
        "none_like": [row.plan for row in rows if not row.sections],
        "rows": rows,
        "page": page,
        "kind": kind,
        "kinds": SchoolKind.choices,
        "back": back,
        "query": urlencode({"kind": kind or "all", **({"back": back} if back else {})}),
    }
    return render(request, "plans/review/same_section.html", context)
