"""The time a plan covers. Framework-free."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Cycle(StrEnum):
    CALENDAR_YEAR = "year"
    SCHOOL_YEAR = "school_year"
    SEMESTER = "semester"
    HALF_YEAR = "half_year"

    @property
    def label(self) -> str:
        return _CYCLE_LABELS[self]


_CYCLE_LABELS = {
    Cycle.CALENDAR_YEAR: "年度（1月—12月）",
    Cycle.SCHOOL_YEAR: "学年（9月—次年8月）",
    Cycle.SEMESTER: "学期",
    Cycle.HALF_YEAR: "半年",
}

#: First month and number of months by cycle and part. A school year runs 09-01 … 08-31; January belongs to its first semester.
_SPANS = {
    (Cycle.CALENDAR_YEAR, 0): (1, 12),
    (Cycle.SCHOOL_YEAR, 0): (9, 12),
    (Cycle.SEMESTER, 1): (9, 5),
    (Cycle.SEMESTER, 2): (2, 7),
    (Cycle.HALF_YEAR, 1): (1, 6),
    (Cycle.HALF_YEAR, 2): (7, 6),
}


#: Years that a period may lie in.
EARLIEST, LATEST = 1990, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """`year` is the calendar year, or the one in which the school year begins; `part` is 1 or 2 for semesters and half-years, else 0."""

    cycle: Cycle
    year: int
    part: int = 0

    def __post_init__(self) -> None:
        if (self.cycle, self.part) not in _SPANS:
            raise ValueError(f"no such period: {self.cycle} part {self.part}")

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month, in order."""
        first, count = _SPANS[self.cycle, self.part]
        year = self.year + 1 if (self.cycle, self.part) == (Cycle.SEMESTER, 2) else self.year
        indexes = [year * 12 + first - 1 + step for step in range(count)]
        return tuple(date(index // 12, index % 12 + 1, 1) for index in indexes)

    @property
    def label(self) -> str:
        """As titles write it: 2026年, 2026—2027学年, 2026—2027学年第一学期, 2026年上半年."""
        match self.cycle:
            case Cycle.CALENDAR_YEAR:
                return f"{self.year}年"
            case Cycle.HALF_YEAR:
                return f"{self.year}年{'上' if self.part == 1 else '下'}半年"
            case Cycle.SCHOOL_YEAR:
                return f"{self.year}—{self.year + 1}学年"
            case Cycle.SEMESTER:
                return f"{self.year}—{self.year + 1}学年第{'一二'[self.part - 1]}学期"

    def month_of(self, number: int) -> date | None:
        """The period's month with this calendar number (1–12), or None when it has none."""
        return next((month for month in self.months if month.month == number), None)

    @property
    def first_day(self) -> date:
        return self.months[0]

    @property
    def last_day(self) -> date:
        last = self.months[-1]
        return last.replace(day=monthrange(last.year, last.month)[1])

    def contains(self, month: date) -> bool:
        return month in self.months

    def next(self) -> Period:
        """The period of the same kind that follows."""
        if self.part == 1:
            return Period(self.cycle, self.year, 2)
        return Period(self.cycle, self.year + 1, 1 if self.part else 0)


def current_period(cycle: Cycle, today: date) -> Period:
    """The period of this cycle that today lies in."""
    school_year = today.year if today.month >= 9 else today.year - 1
    match cycle:
        case Cycle.CALENDAR_YEAR:
            return Period(cycle, today.year)
        case Cycle.HALF_YEAR:
            return Period(cycle, today.year, 1 if today.month <= 6 else 2)
        case Cycle.SCHOOL_YEAR:
            return Period(cycle, school_year)
        case Cycle.SEMESTER:
            return Period(cycle, school_year, 1 if today.month >= 9 or today.month == 1 else 2)
