"""Misspelt terms, misnamed documents, doubled and broken sentences; and right sentences that must be left alone."""

from __future__ import annotations

import pytest

from regulations.domain.findings import Replacement
from tests.plans.checks.materials import checked, plan, quoted, told

MISSPELT = [
    ("充分发挥战斗保垒作用。", "战斗保垒", "战斗堡垒"),
    ("落实党风廉正建设责任制。", "党风廉正建设", "党风廉政建设"),
    ("围绕教育教学心工作开展活动。", "教育教学心工作", "教育教学中心工作"),
    ("进步加强队伍建设。", "进步", "进一步"),
    ("党的群众教育实践活动。", "党的群众教育实践活动", "党的群众路线教育实践活动"),
    ("学习习近平新时代中国特色主义思想。", "中国特色主义", "中国特色社会主义"),
    ("践行社会主义核心价直观。", "社会主义核心价直观", "社会主义核心价值观"),
    ("培养入党积极份子。", "积极份子", "积极分子"),
    ("参观革命记念馆。", "革命记念馆", "革命纪念馆"),
    ("发挥先锋摸范作用。", "先锋摸范作用", "先锋模范作用"),
    (
        "按照《关于新形势下党的政治生活若干准则》要求。",
        "关于新形势下党的政治生活若干准则",
        "关于新形势下党内政治生活的若干准则",
    ),
    ("落实《中共党支部工作条例（试行）》。", "中共党支部工作条例（试行）", "中国共产党支部工作条例（试行）"),
    ("学习《中国共产党纪律处份条例》。", "中国共产党纪律处份条例", "中国共产党纪律处分条例"),
]


@pytest.mark.parametrize(("text", "wrong", "right"), MISSPELT)
def test_a_fixed_term_one_sign_off(text: str, wrong: str, right: str) -> None:
    finding = told(plan(text), "PC-TERM")
    assert [(row.text, row.mends) for row in finding] == [(wrong, (Replacement(right),))]
    place = finding[0].where
    assert text[place.start : place.end] == wrong


RIGHT = [
    "充分发挥党支部战斗堡垒作用和党员先锋模范作用。",
    "加强基层组织建设，创建学习型组织，做好党员志愿者服务工作。",
    "在区委教育工委的正确领导下，紧紧围绕学校中心工作。",
    "严格执行民主集中制，落实“三重一大”制度，做到一岗双责。",
    "增强“四个意识”、坚定“四个自信”、做到“两个维护”。",
    "学习《中国共产党章程》《中国共产党纪律处分条例》《关于新形势下党内政治生活的若干准则》。",
    "落实《青榆区教育系统党员教育管理办法》和《中小学教师职业道德规范》。",
    "党员教师要以身作则、率先垂范，认认真真上好每一堂课，一点一滴做起。",
    "了解师生需求，的确做到有求必应。",
    "一是抓学习，二是抓纪律，三是抓作风。",
    "第一，抓学习。第二，抓纪律。",
    "第二、三季度各检查一次，第三、四周开展家访。",
    "取得新进步，提高教学质量；思想上进步，工作上努力。",
    "教师队伍的建设、干部队伍的建设要常抓不懈。",
    "组织生活会会前开展谈心谈话，民主评议党员会后公布结果。",
    "人人参与，事事落实，层层负责，研究研究再定。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_sentences_are_left_alone(text: str) -> None:
    findings = checked(plan(text)).findings
    assert [row.message for row in findings if row.rule in {"PC-TERM", "PC-SENTENCE"}] == []


BROKEN = [
    ("认真学习认真学习党章。", ["认真学习认真学习"]),
    ("抓好学习，，落实到位。", ["抓好学习，，落实到位。"]),
    ("二是抓纪律，三是抓作风。", ["二是抓纪律，三是抓作风。"]),
    ("一是抓学习，三是抓作风。", ["三是抓作风。"]),
    ("抓学习。的内涵要讲清，提高水平。", ["的内涵要讲清，提高水平。"]),
    ("严格履行各项程序，按规定办事，严格履行各项程序。", ["严格履行各项程序"]),
    ("加强管理，通过。", ["加强管理，通过。"]),
]


@pytest.mark.parametrize(("text", "fragments"), BROKEN)
def test_doubled_and_broken_sentences(text: str, fragments: list[str]) -> None:
    assert quoted(plan(text), "PC-SENTENCE") == fragments


def test_an_enumeration_may_run_over_several_sections() -> None:
    assert quoted(plan("一是抓学习。", "二是抓纪律。", "三是抓作风。"), "PC-SENTENCE") == []
    assert quoted(plan("一是抓学习。", "抓好安全。", "二是抓纪律。"), "PC-SENTENCE") == ["二是抓纪律。"]


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
