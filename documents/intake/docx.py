"""Word files: paragraphs and tables in reading order, as a person sees them with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from documents.domain.source import SourceLine, SourceTable, SourceText
from documents.intake.archive import open_parts
from documents.intake.gathering import CHANGES, Gathering, step_inside
from documents.intake.limits import LINE, Budget
from documents.intake.listing import Listing, read_listing
from documents.intake.styles import BODY_LEVEL, Effective, Styles, list_place, outline_level, read_styles
from documents.intake.wordml import W, attribute, switch, whole

MAX_SPAN = 60  # columns; Word allows 63


@dataclass
class _Reader:
    listing: Listing
    styles: Styles
    notes: dict[str, None] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
    pending: Gathering | None = None  # a paragraph whose mark is gone: it flows on into the next

    def gathering(self) -> Gathering:
        return Gathering(self.styles, self.notes)


def read_docx(data: bytes) -> SourceText:
    """Everything in the body. Raises SourceRefused for broken files and for files that unpack to too much."""
    parts = open_parts(data)
    reader = _Reader(read_listing(parts.numbering), read_styles(parts.styles))
    body = parts.document.find(f"{W}body")
    blocks = tuple(_content(body if body is not None else parts.document, reader))
    return SourceText(blocks, "docx", tuple(reader.notes))


def _content(parent: Any, reader: _Reader) -> Iterator[SourceLine | SourceTable]:
    """The blocks of the body, a cell or a text box: what flows on flows no further than its end."""
    yield from _blocks(parent, reader)
    yield from _flush(reader)


def _blocks(parent: Any, reader: _Reader) -> Iterator[SourceLine | SourceTable]:
    for element in parent:
        if element.tag == f"{W}p":
            yield from _paragraph(element, reader)
        elif element.tag == f"{W}tbl":
            yield from _flush(reader)
            rows = _rows(element, reader)
            if rows:
                yield SourceTable(rows)
        else:  # content controls, insertions, custom XML: what is inside counts
            yield from _blocks(step_inside(element, reader.notes), reader)


def _flush(reader: _Reader) -> Iterator[SourceLine | SourceTable]:
    pending, reader.pending = reader.pending, None
    if pending is not None and (pending.text.strip() or pending.boxes):
        yield SourceLine(text=pending.text, bold=pending.is_bold)
        yield from _in_boxes(pending, reader)


def _paragraph(element: Any, reader: _Reader) -> Iterator[SourceLine | SourceTable]:
    properties = element.find(f"{W}pPr")
    style = reader.styles.effective(attribute(properties, "pStyle") or reader.styles.default)
    gathered, reader.pending = reader.pending or reader.gathering(), None
    gathered.add(element, bold=style.bold or False, hidden=style.hidden or False)
    if _has_no_mark(properties, style, gathered):
        # The paragraph's own look and number go with its mark: what is left of it stands in the next one.
        reader.pending = gathered
        return
    text = gathered.text
    # Word counts an empty paragraph of a list too; there is only nothing to show.
    number = reader.listing.next_number(*_place(properties, style, reader))
    number = number if text.strip() else ""
    alignment = attribute(properties, "jc") or style.alignment
    level = outline_level(properties)
    level = style.level if level is None else level
    reader.budget.spend(len(number) + len(text) + LINE)
    yield SourceLine(
        text=f"{number}{text}",
        number=number,
        heading_level=level + 1 if level is not None and level < BODY_LEVEL else 0,
        centred=alignment == "center",
        bold=gathered.is_bold,
        right_aligned=alignment in {"right", "end"},
    )
    yield from _in_boxes(gathered, reader)


def _in_boxes(gathered: Gathering, reader: _Reader) -> Iterator[SourceLine | SourceTable]:
    for box in gathered.boxes:
        yield from _content(box, reader)


def _has_no_mark(properties: Any | None, style: Effective, gathered: Gathering) -> bool:
    """Whether the paragraph's end is deleted, or hidden together with text of it."""
    mark = properties.find(f"{W}rPr") if properties is not None else None
    if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
        gathered.notes[CHANGES] = None
        return True
    hidden = switch(mark, "vanish")
    return gathered.dropped and bool(style.hidden if hidden is None else hidden)


def _place(properties: Any | None, style: Effective, reader: _Reader) -> tuple[str, int]:
    """List and level of the paragraph: its own, else that of its style, whose level is the one linked to the style."""
    own = list_place(properties)
    list_id = own.list_id or style.list_id
    if own.depth is not None:
        return list_id, own.depth
    for name, depth in style.steps:
        linked = reader.listing.linked_depth(list_id, name)
        if linked is not None:
            return list_id, linked
        if depth is not None and not own.list_id:
            return list_id, depth
    return list_id, 0


def _rows(table: Any, reader: _Reader) -> tuple[tuple[str, ...], ...]:
    """Cells of all rows; horizontally merged cells repeat, vertically merged ones take the text from above."""
    rows: list[list[str]] = []
    for row in _children(table, f"{W}tr", reader):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            reader.notes[CHANGES] = None
            continue
        cells = [""] * _span(properties, "gridBefore")
        for cell in _children(row, f"{W}tc", reader):
            properties = cell.find(f"{W}tcPr")
            above = rows[-1] if rows else []
            if _continues(properties, "vMerge") and len(cells) < len(above):
                text = above[len(cells)]
            elif _continues(properties, "hMerge") and cells:
                text = cells[-1]
            else:
                text = _cell(cell, reader)
            span = max(1, _span(properties, "gridSpan"))
            reader.budget.spend(len(text) * span + span)
            cells += [text] * span
        rows.append(cells)
    width = max(map(len, rows), default=0)
    reader.budget.spend(width * len(rows))
    return tuple(tuple(row + [""] * (width - len(row))) for row in rows) if width else ()


def _children(element: Any, tag: str, reader: _Reader) -> Iterator[Any]:
    """Rows or cells, those inside content controls and insertions included."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag != f"{W}p":
            yield from _children(step_inside(child, reader.notes), tag, reader)


def _cell(cell: Any, reader: _Reader) -> str:
    """Paragraphs parted by newlines; a table in the cell gives a line a row."""
    lines: list[str] = []
    for block in _content(cell, reader):
        if isinstance(block, SourceTable):
            lines += ["  ".join(dict.fromkeys(filter(None, row))) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines).strip("\n")


def _continues(properties: Any | None, name: str) -> bool:
    merge = properties.find(f"{W}{name}") if properties is not None else None
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _span(properties: Any | None, name: str) -> int:
    return min(max(whole(attribute(properties, name)), 0), MAX_SPAN)
