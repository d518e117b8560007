"""Reading the filled-in audit form: rows of a workbook → cases as in the JSON form, with what could not be read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from members.domain.development.plain import CaseRead, CasesRefused, Fault, case_from_plain
from members.workbooks.audit_columns import COLUMNS, Column, Kind

LARGEST_BYTES = 200_000_000  # of all parts unpacked; a form of 20,000 rows has some 30 MB
HEADING_ROWS = 10  # the headings stand within these
EMPTY_ROWS_AT_THE_END = 200  # after so many in a row nothing more is expected
SHEET = "案卷"
UNSAVED = object()
UNDER_WAY = object()
_NONE = {"无", "没有", "0"}
_UNDER_WAY = {"进行中", "已开始", "未完成"}
_YES_NO = {"是": True, "否": False, "√": True, "×": False, "有": True, "无": False, "true": True, "false": False}


def read_form(path: Path) -> tuple[CaseRead, ...]:
    """The cases of a filled-in form; `number` of each is its row in the sheet. Raises CasesRefused with a sentence for the user."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_BYTES:
                raise CasesRefused("表格太大，请分成几个文件。")
        # Read-only mode streams the rows. A formula gives the value that was saved with it; programs other than Excel may have saved none,
        # which only the second reading shows.
        book = load_workbook(path, read_only=True, data_only=True)
        formulas = load_workbook(path, read_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError) as error:
        raise CasesRefused("这不是 .xlsx 表格，或者文件已损坏。请用 --template 生成的模板填写。") from error
    try:
        name = SHEET if SHEET in book.sheetnames else book.worksheets[0].title
        rows = enumerate(_rows(book[name], formulas[name]), 1)
        columns, faults = _headings(rows)
        return tuple(_cases(rows, columns, faults))
    except IndexError as error:
        raise CasesRefused("表格里没有工作表。") from error
    finally:
        book.close()
        formulas.close()


