"""On which day of a year something falls: fixed days, spans, lunar days, solar terms, the n-th weekday or week. Framework-free.

Data files write a rule as a short text, `parse_rule` reads it:

    "03-05"                  the same day every year
    "05-20..06-20"           a span of days
    "09"                     a whole month
    "lunar 09-09"            a day of the lunar calendar
    "lunar eve"              the day before the Spring Festival
    "term 清明"               one of the 24 solar terms
    "last monday of 03"      "1st" … "5th" or "last"
    "3rd week of 09"         Monday to Sunday; the week with the month's first day is the 1st
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from lunar_python import Lunar

from regulations.domain.work_calendar import SpecialDay, Stretch

LEAP_YEAR = 2024
DAYS_OF_A_WEEK = 7
LAST = -1
#: Months whose lunar days always lie in the calendar year of the same number.
LAST_LUNAR_MONTH = 10
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TERMS = tuple(
    "立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至 小寒 大寒".split()
)
_NTH = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": LAST}
_NTH_WORDS = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", 5: "第五个", LAST: "最后一个"}
_DIGITS = "零一二三四五六七八九十"
_LUNAR_MONTHS = dict(enumerate(("正月", *(f"{digit}月" for digit in _DIGITS[2:]), "冬月", "腊月"), 1))


class DayRuleError(ValueError):
    """A rule that cannot be read, or a day that the year does not have."""


@cache
def lunar_day(year: int, month: int, day: int) -> date:
    """The day of the lunar year that begins in `year`: (2026, 9, 9) is 2026-10-18. Leap months are not meant."""
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def spring_festival(year: int) -> date:
    return lunar_day(year, 1, 1)


def new_years_eve(year: int) -> date:
    """除夕 that ends the lunar year `year`; it falls in the following calendar year."""
    return spring_festival(year + 1) - timedelta(days=1)


@cache
def solar_term(year: int, name: str) -> date:
    """The day of a solar term in the calendar year. Raises DayRuleError for a name that is none of the 24."""
    if name not in TERMS:
        raise DayRuleError(f"{name} is not a solar term")
    # A lunar year's table reaches over both ends of the calendar year; terms that it has twice carry other names outside it.
    for lunar_year in (year, year - 1):
        table = Lunar.fromYmd(lunar_year, 6, 1).getJieQiTable()
        for key, solar in table.items():
            if _TERM_ALIASES.get(key, key) == name and solar.getYear() == year:
                return date(year, solar.getMonth(), solar.getDay())
    raise DayRuleError(f"{name} is not known for {year}")


_TERM_ALIASES = {
    "DA_XUE": "大雪",
    "DONG_ZHI": "冬至",
    "XIAO_HAN": "小寒",
    "DA_HAN": "大寒",
    "LI_CHUN": "立春",
    "YU_SHUI": "雨水",
    "JING_ZHE": "惊蛰",
}


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The `nth` (1 … 5, or -1 for the last) weekday (Monday 0) of a month. Raises DayRuleError where the month has no fifth one."""
    first, length = monthrange(year, month)
    days = range(1 + (weekday - first) % DAYS_OF_A_WEEK, length + 1, DAYS_OF_A_WEEK)
    index = nth if nth == LAST else nth - 1
    if index >= len(days):
        raise DayRuleError(f"{year}-{month:02} has no {nth}. weekday {weekday}")
    return date(year, month, days[index])


def statutory_days(year: int) -> tuple[SpecialDay, ...]:
    """The days off that the law itself names (全国年节及纪念日放假办法 as of 2025), without any make-up days: those are announced."""
    festival = spring_festival(year)
    days = [
        (date(year, 1, 1), "元旦"),
        *((festival + timedelta(days=n), "春节") for n in range(-1, 3)),
        (solar_term(year, "清明"), "清明节"),
        (date(year, 5, 1), "劳动节"),
        (date(year, 5, 2), "劳动节"),
        (lunar_day(year, 5, 5), "端午节"),
        (lunar_day(year, 8, 15), "中秋节"),
        *((date(year, 10, n), "国庆节") for n in (1, 2, 3)),
    ]
    # 中秋 may fall on a day of 国庆: one row a day, the first name stays.
    return tuple(
        SpecialDay(day, is_off=True, name=name) for day, name in sorted({d: (d, n) for d, n in days[::-1]}.values())
    )


