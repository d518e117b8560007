"""On which day a promise is proposed, and why there. Framework-free.

The day that the plan sets goes before what the line itself says, this before the branch's usual day for such an activity, and this before
custom. A day that is not worked gives way as the planning aid's days do; one that the plan sets was chosen and stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from calendar_events.domain.fulfilment import end_of_month
from calendar_events.domain.promises import Promised
from plans.domain.proposing.patterns import Every, Pattern, find_pattern
from plans.domain.proposing.required import CUSTOMARY
from plans.domain.proposing.sliding import obstacle, said, slide
from regulations.domain.activities import ActivityKind
from regulations.domain.work_calendar import WorkCalendar

_THURSDAY = 3
#: Where nobody says anything at all.
_ELSE = Pattern(Every.MONTH, weekday=_THURSDAY, nth=3)
_SPAN = re.compile(
    r"(?:(?P<month>\d{1,2})\s*月\s*)?(?P<day>\d{1,2})\s*[日号]?\s*[—–\-~～至到]\s*(?:(?P<month2>\d{1,2})\s*月\s*)?(?P<day2>\d{1,2})\s*[日号]"
)
_DAY = re.compile(r"(?:(?P<month>\d{1,2})\s*月\s*)?(?<![\d每第])(?P<day>\d{1,2})\s*[日号](?P<by>(?:之|以)?前)?")
#: Parts of a month in words: first and last day, the day that is proposed; 0 is the month's last day.
_PARTS = (
    (re.compile(r"上旬|月初"), (1, 10, 6)),
    (re.compile(r"中旬"), (11, 20, 16)),
    (re.compile(r"下旬"), (21, 0, 24)),
    (re.compile(r"月底|月末"), (21, 0, 0)),
)
_CLOCK = re.compile(
    r"(?P<part>上午|下午|晚上?)?\s*(?P<hour>\d{1,2})\s*(?:[:：](?P<minute>[0-5]\d)|[点时](?P<half>半)?(?!间))"
)
_AFTER_NOON, _NOON, _MIDNIGHT = ("下午", "晚", "晚上"), 12, 24


@dataclass(frozen=True, slots=True)
class FixedHour:
    """The branch's fixed day for a kind of activity, with the hour and place it usually has."""

    pattern: Pattern
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The day proposed, `last_day` the end of what lasts several; `basis` says where it comes from, `why` why it was moved."""

    day: date
    last_day: date
    basis: str
    why: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    provisional: bool = False


def propose_day(
    promised: Promised, fixed: Mapping[ActivityKind, FixedHour], calendar: WorkCalendar, *, today: date | None = None
) -> Proposal:
    """A day for what is promised. Of several months the first one not yet over on `today` is taken, unless the line names another."""
    text, habit = promised.line.text, fixed.get(promised.line.kind)
    found = _planned(promised, calendar) or _stated(promised, calendar) or _by_pattern(promised, habit, calendar, today)
    starts_at = clock_in(text)
    if starts_at is None and habit is not None:
        return Proposal(
            found.day, found.last_day, found.basis, found.why, habit.starts_at, habit.ends_at, habit.place,
            found.provisional,
        )  # fmt: skip
    place = habit.place if habit else ""
    return Proposal(found.day, found.last_day, found.basis, found.why, starts_at, None, place, found.provisional)


def clock_in(text: str) -> time | None:
    """The first time of day a text states: 15:30, 下午3点半."""
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour = int(found["hour"])
    if found["part"] in _AFTER_NOON and hour < _NOON:
        hour += _NOON
    minute = int(found["minute"]) if found["minute"] else 30 if found["half"] else 0
    return time(hour, minute) if hour < _MIDNIGHT else None


def _planned(promised: Promised, calendar: WorkCalendar) -> Proposal | None:
    """The day that the plan sets for the line beside its words."""
    day = promised.line.planned_on
    if day is None or day.replace(day=1) != promised.month:
        return None
    against = obstacle(day, calendar)
    why = f"{said(day)}{against}，请核对。" if against else ""
    return Proposal(day, day, "计划拟定", why, provisional=calendar.is_provisional(day))


def _stated(promised: Promised, calendar: WorkCalendar) -> Proposal | None:
    """A day or days that the line names, or a part of the month."""
    text = promised.line.text
    if (span := _SPAN.search(text)) and (days := _span_days(span, promised)):
        first, last = days
        return Proposal(first, last, "条目写明", provisional=calendar.is_provisional(first))
    for found in _DAY.finditer(text):
        if (day := _day(found["month"], found["day"], promised)) is not None:
            by = bool(found["by"])
            last = day if by else end_of_month(day)
            return _slid(day, day.replace(day=1), last, "条目写明", calendar, earlier=by)
    for words, (first_day, last_day, proposed) in _PARTS:
        if words.search(text):
            month = promised.month
            end = end_of_month(month)
            last = month.replace(day=last_day) if last_day else end
            day = month.replace(day=proposed) if proposed else end
            return _slid(day, month.replace(day=first_day), last, "条目写明", calendar, earlier=not proposed)
    return None


def _span_days(found: re.Match[str], promised: Promised) -> tuple[date, date] | None:
    first = _day(found["month"], found["day"], promised)
    last = _day(found["month2"] or found["month"], found["day2"], promised)
    return (first, last) if first and last and first <= last else None


def _day(month: str | None, day: str, promised: Promised) -> date | None:
    """The day in one of the promised months; without the month's number it is the first of them."""
    wanted = int(month) if month else promised.month.month
    for first in promised.months:
        if first.month == wanted and 1 <= int(day) <= end_of_month(first).day:
            return first.replace(day=int(day))
    return None


