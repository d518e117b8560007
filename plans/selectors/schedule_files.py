"""Reads about schedules as files: the lines rows are compared with, what a preview holds and shows, what a file contains."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from branches.models import User
from branches.querysets import get_visible_or_404
from plans.domain.draft import ItemDraft
from plans.domain.paper import Paper
from plans.models import ItemBatchRow, Plan, PlanItem, ScheduleImport, ScheduleImportRow
from plans.workbooks.schedule_columns import NO, YES, Column, code_words, day_words, month_words
from plans.workbooks.schedule_matching import FACTS, KnownLine, RowKind, Verdict, facts_of
from plans.workbooks.schedule_reading import ReadRow
from regulations.domain.activities import ActivityKind

KEY_DIGITS = 12
SHOWN_IMPORTS = 10
SAID_LENGTH = 200
_DAYS = frozenset({"first_month", "last_month", "planned_on"})


def draft_of(item: PlanItem) -> ItemDraft:
    """A line as a file says it; needs `with_responsible()` rows."""
    return ItemDraft(
        item.first_month,
        item.last_month,
        item.text,
        item.kind,
        item.is_theme,
        item.responsible,
        planned_on=item.planned_on,
    )


def written_lines(plan: Plan) -> Iterator[tuple[ItemDraft, str]]:
    """The schedule for a file, each line with its code."""
    rows = plan.items.present().with_responsible().order_by("first_month", "-is_theme", "position", "pk")
    for item in rows:
        yield draft_of(item), code_words(item.pk.hex[:KEY_DIGITS], item.version)


def paper_lines(paper: Paper) -> Iterator[tuple[ItemDraft, str]]:
    """The schedule of a paper that was handed in, for a file; without codes, for nobody brings it back."""
    for line in paper.lines:
        facts = (line.first_month, line.last_month, line.text, line.kind, line.is_theme, line.responsible)
        yield ItemDraft(*facts, planned_on=line.planned_on), ""


def known_lines(plan: Plan) -> list[KnownLine]:
    """Every line of the plan, those that were removed too; one query."""
    rows = plan.items.with_responsible().order_by("first_month", "position", "pk")
    return [
        KnownLine(str(row.pk), row.pk.hex[:KEY_DIGITS], row.version, facts_of(draft_of(row)), row.removal is not None)
        for row in rows
    ]


# --- rows as they are stored ------------------------------------------------------------------------------------------------
def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON takes them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def typed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What `plain` made, with months and days as dates."""
    return {name: date.fromisoformat(value) if name in _DAYS and value else value for name, value in facts.items()}


def row_of(verdict: Verdict, schedule_import: ScheduleImport, place: int) -> ScheduleImportRow:
    row, known = verdict.row, verdict.known
    return ScheduleImportRow(
        schedule_import=schedule_import,
        place=place,
        number=row.number,
        kind=verdict.kind,
        said=row.said[:SAID_LENGTH],
        item_id=known.id if known else None,
        version=known.version if known else None,
        read=_plain_row(row),
        changes=plain(verdict.changes),
        before=plain(verdict.before),
        faults=[list(fault) for fault in verdict.faults],
        notes=list(verdict.notes),
    )


def missing_row(known: KnownLine, schedule_import: ScheduleImport, place: int) -> ScheduleImportRow:
    return ScheduleImportRow(
        schedule_import=schedule_import,
        place=place,
        number=0,
        kind=RowKind.MISSING,
        said=known.facts["text"][:SAID_LENGTH],
        item_id=known.id,
        version=known.version,
    )


def _plain_row(row: ReadRow) -> dict[str, Any]:
    return {
        "line": plain(facts_of(row.line)) if row.line else None,
        "faults": [[column.value, message] for column, message in row.faults],
        "notes": list(row.notes),
        "given": sorted(column.value for column in row.given),
        "key": row.key,
        "version": row.version,
    }


