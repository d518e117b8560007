"""Read back with two parsers: icalendar, which also writes it, and vobject, which does not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from calendar_events.domain.feed import FeedError, FeedEvent, alarm_minutes, feed, stamp

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOST = "dangjian.example"
MEETING = FeedEvent(
    id=UUID("11111111-1111-4111-8111-111111111111"),
    subject="第三季度支部党员大会",
    starts=datetime(2026, 9, 9, 15, 30, tzinfo=SHANGHAI),
    ends=datetime(2026, 9, 9, 16, 30, tzinfo=SHANGHAI),
    changed_at=datetime(2026, 8, 30, 2, 0, tzinfo=UTC),
    sequence=2,
    place="行政楼，三楼会议室；东侧",
    description="一、学习\n二、讨论接收预备党员",
    kind="支部党员大会",
    address="https://dangjian.example/events/1/",
    alarms=(1440, 30),
)
WEEK = FeedEvent(
    id=UUID("22222222-2222-4222-8222-222222222222"),
    subject="推广普通话宣传周",
    starts=date(2026, 9, 14),
    ends=date(2026, 9, 20),
    changed_at=datetime(2026, 8, 30, 2, 0, tzinfo=UTC),
)


def written(*events: FeedEvent) -> bytes:
    return feed("青榆区第一小学党支部", events, host=HOST)


def test_icalendar_reads_back_what_was_meant():
    calendar = icalendar.Calendar.from_ical(written(MEETING, WEEK))
    assert (str(calendar["X-WR-CALNAME"]), str(calendar["VERSION"])) == ("青榆区第一小学党支部", "2.0")
    meeting, week = calendar.walk("VEVENT")
    assert str(meeting["UID"]) == "11111111-1111-4111-8111-111111111111@dangjian.example"
    assert str(meeting["LOCATION"]) == "行政楼，三楼会议室；东侧"
    assert str(meeting["DESCRIPTION"]) == "一、学习\n二、讨论接收预备党员"
    assert (meeting["SEQUENCE"], str(meeting["STATUS"])) == (2, "CONFIRMED")
    assert (meeting.decoded("DTSTART"), meeting.decoded("DTEND")) == (MEETING.starts, MEETING.ends)
    assert meeting["DTSTART"].params["TZID"] == "Asia/Shanghai"
    # seven days, the end excluded
    assert (week.decoded("DTSTART"), week.decoded("DTEND")) == (date(2026, 9, 14), date(2026, 9, 21))


def test_vobject_reads_the_same():
    calendar = vobject.readOne(written(MEETING, WEEK).decode())
    meeting, week = calendar.vevent_list
    assert meeting.summary.value == "第三季度支部党员大会"
    assert meeting.description.value == "一、学习\n二、讨论接收预备党员"
    assert meeting.location.value == "行政楼，三楼会议室；东侧"
    assert meeting.dtstart.value.astimezone(UTC) == datetime(2026, 9, 9, 7, 30, tzinfo=UTC)
    assert [alarm.trigger.value for alarm in meeting.valarm_list] == [timedelta(minutes=-30), timedelta(days=-1)]
    assert (week.dtstart.value, week.dtend.value) == (date(2026, 9, 14), date(2026, 9, 21))
    assert calendar.vtimezone.tzid.value == "Asia/Shanghai"


def test_the_time_zone_is_defined_in_the_feed():
    (zone,) = icalendar.Calendar.from_ical(written(MEETING)).walk("VTIMEZONE")
    (standard,) = zone.walk("STANDARD")
    assert (str(zone["TZID"]), standard["TZOFFSETTO"].to_ical(), standard["TZOFFSETFROM"].to_ical()) == (
        "Asia/Shanghai",
        "+0800",
        "+0800",
    )


def test_a_cancelled_event_stays_without_alarms():
    (event,) = icalendar.Calendar.from_ical(written(replace(MEETING, cancelled=True, sequence=3))).walk("VEVENT")
    assert (str(event["STATUS"]), event["SEQUENCE"], str(event["SUMMARY"])) == (
        "CANCELLED",
        3,
        "（已取消）第三季度支部党员大会",
    )
    assert event.walk("VALARM") == []


def test_a_moved_event_keeps_its_name():
    later = replace(MEETING, starts=MEETING.starts + timedelta(days=1), ends=MEETING.ends + timedelta(days=1))
    (before,) = icalendar.Calendar.from_ical(written(MEETING)).walk("VEVENT")
    (after,) = icalendar.Calendar.from_ical(written(later)).walk("VEVENT")
    assert str(before["UID"]) == str(after["UID"])
    assert after.decoded("DTSTART").day == 10


def test_times_of_other_zones_are_told_in_local_time():
    utc = replace(MEETING, starts=MEETING.starts.astimezone(UTC), ends=MEETING.ends.astimezone(UTC))
    assert written(utc) == written(MEETING)


def test_the_same_events_give_the_same_bytes_in_any_order():
    assert written(MEETING, WEEK) == written(WEEK, MEETING)


def test_long_chinese_lines_are_folded_by_octets_and_never_inside_a_character():
    subject = "深入学习贯彻" * 40
    text = written(replace(MEETING, subject=subject))
    lines = text.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode("utf-8")
    assert text.endswith(b"\r\n")
    assert vobject.readOne(text.decode()).vevent.summary.value == subject


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\ufeff"), min_size=1))
def test_any_subject_comes_back(subject: str):
    (event,) = icalendar.Calendar.from_ical(written(replace(MEETING, subject=subject, alarms=()))).walk("VEVENT")
    assert str(event["SUMMARY"]) == subject


def test_a_line_break_in_a_subject_cannot_add_a_line_to_the_feed():
    text = written(replace(MEETING, subject="会议\r\nATTENDEE:mailto:a@example.org"))
    assert b"\r\nATTENDEE" not in text


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"ends": datetime(2026, 9, 9, 15, 0, tzinfo=SHANGHAI)}, "ends before it begins"),
        ({"ends": date(2026, 9, 9)}, "cannot be mixed"),
        ({"starts": datetime(2026, 9, 9, 15, 0)}, "need a time zone"),
        ({"starts": date(2026, 9, 9), "ends": date(2026, 9, 8)}, "ends before it begins"),
        ({"changed_at": datetime(2026, 9, 9)}, "needs a time zone"),
    ],
)
def test_an_event_that_cannot_be_shown_is_refused(changes: dict[str, date], fault: str):
    with pytest.raises(FeedError, match=fault):
        written(replace(MEETING, **changes))


def test_an_empty_feed_is_a_calendar_all_the_same():
    assert icalendar.Calendar.from_ical(written()).walk("VEVENT") == []


def test_an_end_that_is_not_known_is_not_invented():
    (event,) = icalendar.Calendar.from_ical(written(replace(MEETING, ends=MEETING.starts))).walk("VEVENT")
    assert "DTEND" not in event
    assert vobject.readOne(written(replace(MEETING, ends=MEETING.starts)).decode()).vevent.dtstart


@pytest.mark.parametrize(
    ("choice", "starts", "told"),
    [
        ("none", MEETING.starts, None),
        ("morning", MEETING.starts, datetime(2026, 9, 9, 8, 0, tzinfo=SHANGHAI)),
        ("morning", datetime(2026, 9, 9, 7, 30, tzinfo=SHANGHAI), datetime(2026, 9, 9, 6, 30, tzinfo=SHANGHAI)),
        ("day", MEETING.starts, datetime(2026, 9, 8, 15, 30, tzinfo=SHANGHAI)),
        ("hour", MEETING.starts, datetime(2026, 9, 9, 14, 30, tzinfo=SHANGHAI)),
        ("morning", date(2026, 9, 14), datetime(2026, 9, 14, 8, 0, tzinfo=SHANGHAI)),
        ("day", date(2026, 9, 14), datetime(2026, 9, 13, 8, 0, tzinfo=SHANGHAI)),
        ("hour", date(2026, 9, 14), datetime(2026, 9, 14, 8, 0, tzinfo=SHANGHAI)),
    ],
)
def test_when_a_phone_reminds(choice: str, starts: date, told: datetime | None):
    ends = starts + timedelta(hours=1) if isinstance(starts, datetime) else starts
    event = replace(MEETING, starts=starts, ends=ends, alarms=alarm_minutes(choice, starts))
    read = vobject.readOne(written(event).decode()).vevent
    begins = starts if isinstance(starts, datetime) else datetime.combine(starts, datetime.min.time(), SHANGHAI)
    found = [begins + alarm.trigger.value for alarm in read.contents.get("valarm", [])]
    assert found == ([told] if told else [])


def test_the_stamp_is_the_same_as_long_as_the_feed_is():
    first = stamp("青榆一小", [MEETING, WEEK], host=HOST)
    assert first == stamp("青榆一小", [WEEK, MEETING], host=HOST)
    others = {
        stamp("青榆幼儿园", [MEETING, WEEK], host=HOST),
        stamp("青榆一小", [MEETING], host=HOST),
        stamp("青榆一小", [MEETING, replace(WEEK, place="操场")], host=HOST),
        stamp("青榆一小", [MEETING, WEEK], host="other.example"),
    }
    assert first not in others
    assert len(others) == 4
