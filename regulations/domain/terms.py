"""School years with their terms, vacations and examinations (校历), and what makes a school calendar contradict itself. Framework-free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regulations.domain.work_calendar import Stretch

FIRST_MONTH = 9
#: Schools open a few days early and some vacations run over: a stretch lies within these days of its school year.
EARLIEST, LATEST = (8, 1), (9, 15)


class TermKind(StrEnum):
    """What a stretch of the school year is."""

    TERM = "term"
    VACATION = "vacation"
    EXAMINATION = "examination"

    @property
    def label(self) -> str:
        return {"term": "学期", "vacation": "假期", "examination": "考试"}[self.value]


class TermsRefused(Exception):
    """A school calendar that cannot be: `messages` by the row's place, -1 for the calendar as a whole."""

    def __init__(self, messages: Mapping[int, str]) -> None:
        super().__init__("；".join(messages.values()))
        self.messages = dict(messages)


@dataclass(frozen=True, slots=True)
class TermRow:
    """One stretch of a school calendar."""

    kind: TermKind
    stretch: Stretch


#: What a school calendar usually holds: kind and name, in the order of the year.
CUSTOMARY = (
    (TermKind.TERM, "第一学期"),
    (TermKind.EXAMINATION, "第一学期期中考试"),
    (TermKind.EXAMINATION, "第一学期期末考试"),
    (TermKind.VACATION, "寒假"),
    (TermKind.TERM, "第二学期"),
    (TermKind.EXAMINATION, "第二学期期中考试"),
    (TermKind.EXAMINATION, "第二学期期末考试"),
    (TermKind.VACATION, "暑假"),
)


def school_year_of(day: date) -> int:
    """The year in which the day's school year began: 2026 for 1 September 2026 and for 31 August 2027."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def school_year_label(year: int) -> str:
    return f"{year}—{year + 1}学年"


def check_terms(year: int, rows: Sequence[TermRow], neighbours: Sequence[TermRow] = ()) -> None:
    """Raise TermsRefused where the stretches of a school year contradict each other or those of the years beside it (`neighbours`).

    Terms and vacations do not overlap, examinations do not overlap each other and lie within a term.
    """
    if not rows:
        raise TermsRefused({-1: "请至少填写一个学期或假期的起止日期。"})
    messages: dict[int, str] = {}
    for place, row in enumerate(rows):
        message = _fault(year, row, rows[:place], rows, neighbours)
        if message:
            messages[place] = message
    if messages:
        raise TermsRefused(messages)


def _fault(
    year: int, row: TermRow, earlier: Sequence[TermRow], rows: Sequence[TermRow], neighbours: Sequence[TermRow]
) -> str:
    stretch = row.stretch
    if stretch.last < stretch.first:
        return f"{stretch.name}的结束日期早于开始日期。"
    if not date(year, *EARLIEST) <= stretch.first <= stretch.last <= date(year + 1, *LATEST):
        return f"{stretch.name}不在{school_year_label(year)}内。"
    for other in (*earlier, *neighbours):
        if _same_layer(row, other) and stretch.first <= other.stretch.last and other.stretch.first <= stretch.last:
            return f"{stretch.name}与{other.stretch.name}（{_days(other.stretch)}）重叠。"
    if row.kind is TermKind.EXAMINATION:
        terms = [other.stretch for other in rows if other.kind is TermKind.TERM]
        if not any(term.holds(stretch.first) and term.holds(stretch.last) for term in terms):
            return f"{stretch.name}不在任何一个学期内。"
    return ""


def _same_layer(row: TermRow, other: TermRow) -> bool:
    return (row.kind is TermKind.EXAMINATION) == (other.kind is TermKind.EXAMINATION)


def _days(stretch: Stretch) -> str:
    first, last = stretch.first, stretch.last
    return f"{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日"
