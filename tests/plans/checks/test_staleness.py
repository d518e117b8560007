"""What may be called current in a plan of a given year."""

from __future__ import annotations

import pytest

from plans.domain.period import Cycle, Period
from regulations.domain.findings import Level, Replacement
from tests.plans.checks.materials import checked, plan, quoted, told

YEAR_2015 = Period(Cycle.CALENDAR_YEAR, 2015)
YEAR_2022 = Period(Cycle.CALENDAR_YEAR, 2022)

STALE = [
    ("深入学习贯彻党的十九大精神。", "深入学习贯彻党的十九大精神"),
    ("以党的十八大和十八届三中、四中全会精神为指导。", "党的十八大和十八届三中、四中全会精神"),
    ("当前要学好十九届六中全会精神。", "十九届六中全会精神"),
    ("迎接党的十九大召开。", "党的十九大"),
]


@pytest.mark.parametrize(("text", "fragment"), STALE)
def test_an_older_congress_as_the_current_one(text: str, fragment: str) -> None:
    assert quoted(plan(text), "TL-03") == [fragment]


UNDERSTOOD = [
    "党的十八大以来，学校面貌一新。",
    "学习党的十九大和二十大精神。",
    "贯彻党的二十大和二十届历次全会精神。",
    "重温党的历史，从十一届三中全会到十八大。",
    "学习党史，了解历届党代会和十九大的历史贡献。",
    "学习二十届四中全会精神。",
    "第十八届运动会，二十大学生志愿者。",
]


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_looking_back_and_the_current_congress_stand(text: str) -> None:
    assert quoted(plan(text), "TL-0") == []


def test_the_same_words_were_right_in_their_time() -> None:
    assert quoted(plan("学习党的十八大和十八届四中全会精神。", period=YEAR_2015), "TL-03") == []
    assert quoted(plan("学习党的十九大精神，迎接党的二十大召开。", period=YEAR_2022), "TL-0") == []


def test_a_plenum_that_was_not_held_within_the_period() -> None:
    assert quoted(plan("学习党的二十届三中全会精神。", period=YEAR_2022), "TL-01") == ["二十届三中全会"]


def test_a_plenum_is_counted_by_committee_not_by_congress() -> None:
    finding = told(plan("学习十八大三中、四中全会精神。", period=YEAR_2015), "PC-TERM-PLENUM")[0]
    assert finding.mends == (Replacement("十八届三中、四中全会"),)


def test_the_five_year_plan_of_the_past() -> None:
    assert quoted(plan("落实“十四五”规划目标任务。"), "TL-04") == ["落实“十四五”规划目标任务"]
    assert quoted(plan("总结“十四五”规划实施情况，落实“十五五”规划。"), "TL-04") == []


CAMPAIGNS = [
    ("深入开展先进性教育活动。", [Level.WARNING]),
    ("扎实开展党的群众路线教育实践活动。", [Level.WARNING]),
    ("开展深入贯彻中央八项规定精神学习教育。", [Level.WARNING]),
    ("巩固深入贯彻中央八项规定精神学习教育成果。", []),
    ("结合实际开展树立和践行正确政绩观学习教育。", []),
    ("推进“两学一做”学习教育。", [Level.INFO]),
]


@pytest.mark.parametrize(("text", "levels"), CAMPAIGNS)
def test_a_campaign_has_its_time(text: str, levels: list[Level]) -> None:
    assert [row.level for row in checked(plan(text)).findings if row.code == "TL-05"] == levels


TERMS = [
    ("做好计划生育工作。", ["做好计划生育工作"]),
    ("发挥党组织的政治核心作用。", ["发挥党组织的政治核心作用"]),
    ("以“三个代表”重要思想为指导。", ["以“三个代表”重要思想为指导"]),
    ("以马克思列宁主义、“三个代表”重要思想、科学发展观、习近平新时代中国特色社会主义思想为指导。", []),
    ("学习《新时代公民道德建设实施纲要》。", []),
    ("学习《公民道德建设实施纲要》。", ["学习《公民道德建设实施纲要》"]),
]


@pytest.mark.parametrize(("text", "fragments"), TERMS)
def test_terms_age(text: str, fragments: list[str]) -> None:
    assert quoted(plan(text), "PC-STALE") == fragments


def test_a_term_before_its_time_cannot_be() -> None:
    assert [row.level for row in told(plan("落实“双减”政策。", period=YEAR_2015), "PC-STALE")] == [Level.ERROR]


def test_a_plan_that_names_no_congress_at_all_is_told_so() -> None:
    long_text = "抓好课堂教学，关心教师成长，做好家校联系。" * 30
    assert [row.code for row in told(plan(long_text), "TL-02")] == ["TL-02-CONGRESS"]
    assert [row.code for row in checked(plan(long_text + "学习党的二十大精神。")).findings if row.rule == "TL-02"] == [
        "TL-02-PLENUM"
    ]
