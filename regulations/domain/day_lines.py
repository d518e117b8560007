"""A pasted list of days off and make-up days, one a line, read with a sentence for each line that cannot be. Framework-free."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from regulations.domain.work_calendar import SATURDAY, SpecialDay, WorkCalendar

NAME_LENGTH = 20
MOST_LINES = 120
LONGEST_SPAN = 31
WEEKDAYS = "一二三四五六日"
_DAY = r"(?:(?P<{0}y>\d{{4}})\s*[-年/.]\s*)?(?P<{0}m>\d{{1,2}})\s*[-月/.]\s*(?P<{0}d>\d{{1,2}})\s*[日号]?"
_LINE = re.compile(
    rf"{_DAY.format('a')}(?:\s*(?:至|到|—|–|~|～|\.\.|-)\s*{_DAY.format('b')})?"
    r"\s*[,，、:：\s]\s*(?P<kind>休息?|放假|假|班|上班|调休上班)(?:\s*[,，、:：\s]\s*(?P<name>.*))?"
)


@dataclass(frozen=True, slots=True)
class LineFault:
    """`number` counts lines from 1."""

    number: int
    line: str
    message: str


@dataclass(frozen=True)
class DayLines:
    """What was read: days in their order, and the lines that were not."""

    days: tuple[SpecialDay, ...]
    faults: tuple[LineFault, ...]


class _LineRefused(ValueError):
    pass


def parse_day_lines(text: str, year: int, calendar: WorkCalendar) -> DayLines:
    """Lines like "2027-01-01 休 元旦" or "2月5日至2月11日 休 春节"; without a year, `year` is meant. Empty lines count for nothing.

    `calendar` is what holds so far: a weekday that is worked anyway cannot be a make-up day.
    """
    days: dict[date, tuple[int, SpecialDay]] = {}
    faults: list[LineFault] = []
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    for number, line in lines[:MOST_LINES]:
        try:
            read = _read(line, year, calendar)
            for row in read:
                if row.day in days:
                    raise _LineRefused(f"{_said(row.day)}已在第{days[row.day][0]}行写过。")
        except _LineRefused as error:
            faults.append(LineFault(number, line, str(error)))
        else:
            days |= {row.day: (number, row) for row in read}
    if len(lines) > MOST_LINES:
        number, line = lines[MOST_LINES]
        faults.append(LineFault(number, line, f"一次最多{MOST_LINES}行，这一行以后没有读。"))
    return DayLines(tuple(row for _, row in sorted(days.values(), key=lambda pair: pair[1].day)), tuple(faults))


def day_line(row: SpecialDay) -> str:
    """The line that is read back as this day."""
    return f"{row.day.isoformat()} {'休' if row.is_off else '班'} {row.name}"


def check_day(row: SpecialDay, year: int, calendar: WorkCalendar) -> str:
    """Why the day cannot stand in the year's list, "" when it can."""
    if row.day.year != year:
        return f"{_said(row.day)}不在{year}年。"
    if not row.name:
        return "请写明节日或事由，如“元旦”。"
    if len(row.name) > NAME_LENGTH:
        return f"节日或事由最多{NAME_LENGTH}个字。"
    if not row.is_off and row.day.weekday() < SATURDAY and not calendar.holiday_on(row.day):
        return f"{_said(row.day)}是星期{WEEKDAYS[row.day.weekday()]}，本来就上班；调休上班的应是周末或放假的日子。"
    return ""


def _read(line: str, year: int, calendar: WorkCalendar) -> list[SpecialDay]:
    found = _LINE.fullmatch(line)
    if not found:
        raise _LineRefused("看不懂这一行，请写成“2027-01-01 休 元旦”或“2027-01-01 班 元旦”。")
    first = _day(found, "a", year)
    last = _day(found, "b", first.year) if found["bm"] else first
    if last < first:
        raise _LineRefused("结束日期早于开始日期。")
    if (last - first).days >= LONGEST_SPAN:
        raise _LineRefused(f"一行最多{LONGEST_SPAN}天。")
    is_off, name = "班" not in found["kind"], (found["name"] or "").strip()
    rows = [SpecialDay(first + timedelta(days=n), is_off, name) for n in range((last - first).days + 1)]
    for row in rows:
        message = check_day(row, year, calendar)
        if message:
            raise _LineRefused(message)
    return rows


def _day(found: re.Match[str], which: str, year: int) -> date:
    parts = int(found[f"{which}y"] or year), int(found[f"{which}m"]), int(found[f"{which}d"])
    try:
        return date(*parts)
    except ValueError as error:
        raise _LineRefused("没有{}年{}月{}日这一天。".format(*parts)) from error


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
