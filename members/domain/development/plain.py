"""Cases out of JSON. What is not filled in as it should be is told, and counts as unknown; it never stops the rest. Framework-free."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from members.domain.development.case import (
    FIRST_STEP,
    LAST_STEP,
    Approver,
    Case,
    Conversion,
    Meeting,
    Organiser,
    Review,
    StepRecord,
    Supporter,
    Training,
)

Choice = TypeVar("Choice", bound=StrEnum)
FIELDS_OF = {
    5: {"contacts"},
    6: {"reviews"},
    8: {"consent_on", "notice_start", "notice_end"},
    9: {"introducers"},
    10: {"outcome"},
    11: {"training"},
    13: {"outcome"},
    15: {"meeting"},
    17: {"approver", "probation_start"},
    21: {"reviews"},
    23: {"meeting", "outcome", "extension_months"},
    24: {"approver"},
}
_TWICE = (23, 24)
# Days outside are slips of the pen, and sums with them would leave the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2100


class CasesRefused(Exception):
    """The file holds no list of cases; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that could not be read and counts as unknown. `step` is None for the case's own fields; `turn` counts records of a step from 0."""

    step: int | None
    field: str
    message: str
    turn: int = 0

    @property
    def sentence(self) -> str:
        place = f"第{self.step}步" if self.step is not None else ""
        return f"{place} {self.field}：{self.message}".strip() if self.field else f"{place}{self.message}"


@dataclass(frozen=True, slots=True)
class CaseRead:
    """One entry of the list: the case, or None where the entry is none, and what was wrong with it. `number` counts from 1."""

    number: int
    case: Case | None
    faults: tuple[Fault, ...]


def cases_from_plain(data: Any) -> tuple[CaseRead, ...]:
    """A JSON list of cases, or `{"cases": [...]}`; raises CasesRefused for anything else."""
    rows = data.get("cases") if isinstance(data, dict) else data
    if not isinstance(rows, list):
        raise CasesRefused("文件内容应为案卷列表，或者含有 cases 列表的对象。")
    return tuple(case_from_plain(row, number) for number, row in enumerate(rows, 1))


def case_from_plain(row: Any, number: int) -> CaseRead:
    """One case; what is wrong with it is listed in order of the fields."""
    if not isinstance(row, dict):
        return CaseRead(number, None, (Fault(None, "", "这一条不是案卷（应为一个对象）。"),))
    fields = _Fields(row, None)
    given = row.get("id")
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        fields.refuse("id", "应为文字")
        given = None
    birth_date, today = fields.day("birth_date"), fields.day("today")
    records = [_record(step, index, row["steps"], fields) for index, step in enumerate(fields.list("steps") or [])]
    steps = tuple(record for record in records if record)
    case = Case(birth_date, steps, today, given)
    fields.refuse_surplus({"id", "birth_date", "today", "steps"})
    for step, times in Counter(record.step for record in steps).items():
        if times > 1 and step not in _TWICE:
            fields.faults.append(Fault(step, "", f"有{times}条记录，以日期最后的一条为准。"))
    return CaseRead(number, case, tuple(fields.faults))


def _record(row: Any, index: int, rows: list[Any], case: _Fields) -> StepRecord | None:
    step = row.get("step") if isinstance(row, dict) else None
    if isinstance(step, bool) or not isinstance(step, int) or not FIRST_STEP <= step <= LAST_STEP:
        case.refuse("steps", f"第{index + 1}条步骤记录没有正确的步骤号（{FIRST_STEP}至{LAST_STEP}），没有采用")
        return None
    turn = sum(isinstance(other, dict) and other.get("step") == step for other in rows[:index])
    fields = _Fields(row, step, turn)
    allowed = FIELDS_OF.get(step, set())
    fields.refuse_surplus({"step", "on"} | allowed)
    fields.keep(allowed | {"on"})
    meeting, training = fields.table("meeting"), fields.table("training")
    record = StepRecord(
        step,
        on=fields.day("on"),
        contacts=_supporters(fields, "contacts"),
        reviews=_days(fields, "reviews"),
        consent_on=fields.day("consent_on"),
        notice_start=fields.day("notice_start"),
        notice_end=fields.day("notice_end"),
        introducers=_supporters(fields, "introducers"),
        review=fields.choice("outcome", Review) if step in (10, 13) else None,
        training=_training(training) if training else None,
        meeting=_meeting(meeting) if meeting else None,
        approver=fields.choice("approver", Approver),
        probation_start=fields.day("probation_start"),
        conversion=fields.choice("outcome", Conversion) if step == _TWICE[0] else None,
        extension_months=fields.whole("extension_months", least=None),
    )
    case.faults += [*fields.faults, *(meeting.faults if meeting else ()), *(training.faults if training else ())]
    return record


