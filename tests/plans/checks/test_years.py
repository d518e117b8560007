"""Years, anniversaries and ordinals that do not fit a plan for 2026."""

from __future__ import annotations

import pytest

from plans.domain.period import Cycle, Period
from regulations.domain.findings import Replacement
from tests.plans.checks.materials import SPRING_2026, checked, plan, quoted, told

WRONG_YEAR = [
    ("认真落实区教育工委2024年党建工作要点。", "认真落实区教育工委2024年党建工作要点"),
    ("做好2025年春季开学工作。", "做好2025年春季开学工作"),
    ("按照《本区基层党建考评细则》做好2023年考评细则的自查。", "按照《本区基层党建考评细则》做好2023年考评细则的自查"),
    ("2019年，支部将继续抓好学习。", "2019年"),
    ("2029年，我们将更加努力。", "2029年"),
]


@pytest.mark.parametrize(("text", "fragment"), WRONG_YEAR)
def test_another_years_business_is_found(text: str, fragment: str) -> None:
    assert quoted(plan(text), "PC-YEAR") == [fragment]


LOOKING_BACK_OR_AHEAD = [
    "总结2025年工作，制定2026年计划。",
    "自2018年以来，支部坚持这项制度。",
    "学习2021年7月1日的重要讲话。",
    "落实《教育强国建设规划纲要（2024—2035年）》。",
    "贯彻中组发〔2008〕3号文件。",
    "到2035年建成教育强国。",
    "我校始建于1958年。",
    "2024年度荣获先进基层党组织。",
    "做好2027年计划的准备。",
    "2026年是“十五五”开局之年。",
]


@pytest.mark.parametrize("text", LOOKING_BACK_OR_AHEAD)
def test_looking_back_and_ahead_is_understood(text: str) -> None:
    assert quoted(plan(text), "PC-YEAR") == []


def test_a_school_year_runs_over_two_years() -> None:
    assert quoted(plan("2026—2026学年度党建工作"), "PC-YEAR-SCHOOL") == ["2026—2026学年"]
    assert quoted(plan("2025-2026学年度党建工作"), "PC-YEAR") == []


def test_a_title_with_another_year_than_the_text() -> None:
    assert quoted(plan("抓好学习。", title="2024年党支部工作计划"), "PC-YEAR-TITLE") == ["2024年"]


ORDINALS = [
    ("庆祝建党100周年", "庆祝建党105周年"),
    ("庆祝中国共产党成立一百周年", "中国共产党成立一百零五周年"),
    ("国庆76周年", "国庆77周年"),
    ("庆祝第41个教师节", "第42个教师节"),
    ("纪念红军长征胜利80周年", "红军长征胜利90周年"),
    ("开展第12个国家宪法日活动", "第13个国家宪法日"),
]


@pytest.mark.parametrize(("wrong", "mended"), ORDINALS)
def test_a_wrong_count_is_mended_by_arithmetic(wrong: str, mended: str) -> None:
    finding = told(plan(f"组织党员{wrong}。"), "PC-ORDINAL")
    assert [row.mends for row in finding] == [(Replacement(mended),)]


RIGHT = [
    "庆祝建党105周年。",
    "庆祝第42个教师节。",
    "学习在庆祝中国共产党成立100周年大会上的讲话。",
    "国庆77周年，纪念红军长征胜利90周年。",
    "第三个月召开会议，第二届教代会。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_counts_and_quoted_speeches_stand(text: str) -> None:
    assert quoted(plan(text), "PC-ORDINAL") == []


def test_the_year_is_that_of_the_day_within_the_school_year() -> None:
    school_year = Period(Cycle.SCHOOL_YEAR, 2025)
    assert quoted(plan("九月庆祝第41个教师节，七月庆祝建党105周年。", period=school_year), "PC-ORDINAL") == []
    assert quoted(plan("庆祝建党104周年。", period=SPRING_2026), "PC-ORDINAL") == ["庆祝建党104周年"]


IMPOSSIBLE = [
    ("2月30日召开支委会。", [("PC-DATE", "2月30日")]),
    ("6月31日前完成。", [("PC-DATE", "6月31日")]),
    ("3月6日（星期四）召开支委会。", [("PC-WEEKDAY", "3月6日（星期四")]),  # 6 March 2026 is a Friday
    ("3月6日（星期五）召开支委会。", []),
    ("2026年9月10日（周四）庆祝教师节。", []),
]


@pytest.mark.parametrize(("text", "expected"), IMPOSSIBLE)
def test_days_that_cannot_be(text: str, expected: list[tuple[str, str]]) -> None:
    rows = [row for row in checked(plan(text)).findings if row.code in {"PC-DATE", "PC-WEEKDAY"}]
    assert [(row.code, row.text) for row in rows] == expected


def test_a_month_of_another_term() -> None:
    rows = told(plan("抓好学习。", period=SPRING_2026, lines=[(3, "学雷锋"), (9, "庆祝教师节")]), "PC-PERIOD")
    assert [row.message for row in rows] == ["行事历里的9月不在计划期间（2025—2026学年第二学期）内。"]


def test_a_school_year_long_past() -> None:
    assert quoted(plan("2022—2023学年，支部抓好学习。"), "PC-YEAR") == ["2022—2023学年"]
