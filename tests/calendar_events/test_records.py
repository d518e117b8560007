"""Records through their services: prefilled, reckoned by the right rule, locked, corrected; hours once."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from branches.models import AuditEntry, User
from branches.permissions import NotAllowed
from calendar_events.forms.record_items import ItemForm
from calendar_events.models import ActivityRecord, EventAnswer, RecordPerson, RecordRevision
from calendar_events.selectors.record_findings import record_findings
from calendar_events.selectors.record_page import RecordPage, record_page
from calendar_events.selectors.record_roster import people_due
from calendar_events.services.record_finishing import correct_record, finish_record, make_up
from calendar_events.services.record_items import ItemConflict, add_item, remove_item, save_item
from calendar_events.services.record_people import ObserverLine, PersonLine, Renewed, renew_people, save_people
from calendar_events.services.records import RecordConflict, RecordRefused, open_record, save_facts
from members.models import CommitteePost, CommitteeTerm, Member, StudyRecord, Transfer
from tests.calendar_events.events import event_of, talk_with
from tests.calendar_events.ledgers import client_of, entry_of
from tests.cast import NOW, TODAY, Cast

HELD = date(2026, 2, 27)


def opened(cast: Cast, *, by: User | None = None, **facts: Any) -> ActivityRecord:
    """The record of an event on 27 February 2026, from 15:30 to 17:00."""
    event = event_of(cast, **({"starts_on": HELD} | facts))
    return open_record(event=event, by=by or cast.lin, at=NOW)


def come(record: ActivityRecord, present: int | None = None, **marks: Any) -> RecordPage:
    """So many of those due came (all when nothing is said), the others were on leave; `marks` are set on the last of them."""
    rows = list(record.people.filter(is_observer=False).order_by("position", "name"))
    count = len(rows) if present is None else present
    lines = [
        PersonLine(row.pk, "present") if place < count else PersonLine(row.pk, "absent", "leave")
        for place, row in enumerate(rows)
    ]
    if marks:
        lines[-1] = PersonLine(rows[-1].pk, "present", **marks)
    stored = ActivityRecord.objects.get(pk=record.pk)
    save_people(
        record=record, lines=lines, observers=[], base_version=stored.people_version, by=record.opened_by, at=NOW
    )
    return record_page(ActivityRecord.objects.with_people().get(pk=record.pk))


def meeting_of(cast: Cast, people: int, kind: str = "general_meeting", **facts: Any) -> ActivityRecord:
    """A meeting of so many full members: the cast's four and others without a log-in, or fewer."""
    Member.objects.filter(branch=cast.branch).exclude(user=cast.lin).delete()
    Member.objects.bulk_create(
        Member(branch=cast.branch, name=f"党员{number:02d}", status="full") for number in range(people - 1)
    )
    return opened(cast, kind=kind, **facts)


@pytest.mark.parametrize(
    ("eligible", "decision", "needed_present", "needed_yes"),
    [
        # MT-01 and MT-02, MT-09: at least half of those with a vote, more than half of them yes, four fifths for an election
        (7, "resolution", 4, 4), (10, "resolution", 5, 6), (11, "resolution", 6, 6), (4, "resolution", 2, 3),
        # admission: more than half present
        (10, "admission", 6, 6),
        (7, "election", 6, None), (10, "election", 8, None), (11, "election", 9, None), (4, "election", 4, None),
    ],
)  # fmt: skip
def test_the_worked_numbers_of_the_meeting_rules(
    cast: Cast, eligible: int, decision: str, needed_present: int, needed_yes: int | None
) -> None:
    record = meeting_of(cast, eligible)
    facts = {"title": "一项议题", "decision": decision, "yes": needed_yes or 0}
    add_item(record=record, facts=facts, by=cast.lin, at=NOW)
    enough = come(record, needed_present).outcomes[0]
    assert enough.quorum is not None
    assert (enough.quorum.base, enough.quorum.needed, enough.quorum.holds) == (eligible, needed_present, True)
    too_few = come(record, needed_present - 1).outcomes[0]
    assert too_few.quorum is not None
    assert too_few.quorum.holds is False
    if needed_yes:
        assert enough.majority is not None
        assert (enough.majority.needed, enough.majority.holds) == (needed_yes, True)


