"""When something recurs: "每月第一周星期五", "每月15日", "每季度最后一个月第二周周三", "6月30日前". Framework-free.

The N-th week's Friday is the month's N-th Friday: a week that begins in the month before is not counted.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dateutil.rrule import MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as nth_weekday

from documents.domain.numbering import parse_chinese_numeral
from regulations.domain.work_calendar import WorkCalendar
from regulations.domain.working_days import add_workdays_inclusive

LAST = -1
#: Every month has this many days; a later day of the month is the last one where it is missing.
SURE_DAYS = 28
MONTHS_OF_A_YEAR = 12
WEEKDAYS = "一二三四五六日"


class Every(StrEnum):
    """The stretch that one occurrence belongs to."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    TERM = "term"
    YEAR = "year"

    @property
    def label(self) -> str:
        return _EVERY_LABELS[self]

    @property
    def months(self) -> int:
        """Calendar months in the stretch, 0 where it is not made of them."""
        return _MONTHS.get(self, 0)


_EVERY_LABELS = {
    Every.WEEK: "每周",
    Every.FORTNIGHT: "每两周",
    Every.MONTH: "每月",
    Every.QUARTER: "每季度",
    Every.HALF_YEAR: "每半年",
    Every.TERM: "每学期",
    Every.YEAR: "每年",
}
_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One recurrence.

    `month` is the place of the month within the stretch, from 1, or LAST; the month's number for YEAR; 0 for the others. The day is one of:
    `weekday` (Monday 0) with `nth` (1 … 5 or LAST; the teaching week for TERM; 0 for weekly), `day` of the month (1 … 31 or LAST), or
    `workday`, the N-th working day of the month (or LAST). `by` says that the day is the last one allowed: what is planned by it
    slides to an earlier day.
    """

    every: Every
    month: int = 0
    weekday: int | None = None
    nth: int = 0
    day: int = 0
    workday: int = 0
    by: bool = False

    @property
    def words(self) -> str:
        """As a plan writes it; `parse_pattern` reads it back."""
        end = "前" if self.by else ""
        return f"{self._stretch_words()}{self._day_words()}{end}"

    def days(self, first: date, last: date, calendar: WorkCalendar) -> tuple[date, ...]:
        """Every occurrence from `first` to `last`, both included, as the pattern says, before any sliding.

        Fortnights are counted from the week of `first`, or of the term it lies in.
        """
        if self.every is Every.TERM:
            return self._term_days(first, last, calendar)
        if self.every in {Every.WEEK, Every.FORTNIGHT}:
            step = 1 if self.every is Every.WEEK else 2
            anchor = next((term.first for term in calendar.terms if term.holds(first)), first)
            start = anchor - timedelta(days=anchor.weekday())
            rule = rrule(
                WEEKLY, interval=step, byweekday=nth_weekday(self.weekday or 0), dtstart=_noon(start), until=_noon(last)
            )
            return tuple(found.date() for found in rule if found.date() >= first)
        start = first.replace(day=1)
        months = rrule(MONTHLY, bymonth=self._months(), dtstart=_noon(start), until=_noon(last))
        found = (self.in_month(month.date(), calendar) for month in months)
        return tuple(day for day in found if day is not None and first <= day <= last)

    def in_month(self, month: date, calendar: WorkCalendar) -> date | None:
        """The pattern's day in the month of this first day, whichever place that month has; None where it has no fifth Friday."""
        if self.workday:
            return _workday(month, self.workday, calendar)
        end = month.replace(day=monthrange(month.year, month.month)[1])
        if self.weekday is not None:
            rule = rrule(MONTHLY, byweekday=nth_weekday(self.weekday, self.nth), dtstart=_noon(month), until=_noon(end))
        elif self.day == LAST or self.day > SURE_DAYS:
            days = range(SURE_DAYS, (31 if self.day == LAST else self.day) + 1)
            rule = rrule(MONTHLY, bymonthday=tuple(days), bysetpos=LAST, dtstart=_noon(month), until=_noon(end))
        else:
            rule = rrule(MONTHLY, bymonthday=self.day, dtstart=_noon(month), until=_noon(end))
        return next((found.date() for found in rule), None)

    def is_own_month(self, month: date) -> bool:
        """The pattern's occurrence of its stretch falls in this month."""
        return self.every.months > 0 and month.month in self._months()

    def _months(self) -> tuple[int, ...]:
        if self.every is Every.YEAR:
            return (self.month,)
        size = self.every.months
        place = size if self.month == LAST else self.month or 1
        return tuple(range(place, MONTHS_OF_A_YEAR + 1, size))

    def _term_days(self, first: date, last: date, calendar: WorkCalendar) -> tuple[date, ...]:
        days = []
        for term in calendar.terms:
            week = term.first if self.nth != LAST else term.last
            monday = week - timedelta(days=week.weekday())
            day = monday + timedelta(weeks=max(self.nth - 1, 0), days=self.weekday or 0)
            if term.holds(day) and first <= day <= last:
                days.append(day)
        return tuple(sorted(days))

    def _stretch_words(self) -> str:
        if self.every is Every.YEAR:
            return f"每年{self.month}月"
        if self.every in {Every.QUARTER, Every.HALF_YEAR}:
            return f"{self.every.label}{'最后一' if self.month == LAST else '第' + _NUMBERS[self.month]}个月"
        return self.every.label

    def _day_words(self) -> str:
        if self.workday:
            return "最后一个工作日" if self.workday == LAST else f"第{_NUMBERS[self.workday]}个工作日"
        if self.weekday is None:
            return "最后一天" if self.day == LAST else f"{self.day}日"
        if not self.nth:
            return f"星期{WEEKDAYS[self.weekday]}"
        week = "最后一周" if self.nth == LAST else f"第{_NUMBERS[self.nth]}周"
        return f"{week}星期{WEEKDAYS[self.weekday]}"


