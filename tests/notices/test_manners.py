"""When a message may reach a person, worked out by hand on the calendar of 2026."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from notices.domain.backoff import wait_after
from notices.domain.causes import cause_of
from notices.domain.due import Audience, DueFact, deadline_stage, staged
from notices.domain.escalation import level_on
from notices.domain.manners import Manners, after_quiet, digest_on, urgent_at
from regulations.domain.work_calendar import SpecialDay, Stretch, work_calendar

CHINA = ZoneInfo("Asia/Shanghai")
#: Qingming is off on Monday 6 April 2026; the summer vacation lasts from 11 July to 31 August.
CALENDAR = work_calendar(
    [SpecialDay(date(2026, 4, 6), True, "清明节"), SpecialDay(date(2026, 4, 11), False, "")],
    [2026],
    vacations=(Stretch("暑假", date(2026, 7, 11), date(2026, 8, 31)),),
)
USUAL = Manners()


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("posted", "sent"),
    [
        (_at(3, 2, 6), _at(3, 2, 8)),  # Monday early: the same morning
        (_at(3, 2, 8), _at(3, 2, 8)),
        (_at(3, 2, 8, 1), _at(3, 3, 8)),
        (_at(3, 6, 9), _at(3, 9, 8)),  # Friday: Monday
        (_at(4, 3, 9), _at(4, 7, 8)),  # Friday before the holiday Monday: Tuesday
        (_at(4, 10, 9), _at(4, 11, 8)),  # a Saturday that is worked
        (_at(7, 14, 9), _at(7, 20, 8)),  # a Tuesday of the vacation: next Monday
    ],
)
def test_the_digest_comes_on_the_next_working_morning(posted: datetime, sent: datetime) -> None:
    assert digest_on(posted, USUAL, CALENDAR) == sent


def test_a_district_may_want_digests_every_day() -> None:
    daily = Manners(on_days_off=True, weekly_in_vacations=False)
    assert digest_on(_at(7, 17, 9), daily, CALENDAR) == _at(7, 18, 8)  # a Saturday of the vacation


def test_a_digest_never_falls_into_the_quiet_hours() -> None:
    early = Manners(digest_at=time(5, 0))
    assert digest_on(_at(3, 2, 4), early, CALENDAR) == _at(3, 2, 7)


@pytest.mark.parametrize(
    ("moment", "reached"),
    [
        (_at(3, 2, 21, 29), _at(3, 2, 21, 29)),
        (_at(3, 2, 21, 30), _at(3, 3, 7)),
        (_at(3, 3, 0, 5), _at(3, 3, 7)),
        (_at(3, 3, 7), _at(3, 3, 7)),
    ],
)
def test_quiet_hours_go_over_midnight(moment: datetime, reached: datetime) -> None:
    assert after_quiet(moment, USUAL) == reached


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    noon = Manners(quiet_from=time(12), quiet_to=time(14))
    assert after_quiet(_at(3, 2, 13), noon) == _at(3, 2, 14)
    assert after_quiet(_at(3, 2, 23), noon) == _at(3, 2, 23)
    none = Manners(quiet_from=time(0), quiet_to=time(0))
    assert after_quiet(_at(3, 2, 0), none) == _at(3, 2, 0)


def test_urgent_goes_at_once_and_what_follows_within_two_minutes_is_joined() -> None:
    now = _at(3, 2, 10)
    assert urgent_at(now, USUAL, None) == now
    assert urgent_at(now, USUAL, now - timedelta(seconds=30)) == now + timedelta(seconds=90)
    assert urgent_at(now, USUAL, now + timedelta(seconds=90)) == now + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (12, None),  # eight days before
        (13, ("7", "还有7天到期")),
        (16, ("7", "还有4天到期")),
        (17, ("3", "还有3天到期")),
        (18, ("3", "还有2天到期")),
        (19, ("1", "还有1天到期")),
        (20, ("1", "今天到期")),
        (21, ("over", "已超期1天")),
    ],
)
def test_a_deadline_on_the_20th_is_told_at_seven_three_and_one_days(day: int, stage: tuple[str, str] | None) -> None:
    assert deadline_stage(date(2026, 3, 20), date(2026, 3, day)) == stage


def test_each_stretch_before_a_deadline_has_a_key_of_its_own_and_only_overdue_climbs() -> None:
    fact = DueFact("deadline.x", "k", date(2026, 3, 20), "计划上报", Audience(person=UUID(int=1)), cap=3)
    told = {day: staged(fact, date(2026, 3, day)) for day in range(12, 23)}
    assert told[12] is None
    facts = [row for row in told.values() if row]
    assert sorted({row.key for row in facts}) == [f"k:2026-03-20:{word}" for word in ("1", "3", "7", "over")]
    assert {row.cap for row in facts if row.key.endswith("over")} == {3}
    assert {row.cap for row in facts if not row.key.endswith("over")} == {0}
    assert facts[-1].title == "计划上报已超期2天"


@pytest.mark.parametrize(("waited", "level"), [(0, 0), (2, 0), (3, 1), (5, 1), (6, 2), (9, 3), (300, 3)])
def test_a_matter_climbs_every_third_day(waited: int, level: int) -> None:
    first = date(2026, 3, 2)
    day = first + timedelta(days=waited)
    assert level_on(first, day, after=(3, 3, 3), cap=3, acknowledged=False) == level


def test_a_matter_stays_where_the_cap_is_and_stops_when_somebody_has_it_in_hand() -> None:
    first, late = date(2026, 3, 2), date(2026, 5, 2)
    assert level_on(first, late, after=(3, 3, 3), cap=1, acknowledged=False) == 1
    assert level_on(first, late, after=(3, 3, 3), cap=0, acknowledged=False) == 0
    assert level_on(first, late, after=(3, 3, 3), cap=3, acknowledged=True) == 0


def test_waits_double_and_differ_by_message() -> None:
    waits = {wait_after(3, UUID(int=number)) for number in range(40)}
    assert timedelta(minutes=3) <= min(waits) < max(waits) <= timedelta(minutes=5)
    assert len(waits) == 40
    assert wait_after(1, UUID(int=7)) == wait_after(1, UUID(int=7))


def test_a_kind_belongs_to_the_cause_before_its_dot() -> None:
    assert (cause_of("workflow.return").code, cause_of("transfer").code, cause_of("never.heard")) == (
        "workflow",
        "transfer",
        cause_of("other"),
    )
