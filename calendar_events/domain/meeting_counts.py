"""三会一课 and the other required activities as they were held: how often each, month by month, against what the rule book asks for.

Counted on the day of the record, not on the month of the plan's line (支部工作条例 Arts. 11–19). Framework-free.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from calendar_events.domain.fulfilment import end_of_month
from regulations.domain.activities import LABELS, ActivityKind
from regulations.domain.rules import Rule, RuleBook
from regulations.domain.work_calendar import WorkCalendar

_MONTHS_IN = {"month": 1, "quarter": 3, "half_year": 6}
_NEEDS = {"committee": "has_committee", "groups": "has_groups"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the counting depends on: which bodies the branch has, and how far the period has gone."""

    has_committee: bool
    has_groups: bool
    today: date


@dataclass(frozen=True, slots=True)
class Stretch:
    """A month, quarter, half-year or the whole period in which an activity is asked for. `is_vacation`: all its months lie in vacations."""

    months: tuple[date, ...]
    asked: int
    held: int
    is_vacation: bool

    @property
    def lacks(self) -> int:
        return max(self.asked - self.held, 0)

    @property
    def label(self) -> str:
        first, last = self.months[0], self.months[-1]
        return f"{first.month}月" if first == last else f"{first.month}—{last.month}月"


@dataclass(frozen=True, slots=True)
class KindCount:
    """One kind: how often in each month, and the stretches that are over with what the rule asks for in them. Without a rule: no stretches."""

    kind: ActivityKind
    months: tuple[int, ...]
    rule: Rule | None
    stretches: tuple[Stretch, ...]

    @property
    def label(self) -> str:
        return LABELS[self.kind]

    @property
    def held(self) -> int:
        return sum(self.months)

    @property
    def asked(self) -> int | None:
        """Times asked for in the stretches that are over; a stretch of vacation is not held against the branch (一般)."""
        return sum(row.asked for row in self.stretches if not row.is_vacation) if self.rule else None

    @property
    def lacking(self) -> tuple[Stretch, ...]:
        """Stretches that are over with fewer than asked for, vacations apart."""
        return tuple(row for row in self.stretches if row.lacks and not row.is_vacation)


#: Dues stand in their ledger and talks in their matrix: no meeting is missing where they have no record.
_IN_OTHER_BOOKS = frozenset({ActivityKind.DUES, ActivityKind.HEART_TO_HEART_TALK})


def count_meetings(
    held: Iterable[tuple[ActivityKind, date]],
    months: Sequence[date],
    rules: RuleBook,
    calendar: WorkCalendar,
    setting: Setting,
) -> tuple[KindCount, ...]:
    """Every kind that a rule asks for, in the order of the rule book, then the others that were held. `months` are first days, in order."""
    by_kind: dict[ActivityKind, Counter[date]] = defaultdict(Counter)
    for kind, day in held:
        by_kind[kind][day.replace(day=1)] += 1
    rows, asked_for = [], set()
    for rule in rules.in_force(setting.today):
        activity = rule.parameters.get("activity")
        if not activity or "times" not in rule.parameters or activity not in set(ActivityKind):
            continue
        kind = ActivityKind(activity)
        if kind in _IN_OTHER_BOOKS:
            continue
        needs = _NEEDS.get(rule.parameters.get("needs", ""))
        if needs and not getattr(setting, needs):
            continue
        counts = by_kind[kind]
        asked_for.add(kind)
        stretches = tuple(_stretches(rule, counts, months, calendar, setting.today))
        rows.append(KindCount(kind, tuple(counts[month] for month in months), rule, stretches))
    rows += [
        KindCount(kind, tuple(by_kind[kind][month] for month in months), None, ())
        for kind in ActivityKind
        if kind not in asked_for and any(by_kind[kind][month] for month in months)
    ]
    return tuple(rows)


def _stretches(
    rule: Rule, counts: Counter[date], months: Sequence[date], calendar: WorkCalendar, today: date
) -> Iterable[Stretch]:
    groups: dict[tuple[int, int], list[date]] = defaultdict(list)
    size = _MONTHS_IN.get(rule.parameters["per"])
    for month in months:
        groups[(month.year, (month.month - 1) // size) if size else (0, 0)].append(month)
    for group in groups.values():
        if end_of_month(group[-1]) >= today:
            continue  # it may still be held
        # Of a quarter or a year that the period has only in part, the neighbouring period may have the meeting.
        asked = rule.parameters["times"] if len(group) >= (size or 12) or _has_window(rule, group) else 0
        vacation = all(calendar.is_vacation_month(month) for month in group)
        yield Stretch(tuple(group), asked, sum(counts[month] for month in group), vacation)


def _has_window(rule: Rule, months: Sequence[date]) -> bool:
    """The rule names the months for it (FQ-06), from one to another, over the new year too, and all of them are among these."""
    first, last = (int(rule.parameters.get(name, "")[:2] or 0) for name in ("window_first", "window_last"))
    if not first:
        return False
    window = {(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)}
    return window <= {month.month for month in months}
