"""Lines of a schedule and the measures whose words they share."""

import pytest

from plans.domain.linking import Linker, Measure
from regulations.domain.activities import ActivityKind

LINKER = Linker(
    [
        Measure("idea", "指导思想", "围绕立德树人，开展主题党日和党课，建设家门口的好学校。"),
        Measure("life", "过好组织生活", "每月第一周星期五下午开展主题党日，每季度召开支部党员大会，按时交纳党费。"),
        Measure("young", "带好青年教师", "每名党员联系一名新入职教师，互相听课，学期末交流一次。"),
        Measure("clean", "守住廉洁底线", "节日前发廉洁提醒，学期初签订师德承诺书。"),
    ]
)


@pytest.mark.parametrize(
    ("line", "kind", "measure"),
    [
        ("主题党日：走进社区服务站", ActivityKind.THEME_DAY, "life"),  # by its kind
        ("召开支部党员大会，总结全年工作", ActivityKind.GENERAL_MEETING, "life"),
        ("青年教师结对听课", ActivityKind.STUDY, "young"),  # by its words
        ("签订师德承诺书", ActivityKind.OTHER, "clean"),
        ("中秋节前廉洁提醒", ActivityKind.INTEGRITY, "clean"),
        ("参加区运动会", ActivityKind.OTHER, None),  # nowhere near
        ("慰问退休党员", ActivityKind.CARE, None),
    ],
)
def test_a_line_goes_where_its_words_are(line: str, kind: ActivityKind, measure: str | None):
    assert LINKER.propose(line, kind) == measure


def test_what_says_why_and_whereto_is_no_measure():
    only_idea = Linker([Measure("idea", "指导思想", "开展主题党日，召开支部党员大会。")])
    assert only_idea.propose("主题党日：参观校史馆", ActivityKind.THEME_DAY) is None


def test_a_plan_without_an_outline_proposes_nothing():
    assert Linker([]).propose("主题党日", ActivityKind.THEME_DAY) is None
