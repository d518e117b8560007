"""Reads about rosters as files: the people rows are matched against, what a preview shows, what an export contains."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from branches.models import Branch, User
from branches.querysets import get_visible_or_404
from members.domain.roster_matching import Known, RowKind, Verdict
from members.models import (
    IdentityNumber,
    Member,
    PartyGroup,
    RosterExport,
    RosterImport,
    RosterImportRow,
)
from members.models.roster_files import ImportState
from members.selectors.identity import numbers_of
from members.services.people import FACTS
from members.workbooks.roster_columns import COLUMNS, HEADINGS, Kind

DAYS = frozenset(column.field for column in COLUMNS if column.kind is Kind.DAY)
SHOWN_IMPORTS = 10
_COLUMNS = {column.field: column for column in COLUMNS}
_EXPORT_CHUNK = 500


def group_ids(branch: Branch) -> dict[str, str]:
    """Ids of the groups in use by name."""
    rows = PartyGroup.objects.filter(branch=branch, is_active=True).order_by("name")
    return {name: str(pk) for pk, name in rows.values_list("pk", "name")}


def group_names(branch: Branch) -> dict[str, str]:
    """Names of all groups, closed ones too, by id."""
    return {str(pk): name for pk, name in PartyGroup.objects.filter(branch=branch).values_list("pk", "name")}


def known_people(branch: Branch) -> Iterator[Known]:
    """Everybody the branch has or had on its roster; two queries."""
    indexes = dict(IdentityNumber.objects.filter(member__branch=branch).values_list("member_id", "index"))
    for member in Member.objects.filter(branch=branch).order_by("pk").iterator(chunk_size=2000):
        yield Known(
            key=str(member.pk),
            name=member.name,
            birth_date=member.birth_date,
            is_active=member.is_active,
            version=member.version,
            facts=facts_of(member),
            masked_phone=member.masked_phone,
            index=indexes.get(member.pk, ""),
            left_on=member.left_on,
        )


def facts_of(member: Member) -> dict[str, Any]:
    """By field name, the group as its id."""
    facts = {name: getattr(member, name) for name in FACTS if name != "group"}
    return {**facts, "group": str(member.group_id) if member.group_id else ""}


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON takes them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def typed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What `plain` made, as the model takes them: days as dates, "" where a text is cleared."""
    return {
        name: date.fromisoformat(value) if name in DAYS and isinstance(value, str) else value
        for name, value in facts.items()
    }


def row_of(verdict: Verdict, roster_import: RosterImport, place: int) -> RosterImportRow:
    """A verdict as it is stored; `read` and `read_faults` are what a second look starts from."""
    return RosterImportRow(
        roster_import=roster_import,
        place=place,
        number=verdict.row.number,
        kind=verdict.kind.value,
        name=str(verdict.row.facts.get("name") or "")[:60],
        member_id=verdict.known.key if verdict.known else None,
        version=verdict.known.version if verdict.known else None,
        read=plain(verdict.row.facts),
        read_faults=[list(fault) for fault in verdict.row.faults],
        changes=plain(verdict.changes),
        before=plain(verdict.before),
        faults=[list(fault) for fault in verdict.faults],
        warnings=[list(warning) for warning in verdict.warnings],
        number_change=verdict.number,
    )


def missing_row(known: Known, roster_import: RosterImport, place: int) -> RosterImportRow:
    return RosterImportRow(
        roster_import=roster_import,
        place=place,
        number=0,
        kind=RowKind.MISSING.value,
        name=known.name,
        member_id=known.key,
        version=known.version,
    )


