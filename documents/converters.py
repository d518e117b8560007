"""Parts of addresses under which papers are fetched."""

from __future__ import annotations

from django.urls import register_converter


class PaperConverter:
    """The two endings a paper comes with."""

    regex = "pdf|docx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


#: For use in `path`: f"<{PAPER}:ending>".
PAPER = "paper"
register_converter(PaperConverter, PAPER)
