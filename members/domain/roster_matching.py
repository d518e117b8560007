"""Which row of a file is whom on the roster, and what it would change. Framework-free.

A row is matched by name and birth date, by the look-up value of the identity number where one is kept. What could be two people is a
fault: a machine does not guess who somebody is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from members.domain.roster_facts import contradictions, is_masked, name_of, text_of


class RowKind(StrEnum):
    """What a row means for the roster. MISSING: on the roster and not in the file; nothing is done about these."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAULT = "fault"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the branch as the roster has them. `index`: look-up values of the identity number; `facts` by field name."""

    key: str
    name: str
    birth_date: date | None
    is_active: bool
    version: int
    facts: Mapping[str, Any]
    masked_phone: str = ""
    index: str = ""
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of the file: its number in the sheet, what its filled cells say by field name, and the faults of single cells.

    `facts` holds only what was filled in; None or "" means that the cell asks for the fact to be cleared.
    """

    number: int
    facts: Mapping[str, Any]
    faults: tuple[tuple[str, str], ...] = ()
    indexes: tuple[str, ...] = ()


@dataclass(slots=True)
class Verdict:
    """A row with what it means. `changes` are the facts to write, `before` what they replace; faults and warnings: column, sentence.

    `number` says what happens to the identity number: "" nothing, "add" or "replace".
    """

    row: ReadRow
    kind: RowKind
    known: Known | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    number: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)


class Roster:
    """The people of one branch, to match rows against one after the other."""

    def __init__(self, people: Iterable[Known]) -> None:
        self._active: dict[str, list[Known]] = defaultdict(list)
        self._left: dict[str, list[Known]] = defaultdict(list)
        self._by_index: dict[str, list[Known]] = defaultdict(list)
        self._all: list[Known] = []
        self._taken: dict[str, int] = {}
        self._new: dict[tuple[str, date | None], int] = {}
        self._new_indexes: dict[str, int] = {}
        for known in people:
            (self._active if known.is_active else self._left)[name_of(text_of(known.name))].append(known)
            if known.is_active:
                self._all.append(known)
                if known.index:
                    self._by_index[known.index].append(known)

    def judge(self, row: ReadRow) -> Verdict:
        """What the row means; rows must come in the order of the file."""
        verdict = Verdict(row, RowKind.FAULT, faults=list(row.faults))
        known = None if self._lacks_name(verdict) else self._whom(row, verdict)
        if known is not None:
            # also of a row with faults, so that the person is not reported as missing
            verdict.known = known
            earlier = self._taken.setdefault(known.key, row.number)
            if earlier != row.number:
                verdict.faults.append(("name", f"与第{earlier}行是同一个人"))
        if verdict.faults:
            return verdict
        if known is None:
            self._judge_new(row, verdict)
        else:
            self._judge_known(row, known, verdict)
        if verdict.faults:
            verdict.kind, verdict.changes, verdict.before, verdict.number = RowKind.FAULT, {}, {}, ""
        return verdict

    def missing(self) -> list[Known]:
        """Who is on the roster and in no row judged so far."""
        return [known for known in self._all if known.key not in self._taken]

    @staticmethod
    def _lacks_name(verdict: Verdict) -> bool:
        if verdict.row.facts.get("name"):
            return False
        if not any(column == "name" for column, _ in verdict.faults):
            verdict.faults.append(("name", "没有填姓名"))
        return True

    def _whom(self, row: ReadRow, verdict: Verdict) -> Known | None:
        name, born = row.facts["name"], row.facts.get("birth_date")
        by_number = {known.key: known for index in row.indexes for known in self._by_index.get(index, ())}
        if len(by_number) > 1:
            verdict.faults.append(("identity", "名册上有不止一人登记了这个身份证号，请先在名册里更正"))
            return None
        if by_number:
            (known,) = by_number.values()
            if known.name != name:
                verdict.warnings.append(("name", f"按身份证号对上名册里的{known.name}，姓名会改"))
            return known
        namesakes = self._active.get(name, [])
        if born is None:
            if len(namesakes) > 1:
                verdict.faults.append(("birth_date", f"名册里有{len(namesakes)}个{name}，请填写出生日期以便区分"))
            return namesakes[0] if len(namesakes) == 1 else None
        same_day = [known for known in namesakes if known.birth_date == born]
        undated = [known for known in namesakes if known.birth_date is None]
        if len(same_day) > 1 or (not same_day and len(undated) > 1):
            verdict.faults.append(("name", f"名册里有不止一个{name}，分不清是哪一个，请先在名册里补上出生日期"))
            return None
        if same_day or undated:
            return (same_day or undated)[0]
        if namesakes:
            days = "、".join(known.birth_date.isoformat() for known in namesakes if known.birth_date)
            verdict.warnings.append(
                ("name", f"名册里有同名的人，出生日期是{days}。如果是同一个人，请先在名册里更正出生日期")
            )
        return None

    def _judge_new(self, row: ReadRow, verdict: Verdict) -> None:
        name, born = row.facts["name"], row.facts.get("birth_date")
        if not row.facts.get("status"):
            verdict.faults.append(("status", "新编入名册的人要填身份"))
        if is_masked(row.facts.get("phone") or ""):
            verdict.faults.append(("phone", "电话是打码的，请填写完整的号码或留空"))
        for left in self._left.get(name, ()):
            if born is None or left.birth_date in (None, born):
                day = f"（{left.left_on.isoformat()}离开）" if left.left_on else ""
                verdict.faults.append(("name", f"曾在本支部名册上{day}，请打开此人的页面办理“重新编入名册”"))
                break
        earlier = self._new.setdefault((name, born), row.number)
        if earlier != row.number:
            verdict.faults.append(("name", f"与第{earlier}行的姓名和出生日期相同"))
        for index in row.indexes:
            if self._new_indexes.setdefault(index, row.number) != row.number:
                verdict.faults.append(("identity", f"与第{self._new_indexes[index]}行的身份证号相同"))
                break
        verdict.faults += contradictions(row.facts)
        verdict.kind = RowKind.NEW
        verdict.changes = {name: value for name, value in row.facts.items() if value not in (None, "")}
        verdict.number = "add" if row.indexes else ""

    def _judge_known(self, row: ReadRow, known: Known, verdict: Verdict) -> None:
        wanted = dict(row.facts)
        if is_masked(wanted.get("phone") or "") and wanted.pop("phone") != known.masked_phone:
            verdict.faults.append(("phone", "打码的电话与名册上的对不上，请填写完整的号码或留空"))
        changes = {name: value for name, value in wanted.items() if _plain(known.facts.get(name)) != _plain(value)}
        if "status" in changes and not changes["status"]:
            verdict.faults.append(("status", "身份不能清空"))
        if changes:
            verdict.faults += contradictions({**known.facts, **wanted})
        verdict.changes = changes
        verdict.before = {name: known.facts.get(name) for name in changes}
        if row.indexes and known.index not in row.indexes:
            verdict.number = "replace" if known.index else "add"
        verdict.kind = RowKind.CHANGED if changes or verdict.number else RowKind.SAME


def _plain(value: Any) -> Any:
    """For comparing: text as a cell would be read, so that what the roster holds in another spelling is not a change."""
    return "" if value is None else text_of(value) if isinstance(value, str) else value
