"""The calendar and the timeline of a district: national data, what it entered, what the city above it entered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from branches.models import District, Role, User
from branches.permissions import NotAllowed
from branches.services.accounts import give_role
from regulations.domain.rules import Evidence
from regulations.domain.terms import TermKind, TermRow, TermsRefused
from regulations.domain.timeline_entries import EntryKind, TimelineFact, TimelineRefused
from regulations.domain.work_calendar import SpecialDay, Stretch
from regulations.models import CalendarDay, TermStretch, TimelineEntry, YearTable
from regulations.selectors.calendar import (
    observed_days_for,
    timeline_for,
    work_calendar_for,
    work_calendars_for,
)
from regulations.services.calendar import DaysRefused, confirm_year, remove_day, reopen_year, set_days
from regulations.services.terms import remove_terms, save_terms
from regulations.services.timeline import (
    UnknownObservance,
    list_observance,
    remove_timeline_entry,
    save_timeline_entry,
)
from tests.cast import NOW, Cast

NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def root(cast: Cast) -> User:
    """The administrator of the city."""
    user = User.objects.create(username="root", display_name="市管", must_change_password=False)
    give_role(
        user=user,
        role=Role.DISTRICT_ADMINISTRATOR,
        organisation=cast.city,
        starts_on=date(2025, 9, 1),
        by=None,
        at=NOW,
    )
    return user


def _enter(district: District, by: User, *days: SpecialDay, replace: bool = False) -> YearTable:
    return set_days(district=district, year=days[0].day.year, days=days, replace=replace, by=by, at=NOW)


def _off(day: date, name: str = "元旦") -> SpecialDay:
    return SpecialDay(day, is_off=True, name=name)


def _terms(district: District, by: User, first: str, last: str, name: str = "第一学期") -> None:
    row = TermRow(TermKind.TERM, Stretch(name, date.fromisoformat(first), date.fromisoformat(last)))
    save_terms(district=district, school_year=row.stretch.first.year, rows=[row], source="", by=by, at=NOW)


def _plenum(**changes: object) -> TimelineFact:
    facts = {
        "kind": EntryKind.PLENUM,
        "key": "plenum-20-5",
        "first": date(2026, 10, 26),
        "last": date(2026, 10, 29),
        "confirmed": True,
        "evidence": Evidence.VERIFIED,
        "congress": 20,
        "plenum": 5,
    }
    return TimelineFact(**(facts | changes))  # type: ignore[arg-type]


LATER = NOW.replace(year=2026, month=11)


def test_without_entries_the_national_calendar_holds(cast: Cast) -> None:
    calendar = work_calendar_for(cast.district)
    assert calendar.holiday_on(date(2026, 2, 17)) == "春节"
    assert (calendar.terms, calendar.vacations, calendar.examinations) == ((), (), ())
    assert calendar.is_provisional(NEW_YEAR)


def test_a_year_stays_provisional_until_it_is_confirmed(cast: Cast) -> None:
    _enter(cast.district, cast.wei, _off(NEW_YEAR))
    calendar = work_calendar_for(cast.district)
    assert (calendar.is_workday(NEW_YEAR), calendar.is_provisional(NEW_YEAR)) == (False, True)
    confirm_year(district=cast.district, year=2027, source="国办发明电〔2026〕8号", by=cast.wei, at=NOW)
    assert not work_calendar_for(cast.district).is_provisional(NEW_YEAR)
    reopen_year(district=cast.district, year=2027, by=cast.wei, at=NOW)
    assert work_calendar_for(cast.district).is_provisional(NEW_YEAR)


def test_the_district_below_inherits_and_its_own_day_wins(cast: Cast, root: User) -> None:
    _enter(cast.city, root, _off(NEW_YEAR), _off(NEW_YEAR + timedelta(days=3), "调休"))
    _enter(cast.district, cast.wei, SpecialDay(NEW_YEAR, is_off=False, name="值班"))
    here, beside = work_calendar_for(cast.district), work_calendar_for(cast.other_district)
    assert (here.is_workday(NEW_YEAR), here.is_workday(NEW_YEAR + timedelta(days=3))) == (True, False)
    assert not beside.is_workday(NEW_YEAR)


def test_what_the_city_confirmed_takes_the_place_of_a_provisional_table_below(cast: Cast, root: User) -> None:
    _enter(cast.district, cast.wei, _off(date(2027, 1, 4), "猜测"))
    _enter(cast.city, root, _off(NEW_YEAR))
    confirm_year(district=cast.city, year=2027, source="国办发明电〔2026〕8号", by=root, at=NOW)
    calendar = work_calendar_for(cast.district)
    assert (calendar.is_workday(date(2027, 1, 4)), calendar.is_provisional(NEW_YEAR)) == (True, False)


def test_a_local_change_of_a_known_year_counts_at_once(cast: Cast) -> None:
    table = _enter(cast.district, cast.wei, _off(date(2026, 6, 1), "校庆"))
    assert (table.state, work_calendar_for(cast.district).holiday_on(date(2026, 6, 1))) == ("confirmed", "校庆")
    assert work_calendar_for(cast.city).holiday_on(date(2026, 6, 1)) == ""
    remove_day(district=cast.district, day=date(2026, 6, 1), by=cast.wei, at=NOW)
    assert work_calendar_for(cast.district).is_workday(date(2026, 6, 1))


def test_entering_again_replaces_the_same_day_and_with_replace_all_of_them(cast: Cast) -> None:
    table = _enter(cast.district, cast.wei, _off(NEW_YEAR), _off(date(2027, 5, 1), "劳动节"))
    _enter(cast.district, cast.wei, _off(NEW_YEAR, "元旦节"))
    assert list(table.days.order_by("day").values_list("name", flat=True)) == ["元旦节", "劳动节"]
    _enter(cast.district, cast.wei, _off(date(2027, 10, 1), "国庆节"), replace=True)
    assert list(table.days.values_list("name", flat=True)) == ["国庆节"]


def test_days_and_confirmations_that_cannot_be_are_refused(cast: Cast) -> None:
    with pytest.raises(DaysRefused, match="2026年12月31日不在2027年"):
        set_days(district=cast.district, year=2027, days=[_off(date(2026, 12, 31))], replace=False, by=cast.wei, at=NOW)
    with pytest.raises(DaysRefused, match="没有可以保存的日期"):
        set_days(district=cast.district, year=2027, days=[], replace=False, by=cast.wei, at=NOW)
    for year, source, message in (
        (2026, "通知", "2026年的全国安排已经收录，不需要确认。"),
        (2027, " ", "请写明依据，如国务院办公厅通知的文号。"),
        (2027, "长" * 201, "依据最多200个字。"),
        (2027, "通知", "还没有录入2027年的放假日期，不能确认。"),
    ):
        with pytest.raises(DaysRefused, match=message):
            confirm_year(district=cast.district, year=year, source=source, by=cast.wei, at=NOW)


def test_the_nearest_school_year_counts_as_a_whole(cast: Cast, root: User) -> None:
    _terms(cast.city, root, "2025-09-01", "2026-01-23")
    _terms(cast.city, root, "2026-09-01", "2027-01-22")
    _terms(cast.district, cast.wei, "2026-08-31", "2027-01-15", "秋季学期")
    assert [row.name for row in work_calendar_for(cast.district).terms] == ["第一学期", "秋季学期"]
    assert [row.last for row in work_calendar_for(cast.other_district).terms] == [date(2026, 1, 23), date(2027, 1, 22)]
    remove_terms(district=cast.district, school_year=2026, by=cast.wei, at=NOW)
    assert [row.name for row in work_calendar_for(cast.district).terms] == ["第一学期", "第一学期"]


def test_a_school_year_does_not_run_into_the_next_one(cast: Cast) -> None:
    _terms(cast.district, cast.wei, "2026-09-01", "2027-01-22")
    row = TermRow(TermKind.VACATION, Stretch("暑假", date(2026, 7, 10), date(2026, 9, 1)))
    with pytest.raises(TermsRefused) as refused:
        save_terms(district=cast.district, school_year=2025, rows=[row], source="", by=cast.wei, at=NOW)
    assert refused.value.messages == {0: "暑假与第一学期（2026年9月1日至1月22日）重叠。"}


def test_a_confirmed_plenum_is_the_newest_here_and_below_only(cast: Cast) -> None:
    save_timeline_entry(district=cast.district, fact=_plenum(), source="全会公报", by=cast.wei, at=LATER)
    newest = [timeline_for(place).newest_plenum(LATER.date()) for place in (cast.district, cast.other_district)]
    assert [found[1].number if found else 0 for found in newest] == [5, 4]
    remove_timeline_entry(district=cast.district, key="plenum-20-5", by=cast.wei, at=LATER)
    back = timeline_for(cast.district).newest_plenum(LATER.date())
    assert back is not None
    assert back[1].number == 4


def test_an_entry_needs_a_source(cast: Cast) -> None:
    with pytest.raises(TimelineRefused) as refused:
        save_timeline_entry(district=cast.district, fact=_plenum(), source=" ", by=cast.wei, at=LATER)
    assert refused.value.messages == {"source": "请写明出处，如公报或通知的名称。"}


def test_a_district_lists_a_local_day_and_leaves_another_out(cast: Cast) -> None:
    list_observance(district=cast.district, key="silian_day", listed=True, by=cast.wei, at=NOW)
    list_observance(district=cast.district, key="qixi", listed=False, by=cast.wei, at=NOW)
    here = {day.key for day in observed_days_for(cast.district, 2026)}
    beside = {day.key for day in observed_days_for(cast.other_district, 2026)}
    assert ("silian_day" in here, "qixi" in here) == (True, False)
    assert ("silian_day" in beside, "qixi" in beside) == (False, True)
    with pytest.raises(UnknownObservance):
        list_observance(district=cast.district, key="nothing", listed=True, by=cast.wei, at=NOW)


def test_only_administrators_of_the_district_change_its_calendar(cast: Cast) -> None:
    for who in (cast.lin, cast.he, cast.bai, cast.yu):
        with pytest.raises(NotAllowed):
            _enter(cast.district, who, _off(NEW_YEAR))
        with pytest.raises(NotAllowed):
            _terms(cast.district, who, "2026-09-01", "2027-01-22")
        with pytest.raises(NotAllowed):
            save_timeline_entry(district=cast.district, fact=_plenum(), source="公报", by=who, at=LATER)
        with pytest.raises(NotAllowed):
            list_observance(district=cast.district, key="qixi", listed=False, by=who, at=NOW)
    with pytest.raises(NotAllowed):
        _enter(cast.city, cast.wei, _off(NEW_YEAR))


def test_calendars_take_three_queries_however_many_districts_and_rows(
    cast: Cast, root: User, django_assert_num_queries
) -> None:
    with django_assert_num_queries(3):
        work_calendars_for([cast.district])
    for place, by in ((cast.city, root), (cast.district, cast.wei)):
        _enter(place, by, _off(NEW_YEAR), _off(date(2027, 5, 1), "劳动节"))
        _enter(place, by, _off(date(2026, 6, 1), "校庆"))
        _terms(place, by, "2025-09-01", "2026-01-23")
        _terms(place, by, "2026-09-01", "2027-01-22")
    with django_assert_num_queries(3):
        work_calendars_for([cast.city, cast.district, cast.other_district])
    with django_assert_num_queries(1):
        timeline_for(cast.district)
    with django_assert_num_queries(1):
        observed_days_for(cast.district, 2026)


def test_the_database_refuses_nonsense(cast: Cast) -> None:
    table = _enter(cast.district, cast.wei, _off(NEW_YEAR))
    _terms(cast.district, cast.wei, "2026-09-01", "2027-01-22")
    entry = save_timeline_entry(district=cast.district, fact=_plenum(), source="公报", by=cast.wei, at=LATER)
    stretch = TermStretch.objects.get()
    broken = [
        lambda: CalendarDay.objects.create(table=table, day=NEW_YEAR, is_off=True, name="元旦"),
        lambda: CalendarDay.objects.create(table=table, day=date(2027, 1, 2), is_off=True, name=""),
        lambda: YearTable.objects.create(district=cast.district, year=2027, by=cast.wei, at=NOW),
        lambda: YearTable.objects.create(district=cast.district, year=1999, by=cast.wei, at=NOW),
        lambda: YearTable.objects.filter(pk=table.pk).update(state="confirmed", source=""),
        lambda: TermStretch.objects.filter(pk=stretch.pk).update(last=date(2026, 8, 1)),
        lambda: TermStretch.objects.filter(pk=stretch.pk).update(name=""),
        lambda: TimelineEntry.objects.filter(pk=entry.pk).update(last=date(2026, 10, 1)),
        lambda: TimelineEntry.objects.filter(pk=entry.pk).update(source=""),
        lambda: TimelineEntry.objects.filter(pk=entry.pk).update(plenum=0),
        lambda: TimelineEntry.objects.filter(pk=entry.pk).update(kind="campaign"),
    ]
    for change in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