@dataclass(frozen=True)
class DayRule:
    """A rule of the year: `words` is how a screen says it, `first_month` the month it falls in where that is the same every year."""

    text: str
    words: str
    first_month: int | None
    _first: Callable[[int], date]
    _last: Callable[[int], date]

    def span(self, year: int) -> Stretch:
        """First and last day in the calendar year."""
        return Stretch(self.words, self._first(year), self._last(year))


def parse_rule(text: str) -> DayRule:
    """The rule in a text. Raises DayRuleError saying what is wrong."""
    for pattern, make in _SHAPES:
        found = pattern.fullmatch(text)
        if found:
            return make(text, *found.groups())
    raise DayRuleError(f"{text!r} is not a day rule")


def _fixed(text: str, month: str, day: str) -> DayRule:
    known = _day_of(month, day)
    return _single(text, f"{known.month}月{known.day}日", known.month, lambda year: date(year, known.month, known.day))


def _span(text: str, month: str, day: str, last_month: str, last_day: str) -> DayRule:
    first, last = _day_of(month, day), _day_of(last_month, last_day)
    if last < first:
        raise DayRuleError(f"{text!r}: the last day is before the first")
    words = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
    return DayRule(
        text,
        words,
        first.month,
        lambda year: date(year, first.month, first.day),
        lambda year: date(year, last.month, last.day),
    )


def _month(text: str, month: str) -> DayRule:
    number = _day_of(month, "01").month
    return DayRule(
        text,
        f"{number}月",
        number,
        lambda year: date(year, number, 1),
        lambda year: date(year, number, monthrange(year, number)[1]),
    )


def _lunar(text: str, month: str, day: str) -> DayRule:
    number, place = int(month), int(day)
    if not 1 <= number <= LAST_LUNAR_MONTH or not 1 <= place <= 29:
        raise DayRuleError(f"{text!r}: months 01 to {LAST_LUNAR_MONTH}, days 01 to 29")
    return _single(
        text, f"农历{_LUNAR_MONTHS[number]}{_lunar_day_name(place)}", None, lambda year: lunar_day(year, number, place)
    )


def _eve(text: str) -> DayRule:
    return _single(text, "除夕", None, lambda year: new_years_eve(year - 1))


def _term(text: str, name: str) -> DayRule:
    day = solar_term(LEAP_YEAR, name)
    return _single(text, f"节气{name}", day.month, lambda year: solar_term(year, name))


def _weekday(text: str, nth: str, weekday: str, month: str) -> DayRule:
    number, place, count = _day_of(month, "01").month, WEEKDAYS.index(weekday), _NTH[nth]
    words = f"{number}月{_NTH_WORDS[count]}星期{'一二三四五六日'[place]}"
    return _single(text, words, number, lambda year: nth_weekday(year, number, place, count))


def _week(text: str, nth: str, month: str) -> DayRule:
    number, count = _day_of(month, "01").month, _NTH[nth]

    def monday(year: int) -> date:
        first = date(year, number, 1)
        return first + timedelta(days=DAYS_OF_A_WEEK * (count - 1) - first.weekday())

    words = f"{number}月{_NTH_WORDS[count].replace('个', '周')}"
    return DayRule(text, words, number, monday, lambda year: monday(year) + timedelta(days=DAYS_OF_A_WEEK - 1))


def _single(text: str, words: str, month: int | None, day: Callable[[int], date]) -> DayRule:
    return DayRule(text, words, month, day, day)


def _day_of(month: str, day: str) -> date:
    try:
        return date(LEAP_YEAR - 1, int(month), int(day))
    except ValueError as error:
        raise DayRuleError(f"there is no {month}-{day} in every year") from error


def _lunar_day_name(day: int) -> str:
    tens, ones = divmod(day, 10)
    if ones == 0:
        return ("", "初十", "二十")[tens]
    return ("初", "十", "廿")[tens] + _DIGITS[ones]


_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., DayRule]], ...] = (
    (re.compile(r"(\d\d)-(\d\d)"), _fixed),
    (re.compile(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)"), _span),
    (re.compile(r"(\d\d)"), _month),
    (re.compile(r"lunar (\d\d)-(\d\d)"), _lunar),
    (re.compile(r"lunar eve"), _eve),
    (re.compile(r"term (\S+)"), _term),
    (re.compile(rf"({'|'.join(_NTH)}) ({'|'.join(WEEKDAYS)}) of (\d\d)"), _weekday),
    (re.compile(r"(1st|2nd|3rd|4th) week of (\d\d)"), _week),
)
