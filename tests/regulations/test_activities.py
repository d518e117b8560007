import pytest

from regulations.domain.activities import ActivityKind, activity_kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("召开支部党员大会，通过全年计划", ActivityKind.GENERAL_MEETING),
        ("支委会研究发展对象名单", ActivityKind.COMMITTEE_MEETING),
        ("第二党小组会", ActivityKind.GROUP_MEETING),
        ("书记为青年教师上党课", ActivityKind.PARTY_LECTURE),
        ("主题党日：参观区档案馆", ActivityKind.THEME_DAY),
        ("开好年度组织生活会", ActivityKind.ORGANIZATIONAL_LIFE),
        ("做好民主评议党员工作", ActivityKind.DEMOCRATIC_APPRAISAL),
        ("收缴本月党费", ActivityKind.DUES),
        ("看望退休老党员，开展重阳慰问", ActivityKind.CARE),
        ("打扫教研室", ActivityKind.OTHER),
    ],
)
def test_a_line_is_given_the_kind_it_names(text, kind):
    assert activity_kind_of(text) == kind


def test_appraising_the_conduct_of_the_trade_is_not_appraising_members():
    assert activity_kind_of("配合做好民主评议政风行风") != ActivityKind.DEMOCRATIC_APPRAISAL


def test_a_study_day_is_not_a_committee_meeting():
    assert activity_kind_of("支委带头参加集中学习日") == ActivityKind.STUDY


def test_every_kind_has_a_label_of_its_own():
    labels = [kind.label for kind in ActivityKind]
    assert len(labels) == len(set(labels)) == 17
