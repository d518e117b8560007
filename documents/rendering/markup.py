"""An official document as HTML for the renderer: every text escaped, no address in it that could be fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil

from documents.domain.content import (
    Annex,
    Block,
    Cell,
    Code,
    Heading,
    OfficialDocument,
    Paragraph,
    RedHead,
    Run,
    Signature,
    Table,
    cell_runs,
    cell_text,
    format_date,
)
from documents.rendering.codes import code_svg
from documents.rendering.style import LINE_CHARACTERS, mark_size
from documents.rendering.wording import paragraphs, prepared, title_lines, width_in_characters

_TAGS = {1: "h2", 2: "h3", 3: "h4"}
#: Lines of the grid up to which a month's rows, and a whole table, are kept on one page: moving them down leaves that much empty.
_MONTH, _SMALL = 10, 7
_CELL_CHARACTERS, _CELL_PADDING = 36.8, 0.7  # 12 pt characters on 156 mm; 3 mm in each cell


def to_html(document: OfficialDocument) -> str:
    """The whole page; what it looks like is in `official.css`."""
    author = f'<meta name="author" content="{_text(document.author)}">' if document.author else ""
    return (
        f'<!doctype html><html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        f"<title>{_one_line(document.title)}</title>{author}</head>"
        f'<body data-mark="{_text(document.watermark)}">{"".join(_parts(document))}</body></html>'
    )


def _parts(document: OfficialDocument) -> Iterator[str]:
    if document.head:
        yield _head(document.head)
    yield _title(document.title)
    if document.subtitle:
        yield f'<p class="subtitle">{_text(document.subtitle)}</p>'
    if document.recipient:
        yield f"<p>{_text(document.recipient)}</p>"
    yield from _blocks(document.blocks)
    yield _attachments(document.attachment_names)
    if document.signature:
        yield _signature(document.signature)
    for number, annex in enumerate(document.annexes, 1):
        yield _annex(annex, f"附件{number}" if len(document.annexes) > 1 else "附件")


def _text(text: str) -> str:
    return escape(prepared(text))


def _one_line(text: str) -> str:
    return _text(text.replace("\n", ""))


def _head(head: RedHead) -> str:
    parts = [f'<div class="mark" style="font-size:{mark_size(head.mark):.1f}pt">{_text(head.mark)}</div>']
    if head.document_number:
        parts.append(f'<div class="number{" up" if head.signer else ""}">{_text(head.document_number)}</div>')
    if head.signer:
        parts.append(f'<div class="signer">签发人：<b>{_text(head.signer)}</b></div>')
    return f'<div class="head">{"".join(parts)}<div class="rule"></div></div>'


def _title(title: str) -> str:
    return f'<h1 data-label="{_one_line(title)}">{"<br>".join(escape(line) for line in title_lines(title))}</h1>'


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    """The headings straight above a turned table go with it onto its page."""
    waiting: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            waiting.append(_heading(block))
        elif isinstance(block, Table) and block.landscape:
            yield f'<div class="wide">{"".join(waiting)}{_table(block)}</div>'
            waiting = []
        else:
            yield from waiting
            waiting = []
            yield (
                _table(block)
                if isinstance(block, Table)
                else _code(block)
                if isinstance(block, Code)
                else _paragraphs(block)
            )
    yield from waiting


def _paragraphs(block: Paragraph) -> str:
    name = block.align if block.align != "left" else "indent" if block.indent else ""
    names = " ".join(filter(None, (name, "clings" if block.clings else "")))
    kind = f' class="{names}"' if names else ""
    return "".join(f"<p{kind}>{escape(text)}</p>" for text in paragraphs(block.text))


def _code(code: Code) -> str:
    return f'<div class="code"><a href="{escape(code.address)}">{code_svg(code.address)}</a><p>{_text(code.caption)}</p></div>'


def _heading(heading: Heading) -> str:
    tag = _TAGS.get(heading.level, "h5")
    label = _text(f"{heading.number}{heading.text}")
    first, *more = paragraphs(heading.run_in) or [""]
    run_in = f'<span class="run-in">{escape(first)}</span>' if first else ""
    kind = "" if first else ' class="alone"'
    rest = "".join(f'<p class="indent">{escape(text)}</p>' for text in more)
    return f'<{tag}{kind} data-label="{label}">{label}{run_in}</{tag}>{rest}'


def _table(table: Table) -> str:
    total = sum(column.width_share for column in table.columns)
    columns = "".join(f'<col style="width:{column.width_share / total:.4%}">' for column in table.columns)
    titles = "".join(f'<th scope="col">{_text(column.title)}</th>' for column in table.columns)
    head = f"<thead><tr>{titles}</tr></thead>" if table.has_head else ""
    caption = f'<p class="caption">{_text(table.caption)}</p>' if table.caption else ""
    small = " small" if _height(table, table.rows) <= _SMALL else ""
    return (
        f'{caption}<div class="table{small}"><table><colgroup>{columns}</colgroup>{head}'
        f"{''.join(_groups(table))}</table></div>"
    )


def _groups(table: Table) -> Iterator[str]:
    """A body for each cell of the first column with the rows it covers."""
    spans = table.row_spans()
    for start, span in enumerate(spans):
        if not span:
            continue
        rows = table.rows[start : start + span]
        together = span > 1 and _height(table, rows) <= _MONTH
        kind = ' class="together"' if together else ""
        yield f"<tbody{kind}>{''.join(_row(table, row, 0 if index else span) for index, row in enumerate(rows))}</tbody>"


def _height(table: Table, rows: Sequence[Sequence[Cell]]) -> float:
    """A guess at the lines of the grid that rows take: half a line for each line of text and half a line between the rows."""
    total = sum(column.width_share for column in table.columns)
    widths = [_CELL_CHARACTERS * column.width_share / total - _CELL_PADDING for column in table.columns]
    # A merged cell stands in several rows and is not counted.
    first = 1 if table.merge_first and len(rows) > 1 else 0
    return (
        sum(
            1 + max((_lines(cell, width) for cell, width in zip(row[first:], widths[first:], strict=True)), default=1)
            for row in rows
        )
        / 2
    )


def _lines(cell: Cell, width: float) -> int:
    return sum(max(ceil(width_in_characters(line) / width), 1) for line in cell_text(cell).split("\n"))


def _row(table: Table, row: Sequence[Cell], span: int) -> str:
    cells = []
    for index, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
        if index == 0 and not span:
            continue
        spanning = f' rowspan="{span}"' if index == 0 and span > 1 else ""
        align = f' class="{column.align}"' if column.align != "left" else ""
        cells.append(f"<td{align}{spanning}>{''.join(_run(run) for run in cell_runs(cell))}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _run(run: Run) -> str:
    text = "<br>".join(_text(line) for line in run.text.split("\n"))
    tag = {"gone": "s", "new": "u"}.get(run.mark)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _attachments(names: Sequence[str]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return f'<div class="blank"></div><p class="attachment"><span>附件：</span>{_text(names[0])}</p>'
    lines = (
        f'<p class="attachment numbered"><span>{"附件：" if number == 1 else ""}</span>'
        f'<span class="n">{number}.</span>{_text(name)}</p>'
        for number, name in enumerate(names, 1)
    )
    return f'<div class="blank"></div>{"".join(lines)}'


def _signature(signature: Signature) -> str:
    day = format_date(signature.signed_on) if signature.signed_on else ""
    width = width_in_characters(prepared(signature.organisation))
    # Wrapped only when it must be: the box is as wide as its text to a rounding error.
    kind = " one-line" if width <= LINE_CHARACTERS - 4 else ""
    if signature.sealed:
        kind += " sealed"
    elif width_in_characters(day) <= width:
        kind += " short-day"
    lines = f'<div class="organ">{_text(signature.organisation)}</div>' if signature.organisation else ""
    if day:
        lines += f'<div class="day">{day}</div>'
    # A seal covers both lines and reaches up to the text: it needs one more line above.
    blank = '<div class="blank"></div>' * (2 if signature.sealed else 1)
    return f'{blank}<div class="sign{kind}"><div>{lines}</div></div>'


def _annex(annex: Annex, numbered: str) -> str:
    return f'<section class="annex"><p class="no">{numbered}</p>{_title(annex.title)}{"".join(_blocks(annex.blocks))}</section>'
