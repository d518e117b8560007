"""Blanks that were never filled in, and what only looks like one."""

from __future__ import annotations

import pytest

from plans.domain.checks.placeholders import placeholders
from plans.domain.period import Cycle, Period
from regulations.domain.findings import Replacement
from tests.plans.checks.materials import checked, plan, told

BLANK = [
    ("20XX年支部工作计划", ["20XX年"]),
    ("总结20xx年工作，制订20xx年计划。", ["20xx年"]),
    ("20__年支部工作", ["20__年"]),
    ("全年计划发展党员_名，转正__名。", ["_名", "__名"]),
    ("全年计划发展党员  名。", ["  名"]),
    ("学习贯彻党的XX届X中全会精神。", ["XX届X中全会"]),
    ("宣传xx大精神，落实“xx大”要求。", ["xx大"]),
    ("学习__届三中、四中全会精神。", ["__届三中、四中全会"]),
    ("落实x五规划，学习十x精神。", ["x五规划", "十x精神"]),
    ("制定“__”规划。", ["“__”规划"]),
    ("按照《XX区星级支部管理办法》执行。", ["XX区"]),
    ("庆祝建党XX周年。", ["建党XX周年"]),
    ("组长：×××，副组长：××、×××。", ["×××", "××"]),
    ("成文日期：xx年x月x日", ["xx年x月x日"]),
    ("20  年  月  日", ["20  年  月  日"]),
    ("打造【】品牌。", ["【】"]),
    ("（此处填写学校名称）", ["（此处填写学校名称）"]),
    ("中共**市委员会", ["**市"]),
    ("某某小学党支部", ["某某小学"]),
    ("做好-老师的转正工作。", ["-老师"]),
    ("参加人员：______", ["______"]),
    ("完成率达XX%以上。", ["XX%"]),
    ("学习习近平总书记在__的重要讲话。", ["__"]),
]


@pytest.mark.parametrize(("text", "blanks"), BLANK)
def test_a_blank_is_found_with_the_words_that_tell_it_apart(text: str, blanks: list[str]) -> None:
    assert [row.text for row in placeholders(plan(text))] == blanks


NO_BLANK = [
    "使用A4纸打印，建立QQ群，安装APP，观看DVD。",
    "Excel表格3×3，展板2×5米。",
    "组织党员参加X光体检。",
    "二○二六年三月，二〇二六年四月。",
    "联系电话138****1234",
    "http://www.xx.com",
    "党员先锋岗——教师示范，党建+教学。",
    "正高级、C级以上，O2O模式。",
    "2026—2027学年，1-2名教师。",
    "教师—学生—家长三方联动，做好传-帮-带。",
]


@pytest.mark.parametrize("text", NO_BLANK)
def test_ordinary_text_has_no_blanks(text: str) -> None:
    assert placeholders(plan(text)) == []


def test_blanks_are_counted_by_their_wording() -> None:
    found = placeholders(plan("学习xx大精神。", "贯彻xx大精神，宣传xx大精神。"))
    assert [(row.text, row.count) for row in found] == [("xx大", 3)]


def test_a_year_and_an_anniversary_can_be_filled_in_for_a_calendar_year() -> None:
    findings = told(plan("20XX年，庆祝建党XX周年。"), "PC-PLACEHOLDER")
    assert [row.mends for row in findings] == [(Replacement("2026年"),), (Replacement("建党105周年"),)]


def test_a_school_year_leaves_open_which_year_is_meant() -> None:
    material = plan("20XX年秋季开学前完成。", period=Period(Cycle.SCHOOL_YEAR, 2026))
    assert [row.mends for row in told(material, "PC-PLACEHOLDER")] == [()]


def test_the_place_of_a_finding_is_its_characters() -> None:
    text = "本年度计划发展党员_名。"
    finding = told(plan(text), "PC-PLACEHOLDER")[0]
    assert text[finding.where.start : finding.where.end] == finding.text == "_名"
    assert checked(plan(text)).placeholders[0].count == 1
