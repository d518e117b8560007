"""The draft of a summary, sentence by sentence."""

from datetime import date
from decimal import Decimal

from calendar_events.domain.fulfilment import Tally
from calendar_events.domain.summary import (
    DevelopmentFacts,
    HeldLine,
    MeetingFacts,
    MemberFacts,
    PartFacts,
    SummaryFacts,
    UnkeptLine,
    summary_sections,
)

FACTS = SummaryFacts(
    organisation="青榆区第一小学党支部",
    period="2026年",
    as_of=date(2026, 12, 20),
    total=Tally(held=6, late=1, dropped=1, missed=2, open=1),
    parts=(
        PartFacts(
            "过好组织生活",
            held=(
                HeldLine(date(2026, 3, 6), "主题党日：走进社区服务站", "theme_day", 8, 7),
                HeldLine(date(2026, 4, 10), "支部党员大会。", "general_meeting", result="通过全年工作安排。"),
            ),
            unkept=(
                UnkeptLine(date(2026, 5, 1), "参观校史馆"),
                UnkeptLine(date(2026, 6, 1), "读书会", "与区里活动合并。"),
            ),
        ),
        PartFacts("尚未开始的工作", open=1),
    ),
    beyond=(HeldLine(date(2026, 9, 9), "慰问退休教师", "care"),),
    meetings=(
        MeetingFacts("支部党员大会", 3, 4, "第十一条"),
        MeetingFacts("主题党日", 9, 9, "第十六条"),
        MeetingFacts("志愿服务", 2),
    ),
    expected=120,
    present=111,
    made_up=(9, 5),
    members=MemberFacts(7, 1, 3, hours_met=6, hours_members=8, dues_received=Decimal("1234.5"), dues_behind=1),
    development=DevelopmentFacts(
        {"递交入党申请书": 2, "确定为入党积极分子": 1}, {"申请人": 2, "积极分子": 0}, overdue=1
    ),
)


def section(heading: str) -> str:
    return next(row.body for row in summary_sections(FACTS) if row.heading == heading)


def test_sections_stand_in_the_customary_order():
    assert [(row.level, row.heading) for row in summary_sections(FACTS)] == [
        (0, ""),
        (1, "主要工作完成情况"),
        (2, "过好组织生活"),
        (2, "计划外开展的工作"),
        (1, "组织生活开展情况"),
        (1, "党员教育管理情况"),
        (1, "发展党员工作情况"),
        (1, "存在的问题"),
        (1, "下一步打算"),
    ]


def test_the_whole_is_told_with_its_rate():
    # (6 + 1) of 10 that were due.
    assert section("主要工作完成情况") == (
        "截至2026年12月20日，应完成工作10项，其中按期完成6项，逾期完成1项，经研究不再开展1项，尚未完成2项，计划兑现率70%。"
    )


def test_each_activity_is_a_sentence_with_who_came_and_what_came_out_of_it():
    assert section("过好组织生活") == (
        "3月6日，主题党日：走进社区服务站，应到8人，实到7人。\n4月10日，支部党员大会。通过全年工作安排。"
    )
    assert section("计划外开展的工作") == "9月9日，慰问退休教师。"


def test_meetings_attendance_and_study_made_up():
    assert section("组织生活开展情况") == (
        "共召开（开展）支部党员大会3次、主题党日9次、志愿服务2次。\n"
        "各次活动应到120人次，实到111人次，平均到会率92.5%。\n"
        "因故缺席应补课9人次，已补课5人次。"
    )


def test_members_hours_and_dues():
    assert section("党员教育管理情况") == (
        "现有党员8名，其中正式党员7名、预备党员1名。\n应参加集中学习培训8名，达到年度学时要求6名。\n"
        "收缴党费1234.50元，1名党员有欠交。"
    )


def test_development_names_steps_and_leaves_out_empty_stages():
    assert section("发展党员工作情况") == "本期办理：递交入党申请书2人次、确定为入党积极分子1人次。\n现有申请人2名。"


def test_problems_are_the_gaps_with_their_article_and_reason():
    assert section("存在的问题").split("\n") == [
        "支部党员大会按要求应开展4次，实际开展3次（第十一条）。",
        "计划5月的“参观校史馆”未完成。",
        "计划6月的“读书会”不再开展，原因：与区里活动合并。",
        "2名党员的学时还没有达到年度要求。",
        "发展党员工作中有1项步骤超过期限。",
    ]


def test_what_comes_next_is_left_to_a_person():
    assert section("下一步打算") == ""


def test_a_period_without_a_schedule_has_a_plain_opening():
    empty = SummaryFacts("青榆幼儿园党支部", "2026年", date(2026, 12, 20), Tally())
    sections = summary_sections(empty)
    assert sections[0].body == "2026年，青榆幼儿园党支部围绕学校中心工作开展党建工作，现将有关情况总结如下。"
    assert sections[1].body == ""