def test_those_without_a_vote_are_not_counted_and_the_article_is_named(cast: Cast) -> None:
    """Ten full members, one of them on probation within the Party, one ill for long; and a probationary member."""
    record = meeting_of(cast, 10)
    Member.objects.create(branch=cast.branch, name="郑预备", status="probationary")
    renew_people(record=record, by=cast.lin, at=NOW)
    rows = list(record.people.filter(is_full=True).order_by("name"))
    lines = [PersonLine(row.pk, "present") for row in rows]
    lines[0] = PersonLine(rows[0].pk, "present", is_sanctioned=True)
    lines[1] = PersonLine(rows[1].pk, excused="长期患病", approver="区教育工委")
    version = ActivityRecord.objects.get(pk=record.pk).people_version
    save_people(record=record, lines=lines, observers=[], base_version=version, by=cast.lin, at=NOW)
    page = record_page(ActivityRecord.objects.with_people().get(pk=record.pk))
    assert (page.eligible, page.voters_present, len(page.due), len(page.left_out)) == (8, 8, 10, 1)
    assert {row.rule for _, row in page.without_vote} == {"MT-07", "MT-08", "MT-11"}
    assert all(row.source for _, row in page.without_vote)
    wrong = [PersonLine(rows[2].pk, "present", excused="出国")]
    with pytest.raises(RecordRefused, match="要写明原因和同意的上级党组织"):
        save_people(record=record, lines=wrong, observers=[], base_version=version + 1, by=cast.lin, at=NOW)


def test_who_has_a_vote_follows_the_day_and_the_roster_when_the_list_is_renewed(cast: Cast) -> None:
    """唐果 became full on 20 February, of which the roster knew nothing when the record was begun; the meeting was on the 13th after all."""
    tang = Member.objects.filter(user=cast.tang)
    tang.update(status="probationary")
    record = opened(cast, kind="general_meeting")
    come(record)
    tang.update(status="full", became_full_on=date(2026, 2, 20))
    assert renew_people(record=record, by=cast.lin, at=NOW) == Renewed(0, 0, 1)
    assert record.people.get(name="唐果").is_full is True
    save_facts(record=record, facts={"held_on": date(2026, 2, 13)}, base_version=1, by=cast.lin, at=NOW)
    client = client_of(cast.lin)
    address = reverse("calendar_events:record_renew", args=[record.event_id])
    assert "已按名册核对：更正正式、预备身份1人。" in client.post(address, follow=True).content.decode()
    row = record.people.get(name="唐果")
    assert (row.is_full, row.presence) == (False, "present")
    page = record_page(ActivityRecord.objects.with_people().get(pk=record.pk))
    assert (page.eligible, page.voters_present, page.record.people_version) == (3, 3, 4)
    assert renew_people(record=record, by=cast.lin, at=NOW) == Renewed(0, 0, 0)


