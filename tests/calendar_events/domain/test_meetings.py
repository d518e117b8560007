"""The test vectors of the rules, worked by hand: eligible 7, 10, 11, 4."""

from dataclasses import replace
from datetime import date

import pytest

from calendar_events.domain.attendance import Attendance, attendance_findings
from calendar_events.domain.meetings import (
    Chair,
    Decision,
    chair_fault,
    not_prepared,
    not_this_meetings,
    too_many_kinds,
)
from calendar_events.domain.voting import (
    Attender,
    Ballot,
    ballot_fault,
    eligible_voters,
    least_candidates,
    majority,
    quorum,
)
from regulations.domain.activities import ActivityKind
from regulations.domain.packs import national_rule_book
from regulations.domain.rules import RuleBook

RULES = national_rule_book()
ON = date(2026, 9, 9)
GENERAL, COMMITTEE, GROUP = (
    ActivityKind.GENERAL_MEETING,
    ActivityKind.COMMITTEE_MEETING,
    ActivityKind.GROUP_MEETING,
)


def came(kind: ActivityKind, decision: Decision, eligible: int, present: int):
    return quorum(kind, decision, eligible=eligible, present=present, rules=RULES, on=ON)


def voted(kind: ActivityKind, decision: Decision, eligible: int, present: int, ballot: Ballot, rules: RuleBook = RULES):
    return majority(kind, decision, eligible=eligible, present=present, ballot=ballot, rules=rules, on=ON)


@pytest.mark.parametrize(
    ("decision", "eligible", "needed", "rule"),
    [
        (Decision.RESOLUTION, 7, 4, "MT-01"),
        (Decision.RESOLUTION, 10, 5, "MT-01"),
        (Decision.RESOLUTION, 11, 6, "MT-01"),
        (Decision.RESOLUTION, 4, 2, "MT-01"),
        (Decision.ELECTION, 7, 6, "MT-09"),
        (Decision.ELECTION, 10, 8, "MT-09"),
        (Decision.ELECTION, 11, 9, "MT-09"),
        (Decision.ELECTION, 4, 4, "MT-09"),
        (Decision.ADMISSION, 10, 6, "DV-QUORUM"),
        (Decision.CONVERSION, 11, 6, "DV-QUORUM"),
    ],
)
def test_how_many_must_come_to_a_general_meeting(decision: Decision, eligible: int, needed: int, rule: str):
    enough, short = came(GENERAL, decision, eligible, needed), came(GENERAL, decision, eligible, needed - 1)
    assert enough is not None
    assert short is not None
    assert (enough.holds, enough.needed, enough.rule) == (True, needed, rule)
    assert (short.holds, short.needed) == (False, needed)


@pytest.mark.parametrize(("eligible", "needed"), [(7, 4), (10, 6), (11, 6), (4, 3)])
def test_yes_votes_are_counted_against_those_who_should_have_come(eligible: int, needed: int):
    present = eligible - 1
    carried = voted(GENERAL, Decision.RESOLUTION, eligible, present, Ballot(needed, present - needed))
    lost = voted(GENERAL, Decision.RESOLUTION, eligible, present, Ballot(needed - 1, present - needed + 1))
    assert carried is not None
    assert lost is not None
    assert (carried.holds, carried.base, carried.needed, carried.rule) == (True, eligible, needed, "MT-02")
    assert lost.holds is False


def test_a_majority_of_those_present_is_not_enough_for_a_resolution_but_elects():
    # 11 eligible, 9 present, 5 yes: more than half of 9, less than half of 11
    resolution = voted(GENERAL, Decision.RESOLUTION, 11, 9, Ballot(5, 4))
    election = voted(GENERAL, Decision.ELECTION, 11, 9, Ballot(5, 4))
    assert resolution is not None
    assert election is not None
    assert (resolution.holds, resolution.message) == (
        False,
        "应到会有表决权的党员11名，赞成5票，不足6票，未通过。",
    )
    assert (election.holds, election.rule, election.message) == (
        True,
        "MT-10",
        "实到会有表决权的党员9名，赞成5票，达到规定的5票，当选。",
    )


