"""Doubled and broken sentences, lists out of order, marks that do not close."""

from __future__ import annotations

import pytest

from regulations.domain.findings import Level, Replacement
from tests.plans.checks.materials import checked, plan, quoted, told

BROKEN = [
    ("认真学习认真学习党章。", ["认真学习认真学习"]),
    ("加强加强班子建设。", ["加强加强"]),
    ("抓好学习，，落实到位。", ["抓好学习，，落实到位。"]),
    ("抓学习。的内涵要讲清，提高水平。", ["的内涵要讲清，提高水平。"]),
    ("严格履行各项程序，按规定办事，严格履行各项程序。", ["严格履行各项程序"]),
    ("抓好学习和。", ["抓好学习和。"]),
    ("学习《中国共产党章程，抓好落实。", ["《中国共产党章程，抓好落实"]),
    ("讲授“微党课”、等活动。", ["讲授“微党课”、等活动。"]),
    ("开展“”主题活动。", ["开展“”主题活动。"]),
]


@pytest.mark.parametrize(("text", "fragments"), BROKEN)
def test_doubled_and_broken_sentences(text: str, fragments: list[str]) -> None:
    assert quoted(plan(text), "PC-SENTENCE") == fragments


@pytest.mark.parametrize(
    ("text", "mended"),
    [("提高教师的的素质。", "提高教师的素质。"), ("全体党员员都要参加。", "全体党员都要参加。")],
)
def test_a_doubled_sign_is_mended(text: str, mended: str) -> None:
    (finding,) = told(plan(text), "PC-SENTENCE")
    (mend,) = finding.mends
    assert isinstance(mend, Replacement)
    where = finding.where
    assert text[: where.start] + mend.text + text[where.end :] == mended


ORDER = [
    ("二是抓纪律，三是抓作风。", ["二是抓纪律，三是抓作风。"]),
    ("一是抓学习，三是抓作风。", ["三是抓作风。"]),
    ("工作要做到：三是抓作风，四是抓纪律。", ["三是抓作风，四是抓纪律。"]),
    ("第二，抓纪律。第三，抓作风。", ["第二，抓纪律。第三，抓作风。"]),
]


@pytest.mark.parametrize(("text", "fragments"), ORDER)
def test_a_list_that_begins_in_the_middle(text: str, fragments: list[str]) -> None:
    assert quoted(plan(text), "PC-NUMBERING") == fragments


IN_ORDER = [
    "一是抓学习，二是抓纪律，三是抓作风。",
    "主要有两点一是抓学习二是抓纪律。",
    "第一，抓学习。第二，抓纪律。",
    "首先抓学习，二是抓纪律。",
    "第二、三季度各检查一次，第三、四周开展家访，第二、第三党小组轮值。",
    "学习三要素，落实四要四不要，星期二是学习日，其二是活动日。",
]


@pytest.mark.parametrize("text", IN_ORDER)
def test_lists_in_order_and_other_numbers_are_left_alone(text: str) -> None:
    assert quoted(plan(text), "PC-NUMBERING") == []


def test_an_enumeration_may_run_over_several_sections() -> None:
    assert quoted(plan("一是抓学习。", "二是抓纪律。", "三是抓作风。"), "PC-NUMBERING") == []
    assert quoted(plan("一是抓学习。", "每周一次。", "二是抓纪律。"), "PC-NUMBERING") == []
    assert quoted(plan("一是抓学习，二是抓纪律。", "每周一次。", "二是抓作风。"), "PC-NUMBERING") == ["二是抓作风。"]


RIGHT = [
    "达到以活动促学习的目的的同时，为了了解情况，工会会同支部走访。",
    "经支部党员大会讨论通过。",
    "党员与学生结对。",
    "要做到有过之而无不及。",
    "学习中国共产党党史，中国共产党党员要带头。",
    "一件事一件事抓实，一个班一个班走访，高高兴兴上班。",
    "内容包括学习、讨论、交流等。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_sentences_that_only_look_broken(text: str) -> None:
    assert quoted(plan(text), "PC-SENTENCE") == []


def test_the_same_clause_far_away_is_only_a_hint() -> None:
    filling = "各党小组按计划组织，做到时间落实，人员落实，内容落实，效果落实，记录落实；学期中间由支委会抽查，并把结果告诉大家，请大家提意见，意见汇总以后再研究改进的办法"
    report = checked(plan(f"认真做好学习记录，{filling}，认真做好学习记录。"))
    assert [row.level for row in report.findings if row.rule == "PC-SENTENCE"] == [Level.INFO]


def test_two_meetings_of_a_month_are_no_repetition() -> None:
    lines = [(6, "召开支委会"), (6, "召开支委会，研究接收预备党员")]
    assert quoted(plan(lines=lines), "PC-SENTENCE") == []


def test_two_sections_that_open_alike() -> None:
    same = "执行党员干部联系群众制度"
    material = plan(headings=[(same, "每月走访。"), (same, "每季通报。")])
    assert [row.where.part for row in told(material, "PC-SENTENCE")] == ["s1"]


def test_two_lines_of_a_month_that_plan_the_same() -> None:
    lines = [(6, "开好一次组织生活会"), (6, "开好每学期一次的组织生活会"), (7, "开好一次组织生活会")]
    assert quoted(plan(lines=lines), "PC-SENTENCE") == ["开好每学期一次的组织生活会"]