def test_a_record_begins_with_what_event_roster_and_answers_say(cast: Cast) -> None:
    topic = "讨论" + "计划" * 60  # 122 signs: the title has room for 120
    event = event_of(
        cast, starts_on=HELD, host_member=entry_of(cast.lin), recorder_member=entry_of(cast.qiao), agenda=f"学习\n\n{topic}",
        also=["party_lecture"],
    )  # fmt: skip
    EventAnswer.objects.create(
        event=event,
        member=entry_of(cast.tang),
        answer="leave",
        reason="外出培训" * 50,
        answered_by=cast.tang,
        answered_at=NOW,
    )
    row = open_record(event=event, by=cast.qiao, at=NOW)
    assert (row.held_on, row.began_at, row.ended_at, row.place) == (HELD, time(15, 30), time(17), "社区服务站")
    assert (row.host, row.recorder, row.counts_as) == ("林向阳", "乔木", ["theme_day", "party_lecture"])
    assert row.study_hours == Decimal("1.5")
    people = {person.name: (person.presence, person.absence, person.reason) for person in row.people.all()}
    assert people["唐果"] == ("absent", "leave", "外出培训" * 50)
    assert (len(people), people["宋知秋"]) == (5 - 1, ("", "", ""))
    topics = list(row.items.order_by("position").values_list("title", "points"))
    assert topics == [("学习", ""), (f"{topic[:119]}…", topic)]
    assert open_record(event=event, by=cast.lin, at=NOW).pk == row.pk


def test_who_was_due_is_read_from_the_roster_of_that_day(cast: Cast) -> None:
    """唐果 left on the 28th, 甲 came on 1 March, 乙 became full on 1 March, 丙 left before."""
    Member.objects.filter(user=cast.tang).update(is_active=False, left_on=date(2026, 2, 28))
    came = Member.objects.create(branch=cast.branch, name="甲", status="full")
    Transfer.objects.create(
        kind="in", branch=cast.branch, member=came, name="甲", standing="full", counterpart="外区", issued_on=date(2026, 2, 1),
        valid_days=30, valid_until=date(2026, 3, 3), accepted_on=date(2026, 3, 1), made_at=NOW,
    )  # fmt: skip
    Member.objects.create(branch=cast.branch, name="乙", status="full", became_full_on=date(2026, 3, 1))
    Member.objects.create(branch=cast.branch, name="丙", status="full", is_active=False, left_on=date(2026, 2, 1))
    due = {row.member.name: row.is_full for row in people_due(event_of(cast, starts_on=HELD), HELD)}
    assert due == {"林向阳": True, "乔木": True, "宋知秋": True, "唐果": True, "乙": False}


def test_the_committees_meeting_is_of_those_who_held_a_post_on_the_day(cast: Cast) -> None:
    term = CommitteeTerm.objects.create(
        branch=cast.branch, elected_on=date(2025, 1, 10), years=3, ends_on=date(2028, 1, 10)
    )
    CommitteePost.objects.create(
        term=term, member=entry_of(cast.song), post="youth", starts_on=date(2025, 1, 10), ends_on=HELD
    )
    event = event_of(cast, kind="committee_meeting", audience="committee", starts_on=HELD)
    assert [row.member.name for row in people_due(event, HELD)] == ["林向阳", "乔木", "宋知秋"]
    assert [row.member.name for row in people_due(event, date(2026, 2, 28))] == ["林向阳", "乔木"]


def test_sums_that_do_not_add_up_stand_in_the_way(cast: Cast) -> None:
    record = opened(cast)
    with pytest.raises(RecordRefused, match=r"应到4人，实到0人，缺席0人，还有4人没有写到会还是缺席"):
        finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    come(record)
    with pytest.raises(RecordRefused, match="还有没有处理的提示"):
        finish_record(record=record, acknowledged=False, by=cast.lin, at=NOW)
    finished, had = finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    assert (finished.is_finished, had) == (True, [])
    assert finish_record(record=record, acknowledged=True, by=cast.qiao, at=NOW)[0].finished_by == cast.lin


def test_votes_that_do_not_add_up_stand_in_the_way(cast: Cast) -> None:
    record = opened(cast, kind="general_meeting")
    add_item(record=record, facts={"title": "计划", "decision": "resolution", "yes": 3, "no": 2}, by=cast.lin, at=NOW)
    come(record)
    with pytest.raises(RecordRefused, match="合计5票，与到会有表决权的4人不符"):
        finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)


