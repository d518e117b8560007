"""Official documents as PDF and as Word files, from one content model."""

from documents.rendering.pdf import content_key, render_pdf, render_pdf_cached
from documents.rendering.word import render_docx

__all__ = ["content_key", "render_docx", "render_pdf", "render_pdf_cached"]
