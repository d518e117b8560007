"""Two versions of a plan: in one text, beside each other, and on paper."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from branches.permissions import check_can_write_for
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from documents.rendering import render_docx, render_pdf_cached
from plans.documents_compared import comparison_document
from plans.domain.parts import compare_papers
from plans.models import Plan
from plans.selectors.versions import Compared, compared
from plans.views.library import WORD, download


@require_GET
def compare(request: PortalRequest, pk: str) -> HttpResponse:
    """`?from=1&to=2` or `?from=earlier`, by default the last two; `view=side` puts them beside each other."""
    plan, versions = _versions(request, pk)
    changes = compare_papers(versions.old, versions.new) if versions.old else None
    view = "side" if request.GET.get("view") == "side" else "inline"
    query = request.GET.copy()
    query.pop("view", None)
    context = {"plan": plan, "compared": versions, "changes": changes, "view": view, "query": query.urlencode()}
    return render(request, "plans/review/compare.html", context)


@require_GET
def compare_paper(request: PortalRequest, pk: str, ending: str) -> HttpResponse:
    """What changed as a table to print or to file."""
    plan, versions = _versions(request, pk)
    if versions.old is None:
        raise Http404("只提交过一次，还没有可以比较的内容。")
    labels = {version.key: version.label for version in versions.versions}
    document = comparison_document(
        versions.new, compare_papers(versions.old, versions.new), labels[versions.first], labels[versions.last]
    )
    name = f"{plan.branch.short_name}-{plan.period.label}计划修改对照表.{ending}"
    if ending == "pdf":
        return download(render_pdf_cached(document, settings.RENDERED_DIR), "application/pdf", name)
    return download(render_docx(document), WORD, name)


def _versions(request: PortalRequest, pk: str) -> tuple[Plan, Compared]:
    rows = Plan.objects.visible_to(request.user).select_related("branch__district", "amends")
    plan = get_visible_or_404(rows, pk=pk)
    if not scope_of(request.user).reaches(plan.branch, "reviewer"):
        check_can_write_for(request.user, plan.branch)
    versions = compared(plan, request.user, request.GET.get("from", ""), request.GET.get("to", ""))
    if versions is None:
        raise Http404("这份计划还没有提交过。")
    return plan, versions