_NUMBERS = ("零", *"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"), "二十", "二十一", "二十二")
_N = r"[一二三四五六七八九十]{1,3}|\d{1,2}"
_WEEKDAY = r"(?:星期|周|礼拜)\s*(?P<weekday>[一二三四五六日天1-7])"
_EVERY = (
    r"(?P<fortnight>每两周|每二周|每隔一周|隔周|每2周)|(?P<week>每个?(?:星期|周))(?=\s*的?\s*(?:[一二三四五六日天1-7]|星期|周|礼拜))"
    r"|(?P<month>每个?月(?:份)?)|(?P<quarter>每个?(?:季度|季))|(?P<half>每个?半年)|(?P<term>每个?学期)|(?P<year>每年|年度内?)?"
)
_PLACE = (
    rf"(?:的?(?:第\s*(?P<place>{_N})\s*个?月|(?P<first>首月|头一?个月)|(?P<final>最后一?个月|末月|末)))"
    rf"|(?P<number>{_N})\s*月(?:份)?"
)
_DAY = (
    rf"(?:第\s*(?P<nth>{_N})\s*(?:个|周|个?星期)|(?P<nth_last>最后一?(?:个|周|个?星期)))\s*的?\s*{_WEEKDAY}"
    rf"|第\s*(?P<workday>{_N})\s*个?工作日|(?P<workday_last>最后一?个工作日)"
    rf"|(?P<day>{_N})\s*[日号]|(?P<day_last>最后一[天日]|月?[末底])"
    rf"|(?P<plain>(?:星期|周|礼拜)?[一二三四五六日天1-7])"
)
_SHAPE = re.compile(
    rf"(?:{_EVERY})\s*(?:{_PLACE})?\s*(?:的|中的)?\s*(?:{_DAY})\s*(?P<by>(?:之|以)?前)?"
    r"(?:\s*(?:下午|上午|晚上?|中午))?[。，]?"
)


def parse_pattern(text: str) -> Pattern | None:
    """The pattern a text states, None where it states none, or not on which day (每月一次)."""
    found = _SHAPE.fullmatch(re.sub(r"\s", "", text))
    if found is None:
        return None
    every = _every(found)
    month = _month(found, every) if every else None
    if every is None or month is None:
        return None
    pattern = _pattern(found, every, month)
    return pattern if pattern is not None and _holds(pattern) else None


