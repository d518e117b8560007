"""The form says what the JSON says: every hand-worked case that fits into its columns gives the same result both ways."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from openpyxl import load_workbook

from members.workbooks.audit_columns import COLUMNS, Column, Kind
from tests.members.development.table import worked_cases

Plain = dict[str, Any]


def row_of(case: Plain) -> dict[str, Any] | None:
    """The cells of a case; None where it says of some people whether they are full members and of others not."""
    cells: dict[str, Any] = {}
    for column in COLUMNS:
        record = case if column.step is None else record_of(case, column)
        if record is None:
            continue
        table, _, field = column.field.rpartition(".")
        value = (record.get(table) or {}).get(field) if table else record.get(field)
        if column.kind in (Kind.PEOPLE, Kind.FULL_PEOPLE) and value is not None:
            known = [person.get("full_member") for person in value]
            if column.kind is Kind.PEOPLE:
                value = len(known)
            elif None not in known:
                value = sum(known)
            elif any(one is not None for one in known):
                return None
            else:
                value = None
        elif column.kind is Kind.DAYS and value is not None:
            value = "、".join(value) or "无"
        elif column.kind is Kind.YES_NO and value is not None:
            value = "是" if value else "否"
        elif column.field == "on" and value is None:
            value = "进行中"
        if value is not None:
            cells[column.heading] = value
    return cells


def record_of(case: Plain, column: Column) -> Plain | None:
    """The first or second record of the column's step, by day."""
    records = sorted(
        (step for step in case["steps"] if step["step"] == column.step), key=lambda step: step.get("on") or "9"
    )
    return records[column.turn] if len(records) > column.turn else None


def audited(source: Path, output: Path) -> tuple[list[Plain], str]:
    complained = StringIO()
    call_command(
        "audit_development", str(source), "--today", "2029-01-01", "--output", str(output), stdout=StringIO(), stderr=complained
    )  # fmt: skip
    return json.loads(output.read_text(encoding="utf-8")), complained.getvalue()


def test_every_worked_case_gives_the_same_result_from_the_form(tmp_path: Path) -> None:
    cases = {worked.name: worked.plain for worked in worked_cases()}
    rows = {name: row for name, case in cases.items() if (row := row_of(case))}
    assert len(rows) >= len(cases) - 2
    form = tmp_path / "form.xlsx"
    call_command("audit_development", "--template", str(form), stdout=StringIO())
    book = load_workbook(form)
    sheet = book["案卷"]
    places = {cell.value: cell.column for cell in sheet[2]}
    for number, row in enumerate(rows.values(), 3):
        for heading, value in row.items():
            sheet.cell(number, places[heading], value)
    book.save(form)
    (tmp_path / "cases.json").write_text(json.dumps([cases[name] for name in rows]), encoding="utf-8")
    from_json, nothing = audited(tmp_path / "cases.json", tmp_path / "json.json")
    from_form, complained = audited(form, tmp_path / "form.json")
    assert (nothing, complained) == ("", "")
    assert from_form == from_json
