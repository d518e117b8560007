"""A day that is not worked gives way to the next or the previous one that is, and says why. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plans.domain.proposing.patterns import WEEKDAYS
from regulations.domain.moving_days import statutory_days
from regulations.domain.work_calendar import SATURDAY, WorkCalendar


@dataclass(frozen=True, slots=True)
class Slid:
    """Where a day ended up; `why` is the Chinese sentence, "" where it stayed without anything to say.

    `provisional` says that a year without a table of holidays was leant on.
    """

    day: date
    why: str
    provisional: bool


def said(day: date) -> str:
    """10月8日（周四）"""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def holiday_of(day: date, calendar: WorkCalendar) -> str:
    """The holiday the day is off for, by the announced table, or by law where the year's table is not known; "" otherwise."""
    if not calendar.is_provisional(day):
        return calendar.holiday_on(day)
    return calendar.holiday_on(day) or next((row.name for row in statutory_days(day.year) if row.day == day), "")


def is_worked(day: date, calendar: WorkCalendar) -> bool:
    return calendar.is_workday(day) and not holiday_of(day, calendar)


def obstacle(day: date, calendar: WorkCalendar, *, school: bool = True) -> str:
    """What stands against the day: 是国庆节假期, 是周末, 在暑假内, 在期末考试期间; "" for nothing.

    `school` False leaves vacations and examinations out.
    """
    holiday = holiday_of(day, calendar)
    if holiday:
        return f"是{holiday}假期"
    if not calendar.is_workday(day):
        return "是周末" if day.weekday() >= SATURDAY else "不上班"
    if school and (vacation := calendar.vacation_on(day)):
        return f"在{vacation}内"
    if school and (examination := calendar.examination_on(day)):
        return f"在{examination}期间"
    return ""


def slide(
    day: date, first: date, last: date, calendar: WorkCalendar, *, earlier: bool = False, school: bool = True
) -> Slid:
    """The nearest day from `first` to `last` that nothing stands against: later ones first, or `earlier` ones.

    Where every worked day lies in a vacation or an examination, the day is only moved off holidays and weekends, and the sentence says so.
    A day outside the bounds, or bounds without any worked day, leave the day as it is.
    """
    against = obstacle(day, calendar, school=school)
    if not against:
        return Slid(day, "", calendar.is_provisional(day))
    order = _order(day, first, last, earlier)
    clear = next((found for found in order if not obstacle(found, calendar, school=school)), None)
    if clear is not None:
        return Slid(clear, f"{said(day)}{against}，{_moved(day, clear, calendar)}。", _leans(day, clear, calendar))
    worked = next((found for found in (day, *order) if is_worked(found, calendar)), None)
    if worked is None:
        return Slid(day, f"{said(day)}{against}，前后没有可改的工作日，请自行确定日期。", calendar.is_provisional(day))
    remains = obstacle(worked, calendar)
    told = f"{said(worked)}{remains}，这段时间没有其他工作日，可改期或说明理由。"
    if worked != day:
        told = f"{said(day)}{against}，{_moved(day, worked, calendar)}；仍{remains}，可改期或说明理由。"
    return Slid(worked, told, _leans(day, worked, calendar))


def _order(day: date, first: date, last: date, earlier: bool) -> list[date]:
    """The days of the bounds in the order they are tried."""
    after = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    before = [day - timedelta(days=n) for n in range(1, (day - first).days + 1)]
    return before + after if earlier else after + before


def _moved(day: date, found: date, calendar: WorkCalendar) -> str:
    make_up = "，当天调休上班" if found.weekday() >= SATURDAY and calendar.is_workday(found) else ""
    return f"{'顺延' if found > day else '提前'}到{said(found)}{make_up}"


def _leans(day: date, found: date, calendar: WorkCalendar) -> bool:
    return calendar.is_provisional(day) or calendar.is_provisional(found)