def test_half_of_the_committee_must_be_there():
    share = came(COMMITTEE, Decision.RESOLUTION, 5, 2)
    assert share is not None
    assert (share.holds, share.needed, share.rule, share.source) == (
        False,
        3,
        "MT-03",
        "《中国共产党支部工作条例（试行）》第十二条",
    )
    assert share.message == "应到会委员5名，实到2名，不足3名，不能表决。"


def test_where_the_book_sets_no_share_nothing_is_judged():
    assert voted(COMMITTEE, Decision.RESOLUTION, 5, 5, Ballot(3, 2)) is None
    assert came(GROUP, Decision.RESOLUTION, 8, 1) is None


def test_a_written_opinion_counts_among_the_votes_on_admission_but_not_among_those_present():
    ballot = Ballot(yes=5, no=1, written_yes=1)
    share = voted(GENERAL, Decision.ADMISSION, 10, 6, ballot)
    assert share is not None
    assert (share.holds, share.count) == (True, 6)
    assert ballot_fault(Decision.ADMISSION, present=6, ballot=ballot) == ""
    assert (
        ballot_fault(Decision.RESOLUTION, present=6, ballot=ballot)
        == "书面意见只在讨论接收预备党员和预备党员转正时计票。"
    )


def test_votes_must_add_up():
    assert ballot_fault(Decision.RESOLUTION, present=9, ballot=Ballot(6, 1, 1)) == (
        "赞成6票、不赞成1票、弃权1票，合计8票，与到会有表决权的9人不符。"
    )


def test_the_share_is_the_rule_books():
    two_thirds = RuleBook(
        replace(rule, parameters={**rule.parameters, "numerator": 2, "denominator": 3, "more_than": False})
        if rule.code == "MT-02"
        else rule
        for rule in RULES
    )
    share = voted(GENERAL, Decision.RESOLUTION, 9, 9, Ballot(5, 4), two_thirds)
    assert share is not None
    assert (share.holds, share.needed) == (False, 6)


def test_admission_is_not_the_committees_and_only_the_secretary_is_elected_by_it():
    refused = not_this_meetings(COMMITTEE, Decision.ADMISSION, RULES, ON)
    assert refused is not None
    assert (refused.rule, refused.message) == ("MT-05", "接收预备党员应由支部党员大会讨论决定，支委会不能代替。")
    assert not_this_meetings(COMMITTEE, Decision.ELECTION, RULES, ON) is not None
    assert not_this_meetings(COMMITTEE, Decision.ELECTION, RULES, ON, elects_secretary=True) is None
    assert not_this_meetings(GENERAL, Decision.ADMISSION, RULES, ON) is None


def test_who_has_a_vote():
    people = [
        Attender("甲"),
        Attender("乙", is_full=False),
        Attender("丙", sanctioned=True),
        Attender("丁", excused="长期患病", approver="区教育工委"),
        Attender("戊", excused="出国半年"),
    ]
    counted, left_out = eligible_voters(people, RULES, ON)
    assert [person.name for person in counted] == ["甲", "戊"]
    assert [(row.name, row.rule) for row in left_out] == [("乙", "MT-07"), ("丙", "MT-08"), ("丁", "MT-11")]


@pytest.mark.parametrize(("posts", "candidates"), [(3, 4), (5, 6), (7, 9)])
def test_a_committee_election_needs_a_fifth_more_candidates(posts: int, candidates: int):
    assert least_candidates(posts, RULES, ON) == candidates


