"""Last year's plan of a school as a Word file, with the small disorders that such files have."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

SOURCE = Path(__file__).parent / "texts" / "word_plan.txt"


def write_word_plan(path: Path, year: int) -> None:
    """A .docx of 青榆区第一小学 for `year`: typed numbers, blank lines, half-width signs, months set in bold by hand."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "宋体", Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    text = SOURCE.read_text(encoding="utf-8").format(year=year, next_year=year + 1)
    for number, line in enumerate(text.splitlines()):
        paragraph = document.add_paragraph()
        _set(paragraph, line, is_title=number < 2)
    document.save(str(path))


def _set(paragraph: Paragraph, line: str, *, is_title: bool) -> None:
    """Formats by hand, as people do: "*" marks a bold line, ">" one at the right; no heading style is used."""
    run = paragraph.add_run(line.lstrip("*>"))
    if is_title:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run.bold, run.font.size = True, Pt(18)
    elif line.startswith(">"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif line.startswith("*"):
        run.bold = True