def test_a_day_ahead_is_not_recorded_as_held(cast: Cast) -> None:
    record = opened(cast, starts_on=date(2026, 3, 13))
    come(record)
    with pytest.raises(RecordRefused, match="活动日期还没有到"):
        finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    with pytest.raises(RecordRefused, match="不能晚于今天"):
        save_facts(record=record, facts={"held_on": date(2026, 3, 3)}, base_version=1, by=cast.lin, at=NOW)


def test_hours_go_to_those_who_came_once_and_back_with_a_correction(cast: Cast) -> None:
    record = opened(cast)
    come(record, 3)
    StudyRecord.objects.create(
        branch=cast.branch, member=entry_of(cast.lin), on=HELD, hours=Decimal("2.0"), kind="theme_day", recorded_at=NOW
    )
    _, had = finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    assert had == ["林向阳"]
    credited = StudyRecord.objects.filter(on=HELD, hours=Decimal("1.5"), kind="theme_day")
    assert credited.count() == 2
    absent = record.people.get(presence="absent")
    made, had = make_up(person=absent, on=TODAY, how="自学讲稿", by=cast.qiao, at=NOW)
    assert had == []
    assert (made.study is not None and made.study.on, made.owes_study) == (TODAY, False)
    correct_record(record=record, reason="漏记一人", by=cast.lin, at=NOW)
    assert StudyRecord.objects.count() == 1  # the one that was there before
    finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    assert StudyRecord.objects.count() == 4


def test_a_kind_without_study_gives_no_hours(cast: Cast) -> None:
    record = opened(cast, kind="committee_meeting", audience="committee")
    assert record.study_hours is None
    come(record)
    finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    assert not StudyRecord.objects.exists()


def test_a_finished_record_is_locked_and_a_correction_keeps_it(cast: Cast) -> None:
    record = opened(cast)
    item = add_item(record=record, facts={"title": "学习", "points": "唐果发言"}, by=cast.lin, at=NOW)
    come(record)
    finish_record(record=record, acknowledged=True, by=cast.qiao, at=NOW)
    for step in (
        lambda: save_facts(record=record, facts={"place": "礼堂"}, base_version=1, by=cast.lin, at=NOW),
        lambda: save_item(item=item, facts={"title": "改"}, base_version=1, by=cast.lin, at=NOW),
        lambda: remove_item(item=item, by=cast.lin, at=NOW),
    ):
        with pytest.raises(RecordRefused, match="已经存档"):
            step()
    with pytest.raises(NotAllowed, match="书记或副书记更正"):
        correct_record(record=record, reason="错字", by=cast.qiao, at=NOW)
    with pytest.raises(RecordRefused, match="为什么更正"):
        correct_record(record=record, reason=" ", by=cast.lin, at=NOW)
    again = correct_record(record=record, reason="地点写错了", by=cast.lin, at=NOW)
    save_facts(record=again, facts={"place": "礼堂"}, base_version=again.version, by=cast.lin, at=NOW)
    finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    old = RecordRevision.objects.get(record=record)
    assert (old.number, old.reason, old.content["place"]) == (1, "地点写错了", "社区服务站")
    assert old.content["items"][0]["points"] == "唐果发言"
    actions = list(AuditEntry.objects.filter(target_id=record.pk).order_by("number").values_list("action", flat=True))
    assert actions[-4:] == ["record.finish", "record.correct", "record.edit", "record.finish"]


def test_the_trail_says_neither_what_was_said_nor_why_somebody_was_away(cast: Cast) -> None:
    record = opened(cast)
    add_item(record=record, facts={"title": "学习", "points": "秘密的话"}, by=cast.lin, at=NOW)
    row = record.people.get(name="唐果")
    lines = [PersonLine(row.pk, "absent", "ill", "住院手术")]
    save_people(
        record=record, lines=lines, observers=[ObserverLine("李明", "积极分子")], base_version=1, by=cast.lin, at=NOW
    )
    trail = str(list(AuditEntry.objects.filter(target_id=record.pk).values_list("detail", flat=True)))
    assert not [word for word in ("秘密", "手术", "ill", "李明") if word in trail]


