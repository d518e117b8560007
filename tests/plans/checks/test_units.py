"""Names of others in one's own plan."""

from __future__ import annotations

import pytest

from plans.domain.checks import BranchFacts
from regulations.domain.findings import Level
from tests.plans.checks.materials import checked, knowledge, plan, quoted

OWN = BranchFacts(
    name="中共青榆区第一小学支部委员会", school_name="青榆区第一小学", short_name="青榆一小", school_kind="primary"
)
KINDERGARTEN = BranchFacts(
    name="青榆幼儿园党支部", school_name="青榆幼儿园", short_name="青榆幼", school_kind="kindergarten"
)
UNITS = knowledge(units=("青榆区第二小学", "白鹭中学", "青榆区第一小学"))


def test_another_school_of_the_district_is_an_error() -> None:
    rows = [
        row
        for row in checked(plan("青榆区第二小学党支部将抓好学习。", branch=OWN), UNITS).findings
        if row.rule == "PC-UNIT"
    ]
    assert [(row.text, row.level) for row in rows] == [("青榆区第二小学", Level.ERROR)]


@pytest.mark.parametrize(
    "text",
    [
        "与青榆区第二小学党支部结对共建。",
        "组织党员到白鹭中学参观学习。",
        "青榆区第一小学党支部将抓好学习。",
        "打造人民满意的优质小学。",
        "办好家门口的中心小学。",
    ],
)
def test_partners_and_ones_own_name_stand(text: str) -> None:
    assert quoted(plan(text, branch=OWN), "PC-UNIT", UNITS) == []


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("建设和谐的柳塘实验小学。", ["柳塘实验小学"]),
        ("完成柳塘镇中心小学党支部的任务。", ["柳塘镇中心小学"]),
        ("做好第九中学的工作。", ["第九中学"]),
    ],
)
def test_a_foreign_schools_name_by_its_shape(text: str, fragment: list[str]) -> None:
    assert quoted(plan(text, branch=OWN), "PC-UNIT") == fragment


def test_a_place_elsewhere_is_told_when_ones_own_is_known() -> None:
    branch = BranchFacts(name="武汉市江夏区第一小学党支部", school_kind="primary")
    assert quoted(plan("响应镜湖区政府号召。", branch=branch), "PC-PLACE") == ["镜湖区"]
    assert quoted(plan("响应江夏区政府号召，赴延安市参观。", branch=branch), "PC-PLACE") == []
    assert quoted(plan("落实武汉市部署。", branch=branch), "PC-PLACE") == []


KINDS = [
    (OWN, "我园党员要带头。", ["我园党员要带头"]),
    (KINDERGARTEN, "我园党员要带头。", []),
    (KINDERGARTEN, "做好高考备考工作。", ["做好高考备考工作"]),
    (KINDERGARTEN, "提高教师专业水平，做好幼小衔接。", []),
    (OWN, "在街道党工委领导下开展工作。", ["在街道党工委领导下开展工作"]),
    (OWN, "组织党员进社区志愿服务。", []),
    (OWN, "发挥师专党总支的作用。", ["发挥师专党总支的作用"]),
]


@pytest.mark.parametrize(("branch", "text", "fragments"), KINDS)
def test_another_kind_of_school_shows_in_its_words(branch: BranchFacts, text: str, fragments: list[str]) -> None:
    assert quoted(plan(text, branch=branch), "PC-SCHOOLKIND") == fragments


PEOPLE = [
    ("做好三名发展对象（陈某、王某、向某）入党工作。", ["（陈某、王某、向某）"]),
    ("做好预备党员（王小明）转正工作。", ["（王小明）"]),
    ("发展对象（两名）按期培训。", []),
    ("落实三项制度（学习、考勤、汇报）。", []),
    ("慰问困难党员张某某。", ["张某某"]),
]


@pytest.mark.parametrize(("text", "fragments"), PEOPLE)
def test_names_of_applicants_are_personal_data(text: str, fragments: list[str]) -> None:
    assert quoted(plan(text), "PC-PERSON") == fragments


def test_somebody_who_has_left_the_branch() -> None:
    branch = BranchFacts(former_members=("周远行",))
    assert quoted(plan("由周远行同志负责。", branch=branch), "PC-PERSON") == ["周远行"]
