"""A district's days off and make-up days: entered, taken back, confirmed. A year's table appears with its first day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from branches.models import District, User
from branches.services.audit import record
from regulations.domain.day_lines import check_day, day_line
from regulations.domain.holidays import national_calendar
from regulations.domain.work_calendar import SpecialDay
from regulations.models import CalendarDay, TableState, YearTable
from regulations.models.calendar import SOURCE_LENGTH
from regulations.permissions import check_can_keep_calendar
from regulations.selectors.calendar import work_calendar_for

LOCAL_CHANGE = "在上级安排基础上的本地调整"


class DaysRefused(Exception):
    """Days or a confirmation that cannot be: `messages` has a sentence per field ("" for the whole)."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__("；".join(messages.values()))
        self.messages = dict(messages)


@transaction.atomic
def set_days(
    *, district: District, year: int, days: Sequence[SpecialDay], replace: bool, by: User, at: datetime
) -> YearTable:
    """Enter days of a year, in place of what the district had for the same days; with `replace` in place of everything it had.

    Raises DaysRefused where a day is not of the year, has no name or is a make-up day that is worked anyway.
    """
    check_can_keep_calendar(by, district)
    District.objects.select_for_update().get(pk=district.pk)
    if not days:
        raise DaysRefused({"": "没有可以保存的日期。"})
    calendar = work_calendar_for(district)
    faults = [message for row in days if (message := check_day(row, year, calendar))]
    if faults:
        raise DaysRefused({"": faults[0]})
    table = YearTable.objects.filter(district=district, year=year).first()
    if table is None:
        known = year in calendar.years
        table = YearTable(
            district=district,
            year=year,
            state=TableState.CONFIRMED if known else TableState.PROVISIONAL,
            source=LOCAL_CHANGE if known else "",
        )
    table.by, table.at = by, at
    table.save()
    before = list(table.days.order_by("day"))
    gone = [row for row in before if replace or row.day in {new.day for new in days}]
    CalendarDay.objects.filter(pk__in=[row.pk for row in gone]).delete()
    CalendarDay.objects.bulk_create([CalendarDay(table=table, day=r.day, is_off=r.is_off, name=r.name) for r in days])
    detail = {"removed": [str(row) for row in gone], "entered": [day_line(row) for row in days]}
    record(action="calendar.days", by=by, at=at, target=table, district=district, detail=detail)
    return table


@transaction.atomic
def remove_day(*, district: District, day: date, by: User, at: datetime) -> None:
    """Take back what the district entered for a day; what holds above it counts again. Nothing happens where there is nothing."""
    check_can_keep_calendar(by, district)
    table = YearTable.objects.select_for_update().filter(district=district, year=day.year).first()
    row = table.days.filter(day=day).first() if table else None
    if table is None or row is None:
        return
    detail = {"removed": [str(row)], "entered": []}
    row.delete()
    record(action="calendar.days", by=by, at=at, target=table, district=district, detail=detail)


@transaction.atomic
def confirm_year(*, district: District, year: int, source: str, by: User, at: datetime) -> YearTable:
    """Say that the year's days are what was announced; `source` is the notice. Raises DaysRefused."""
    check_can_keep_calendar(by, district)
    District.objects.select_for_update().get(pk=district.pk)
    source = source.strip()
    if year in national_calendar().years:
        raise DaysRefused({"": f"{year}年的全国安排已经收录，不需要确认。"})
    if not source:
        raise DaysRefused({"source": "请写明依据，如国务院办公厅通知的文号。"})
    if len(source) > SOURCE_LENGTH:
        raise DaysRefused({"source": f"依据最多{SOURCE_LENGTH}个字。"})
    special = work_calendar_for(district).special.values()
    if not any(row.is_off for row in special if row.day.year == year):
        raise DaysRefused({"": f"还没有录入{year}年的放假日期，不能确认。"})
    table = YearTable.objects.filter(district=district, year=year).first() or YearTable(district=district, year=year)
    table.state, table.source, table.by, table.at = TableState.CONFIRMED, source, by, at
    table.save()
    record(action="calendar.confirm", by=by, at=at, target=table, district=district, detail={"source": source})
    return table


@transaction.atomic
def reopen_year(*, district: District, year: int, by: User, at: datetime) -> None:
    """The district's table of the year is provisional again. Nothing happens where it is not confirmed."""
    check_can_keep_calendar(by, district)
    table = YearTable.objects.select_for_update().filter(district=district, year=year).first()
    if table is None or table.state != TableState.CONFIRMED or year in national_calendar().years:
        return
    detail = {"source": table.source}
    table.state, table.source, table.by, table.at = TableState.PROVISIONAL, "", by, at
    table.save()
    record(action="calendar.reopen", by=by, at=at, target=table, district=district, detail=detail)