def test_two_people_at_different_parts_do_not_meet_and_at_one_part_nothing_is_lost(cast: Cast) -> None:
    record = opened(cast)
    item = add_item(record=record, facts={"title": "学习"}, by=cast.lin, at=NOW)
    save_facts(record=record, facts={"place": "礼堂"}, base_version=1, by=cast.qiao, at=NOW)
    save_item(item=item, facts={"title": "学习", "points": "甲说"}, base_version=1, by=cast.lin, at=NOW)
    come(record)
    with pytest.raises(RecordConflict, match="林向阳在您打开之后修改了这份记录"):
        save_facts(record=record, facts={"place": "操场"}, base_version=1, by=cast.qiao, at=NOW)
    with pytest.raises(ItemConflict) as caught:
        save_item(item=item, facts={"title": "学习", "points": "乙说"}, base_version=1, by=cast.qiao, at=NOW)
    assert caught.value.current is not None
    assert caught.value.current.points == "甲说"
    row = record.people.get(name="唐果")
    with pytest.raises(RecordConflict):
        save_people(
            record=record,
            lines=[PersonLine(row.pk, "absent", "leave")],
            observers=[],
            base_version=1,
            by=cast.qiao,
            at=NOW,
        )
    remove_item(item=item, by=cast.lin, at=NOW)
    with pytest.raises(ItemConflict, match="刚被其他人删除了"):
        save_item(item=item, facts={"title": "学习"}, base_version=2, by=cast.qiao, at=NOW)


def test_who_writes_and_who_sees_a_record(cast: Cast) -> None:
    event = event_of(cast, starts_on=HELD, recorder_member=entry_of(cast.tang))
    record = open_record(event=event, by=cast.tang, at=NOW)

    def seen_by(*users: User) -> list[bool]:
        return [ActivityRecord.objects.visible_to(user).exists() for user in users]

    assert seen_by(cast.lin, cast.tang, cast.song, cast.he, cast.gu) == [True, True, False, False, False]
    save_facts(record=record, facts={"place": "礼堂"}, base_version=1, by=cast.tang, at=NOW)
    with pytest.raises(NotAllowed, match="书记或支部委员核对后存档"):
        finish_record(record=record, acknowledged=True, by=cast.tang, at=NOW)
    with pytest.raises(NotAllowed, match="活动记录由支部委员"):
        save_facts(record=record, facts={"place": "操场"}, base_version=2, by=cast.song, at=NOW)
    come(record)
    finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    assert seen_by(cast.song, cast.he, cast.wei, cast.bai, cast.yu) == [True, True, True, False, False]


def test_the_committees_minutes_are_not_the_whole_branchs_and_a_talk_is_nobody_elses(cast: Cast) -> None:
    meeting = opened(cast, kind="committee_meeting", audience="committee")
    come(meeting)
    finish_record(record=meeting, acknowledged=True, by=cast.lin, at=NOW)
    assert [ActivityRecord.objects.visible_to(user).exists() for user in (cast.qiao, cast.tang, cast.he)] == [
        True,
        False,
        True,
    ]
    ActivityRecord.objects.all().delete()
    talk = open_record(event=talk_with(cast, "tang", starts_on=HELD), by=cast.lin, at=NOW)
    come(talk)
    finish_record(record=talk, acknowledged=True, by=cast.lin, at=NOW)
    assert [ActivityRecord.objects.visible_to(user).exists() for user in (cast.tang, cast.song, cast.he)] == [
        True,
        False,
        False,
    ]


