"""An official document as HTML for the renderer: every text escaped, no address in it that could be fetched."""

from __future__ import annotations

from html import escape

from documents.domain.content import Annex, Block, Heading, OfficialDocument, Paragraph, RedHead, Signature, Table, format_date
from documents.rendering.style import mark_size, stylesheet
from documents.rendering.wording import prepared, title_lines

_TAGS = {1: "h2", 2: "h3", 3: "h4", 4: "h5"}


def to_html(document: OfficialDocument) -> str:
    """The whole page."""
    body = [_head(document.head) if document.head else "", _title(document)]
    if document.recipient:
        body.append(f"<p>{_text(document.recipient)}</p>")
    body += [_block(block) for block in document.blocks]
    body.append(_attachments(document.attachment_names))
    if document.signature:
        body.append(_signature(document.signature))
    body += [_annex(annex, number, len(document.annexes)) for number, annex in enumerate(document.annexes, 1)]
    author = f'<meta name="author" content="{_text(document.author)}">' if document.author else ""
    return (
        f'<!doctype html><html lang="{escape(document.language)}"><head><meta charset="utf-8"><title>{_text(document.title)}</title>{author}'
        f"<style>{stylesheet(document.watermark)}</style></head><body>{''.join(body)}</body></html>"
    )


def _text(text: str) -> str:
    return escape(prepared(text))


def _head(head: RedHead) -> str:
    number = f'<div class="number{" up" if head.signer else ""}">{_text(head.document_number)}</div>' if head.document_number else ""
    signer = f'<div class="signer">签发人：<b>{_text(head.signer)}</b></div>' if head.signer else ""
    return f'<div class="head"><div class="mark" style="font-size:{mark_size(head.mark):.1f}pt">{_text(head.mark)}</div>{number}{signer}<div class="rule"></div></div>'


def _title(document: OfficialDocument) -> str:
    lines = "<br>".join(escape(line) for line in title_lines(document.title))
    subtitle = f'<p class="subtitle">{_text(document.subtitle)}</p>' if document.subtitle else ""
    return f'<h1 data-label="{_text(document.title)}">{lines}</h1>{subtitle}'


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return _heading(block)
    if isinstance(block, Paragraph):
        return "".join(f'<p{" class=indent" if block.indent else ""}>{_text(line)}</p>' for line in block.text.split("\n") if line.strip())
    return _table(block)


def _heading(heading: Heading) -> str:
    tag = _TAGS.get(heading.level, "h5")
    label = _text(f"{heading.number}{heading.text}")
    first, *more = [line for line in heading.run_in.split("\n") if line.strip()] or [""]
    run_in = f'<span class="run-in">{_text(first)}</span>' if first else ""
    alone = "" if first else ' class="alone"'
    rest = "".join(f'<p class="indent">{_text(line)}</p>' for line in more)
    return f'<{tag}{alone} data-label="{label}">{label}{run_in}</{tag}>{rest}'


def _table(table: Table) -> str:
    total = sum(column.width_share for column in table.columns)
    columns = "".join(f'<col style="width:{column.width_share / total * 100:.2f}%">' for column in table.columns)
    head = "".join(f"<th>{_text(column.title)}</th>" for column in table.columns)
    rows = []
    for row, span in zip(table.rows, table.row_spans(), strict=True):
        cells = []
        for index, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            if index == 0 and span == 0:
                continue
            # A month's cell that reaches over many rows must be able to break, so only short groups are kept in one cell.
            spanning = f' rowspan="{span}"' if index == 0 and span > 1 else ""
            align = f' class="{column.align}"' if column.align != "left" else ""
            cells.append(f"<td{align}{spanning}>{'<br>'.join(_text(line) for line in cell.split(chr(10)))}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    caption = f'<p class="caption">{_text(table.caption)}</p>' if table.caption else ""
    markup = f"{caption}<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f'<div class="wide">{markup}</div>' if table.landscape else markup


def _attachments(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return f'<div class="blank"></div><p class="attachment">附件：{_text(names[0])}</p>'
    lines = [f'<p class="attachment{" more" if number > 1 else ""}">{"附件：" if number == 1 else ""}{number}.{_text(name)}</p>' for number, name in enumerate(names, 1)]
    return f'<div class="blank"></div>{"".join(lines)}'


def _signature(signature: Signature) -> str:
    organisation = f"<div>{_text(signature.organisation)}</div>" if signature.organisation else ""
    day = f'<div class="day">{format_date(signature.signed_on)}</div>' if signature.signed_on else ""
    sealed = " sealed" if signature.sealed else ""
    return f'<div class="blank"></div><div class="sign{sealed}"><div>{organisation}{day}</div></div>'


def _annex(annex: Annex, number: int, count: int) -> str:
    numbered = f"附件{number}" if count > 1 else "附件"
    return f'<section class="annex"><p class="no">{numbered}</p><h1 data-label="{_text(annex.title)}">{"<br>".join(escape(line) for line in title_lines(annex.title))}</h1>{"".join(map(_block, annex.blocks))}</section>'