def _supporters(fields: _Fields, name: str) -> tuple[Supporter, ...] | None:
    people = fields.list(name)
    if people is None:
        return None
    result = []
    for person in people:
        known = person.get("full_member") if isinstance(person, dict) else None
        if person is not None and not isinstance(person, dict):
            fields.refuse(name, "每一人应写成 {} 或 {full_member: true|false}")
        elif known is not None and not isinstance(known, bool):
            fields.refuse(name, f"full_member 应为 true 或 false，不能是 {known!r}")
            known = None
        result.append(Supporter(known))
    return tuple(result)


def _days(fields: _Fields, name: str) -> tuple[date, ...] | None:
    values = fields.list(name)
    if values is None:
        return None
    days = [fields.as_day(name, value) for value in values]
    # A review whose day cannot be read was held all the same; how many there were is then not known.
    return tuple(day for day in days if day) if None not in days else None


def _training(fields: _Fields) -> Training:
    fields.refuse_surplus({"days", "hours", "organiser"})
    return Training(fields.amount("days"), fields.amount("hours"), fields.choice("organiser", Organiser))


def _meeting(fields: _Fields) -> Meeting:
    names = ("eligible", "present", "written", "yes")
    fields.refuse_surplus({*names, "secret"})
    eligible, present, written, yes = (fields.whole(name) for name in names)
    if eligible is not None and present is not None and present > eligible:
        fields.refuse("present", f"实到{present}名多于应到{eligible}名，请核对")
    if None not in (present, written, yes) and (yes or 0) > (present or 0) + (written or 0):
        fields.refuse("yes", f"同意{yes}票多于实到{present}名加书面意见{written}份，请核对")
    return Meeting(eligible, present, written, yes, fields.flag("secret"))


class _Fields:
    """The fields of one object, read one by one; None is unknown, and so is what cannot be read."""

    def __init__(self, row: Mapping[str, Any], step: int | None, turn: int = 0, prefix: str = "") -> None:
        self._row = dict(row)
        self._step, self._turn, self._prefix = step, turn, prefix
        self.faults: list[Fault] = []

    def refuse(self, name: str, message: str) -> None:
        self.faults.append(Fault(self._step, self._prefix + name, f"{message}。", self._turn))

    def refuse_surplus(self, known: set[str]) -> None:
        for name in [name for name in self._row if name not in known]:
            self.refuse(str(name), "这里没有这一项，没有采用")

    def keep(self, names: set[str]) -> None:
        self._row = {name: value for name, value in self._row.items() if name in names}

    def day(self, name: str) -> date | None:
        return self.as_day(name, self._row.get(name))

    def as_day(self, name: str, value: Any) -> date | None:
        if value is None:
            return None
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            try:
                day = date.fromisoformat(value)
            except ValueError:
                day = None
            if day and FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
        self.refuse(name, f"{value!r} 不是 {FIRST_YEAR} 至 {LAST_YEAR} 年间的日期，应如 2026-05-11")
        return None

    def list(self, name: str) -> list[Any] | None:
        return self._of_kind(name, list, "应为列表")

    def table(self, name: str) -> _Fields | None:
        row = self._of_kind(name, dict, "应为对象")
        return None if row is None else _Fields(row, self._step, self._turn, f"{name}.")

    def flag(self, name: str) -> bool | None:
        return self._of_kind(name, bool, "应为 true 或 false")

    def whole(self, name: str, least: int | None = 0) -> int | None:
        value = self._row.get(name)
        if value is None:
            return None
        is_whole = isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
        if not is_whole or (least is not None and value < least):
            self.refuse(name, f"{value!r} 不是{'' if least is None else '非负'}整数")
            return None
        return int(value)

    def amount(self, name: str) -> Decimal | None:
        value = self._row.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**6:
            self.refuse(name, f"{value!r} 不是数字")
            return None
        return Decimal(int(value)) if value == int(value) else Decimal(str(value))

    def choice(self, name: str, choices: type[Choice]) -> Choice | None:
        value = self._row.get(name)
        if value is None:
            return None
        if value not in list(choices):
            self.refuse(name, f"{value!r} 应为{'、'.join(choices)}之一")
            return None
        return choices(value)

    def _of_kind(self, name: str, kind: Callable[..., Any], message: str) -> Any:
        value = self._row.get(name)
        if value is None or type(value) is kind:
            return value
        self.refuse(name, message)
        return None
