"""A plan's content as parts that can be compared: sections by their lasting identifier, schedule lines likewise. Framework-free."""

from __future__ import annotations

from plans.domain.paper import Paper, PaperLine
from workflow.domain.compare import Change, Part, PartChange, compare_parts

SCHEDULE = "schedule-lines"
FACTS = "facts"


def section_parts(paper: Paper) -> list[Part]:
    """Title with signature and date as one part, then every section: numbers are in the label only, so renumbering is no change."""
    signed = f"{paper.signed_on.year}年{paper.signed_on.month}月{paper.signed_on.day}日" if paper.signed_on else ""
    facts = "\n".join(text for text in (paper.title, paper.signature, signed) if text)
    return [
        Part(FACTS, "标题、署名和日期", facts),
        *(Part(section.origin, section.label, section.text) for section in paper.sections),
    ]


def line_parts(paper: Paper) -> list[Part]:
    """Schedule lines, their month as part of the text: a line that moved to another month has changed."""
    lines = [line for month in paper.months for line in (*month.themes, *month.lines)]
    return [Part(line.origin, f"{line.first_month.month}月", _line_text(line)) for line in lines]


def changed_sections(old: Paper, new: Paper) -> dict[str, PartChange]:
    """What became of each section, by origin; unchanged ones left out."""
    return {
        change.id: change
        for change in compare_parts(section_parts(old), section_parts(new))
        if change.change is not Change.SAME
    }


def changed_lines(old: Paper, new: Paper) -> list[PartChange]:
    """Schedule lines that were added, removed or changed. A new place within the same month is no change."""
    return [
        change
        for change in compare_parts(line_parts(old), line_parts(new))
        if change.change not in {Change.SAME, Change.MOVED}
    ]


def _line_text(line: PaperLine) -> str:
    months = line.span or f"{line.first_month.month}月"
    if line.planned_on:
        months = f"{line.planned_on.month}月{line.planned_on.day}日" + (f"（{line.span}）" if line.span else "")
    theme = "主题：" if line.is_theme else ""
    return f"{months}　{theme}{line.text}" + (f"（{line.responsible}）" if line.responsible else "")
