"""A file as an answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def file_answer(content: bytes, kind: str, name: str) -> HttpResponse:
    """An attachment whose Chinese name every browser understands (RFC 6266), kept by no cache."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": disposition}
    return HttpResponse(content, content_type=kind, headers=headers)
