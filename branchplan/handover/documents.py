"""The handover as an official document: the pack by sections, things, words, both signatures."""

from __future__ import annotations

from django.utils import timezone

from branchplan.handover.domain.pack import Pack, Section
from branchplan.handover.models import Handover
from documents.domain.content import Block, Column, Heading, OfficialDocument, Paragraph, Signature, Table, format_date
from documents.domain.numbering import outline_marker

_TITLE, _NOTE, _DAY = Column("事项", 5), Column("情况", 5), Column("期限", 3.4, "center")


def handover_document(handover: Handover, pack: Pack) -> OfficialDocument:
    """Unsigned it is marked as a draft."""
    branch = handover.branch
    goes = handover.outgoing.display_name if handover.outgoing else "（无）"
    comes = handover.incoming.display_name if handover.incoming else "（未定）"
    blocks: list[Block] = [
        Paragraph(
            f"{branch.name}书记由{goes}移交给{comes}。下列事项截至{format_date(pack.on)}，"
            f"其中{pack.overdue}项已经超期。" + _days(handover)
        )
    ]
    sections = [section for section in pack.sections if section.lines]
    for place, section in enumerate(sections, 1):
        blocks += [Heading(1, section.title, outline_marker(1, place)), _lines(section)]
    texts = (("实物移交", handover.things), ("要交代的事", handover.words), ("接收意见", handover.reservations))
    for title, text in texts:
        if text.strip():
            place += 1
            blocks += [Heading(1, title, outline_marker(1, place)), Paragraph(text.strip())]
    blocks += [Paragraph(line, indent=False, clings=True) for line in _signatures(handover)]
    return OfficialDocument(
        title=f"{branch.name}\n书记工作交接清单",
        blocks=tuple(blocks),
        signature=Signature(branch.name, pack.on),
        author=branch.name,
        watermark="" if handover.handed_over_at else "未签字",
    )


def _days(handover: Handover) -> str:
    words = []
    if handover.last_day:
        words.append(f"原书记任职至{format_date(handover.last_day)}")
    if handover.first_day:
        words.append(f"新任书记自{format_date(handover.first_day)}任职")
    return f"{'，'.join(words)}。" if words else ""


def _lines(section: Section) -> Block:
    """A column that would be empty is left out; where only one is left there is nothing to tabulate."""
    if not (section.has_notes or section.has_days):
        return Paragraph("\n".join(line.title for line in section.lines))
    columns, cells = [_TITLE], [[line.title for line in section.lines]]
    if section.has_notes:
        columns.append(_NOTE)
        cells.append([line.note or "—" for line in section.lines])
    if section.has_days:
        columns.append(_DAY)
        cells.append([format_date(line.due) if line.due else "—" for line in section.lines])
    return Table(tuple(columns), tuple(zip(*cells, strict=True)), merge_first=False)


def _signatures(handover: Handover) -> list[str]:
    lines = []
    if handover.outgoing:
        if handover.handed_over_at and handover.handed_over_by:
            day = format_date(timezone.localdate(handover.handed_over_at))
            stead = f"（代签：{handover.in_stead}）" if handover.in_stead else ""
            lines.append(f"移交人：{handover.handed_over_by.display_name}{stead}　　{day}在系统中签字")
        else:
            lines.append("移交人：　　　　　　　　　　年　　月　　日")
    if handover.taken_over_at and handover.taken_over_by:
        day = format_date(timezone.localdate(handover.taken_over_at))
        lines.append(f"接收人：{handover.taken_over_by.display_name}　　{day}在系统中签字")
    else:
        lines.append("接收人：　　　　　　　　　　年　　月　　日")
    return lines


def file_name(handover: Handover, ending: str) -> str:
    return f"{handover.branch.short_name}书记工作交接清单.{ending}"
