"""The national table of holidays and make-up days, from the `chinesecalendar` package. Framework-free.

The package has a year when the State Council's notice of the year before has been entered; a year it has not counts weekends only and is
provisional.
"""

from __future__ import annotations

from functools import cache

from chinese_calendar import constants

from regulations.domain.work_calendar import SATURDAY, SpecialDay, WorkCalendar, work_calendar

_LABELS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


@cache
def national_calendar() -> WorkCalendar:
    """Every year the package knows: weekdays off and worked weekends, each with the holiday it belongs to."""
    # A holiday that falls on a weekend is off anyway, but it is a holiday all the same: its name is kept.
    special = [SpecialDay(day, is_off=True, name=_LABELS.get(name, name)) for day, name in constants.holidays.items()]
    special += [
        SpecialDay(day, is_off=False, name=_LABELS.get(name, name))
        for day, name in constants.workdays.items()
        if day.weekday() >= SATURDAY
    ]
    return work_calendar(special, {day.year for day in constants.holidays})
