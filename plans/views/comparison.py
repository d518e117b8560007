"""Two submitted versions of a plan laid side by side."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from branches.permissions import check_can_write_for
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from plans.domain.paper import paper_from
from plans.domain.parts import line_parts, section_parts
from plans.models import Plan
from plans.selectors.review import snapshots_of
from workflow.domain.compare import Change, compare_parts
from workflow.models import Snapshot


@require_GET
def compare(request: PortalRequest, pk: str) -> HttpResponse:
    """Two submitted versions side by side in one text; `?from=1&to=2`, by default the last two."""
    plan = get_visible_or_404(Plan.objects.visible_to(request.user).select_related("branch__district"), pk=pk)
    scope = scope_of(request.user)
    if not scope.reaches(plan.branch, "reviewer"):
        check_can_write_for(request.user, plan.branch)
    snapshots = snapshots_of(plan)
    numbers = [snapshot.number for snapshot in snapshots]
    if not numbers:
        raise Http404("这份计划还没有提交过。")
    last = _number(request.GET.get("to"), numbers, numbers[-1])
    first = _number(request.GET.get("from"), numbers, numbers[max(0, numbers.index(last) - 1)])
    papers = {row.number: paper_from(row.content) for row in Snapshot.objects.of(plan).filter(number__in=[first, last])}
    old, new = papers[first], papers[last]
    lines = [
        change
        for change in compare_parts(line_parts(old), line_parts(new))
        if change.change not in {Change.SAME, Change.MOVED}
    ]
    context = {
        "plan": plan,
        "snapshots": snapshots,
        "first": first,
        "last": last,
        "changes": compare_parts(section_parts(old), section_parts(new)),
        "lines": lines,
    }
    return render(request, "plans/review/compare.html", context)


def _number(text: str | None, known: list[int], default: int) -> int:
    return int(text) if text and text.isdigit() and int(text) in known else default
