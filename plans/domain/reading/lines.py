"""Source blocks as one list of lines; month tables are unfolded into label and item lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.domain.source import SourceLine, SourceTable, SourceText
from plans.domain.reading.markers import fold
from plans.domain.reading.months import month_label

_MONTH_HEAD = re.compile(r"月\s*份|^月$|时\s*间|日\s*期|月度|周\s*次|阶\s*段|时\s*段")
_TEXT_HEAD = re.compile(r"内\s*容|工\s*作|活\s*动|事\s*项|安\s*排|任\s*务|项\s*目|措\s*施|要\s*点")
_THEME_HEAD = re.compile(r"主\s*题|专\s*题")
_PERSON_HEAD = re.compile(r"负\s*责|责任|牵头|主持|承办|落实人|组织者|参加|部\s*门")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what its look said. `cell` is month, theme, item or head for cells of a month table, else empty."""

    text: str
    number: str = ""
    heading_level: int = 0
    centred: bool = False
    bold: bool = False
    right_aligned: bool = False
    cell: str = ""
    responsible: str = ""


def source_lines(source: SourceText) -> tuple[Line, ...]:
    """All lines in reading order. A table without months becomes one line a row, its cells parted by tabs."""
    lines: list[Line] = []
    for block in _with_pasted_tables(source.blocks):
        if isinstance(block, SourceLine):
            # A soft break inside a paragraph is a line end to the eye.
            for number, part in enumerate(block.text.replace("\t", "  ").split("\n")):
                lines.append(
                    Line(
                        part,
                        block.number if number == 0 else "",
                        block.heading_level if number == 0 else 0,
                        block.centred,
                        block.bold,
                        block.right_aligned,
                    )
                )
        else:
            lines.extend(_table_lines(block))
    return tuple(lines)


def _with_pasted_tables(blocks: Sequence[SourceLine | SourceTable]) -> Iterator[SourceLine | SourceTable]:
    """A table pasted as text has its cells parted by tabs; several such lines with a column of months are a table again."""
    for is_row, run in itertools.groupby(blocks, key=_is_row):
        lines = list(run)
        rows = [tuple(line.text.split("\t")) for line in lines if isinstance(line, SourceLine)] if is_row else []
        width = max(map(len, rows), default=0)
        table = SourceTable(tuple(row + ("",) * (width - len(row)) for row in rows))
        if rows and _month_column(table.rows) is not None:
            yield table
        else:
            yield from lines


def _is_row(block: SourceLine | SourceTable) -> bool:
    return isinstance(block, SourceLine) and "\t" in block.text.strip() and "\n" not in block.text


def _table_lines(table: SourceTable) -> list[Line]:
    rows = [tuple(cell.strip() for cell in row) for row in table.rows if any(cell.strip() for cell in row)]
    month_column = _month_column(rows)
    if month_column is None and rows and _month_column(list(zip(*rows, strict=True))) is not None:
        # Months as heads of the columns: the same table, lying on its side.
        rows = list(zip(*rows, strict=True))
        month_column = _month_column(rows)
    if month_column is None:
        return [Line("\t".join(dict.fromkeys(cell.replace("\n", " ") for cell in row if cell))) for row in rows]
    return _schedule_lines(rows, month_column)


def _month_column(rows: Sequence[Sequence[str]]) -> int | None:
    """The column whose cells are month labels in at least two rows and in most of those that hold anything."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    for column in range(len(rows[0])):
        cells = [row[column] for row in rows if row[column]]
        labels = {cell for cell in cells if _cell_months(cell) is not None}
        if len(labels) >= 2 and sum(cell in labels for cell in cells) >= len(cells) - 2:
            return column
    return None


def _cell_months(cell: str) -> tuple[int, ...] | None:
    text = fold(re.sub(r"\s+", "", cell))
    if re.fullmatch(r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])", text):
        text += "月"
    label = month_label(text)
    return label.months if label and label.alone else None


def _schedule_lines(rows: list[tuple[str, ...]], month_column: int) -> list[Line]:
    first = next(i for i, row in enumerate(rows) if _cell_months(row[month_column]) is not None)
    head = rows[first - 1] if first else None
    kinds = _column_kinds(head, len(rows[0]), month_column)
    lines = [
        Line(
            "\t".join(dict.fromkeys(cell.replace("\n", " ") for cell in row if cell)),
            cell="head" if row is head else "",
        )
        for row in rows[:first]
    ]
    current: str | None = None
    for row in rows[first:]:
        if len({cell for cell in row if cell}) == 1 and _cell_months(row[month_column]) is None:
            lines.append(Line(row[month_column]))  # a row merged over the whole width: a remark
            continue
        label = re.sub(r"\s+", "", row[month_column])
        if label and label != current:
            lines.append(Line(label, cell="month"))
            current = label
        lines.extend(_row_lines(row, kinds))
    return lines


def _row_lines(row: tuple[str, ...], kinds: list[str]) -> list[Line]:
    people = "、".join(
        dict.fromkeys(
            cell.replace("\n", "、") for cell, kind in zip(row, kinds, strict=True) if kind == "person" and cell
        )
    )
    lines = []
    previous = ""
    for cell, kind in zip(row, kinds, strict=True):
        if kind in {"item", "theme"} and cell and cell != previous:
            lines += [
                Line(part.strip(), cell=kind, responsible=people if kind == "item" else "")
                for part in cell.split("\n")
                if part.strip()
            ]
            previous = cell
    if people and not any(line.cell == "item" for line in lines):
        lines.append(Line(people, cell="item"))
    return lines


def _column_kinds(head: tuple[str, ...] | None, width: int, month_column: int) -> list[str]:
    kinds = ["item"] * width
    kinds[month_column] = "month"
    if head is None:
        return kinds
    for column, title in enumerate(head):
        if column == month_column:
            continue
        if _THEME_HEAD.search(title) and not _TEXT_HEAD.search(title):
            kinds[column] = "theme"
        elif _PERSON_HEAD.search(title) and not re.search(r"内\s*容", title):
            kinds[column] = "person"
        elif re.fullmatch(r"序\s*号|编\s*号|备\s*注", title):
            kinds[column] = "item" if "备" in title else "skip"
        elif _MONTH_HEAD.search(title) and not _TEXT_HEAD.search(title):
            kinds[column] = "skip" if "周" not in title else "item"
    if "item" not in kinds:
        kinds = ["item" if kind == "theme" else kind for kind in kinds]
    return kinds