def _by_pattern(promised: Promised, habit: FixedHour | None, calendar: WorkCalendar, today: date | None) -> Proposal:
    stated = find_pattern(promised.line.text)
    custom = CUSTOMARY.get(promised.line.kind)
    for pattern, basis in (
        (stated, "条目写明"),
        (habit.pattern if habit else None, "本支部固定安排"),
        (custom, "按惯例暂定"),
    ):
        if pattern and (day := _pattern_day(pattern, promised, calendar, today)):
            return _slid(day, *_room(pattern, day), basis, calendar, earlier=pattern.by)
    day = _pattern_day(_ELSE, promised, calendar, today) or promised.month
    return _slid(day, *_room(_ELSE, day), "没有写日期，暂定", calendar)


def _pattern_day(pattern: Pattern, promised: Promised, calendar: WorkCalendar, today: date | None) -> date | None:
    months = [month for month in promised.months if today is None or end_of_month(month) >= today] or promised.months[
        :1
    ]
    own = [month for month in months if pattern.is_own_month(month)]
    for month in own or months:
        if pattern.every in _WITHOUT_MONTHS:
            found = next(iter(pattern.days(month, end_of_month(month), calendar)), None)
        else:
            found = pattern.in_month(month, calendar)
        if found is not None:
            return found
    return None


_WITHOUT_MONTHS = frozenset({Every.WEEK, Every.FORTNIGHT, Every.TERM})


def _room(pattern: Pattern, day: date) -> tuple[date, date]:
    """Within its week, or its month; never behind a day it is due by."""
    if pattern.every in _WITHOUT_MONTHS:
        monday = day - timedelta(days=day.weekday())
        return max(monday, day.replace(day=1)), min(monday + timedelta(days=6), end_of_month(day))
    return day.replace(day=1), day if pattern.by else end_of_month(day)


def _slid(day: date, first: date, last: date, basis: str, calendar: WorkCalendar, *, earlier: bool = False) -> Proposal:
    slid = slide(day, first, last, calendar, earlier=earlier)
    return Proposal(slid.day, slid.day, basis, slid.why, provisional=slid.provisional)