def _rows(values: Any, formulas: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet; a formula without a value stands as UNSAVED."""
    for row, written in zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True):
        yield tuple(
            UNSAVED if value is None and isinstance(formula, str) and formula.startswith("=") else value
            for value, formula in zip(row, written, strict=True)
        )


def _headings(rows: Iterator[tuple[int, tuple[Any, ...]]]) -> tuple[dict[int, Column], list[Fault]]:
    """The columns of the form by position, and headings that the form does not have."""
    known = {column.heading: column for column in COLUMNS}
    for number, values in rows:
        headings = [re.sub(r"\s", "", str(value)) if value is not None else "" for value in values]
        if sum(heading in known for heading in headings) >= 2 and "编号" in headings:
            columns: dict[int, Column] = {}
            faults = []
            for place, heading in enumerate(headings):
                if heading in known and known[heading] not in columns.values():
                    columns[place] = known[heading]
                elif heading:
                    faults.append(Fault(None, heading, "模板里没有这一列或这一列重复，没有采用。"))
            return columns, faults
        if number >= HEADING_ROWS:
            break
    raise CasesRefused("没有找到表头（含“编号”的一行）。请用 --template 生成的模板填写。")


def _cases(
    rows: Iterable[tuple[int, tuple[Any, ...]]], columns: dict[int, Column], faults: list[Fault]
) -> Iterator[CaseRead]:
    empty = 0
    for number, values in rows:
        cells = {
            column: values[place]
            for place, column in columns.items()
            if place < len(values) and values[place] is not None and str(values[place]).strip()
        }
        if not cells:
            empty += 1
            if empty > EMPTY_ROWS_AT_THE_END:
                return
            continue
        empty = 0
        plain, unread = _plain(cells)
        read = case_from_plain(plain, number)
        told = [_in_words_of_the_form(fault) for fault in read.faults]
        yield CaseRead(number, read.case, (*faults, *unread, *told))
        faults = []  # headings are told once, with the first row


def _plain(cells: dict[Column, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """A row as a case of the JSON form."""
    case: dict[str, Any] = {}
    records: dict[tuple[int, int], dict[str, Any]] = {}
    faults: list[Fault] = []
    for column, cell in cells.items():
        if cell is UNSAVED:
            faults.append(Fault(None, column.heading, "公式没有保存下来的值，请改填日期或数字，没有采用。"))
            continue
        try:
            value = _value(column, cell)
        except ValueError as error:
            faults.append(Fault(None, column.heading, f"{str(cell).strip()!r} {error}，没有采用。"))
            continue
        if column.step is None:
            case[column.field] = value
            continue
        record = records.setdefault((column.step, column.turn), {"step": column.step})
        if value is UNDER_WAY:
            continue  # the record alone says that the step has begun
        if column.kind in (Kind.PEOPLE, Kind.FULL_PEOPLE):
            record.setdefault("people", {})[column.kind] = (column, value)
        elif "." in column.field:
            table, field = column.field.split(".")
            record.setdefault(table, {})[field] = value
        else:
            record[column.field] = value
    for record in records.values():
        if people := record.pop("people", None):
            _add_people(record, people, faults)
    case["steps"] = [record for _, record in sorted(records.items())]
    return case, faults


def _add_people(record: dict[str, Any], people: dict[Kind, tuple[Column, int]], faults: list[Fault]) -> None:
    """A number of people, and how many of them are full members, as the list that the JSON form has."""
    if Kind.PEOPLE not in people:
        column, full = people[Kind.FULL_PEOPLE]
        faults.append(Fault(None, column.heading, "没有填总人数，没有采用。"))
        return
    column, count = people[Kind.PEOPLE]
    if Kind.FULL_PEOPLE not in people:
        record[column.field] = [{}] * count
        return
    full_column, full = people[Kind.FULL_PEOPLE]
    if full > count:
        faults.append(Fault(None, full_column.heading, f"{full} 多于总人数 {count}，没有采用。"))
        record[column.field] = [{}] * count
    else:
        record[column.field] = [{"full_member": True}] * full + [{"full_member": False}] * (count - full)


def _value(column: Column, cell: Any) -> Any:
    """What a cell says, as in the JSON form; raises ValueError saying what it should be."""
    text = str(cell).strip()
    match column.kind:
        case Kind.TEXT:
            return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else text
        case Kind.DAY:
            return UNDER_WAY if column.field == "on" and text in _UNDER_WAY else _day(cell)
        case Kind.DAYS:
            if isinstance(cell, date):
                return [_day(cell)]
            return [] if text in _NONE else [_day(part) for part in re.split(r"[、，,；;\s]+", text) if part]
        case Kind.COUNT | Kind.PEOPLE | Kind.FULL_PEOPLE:
            number = _number(cell)
            if number != int(number) or not 0 <= number <= 10_000:
                raise ValueError("应为整数")
            return int(number)
        case Kind.AMOUNT:
            return _number(cell)
        case Kind.YES_NO:
            if isinstance(cell, bool):
                return cell
            if text.lower() not in _YES_NO:
                raise ValueError("应为“是”或“否”")
            return _YES_NO[text.lower()]
        case Kind.CHOICE:
            if text not in column.choices:
                raise ValueError(f"应为{'、'.join(column.choices)}之一")
            return text


def _day(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    match = re.fullmatch(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?", text, re.ASCII) or re.fullmatch(
        r"(\d{4})(\d\d)(\d\d)", text, re.ASCII
    )
    if not match:
        raise ValueError("不是日期，应如 2026-05-11")
    try:
        return date(*(int(part) for part in match.groups())).isoformat()
    except ValueError as error:
        raise ValueError("不是日历上有的日期") from error


def _number(cell: Any) -> float:
    if isinstance(cell, bool):
        raise ValueError("应为数字")
    try:
        number = float(str(cell).strip().rstrip("人名票天月"))
    except ValueError:
        raise ValueError("应为数字") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError("应为数字")
    return number


def _in_words_of_the_form(fault: Fault) -> Fault:
    """The heading of the column instead of the name in the JSON form."""
    for column in COLUMNS:
        if (column.step, column.field, column.turn) == (fault.step, fault.field, fault.turn):
            return Fault(None, column.heading, fault.message)
    return fault
