"""Which frequency governs which activity, as a careful reader understands the sentence."""

from __future__ import annotations

import pytest

from plans.domain.checks.frequency import frequency_of, stated_frequencies
from plans.domain.checks.naming import mentions
from regulations.domain.activities import ActivityKind as Kind

SENTENCES = [
    (
        "坚持每月召开一次支委会，每季度召开一次支部党员大会。",
        {Kind.COMMITTEE_MEETING: 12, Kind.GENERAL_MEETING: 4},
    ),
    (
        "支部党员大会每季度一次、支委会每月一次、党小组会每月一次、党课每学期一次。",
        {Kind.GENERAL_MEETING: 4, Kind.COMMITTEE_MEETING: 12, Kind.GROUP_MEETING: 12, Kind.PARTY_LECTURE: 2},
    ),
    ("每月15日为党员固定活动日。", {Kind.THEME_DAY: 12}),
    ("党员按月足额交纳党费。", {Kind.DUES: 12}),
    ("开展谈心谈话（每年不少于两次）。", {Kind.HEART_TO_HEART_TALK: 2}),
    ("党课学习，每月一次。", {Kind.PARTY_LECTURE: 12}),
    ("支委会原则上每两周召开一次。", {Kind.COMMITTEE_MEETING: 26}),
    ("每周三下午组织政治学习，定期召开支委会。", {Kind.COMMITTEE_MEETING: None}),
    ("一月一次支委会，一季一次党员大会。", {Kind.COMMITTEE_MEETING: 12, Kind.GENERAL_MEETING: 4}),
    (
        "每学期召开两次党员大会，四次支委会。",
        {Kind.GENERAL_MEETING: 4, Kind.COMMITTEE_MEETING: 8},
    ),
    (
        "一个季度对党员上一次党课，组织一次党日活动；一个学期开好一次组织生活会。",
        {Kind.PARTY_LECTURE: 4, Kind.THEME_DAY: 4, Kind.ORGANIZATIONAL_LIFE: 2},
    ),
    ("做好一年一度的民主评议党员工作。", {Kind.DEMOCRATIC_APPRAISAL: 1}),
    ("主题党日每月相对固定1天，时间为每月第一周星期五。", {Kind.THEME_DAY: 12}),
    ("党小组长每月向支委会汇报一次。", {Kind.COMMITTEE_MEETING: None}),
    ("组织生活会一般每年召开1至2次。", {Kind.ORGANIZATIONAL_LIFE: 1}),
    ("全年召开支部党员大会不少于4次。", {Kind.GENERAL_MEETING: 4}),
    ("支委会每季度研究一次意识形态工作。", {Kind.COMMITTEE_MEETING: None}),
    ("每月末支委会对照行事历检查一次。", {Kind.COMMITTEE_MEETING: None}),
    ("每月召开支委会研究工作一次。", {Kind.COMMITTEE_MEETING: 12}),
    ("支委会每半年至少召开一次专题会议。", {Kind.COMMITTEE_MEETING: 2}),
    ("党费收缴工作，要按时完成。", {Kind.DUES: None}),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_the_frequency_is_that_of_the_clause(sentence: str, expected: dict[Kind, int | None]) -> None:
    found = list(mentions(sentence))
    stated = {row.kind: frequency_of(sentence, row, found) for row in found if row.is_explicit}
    assert {kind: row.per_year if row else None for kind, row in stated.items()} == expected


def test_a_range_keeps_its_lower_and_its_upper_number() -> None:
    row = stated_frequencies("每学期举办一至两次")[0]
    assert (row.per_year, row.most, row.text) == (2, 4, "每学期举办一至两次")


NOT_THE_ACTIVITY = [
    "开好民主评议政风行风会。",
    "落实诫勉谈话和廉政谈话制度。",
    "发挥党小组长的作用。",
    "做好入党日的宣誓准备。",
    "听一次团课。",
    "规范组织生活管理。",
    "设立家长访谈日，开好民主恳谈会。",
    "教师与学生谈心，了解困难。",
    "开展每月一个主题教育活动。",
    "落实党员学习强国积分。",
]


@pytest.mark.parametrize("sentence", NOT_THE_ACTIVITY)
def test_what_only_sounds_alike_is_not_counted(sentence: str) -> None:
    assert [row for row in mentions(sentence) if row.is_explicit] == []