@pytest.mark.parametrize(
    ("kind", "chair", "present", "entrusted", "message"),
    [
        (GENERAL, Chair.SECRETARY, True, False, ""),
        (GENERAL, Chair.DEPUTY, True, False, "书记到会，支部党员大会应由书记主持。"),
        (COMMITTEE, Chair.DEPUTY, False, False, ""),
        (COMMITTEE, Chair.COMMITTEE_MEMBER, False, True, ""),
        (
            COMMITTEE,
            Chair.COMMITTEE_MEMBER,
            False,
            False,
            "书记不能到会时，由副书记或书记委托的委员主持，请注明委托。",
        ),
        (GENERAL, Chair.OTHER, False, True, "书记不能到会时，由副书记或书记委托的委员主持。"),
        (GROUP, Chair.GROUP_LEADER, False, False, ""),
        (GROUP, Chair.SECRETARY, True, False, "党小组会由党小组组长主持。"),
        (ActivityKind.THEME_DAY, Chair.OTHER, True, False, ""),
    ],
)
def test_who_may_chair(kind: ActivityKind, chair: Chair, present: bool, entrusted: bool, message: str):
    found = chair_fault(kind, chair, RULES, ON, secretary_present=present, entrusted=entrusted)
    assert (found.message if found else "") == message


def test_important_topics_go_through_the_committee_first():
    topics = [("接收甲为预备党员", date(2026, 9, 7)), ("年度计划", None), ("表彰", date(2026, 9, 10))]
    assert [row.message for row in not_prepared(topics, ON, RULES, has_committee=True)] == [
        "“年度计划”在支部党员大会之前没有支委会讨论的记录。",
        "“表彰”在支部党员大会之前没有支委会讨论的记录。",
    ]
    assert not_prepared(topics, ON, RULES, has_committee=False) == []


def test_a_record_of_three_kinds_is_asked_about():
    found = too_many_kinds([GENERAL, ActivityKind.THEME_DAY, ActivityKind.PARTY_LECTURE, GENERAL], RULES, ON)
    assert found is not None
    assert (found.rule, found.message) == (
        "JL-05",
        "这次活动同时记作3种组织生活（支部党员大会、主题党日、党课），请核对是否都开展了。",
    )
    assert too_many_kinds([GENERAL, ActivityKind.THEME_DAY], RULES, ON) is None


# --- attendance ---------------------------------------------------------------------------------------------------------
def faults(attendance: Attendance, *, today: date = ON, recorder: str = "甲") -> list[tuple[str, str]]:
    found = attendance_findings(attendance, RULES, held_on=ON, today=today, recorder=recorder)
    return [(row.rule, row.message) for row in found]


def test_lists_that_add_up_have_no_fault():
    attendance = Attendance(("甲", "乙", "丙"), ("甲", "乙"), {"丙": "病假"}, observers=("庚",), signed=("甲", "乙"))
    assert faults(attendance) == []
    assert attendance.rate == pytest.approx(2 / 3)
    assert attendance.owed_study == ("丙",)


def test_somebody_neither_present_nor_absent():
    assert faults(Attendance(("甲", "乙", "丙"), ("甲",), {"丙": "公差"})) == [
        ("JL-01", "应到3人，实到1人，缺席1人，还有1人没有写到会还是缺席：乙。")
    ]


def test_somebody_in_two_lists_or_in_the_wrong_one():
    attendance = Attendance(("甲", "乙"), ("甲", "乙", "庚"), {"乙": "病假"}, observers=("甲",))
    assert faults(attendance) == [
        ("JL-01", "乙既在实到名单，又在缺席名单。"),
        ("JL-01", "庚不在应到名单里；不是应到的人到会，记作列席。"),
        ("JL-01", "甲是应到的人，不能记作列席。"),
    ]


def test_reasons_signatures_recorder_and_day_are_looked_at():
    attendance = Attendance(("甲", "乙"), ("乙",), {"甲": ""}, signed=("丙",))
    assert faults(attendance, today=date(2026, 9, 8)) == [
        ("JL-04", "甲缺席没有写明原因（请假、公差、病假等）。"),
        ("JL-02", "乙记为实到，签到表上没有签名。"),
        ("JL-02", "丙签了到，没有记为实到或列席。"),
        ("JL-03", "活动日期2026年9月9日还没有到。"),
        ("JL-03", "记录人甲在缺席名单里。"),
    ]


def test_nobody_due_has_no_rate():
    assert Attendance((), ()).rate is None
