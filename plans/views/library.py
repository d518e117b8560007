"""Finding and reading plans, and their official files."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from documents.rendering import render_docx, render_pdf_cached
from plans.documents import file_name, official_document
from plans.models import Plan
from plans.selectors.library import PlanPage, is_author, plan_page, plans_of_own_branches, revisions_of
from workflow.selectors import history_of, offers_for

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def plan_list(request: PortalRequest) -> HttpResponse:
    """The plans of one's own branch; a reviewer's list is the queue."""
    scope = scope_of(request.user)
    if not scope.branch_ids and scope.reviewed_paths:
        return redirect("plans:queue")
    return render(request, "plans/library/list.html", {"plans": plans_of_own_branches(request.user)})


@require_GET
def detail(request: PortalRequest, pk: str) -> HttpResponse:
    """The plan as a page, with everything one may do with it."""
    page = _page(request, pk)
    author = is_author(request.user, page.plan)
    context = {
        "page": page,
        "plan": page.plan,
        "paper": page.paper,
        "is_author": author,
        "offers": offers_for(page.plan, request.user) if author else [],
        "history": history_of(page.plan) if author else [],
        "revisions": revisions_of(page.plan, request.user),
    }
    return render(request, "plans/library/detail.html", context)


@require_GET
def pdf(request: PortalRequest, pk: str) -> HttpResponse:
    """The official document; drafts carry their mark on each page."""
    page = _page(request, pk)
    content = render_pdf_cached(official_document(page.paper, is_draft=page.is_draft), settings.RENDERED_DIR)
    return download(content, "application/pdf", file_name(page.paper, "pdf"))


@require_GET
def docx(request: PortalRequest, pk: str) -> HttpResponse:
    """The same document for Word."""
    page = _page(request, pk)
    content = render_docx(official_document(page.paper, is_draft=page.is_draft))
    return download(content, WORD, file_name(page.paper, "docx"))


def _page(request: PortalRequest, pk: str) -> PlanPage:
    rows = Plan.objects.visible_to(request.user).select_related("branch__district", "claimed_by", "amends")
    return plan_page(get_visible_or_404(rows, pk=pk), request.user)


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """An attachment whose Chinese name every browser understands (RFC 6266)."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        content, content_type=kind, headers={"Cache-Control": "private, no-store", "Content-Disposition": disposition}
    )
