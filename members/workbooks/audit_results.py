"""The results of an audit as a workbook: a line per case, a line per finding, a line per next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from members.domain.development.audit import Audit
from members.domain.development.plain import CaseRead
from members.domain.development.steps import development_steps


@dataclass(frozen=True, slots=True)
class Outcome:
    """An entry of the list with its audit; `audit` is None where the entry was no case."""

    read: CaseRead
    audit: Audit | None


def write_results(path: Path, outcomes: Sequence[Outcome]) -> None:
    """Write the sheets 案卷, 发现 and 下一步 as .xlsx; no text of the input becomes a formula."""
    book = Workbook(write_only=True)
    _sheet(
        book,
        "案卷",
        {"行或序号": 10, "编号": 18, "阶段": 22, "违反规定": 10, "提醒": 8, "填写问题": 80},
        ([o.read.number, _id(o), _stage(o), _count(o, "block"), _count(o, "warn"), _faults(o)] for o in outcomes),
    )
    audited = [outcome for outcome in outcomes if outcome.audit]
    _sheet(
        book,
        "发现",
        {"行或序号": 10, "编号": 18, "步骤": 34, "代码": 26, "程度": 8, "说明": 80, "依据": 50, "核对情况": 14},
        (
            [
                o.read.number, _id(o), _step(found.step), found.code.value, found.severity.label, found.message, found.article,
                found.evidence.label,
            ]
            for o in audited
            for found in (o.audit.findings if o.audit else ())
        ),
    )  # fmt: skip
    _sheet(
        book,
        "下一步",
        {"行或序号": 10, "编号": 18, "步骤": 34, "最早": 12, "最迟": 12, "暂定": 8, "推算": 80, "依据": 50},
        (
            [
                o.read.number, _id(o), _step(step.step), step.earliest, step.due, "暂定" if step.provisional else "",
                "；".join(step.because), step.article,
            ]
            for o in audited
            for step in (o.audit.next if o.audit else ())
        ),
    )  # fmt: skip
    book.save(path)


def _sheet(book: Workbook, title: str, widths: dict[str, int], rows: Iterable[list[Any]]) -> None:
    sheet = book.create_sheet(title)
    for letter, width in zip("ABCDEFGH", widths.values(), strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, heading, bold=True) for heading in widths])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: Any, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # "=1+1" in an id stays text
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _id(outcome: Outcome) -> str:
    return "" if outcome.read.case is None or outcome.read.case.id is None else str(outcome.read.case.id)


def _stage(outcome: Outcome) -> str:
    return outcome.audit.stage.label if outcome.audit else ""


def _count(outcome: Outcome, severity: str) -> int:
    return sum(found.severity == severity for found in outcome.audit.findings) if outcome.audit else 0


def _faults(outcome: Outcome) -> str:
    return "\n".join(fault.sentence for fault in outcome.read.faults)


def _step(number: int) -> str:
    return f"{number} {development_steps()[number].name}"