def read_row_of(row: ScheduleImportRow) -> ReadRow:
    """What the file said, to be compared anew."""
    read = row.read
    facts = typed(read["line"]) if read["line"] else None
    line = None
    if facts:
        facts["responsible_text"] = facts.pop("responsible")
        line = ItemDraft(**facts)
    return ReadRow(
        row.number,
        row.said,
        line,
        tuple((Column(column), message) for column, message in read["faults"]),
        tuple(read["notes"]),
        frozenset(Column(column) for column in read["given"]),
        read["key"],
        read["version"],
    )


def digest_of(schedule_import: ScheduleImport) -> str:
    """SHA-256 over every row of the preview, in order."""
    digest = hashlib.sha256(schedule_import.sha256.encode())
    rows = schedule_import.rows.order_by("place").values_list(
        "place", "number", "kind", "item_id", "version", "changes", "before", "faults"
    )
    for row in rows:
        digest.update(json.dumps(row, default=str, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()


# --- pages ----------------------------------------------------------------------------------------------------------------
def import_of(user: User, plan: Plan, pk: UUID | str) -> ScheduleImport:
    rows = ScheduleImport.objects.visible_to(user).filter(plan=plan)
    return get_visible_or_404(
        rows.select_related("uploaded_by", "batch__written_by", "batch__undone_by", "plan__branch__district"), pk=pk
    )


def imports_of_plan(plan: Plan) -> QuerySet[ScheduleImport]:
    rows = ScheduleImport.objects.filter(plan=plan).select_related("uploaded_by", "batch")
    return rows.order_by("-uploaded_at")[:SHOWN_IMPORTS]


@dataclass(frozen=True)
class Tab:
    """A kind of row, its word and how many there are."""

    kind: str
    label: str
    count: int


def tabs_of(schedule_import: ScheduleImport) -> list[Tab]:
    """What there is to look at, faults first."""
    order = (RowKind.FAULT, RowKind.CHANGED, RowKind.NEW, RowKind.SAME, RowKind.MISSING)
    return [Tab(kind.value, kind.label, schedule_import.counts.get(kind.value, 0)) for kind in order]


@dataclass(frozen=True)
class Change:
    """One cell of the preview in words."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownRow:
    """A row of the preview in words; `outcome` is what the way back did with its line."""

    row: ScheduleImportRow
    changes: list[Change]
    outcome: ItemBatchRow | None = None


def shown_rows(rows: Iterable[ScheduleImportRow], schedule_import: ScheduleImport) -> list[ShownRow]:
    """Rows of one page; one query once they were taken back."""
    page = list(rows)
    outcomes: dict[UUID | None, ItemBatchRow] = {}
    if schedule_import.batch_id and schedule_import.batch and schedule_import.batch.undone_at:
        items = [row.item_id for row in page if row.item_id]
        outcomes = {row.item_id: row for row in schedule_import.batch.rows.filter(item__in=items)}
    return [ShownRow(row, [*_changes(row)], outcomes.get(row.item_id)) for row in page]


def _changes(row: ScheduleImportRow) -> Iterator[Change]:
    changes, before = typed(row.changes), typed(row.before)
    for name, column in FACTS.items():
        if name not in changes:
            continue
        after = in_words(name, changes[name])
        if row.kind == RowKind.NEW and (not changes[name] or _says_nothing(name, changes)):
            continue
        yield Change(column.value, in_words(name, before.get(name)), after)


def _says_nothing(name: str, changes: Mapping[str, Any]) -> bool:
    """至 of a line within one month, and the text, which stands beside its row anyway."""
    return name == "text" or (name == "last_month" and changes["last_month"] == changes["first_month"])


def in_words(name: str, value: Any) -> str:
    """A fact as people read it."""
    if name == "is_theme":
        return YES if value else NO
    if value in (None, ""):
        return "（空）"
    if name in {"first_month", "last_month"}:
        return month_words(value)
    if name == "planned_on":
        return day_words(value)
    return ActivityKind(value).label if name == "kind" else str(value)