def find_pattern(text: str) -> Pattern | None:
    """The first pattern that stands within a longer text: "每月第一周星期五下午开展主题党日". A day alone (第二周星期三) is one of the month."""
    text = re.sub(r"\s", "", text)
    for start in (found.start() for found in _BEGINNINGS.finditer(text)):
        for end in range(min(len(text), start + _LONGEST), start + 1, -1):
            part = text[start:end]
            if pattern := parse_pattern(part if part[0] == "每" else f"每月{part}"):
                return pattern
    return None


_BEGINNINGS = re.compile(r"每|(?<![月度年期周])(?:第|最后)")
_LONGEST = 20


def _every(found: re.Match[str]) -> Every | None:
    names = {"fortnight": Every.FORTNIGHT, "half": Every.HALF_YEAR} | {
        row.value: row for row in (Every.WEEK, Every.MONTH, Every.QUARTER, Every.TERM, Every.YEAR)
    }
    every = next((row for name, row in names.items() if found[name]), None)
    return every or (Every.YEAR if found["number"] else None)


def _month(found: re.Match[str], every: Every) -> int | None:
    """The month's place; None where the text and the stretch do not go together."""
    if found["number"]:
        number = _number(found["number"])
        return number if every is Every.YEAR and 1 <= number <= MONTHS_OF_A_YEAR else None
    place = _number(found["place"]) if found["place"] else 1 if found["first"] else LAST if found["final"] else 0
    if every in {Every.QUARTER, Every.HALF_YEAR}:
        return place if place and place <= every.months else None
    return None if place or every is Every.YEAR else 0


def _pattern(found: re.Match[str], every: Every, month: int) -> Pattern | None:
    by = bool(found["by"])
    if found["plain"]:
        return Pattern(every, weekday=_weekday_of(found["plain"][-1])) if every in _WEEKLY and not by else None
    if every in _WEEKLY:
        return None
    if found["weekday"]:
        nth = LAST if found["nth_last"] else _number(found["nth"])
        return Pattern(every, month, weekday=_weekday_of(found["weekday"]), nth=nth, by=by)
    if every is Every.TERM:
        return None
    if found["workday"] or found["workday_last"]:
        return Pattern(every, month, workday=LAST if found["workday_last"] else _number(found["workday"]), by=by)
    return Pattern(every, month, day=LAST if found["day_last"] else _number(found["day"]), by=by)


_WEEKLY = frozenset({Every.WEEK, Every.FORTNIGHT})
#: Teaching weeks of a term, week-days and working days of a month, days of a month.
_MOST_WEEKS, _MOST_NTH, _MOST_WORKDAYS, _MOST_DAYS = 22, 5, 20, 31


def _holds(pattern: Pattern) -> bool:
    most = _MOST_WEEKS if pattern.every is Every.TERM else _MOST_NTH
    longest = monthrange(2024, pattern.month)[1] if pattern.every is Every.YEAR else _MOST_DAYS
    return pattern.nth <= most and pattern.workday <= _MOST_WORKDAYS and pattern.day <= longest


def _weekday_of(sign: str) -> int:
    return int(sign) - 1 if sign.isdigit() else WEEKDAYS.index("日" if sign == "天" else sign)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else parse_chinese_numeral(text) or _MOST_DAYS + 1


def _workday(month: date, nth: int, calendar: WorkCalendar) -> date | None:
    length = monthrange(month.year, month.month)[1]
    if nth == LAST:
        days = (month.replace(day=number) for number in range(length, 0, -1))
        return next((day for day in days if calendar.is_workday(day)), None)
    day, _ = add_workdays_inclusive(month, nth, calendar)
    return day if (day.year, day.month) == (month.year, month.month) else None


def _noon(day: date) -> datetime:
    """`rrule` reckons in datetimes; which hour does not matter here."""
    return datetime.combine(day, time(12))