def test_three_kinds_at_once_are_asked_about(cast: Cast) -> None:
    record = opened(cast, also=["party_lecture", "general_meeting"])
    page = come(record)
    assert "JL-05" in {row.rule for row in record_findings(page, TODAY)}
    save_facts(record=record, facts={"counts_as": ["theme_day", "party_lecture"]}, base_version=1, by=cast.lin, at=NOW)
    page = record_page(ActivityRecord.objects.with_people().get(pk=record.pk))
    assert "JL-05" not in {row.rule for row in record_findings(page, TODAY)}


def test_a_general_meeting_is_judged_as_one_also_where_it_is_the_second_kind(cast: Cast) -> None:
    """Ten with a vote, three came, three voted yes: neither the quorum of six nor the majority of six."""
    record = meeting_of(cast, 10, kind="theme_day", also=["general_meeting"])
    facts = {"title": "接收王某", "decision": "admission", "yes": 3, "no": 0, "abstained": 0}
    add_item(record=record, facts=facts, by=cast.lin, at=NOW)
    told = {row.message for row in record_findings(come(record, 3), TODAY)}
    assert {
        "第1项“接收王某”：应到会有表决权的党员10名，实到3名，不足6名，不能表决。",
        "第1项“接收王某”：应到会有表决权的党员10名，赞成3票，不足6票，未通过。",
        "“接收王某”在支部党员大会之前没有支委会讨论的记录。",
        "第1项议程没有本人主要表现。",
    } <= told
    assert {"written_yes", "prepared_on", "own_performance"} <= set(ItemForm(record=record).fields)
    save_facts(record=record, facts={"counts_as": ["theme_day"]}, base_version=1, by=cast.lin, at=NOW)
    told = {row.message for row in record_findings(come(record, 3), TODAY)}
    assert "第1项“接收王某”：接收预备党员应由支部党员大会讨论决定，主题党日不能代替。" in told
    assert "written_yes" not in ItemForm(record=ActivityRecord.objects.get(pk=record.pk)).fields


def test_chair_preparation_and_missing_parts_are_pointed_out_with_their_article(cast: Cast) -> None:
    record = opened(cast, kind="general_meeting", host_member=entry_of(cast.tang))
    add_item(record=record, facts={"title": "通过计划", "decision": "resolution", "yes": 4}, by=cast.lin, at=NOW)
    page = come(record)
    told = {(row.rule, row.message) for row in record_findings(page, TODAY)}
    assert ("MT-06", "书记到会，支部党员大会应由书记主持。") in told
    assert ("MT-04", "“通过计划”在支部党员大会之前没有支委会讨论的记录。") in told
    assert ("JL-04", "第1项议程没有决议。") in told
    assert all(row.source for row in record_findings(page, TODAY))


@pytest.mark.parametrize(
    ("name", "model", "wrong"),
    [
        ("record_has_subject", ActivityRecord, {"subject": ""}),
        ("record_finished_has_time", ActivityRecord, {"state": "finished"}),
        ("record_times_in_order", ActivityRecord, {"ended_at": time(8)}),
        ("record_hours_of_a_day", ActivityRecord, {"study_hours": Decimal(25)}),
        ("record_excused_with_approver", RecordPerson, {"excused": "病"}),
        ("record_absence_of_absent", RecordPerson, {"absence": "ill"}),
        ("record_made_up_with_evidence", RecordPerson, {"made_up_on": TODAY, "presence": "absent"}),
    ],
)
def test_the_database_refuses_nonsense(cast: Cast, name: str, model: Any, wrong: dict[str, Any]) -> None:
    opened(cast)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.update(**wrong)


def test_the_database_refuses_votes_without_a_decision_and_a_person_twice(cast: Cast) -> None:
    record = opened(cast)
    item = add_item(record=record, facts={"title": "学习", "yes": 3}, by=cast.lin, at=NOW)
    assert item.yes is None
    with pytest.raises(IntegrityError, match="agenda_votes_on_a_decision"), transaction.atomic():
        record.items.update(yes=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordPerson.objects.create(record=record, member=entry_of(cast.tang), name="唐果")
