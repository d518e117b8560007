"""What sentences of plans promise, as verdicts of the coverage matrix: vectors worked out by hand for a whole year without a schedule."""

from __future__ import annotations

import pytest

from documents.domain.source import SourceText
from plans.domain.checks import material_of_reading
from plans.domain.checks.coverage import coverage
from plans.domain.reading import read_plan
from tests.plans.checks.materials import TODAY, knowledge

KINDS = {
    "GM": "general_meeting",
    "CM": "committee_meeting",
    "GR": "group_meeting",
    "PL": "party_lecture",
    "TD": "theme_day",
    "OL": "organizational_life",
    "DA": "democratic_appraisal",
    "TK": "heart_to_heart_talk",
    "DU": "dues",
}
VECTORS = [
    ("支部党员大会每季度召开一次。", "GM=met"),
    ("每季度至少召开1次支部党员大会，每月召开1次支委会和党小组会。", "GM=met CM=met GR=met"),
    ("支委会原则上每月召开一次，党小组会每两个月一次。", "CM=met GR=below"),
    ("每季度上一次党课，书记每半年讲一次党课。", "PL=met"),
    ("党课每学期一至两次。", "PL=below"),
    ("每月15日为党员学习日。", "TD=met"),
    ("每月第一个星期五开展主题党日活动。", "TD=met"),
    ("每月固定一天开展主题党日。", "TD=met"),
    ("落实三会一课制度。", "GM=implied_only CM=implied_only GR=implied_only PL=implied_only TD=absent"),
    ("召开支部会议研究工作。", "GM=related_only"),
    ("开展民主评议政风行风活动。", "DA=absent"),
    ("一年一度的民主评议党员工作。", "DA=met"),
    ("开好年度组织生活会。", "OL=met"),
    ("每半年召开一次组织生活会。", "OL=met"),
    ("党费按月收缴。", "DU=met"),
    ("每季度收缴一次党费。", "DU=below"),
    ("每年谈心谈话不少于一次。", "TK=met"),
    ("支委会每季度研究一次意识形态工作。", "CM=named_without_frequency"),
    ("每月召开支委会、党小组会，每季度召开支部党员大会。", "CM=met GR=met GM=met"),
    (
        "每月召开一次支委会、每季度召开一次党员大会、每月召开一次党小组会、每季度上一次党课。",
        "GM=met CM=met GR=met PL=met",
    ),
    ("全年召开支部党员大会四次。", "GM=met"),
    ("支部党员大会全年不少于4次。", "GM=met"),
    (
        "“三会一课”：支部党员大会（每季度一次）、支委会（每月一次）、党小组会（每月一次）、党课（每季度一次）。",
        "GM=met CM=met GR=met PL=met",
    ),
    ("支部党员大会：1次/季度；支委会：1次/月；党小组会：1次/月；党课：1次/季度。", "GM=met CM=met GR=met PL=met"),
    (
        "1.支部党员大会:每季度召开1次,分别在每季度首月的第一周周五下午举行。\n2.支部委员会:每月召开1次。\n3.党小组会:每月召开1次,由党小组组长主持。\n4.党课:每季度1次,支部书记全年至少讲授2次。\n5.主题党日:每月固定一天。\n6.组织生活会:每年至少召开1次。\n7.民主评议党员:每年开展1次。\n8.党费:每月10日前交纳。",
        "GM=met CM=met GR=met PL=met TD=met OL=met DA=met DU=met",
    ),
    ("每月开展“固定党日+”活动。", "TD=met"),
    ("开展廉政谈话。", "TK=absent"),
    ("教师要与学生谈心。", "TK=absent"),
    ("召开全体党员会议。", "GM=named_without_frequency"),
    ("党员大会每年不少于四次。", "GM=met"),
    ("每双周开展一次政治学习。", "GM=absent CM=absent"),
    ("组织生活会每年召开一至二次。", "OL=met"),
    ("党员要自觉交纳党费。", "DU=named_without_frequency"),
    ("每月5日前交纳党费。", "DU=met"),
    ("定期召开支委会。", "CM=named_without_frequency"),
    ("党小组每月组织一次学习活动。", "GR=related_only"),
    ("每学期召开两次支部党员大会。", "GM=met"),
    ("每学期召开一次支部党员大会。", "GM=below"),
    ("支部每季度、党小组每月分别召开党员大会和党小组会。", "GM=met GR=met"),
    ("每月第一周的周三下午召开支委会，第二周召开党小组会，第三周开展主题党日。", "CM=met GR=met TD=met"),
    ("党员大会每三个月一次，支委会一月一次，党课三个月一次。", "GM=met CM=met PL=met"),
    ("做到月月有党日，季季有党课，年年有评议。", "TD=met PL=met"),
    ("严格落实每月一次主题党日、每季度一次党员大会制度。", "TD=met GM=met"),
    ("每年12月开展民主评议党员。", "DA=met"),
    ("每年七一前召开专题组织生活会。", "OL=met"),
    ("民主生活会每学期一次。", "OL=met"),
    ("党支部书记每学年至少为党员上一次党课，其他支委每学期一次。", "PL=below"),
    ("支委会每周一次。", "CM=met"),
    ("党费每半年收缴一次。", "DU=below"),
    ("按季度收缴党费。", "DU=below"),
    ("建立党员谈心日制度，每月一次。", "TK=met"),
    ("每月最后一周的星期五为支部活动日。", "TD=met"),
    ("党员固定活动日为每月10号。", "TD=met"),
    ("每月召开一次党小组会或支委会。", "CM=met GR=met"),
]


def verdicts(text: str) -> dict[str, str]:
    reading = read_plan(SourceText.from_lines(f"青榆小学党支部2026年工作计划\n一、任务\n{text}"))
    return {row.kind: row.verdict.value for row in coverage(material_of_reading(reading), knowledge(), TODAY)}


@pytest.mark.parametrize(("text", "expected"), VECTORS)
def test_a_sentence_promises(text: str, expected: str) -> None:
    found = verdicts(text)
    pairs = [row.split("=") for row in expected.split()]
    assert {name: found[KINDS[name]] for name, _ in pairs} == dict(pairs)
