"""The papers of a case, and what is missing for them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from branches.requests import PortalRequest
from documents.domain.content import OfficialDocument
from documents.rendering import render_docx, render_pdf
from members.documents.cases import PAPERS, case_document, papers_of
from members.selectors.case_papers import sheet_and_outlook
from members.selectors.cases import case_for
from members.services.case_papers import note_paper

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def papers(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The list of papers, and the index of the file with what is missing."""
    case = case_for(request.user, pk)
    sheet, outlook = sheet_and_outlook(case, timezone.localdate())
    context = {
        "branch": case.member.branch,
        "tab": "development",
        "case": case,
        "papers": papers_of(sheet),
        "outlook": outlook,
    }
    return render(request, "members/development/papers.html", context)


@require_GET
def pdf(request: PortalRequest, pk: UUID, slug: str) -> HttpResponse:
    """The paper as PDF."""
    name, document = _document(request, pk, slug, "pdf")
    return download(render_pdf(document), "application/pdf", f"{name}.pdf")


@require_GET
def docx(request: PortalRequest, pk: UUID, slug: str) -> HttpResponse:
    """The same for Word."""
    name, document = _document(request, pk, slug, "docx")
    return download(render_docx(document), WORD, f"{name}.docx")


def _document(request: PortalRequest, pk: UUID, slug: str, ending: str) -> tuple[str, OfficialDocument]:
    case = case_for(request.user, pk)
    if slug not in PAPERS:
        raise Http404("没有这种材料。")
    sheet, outlook = sheet_and_outlook(case, timezone.localdate())
    note_paper(case=case, slug=slug, ending=ending, by=request.user, at=timezone.now())
    return f"{case.member.name}-{PAPERS[slug][0]}", case_document(slug, sheet, outlook)


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """An attachment whose Chinese name every browser understands (RFC 6266)."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        content, content_type=kind, headers={"Cache-Control": "private, no-store", "Content-Disposition": disposition}
    )
