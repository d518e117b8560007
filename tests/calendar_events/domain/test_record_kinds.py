from datetime import date

import pytest

from calendar_events.domain.record_kinds import (
    RecordKindError,
    missing_in,
    parse_record_kinds,
    record_kind,
    record_kinds,
)
from regulations.domain.activities import ActivityKind
from regulations.domain.packs import national_rule_book

MINIMAL = """
[[field]]
key = "subject"
label = "主题"
[[kind]]
activity = "other"
form = "活动记录"
must = ["subject"]
should = []
"""
THEME_DAY = {
    "activity": "theme_day",
    "subject": "重温入党誓词",
    "held_on": date(2026, 7, 3),
    "place": "会议室",
    "chair": "甲",
    "recorder": "乙",
    "due": ["甲", "乙"],
    "present": ["甲", "乙"],
    "content": "参观与交流",
    "recorder_signature": "乙",
    "sign_in": ["签到.pdf"],
    "photos": ["1.jpg"],
    "make_up": [{"name": "丙"}],
}


def admission(**changes: object) -> dict[str, object]:
    item = {
        "title": "讨论接收甲为预备党员",
        "decision": "admission",
        "points": "…",
        "resolution": "同意",
        "ballot": "10票同意",
        "performance": "表现良好",
        "voters_due": 10,
        "voters_present": 10,
        "passed_on": date(2026, 9, 9),
        "secretary_signature": "书记",
        "secret_ballot": True,
    }
    return {**item, **changes}


def meeting(*agenda: dict[str, object]) -> dict[str, object]:
    return {
        "activity": "general_meeting",
        "subject": "支部党员大会",
        "held_on": date(2026, 9, 9),
        "began_at": "15:30",
        "ended_at": "16:30",
        "place": "会议室",
        "chair": "甲",
        "recorder": "乙",
        "due": ["甲", "乙"],
        "present": ["甲", "乙"],
        "agenda": list(agenda),
        "chair_signature": "甲",
        "recorder_signature": "乙",
        "notice": ["通知.docx"],
        "sign_in": ["签到.pdf"],
        "photos": ["1.jpg"],
    }


def test_a_complete_record_lacks_nothing():
    assert missing_in(THEME_DAY) == []
    assert missing_in(meeting(admission())) == []


def test_what_is_blank_is_missing_and_says_how_grave():
    found = missing_in({**THEME_DAY, "place": "  ", "photos": []})
    assert [(row.field, row.level.value, row.message) for row in found] == [
        ("place", "error", "缺少地点。"),
        ("photos", "warning", "缺少照片。"),
    ]


def test_the_five_items_of_an_admission_are_asked_of_its_agenda_item_only():
    discussed = {"title": "学习", "decision": "", "points": "…"}
    record = meeting(discussed, admission(performance="", secret_ballot=False, voters_present=None))
    assert [(row.place, row.label, row.rule) for row in missing_in(record)] == [
        (2, "本人主要表现", "DV-RESOLUTION"),
        (2, "实到会有表决权人数", "DV-RESOLUTION"),
        (2, "无记名投票", "DV-BALLOT"),
    ]


def test_a_number_of_nought_is_filled_in():
    assert missing_in(meeting(admission(voters_present=0))) == []


def test_a_resolution_wants_its_owner_and_its_term():
    item = {"title": "年度计划", "decision": "resolution", "points": "…", "resolution": "通过", "ballot": "9票同意"}
    assert [row.message for row in missing_in(meeting(item))] == ["第1项议程没有责任人。", "第1项议程没有完成时限。"]


def test_a_meeting_without_an_agenda_says_so():
    assert [row.field for row in missing_in(meeting())] == ["agenda"]


def test_a_district_that_drops_an_item_of_its_list_no_longer_asks_for_it():
    items = [
        item for item in national_rule_book().rule("JL-04", date(2026, 9, 9)).parameters["items"] if item != "签名"
    ]
    record = {**THEME_DAY, "recorder_signature": ""}
    assert [row.field for row in missing_in(record)] == ["recorder_signature"]
    assert missing_in(record, asked=items) == []


def test_every_item_the_rule_book_names_is_answered_by_a_field_and_every_rule_exists():
    fields = {row for kind in record_kinds().values() for row in (*kind.must, *kind.should)}
    items = set(national_rule_book().rule("JL-04", date(2026, 9, 9)).parameters["items"])
    assert {row.item for row in fields if row.item} == items
    assert [row.rule for row in fields if not national_rule_book().versions(row.rule)] == []


def test_an_activity_without_a_record_of_its_own_has_the_general_one():
    assert record_kind(ActivityKind.COMMEMORATION).form == "活动记录"
    assert record_kind(ActivityKind.PARTY_LECTURE).form == "党课记录"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[kind", "not TOML"),
        (MINIMAL + "[[thing]]\na = 1", "unknown table: thing"),
        (MINIMAL.replace('label = "主题"', ""), r"field 1 \(subject\): label must be a text"),
        (MINIMAL.replace("label =", "lable ="), "unknown field lable"),
        (MINIMAL.replace('"other"', '"party"'), r"kind 1 \(party\): there is no such activity"),
        (MINIMAL.replace('"other"', '"study"'), "kind other is missing"),
        (MINIMAL.replace('["subject"]', '["topic"]'), "must: there is no field topic"),
        (MINIMAL.replace("should = []", 'should = ["subject"]'), "subject stands twice"),
        (MINIMAL + '[[field]]\nkey = "subject"\nlabel = "题"', "the key is used twice"),
        (MINIMAL + '[[field]]\nkey = "idle"\nlabel = "题"', "no kind uses the field idle"),
        (MINIMAL.replace('label = "主题"', 'label = "主题"\nfor = ["election"]'), "needs each"),
        (MINIMAL.replace('label = "主题"', 'label = "主题"\nshape = "round"'), "shape must be one of"),
    ],
)
def test_data_that_does_not_hold_is_refused_by_name(text: str, fault: str):
    with pytest.raises(RecordKindError, match=fault):
        parse_record_kinds(text)
