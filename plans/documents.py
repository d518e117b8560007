"""A plan as an official document: which text becomes which block. How it looks is decided in `documents.rendering`."""

from __future__ import annotations

from datetime import date

from documents.domain.content import Block, Column, Heading, OfficialDocument, Paragraph, Signature, Table
from plans.domain.draft import PlanDraft
from plans.domain.from_reading import DraftFacts, draft_from_reading, entries_outside, period_of
from plans.domain.paper import Paper, PaperMonth, PaperSection, paper_from
from plans.domain.period import Cycle, Period
from plans.domain.reading import PlanReading

DRAFT_MARK = "草稿"
#: From this level on the text goes on behind the heading in the same paragraph, as in the customary layout of 公文.
RUN_IN_FROM = 3


def official_document(paper: Paper, *, is_draft: bool) -> OfficialDocument:
    """The plan in document blocks: outline with its numbers, the schedule as a table where its section stands, else at the end."""
    blocks: list[Block] = []
    for section in paper.sections:
        blocks.extend(_section(section))
        if section.kind == "schedule":
            blocks.extend(_schedule(paper))
    if not paper.has_schedule_section and paper.has_schedule:
        place = next((i for i, s in enumerate(paper.sections) if s.kind == "closing"), None)
        table: list[Block] = [Paragraph("行事历", indent=False), *_schedule(paper)]
        if place is None:
            blocks.extend(table)
        else:
            closing = len(paper.sections[place].paragraphs)
            blocks[len(blocks) - closing : len(blocks) - closing] = table
    signature = Signature(paper.signature, paper.signed_on) if paper.signature or paper.signed_on else None
    return OfficialDocument(
        title=paper.title or f"{paper.period.label}{paper.kind.label}",
        blocks=tuple(blocks),
        signature=signature,
        watermark=DRAFT_MARK if is_draft else "",
        author=paper.signature,
    )


def file_name(paper: Paper, ending: str) -> str:
    """A name people recognise in their download folder, without characters that file systems refuse."""
    name = (paper.title or f"{paper.period.label}{paper.kind.label}").translate(
        dict.fromkeys(map(ord, '\\/:*?"<>|\n\r\t'), "_")
    )
    return f"{name[:80]}.{ending}"


def _section(section: PaperSection) -> list[Block]:
    if not section.level:
        return [Paragraph(text) for text in section.paragraphs]
    if section.level >= RUN_IN_FROM and section.paragraphs and section.heading:
        first, *rest = section.paragraphs
        heading = section.heading if section.heading[-1] in "。！？：" else f"{section.heading}。"
        return [Heading(section.level, heading, section.number, first), *map(Paragraph, rest)]
    if section.level >= RUN_IN_FROM and "，" in section.heading:
        # A measure that is one sentence ends like one.
        return [Heading(section.level, f"{section.heading.rstrip('。')}。", section.number)]
    if not section.heading:
        first, *rest = section.paragraphs or ("",)
        return [Paragraph(f"{section.number}{first}"), *map(Paragraph, rest)]
    return [Heading(section.level, section.heading, section.number), *map(Paragraph, section.paragraphs)]


def _schedule(paper: Paper) -> list[Block]:
    rows = [row for month in paper.months for row in _rows(month)]
    if not rows:
        return []
    if any(row[2] for row in rows):
        columns = (Column("月份", 1.2, "center"), Column("工作内容", 6), Column("责任人", 1.8))
        return [Table(columns, tuple(rows))]
    return [
        Table((Column("月份", 1.2, "center"), Column("工作内容", 7.8)), tuple((month, text) for month, text, _ in rows))
    ]


def _rows(month: PaperMonth) -> list[tuple[str, str, str]]:
    label = f"{month.first_day.month}月"
    themes = [(label, f"主题：{line.text}", line.responsible) for line in month.themes]
    lines = [
        (label, f"{line.text}（{line.span}）" if line.span else line.text, line.responsible) for line in month.lines
    ]
    return themes + lines


def document_of_reading(reading: PlanReading) -> OfficialDocument:
    """A plan straight from its file, as it was read: its own period where it names one, months in their customary order where not."""
    period = period_of(reading.period) or Period(
        Cycle.SCHOOL_YEAR if _crosses_new_year(reading) else Cycle.CALENDAR_YEAR, 2000
    )
    if entries_outside(reading, period):
        # A half-year plan with a line for the month after it: rather the whole year than a lost line.
        period = Period(Cycle.SCHOOL_YEAR if _crosses_new_year(reading) else Cycle.CALENDAR_YEAR, period.year)
    signed_on = date.fromisoformat(reading.signed_on) if len(reading.signed_on) == 10 else None
    facts = DraftFacts(period, reading.title or "工作计划", reading.signature, signed_on)
    return official_document(paper_of_draft(draft_from_reading(reading, facts)), is_draft=False)


def paper_of_draft(draft: PlanDraft) -> Paper:
    """A draft as its readers would see it."""
    return paper_from(
        {
            "title": draft.title,
            "period": {"cycle": draft.period.cycle.value, "year": draft.period.year, "part": draft.period.part},
            "signature": draft.signature,
            "signed_on": draft.signed_on.isoformat() if draft.signed_on else None,
            "sections": [
                {
                    "id": str(number),
                    "origin": str(number),
                    "kind": row.kind,
                    "level": row.level,
                    "heading": row.heading,
                    "body": row.body,
                }
                for number, row in enumerate(draft.sections)
            ],
            "items": [
                {
                    "id": str(number),
                    "origin": str(number),
                    "first_month": row.first_month.isoformat(),
                    "last_month": row.last_month.isoformat(),
                    "text": row.text,
                    "kind": row.kind,
                    "is_theme": row.is_theme,
                    "responsible": row.responsible_text,
                }
                for number, row in enumerate(draft.items)
            ],
        }
    )


def _crosses_new_year(reading: PlanReading) -> bool:
    """九月 … 十二月, 一月 …: the months begin in autumn."""
    return next((entry.months[0] for entry in reading.schedule if entry.months), 1) >= 8
