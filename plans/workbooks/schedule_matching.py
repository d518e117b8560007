"""What each row of an uploaded schedule would do to the plan's lines. Framework-free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from plans.domain.draft import ItemDraft
from plans.workbooks.schedule_columns import Column
from plans.workbooks.schedule_reading import ReadRow
from regulations.domain.quoting import quoted


class RowKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAULT = "fault"
    MISSING = "missing"

    @property
    def label(self) -> str:
        return {"new": "新增", "changed": "修改", "same": "相同", "fault": "有错", "missing": "表里没有"}[self.value]


#: What the columns say of a line, by the name of the fact.
FACTS: Mapping[str, Column] = {
    "first_month": Column.FIRST,
    "last_month": Column.LAST,
    "planned_on": Column.DAY,
    "kind": Column.KIND,
    "text": Column.TEXT,
    "is_theme": Column.THEME,
    "responsible": Column.RESPONSIBLE,
}


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line that the plan has; `is_removed` for one that was deleted. `key` are the twelve digits of its code."""

    id: str
    key: str
    version: int
    facts: Mapping[str, Any]
    is_removed: bool = False

    @property
    def place(self) -> tuple[date, date, str]:
        return self.facts["first_month"], self.facts["last_month"], self.facts["text"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a row: `changes` are the facts that would be written, `before` what they would replace, both by name."""

    row: ReadRow
    kind: RowKind
    known: KnownLine | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def facts_of(line: ItemDraft) -> dict[str, Any]:
    """By the names of FACTS."""
    return {
        "first_month": line.first_month,
        "last_month": line.last_month,
        "planned_on": line.planned_on,
        "kind": line.kind,
        "text": line.text,
        "is_theme": line.is_theme,
        "responsible": line.responsible_text,
    }


def match(rows: Sequence[ReadRow], known: Iterable[KnownLine]) -> tuple[list[Verdict], list[KnownLine]]:
    """A verdict for each row in its order, and the lines that no row speaks of: those stay as they are.

    A row is the line whose code it carries; without a code the line with the same months and words. A line that was changed or deleted
    since the file was written out is not overwritten: its row is a fault.
    """
    lines = list(known)
    by_key = {line.key: line for line in lines}
    claimed: dict[str, int] = {}
    for row in rows:
        if row.key in by_key:
            claimed.setdefault(row.key, row.number)
    by_place: dict[tuple[date, date, str], list[KnownLine]] = {}
    for line in lines:
        if not line.is_removed and line.key not in claimed:
            by_place.setdefault(line.place, []).append(line)
    spoken, verdicts = set(claimed), []
    for row in rows:
        found, notes = by_key.get(row.key), row.notes
        if found and claimed[row.key] != row.number:
            notes = (*notes, f"编号与第{claimed[row.key]}行相同，按新的一条处理。")
            found = None
        if found is None and row.line:
            same = by_place.get((row.line.first_month, row.line.last_month, row.line.text))
            found = same.pop(0) if same else None
        if found:
            spoken.add(found.key)
        verdicts.append(_verdict(row, found, notes))
    return verdicts, [line for line in lines if not line.is_removed and line.key not in spoken]


def _verdict(row: ReadRow, line: KnownLine | None, notes: tuple[str, ...]) -> Verdict:
    if row.line is None:
        faults = tuple((column.value, message) for column, message in row.faults)
        return Verdict(row, RowKind.FAULT, line, faults=faults)
    facts = facts_of(row.line)
    if line is None:
        return Verdict(row, RowKind.NEW, None, facts, notes=notes)
    if line.is_removed:
        message = "这一条在您下载之后被删除了。要恢复，请到行事历页下方“已删除的条目”；要另加一条，请清空编号。"
        return Verdict(row, RowKind.FAULT, line, faults=((Column.CODE.value, message),))
    changes = {name: value for name, value in facts.items() if _is_change(name, value, row, line)}
    if "first_month" in changes and line.facts["planned_on"] and Column.DAY not in row.given:
        changes["planned_on"] = None  # a day of the month it leaves
    if not changes:
        return Verdict(row, RowKind.SAME, line, notes=notes)
    if row.version and row.version != line.version:
        message = f"这一条在您下载之后又被修改过，现在是{quoted(line.facts['text'], 60)}。请重新下载后再改。"
        return Verdict(row, RowKind.FAULT, line, faults=((Column.CODE.value, message),))
    before = {name: line.facts[name] for name in changes}
    return Verdict(row, RowKind.CHANGED, line, changes, before, notes=notes)


def _is_change(name: str, value: Any, row: ReadRow, line: KnownLine) -> bool:
    """Columns that the sheet does not have say nothing; without its own column 至, a line keeps its length only while it stays in place."""
    if FACTS[name] not in row.given and not (name == "last_month" and value > line.facts["last_month"]):
        return False
    return value != line.facts[name]
