"""A register as a table: for the workbook, and printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from branches.models import Branch
from calendar_events.domain.registers import Owner, Register
from calendar_events.selectors.register_entries import value_words
from calendar_events.selectors.registers import EntryRow
from documents.domain.content import Block, Column, OfficialDocument, Paragraph, Signature, Table


def register_table(
    register: Register, rows: Sequence[EntryRow], *, keeps: bool
) -> tuple[list[tuple[str, int]], list[list[Any]]]:
    """Heads with their widths, and the cells: every field of the register, looks, state."""
    fields = [row for row in register.fields if keeps or not row.private]
    columns = [("序号", 6), (register.subject, 30)]
    if register.owner is not Owner.NONE:
        columns.append((register.owner_label, 14))
    columns += [(register.first_label, 12)]
    if register.last_label:
        columns.append((register.last_label, 12))
    columns += [(field.label, 20) for field in fields]
    columns += [(look.label, 24) for look in register.looks]
    columns += [("状态", 10), ("办结日期", 12), ("结果", 24)]
    cells = []
    for number, row in enumerate(rows, 1):
        entry = row.entry
        line: list[Any] = [number, entry.subject]
        if register.owner is not Owner.NONE:
            line.append(_owner(row))
        line.append(entry.first_day)
        if register.last_label:
            line.append(entry.last_day)
        line += [value_words(field.shape, entry.values.get(field.key)) for field in fields]
        line += [f"{_plain(state.row.looked_on)} {state.row.found}" if state.row else "" for state in row.looks]
        line += [entry.state_label, entry.closed_on, entry.closing_note]
        cells.append(line)
    return columns, cells


def register_document(
    branch: Branch, register: Register, rows: Sequence[EntryRow], *, year: int, on: date, keeps: bool
) -> OfficialDocument:
    """The register on paper, sideways: subject with details, owner, days, looks, state."""
    columns = [Column("序号", 0.7, "center"), Column(register.subject, 5)]
    if register.owner is not Owner.NONE:
        columns.append(Column(register.owner_label, 1.6))
    columns += [Column(f"{register.first_label}{'、' + register.last_label if register.last_label else ''}", 2.2)]
    if register.looks:
        columns.append(Column("检查", 4))
    columns.append(Column("状态", 1.6))
    lines = tuple(_line(register, number, row, keeps=keeps) for number, row in enumerate(rows, 1))
    blocks: tuple[Block, ...] = (
        (Table(tuple(columns), lines, landscape=True, merge_first=False),) if lines else (Paragraph("没有登记。"),)
    )
    return OfficialDocument(
        title=f"{branch.name}{register.title}",
        subtitle=f"（{year}年）",
        blocks=blocks,
        signature=Signature(branch.name, on),
        author=branch.name,
        watermark="内部" if register.restricted else "",
    )


def _line(register: Register, number: int, row: EntryRow, *, keeps: bool) -> tuple[str, ...]:
    entry = row.entry
    details = [
        f"{field.label}：{words}"
        for field in register.fields
        if (keeps or not field.private) and (words := value_words(field.shape, entry.values.get(field.key)))
    ]
    cells = [str(number), "\n".join([entry.subject, *details])]
    if register.owner is not Owner.NONE:
        cells.append(_owner(row))
    days = _plain(entry.first_day) + (f"\n至{_plain(entry.last_day)}" if entry.last_day else "")
    cells.append(days)
    if register.looks:
        looks = [
            f"{state.kind.label}（{_plain(state.row.looked_on)}）：{state.row.found}"
            for state in row.looks
            if state.row
        ]
        cells.append("\n".join(looks))
    closed = f"\n{_plain(entry.closed_on)}" if entry.closed_on else ""
    note = f"\n{entry.closing_note}" if entry.closing_note else ""
    cells.append(f"{entry.state_label}{closed}{note}")
    return tuple(cells)


def _owner(row: EntryRow) -> str:
    return row.entry.owner_member.name if row.entry.owner_member else row.entry.owner_post


def _plain(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
