"""Twelve months of days: weeks, marks, what is said of a day and of a month."""

from datetime import date

from regulations.domain.holidays import national_calendar
from regulations.domain.work_calendar import Stretch, WorkCalendar
from regulations.domain.year_grid import DayCell, workday_count, year_grid

NATIONAL = national_calendar()
CALENDAR = WorkCalendar(
    NATIONAL.special,
    NATIONAL.years,
    vacations=(Stretch("寒假", date(2026, 1, 31), date(2026, 3, 1)),),
    examinations=(Stretch("期末考试", date(2026, 1, 21), date(2026, 1, 23)),),
)


def _cell(day: date) -> DayCell:
    month = year_grid(day.year, CALENDAR)[day.month - 1]
    return next(cell for week in month.weeks for cell in week if cell and cell.day == day)


def test_february_2026_fills_weeks_that_begin_on_monday():
    february = year_grid(2026, CALENDAR)[1]
    rows = [[cell.day.day if cell else 0 for cell in week] for week in february.weeks]
    assert rows[0] == [0, 0, 0, 0, 0, 0, 1]
    assert rows[-1] == [23, 24, 25, 26, 27, 28, 0]


def test_a_day_says_everything_about_itself():
    assert _cell(date(2026, 2, 17)).words == "春节放假，寒假"
    assert _cell(date(2026, 2, 14)).words == "春节调休上班，寒假"
    assert _cell(date(2026, 1, 22)).words == "期末考试"
    assert _cell(date(2026, 3, 5)).words == ""


def test_marks_tell_holidays_from_worked_weekends():
    marks = [_cell(date(2026, month, day)).mark for month, day in ((2, 17), (2, 14), (2, 21), (3, 7), (3, 5))]
    assert marks == ["休", "班", "休", "", ""]


def test_a_month_names_what_it_holds():
    january, february, march = year_grid(2026, CALENDAR)[:3]
    assert january.notes == (
        ("元旦", "1日—3日"),
        ("元旦调休上班", "4日"),
        ("寒假", "31日"),
        ("期末考试", "21日—23日"),
    )
    assert february.notes == (
        ("春节调休上班", "14日"),
        ("春节", "15日—23日"),
        ("春节调休上班", "28日"),
        ("寒假", "全月"),
    )
    assert march.notes == (("寒假", "1日"),)


def test_2026_has_248_working_days():
    # 261 weekdays, 19 of them off, 6 weekends worked.
    assert workday_count(2026, NATIONAL) == 248