def digest_of(roster_import: RosterImport) -> str:
    """SHA-256 over every row of the preview, in order."""
    digest = hashlib.sha256(roster_import.sha256.encode())
    rows = roster_import.rows.order_by("place").values_list(
        "place", "number", "kind", "name", "member_id", "version", "changes", "before", "faults", "number_change"
    )
    for row in rows.iterator(chunk_size=1000):
        digest.update(json.dumps(row, default=str, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()


def import_of(user: User, pk: UUID | str) -> RosterImport:
    """404 for everybody who does not keep the branch's roster."""
    rows = RosterImport.objects.visible_to(user).select_related(
        "branch__district", "uploaded_by", "confirmed_by", "undone_by", "job"
    )
    return get_visible_or_404(rows, pk=pk)


def imports_of_branch(branch: Branch) -> QuerySet[RosterImport]:
    rows = RosterImport.objects.filter(branch=branch).select_related("uploaded_by")
    return rows.order_by("-uploaded_at")[:SHOWN_IMPORTS]


@dataclass(frozen=True)
class Tab:
    """A kind of row, its word and how many there are."""

    kind: str
    label: str
    count: int


_TABS = (
    (RowKind.FAULT, "有错"),
    (RowKind.CHANGED, "修改"),
    (RowKind.NEW, "新增"),
    (RowKind.SAME, "相同"),
    (RowKind.MISSING, "表里没有"),
)


def tabs_of(roster_import: RosterImport) -> list[Tab]:
    """What there is to look at, faults first."""
    return [Tab(kind.value, label, roster_import.counts.get(kind.value, 0)) for kind, label in _TABS]


@dataclass(frozen=True)
class Change:
    """One cell of the preview in words."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownRow:
    """A row of the preview in words; `faults` and `warnings` as heading and sentence."""

    row: RosterImportRow
    changes: list[Change]
    faults: list[tuple[str, str]]
    warnings: list[tuple[str, str]]


def shown_rows(rows: Iterable[RosterImportRow], groups: Mapping[str, str]) -> list[ShownRow]:
    """Rows of one page; no queries."""
    return [
        ShownRow(
            row,
            [*_changes(row, groups)],
            [(HEADINGS.get(column, column), message) for column, message in row.faults],
            [(HEADINGS.get(column, column), message) for column, message in row.warnings],
        )
        for row in rows
    ]


def _changes(row: RosterImportRow, groups: Mapping[str, str]) -> Iterator[Change]:
    for name in HEADINGS:
        if name in row.changes:
            before, after = (in_words(name, values.get(name), groups) for values in (row.before, row.changes))
            yield Change(HEADINGS[name], before, after)
    if row.number_change:
        yield Change(HEADINGS["identity"], "已登记" if row.number_change == "replace" else "", "加密登记")


def in_words(name: str, value: Any, groups: Mapping[str, str]) -> str:
    """A fact as people read it."""
    if value in (None, ""):
        return "（空）"
    column = _COLUMNS[name]
    if column.kind is Kind.YES_NO:
        return "是" if value else "否"
    if column.kind is Kind.GROUP:
        return groups.get(value, "已停用的党小组")
    return column.choices.get(value, str(value))


def undo_refusal(roster_import: RosterImport, at: datetime, *, days: int) -> str:
    """Why the import cannot be undone; "" when it can."""
    confirmed = roster_import.confirmed_at
    if roster_import.state != ImportState.CONFIRMED or confirmed is None:
        return "这次导入没有写入名册，或者已经撤销。"
    if (at - confirmed).days >= days:
        return f"导入已超过{days}天，不能再撤销。"
    later = RosterImport.objects.filter(
        branch=roster_import.branch, state=ImportState.CONFIRMED, confirmed_at__gt=confirmed
    )
    return "之后又导入过名册，请先撤销后一次。" if later.exists() else ""


def outcome_counts(roster_import: RosterImport) -> Counter[str]:
    """How many rows were written, restored, left."""
    return Counter(roster_import.rows.exclude(outcome="").values_list("outcome", flat=True))


def exports_of(user: User, branch: Branch, at: datetime) -> QuerySet[RosterExport]:
    """The user's own files that can still be fetched."""
    return RosterExport.objects.fetchable_by(user, at).filter(branch=branch).order_by("-at")


def export_rows(
    people: QuerySet[Member], *, with_phones: bool, with_numbers: bool
) -> Iterator[tuple[dict[str, Any], str]]:
    """Facts and the sealed number ("" without) of each, in the order of `people`; memory for some hundred at a time.

    Without `with_phones` the middle of telephone numbers is masked.
    """
    keys = list(people.values_list("pk", flat=True))
    for start in range(0, len(keys), _EXPORT_CHUNK):
        chunk = keys[start : start + _EXPORT_CHUNK]
        found = Member.objects.in_bulk(chunk)
        numbers = numbers_of(found.values()) if with_numbers else {}
        for key in chunk:
            member = found.get(key)
            if member is None:
                continue
            facts = facts_of(member)
            if not with_phones:
                facts["phone"] = member.masked_phone
            yield {**facts, "pk": member.pk}, numbers.get(key, "")
