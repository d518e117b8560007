"""What an official document (公文) consists of, before anybody decides how it looks.

The two renderers in `documents.rendering` set this model as PDF and as a Word file; whoever fills it (a plan, a review opinion, a
summary) knows nothing of fonts and margins. Texts are plain: no markup, no HTML, escaped by the renderers.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

Alignment = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a table cell: as they are, struck out ("gone") or underlined in bold ("new"), as a person corrects on paper."""

    text: str
    mark: Literal["", "gone", "new"] = ""


#: What stands in a cell of a table.
Cell = str | tuple[Run, ...]


def cell_runs(cell: Cell) -> tuple[Run, ...]:
    """A cell's words with their marks."""
    return (Run(cell),) if isinstance(cell, str) else cell


def cell_text(cell: Cell) -> str:
    """A cell's words without marks."""
    return cell if isinstance(cell, str) else "".join(run.text for run in cell)


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: level 1 黑体, 2 楷体, deeper ones 仿宋 like the body (GB/T 9704-2012, 7.3.3).

    `number` is the finished marker ("一、", "（一）", "1."), printed straight before `text`. `run_in` is body text that goes on in
    the same paragraph ("1.提高认识。全体党员……"); the heading's own full stop then belongs to `text`.
    """

    level: int
    text: str
    number: str = ""
    run_in: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text, two characters in. A newline in `text` begins a new paragraph of the same kind. Centred or at the right it is not indented.

    One that `clings` never begins a page: lines to sign do not stand apart from what is signed.
    """

    text: str
    indent: bool = True
    align: Alignment = "left"
    clings: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """`width_share` is relative to the other columns: shares 1, 3 and 2 divide the width into sixths."""

    title: str
    width_share: float = 1
    align: Alignment = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on each page and whose rows stay whole.

    A table whose columns have no titles has no head: a form. A cell may hold newlines, and runs where words of it are marked. Equal
    neighbours in the first column are shown as one cell (the months of a schedule) unless `merge_first` is off. A `landscape` table is set on pages of its own, turned by 90 degrees, heading included.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    landscape: bool = False
    merge_first: bool = True

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs at least one column")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("each row of a table needs one cell per column")

    @property
    def has_head(self) -> bool:
        return any(column.title for column in self.columns)

    def row_spans(self) -> tuple[int, ...]:
        """For each row, over how many rows its first cell reaches; 0 where the cell above covers it."""
        if not self.merge_first:
            return (1,) * len(self.rows)
        spans: list[int] = []
        for text, group in groupby(cell_text(row[0]) for row in self.rows):
            length = sum(1 for _ in group)
            # Empty cells say nothing, so they do not belong together.
            spans += [length] + [0] * (length - 1) if text else [1] * length
        return tuple(spans)


@dataclass(frozen=True, slots=True)
class Code:
    """A square code at the right that a phone's camera reads as `address`; what follows up to the next table stands beside it. `caption` is below."""

    address: str
    caption: str


Block = Heading | Paragraph | Table | Code


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and 成文日期 (7.3.5). `sealed` leaves the room that a seal over both lines needs."""

    organisation: str
    signed_on: date | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class RedHead:
    """版头 (7.2): the issuing body's mark in red ("××学校党支部文件"), 发文字号, and 签发人 for documents that go up."""

    mark: str
    document_number: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: begins on a new page, set like the body; numbered when there are several."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """One document from 版头 to the last 附件.

    `title` may hold newlines where the author insists on a line break; otherwise the renderer finds the shape. `subtitle` is the
    line below the title ("（2026年1月）"). `attachments` are the names in 附件说明; when empty, the titles of `annexes` are taken.
    `watermark` ("草稿") is shown on each page.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    recipient: str = ""
    attachments: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    signature: Signature | None = None
    head: RedHead | None = None
    watermark: str = ""
    author: str = ""
    language: str = "zh-CN"

    @property
    def attachment_names(self) -> tuple[str, ...]:
        """What 附件说明 lists."""
        return self.attachments or tuple(annex.title for annex in self.annexes)


def format_date(day: date) -> str:
    """成文日期 in Arabic figures, full year, no leading zeros (7.3.5.4): 2026年9月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
