"""Traces of pasting, and what can hardly be carried out."""

from __future__ import annotations

from datetime import date

import pytest

from documents.domain.source import SourceText
from plans.domain.checks import BranchFacts, check_plan, material_of_reading
from plans.domain.reading import read_plan
from regulations.domain.findings import Level, Replacement
from tests.plans.checks.materials import TODAY, checked, knowledge, plan, quoted, summer_calendar, told


def test_a_foreign_title_inside_a_sentence_is_taken_out() -> None:
    finding = told(plan("关心教职工在学习、（社区支部年度工作总结）生活中的困难。"), "PC-CHROME-TITLE")[0]
    assert (finding.text, finding.mends) == ("（社区支部年度工作总结）", (Replacement(""),))


def test_an_attachments_title_may_stand() -> None:
    assert quoted(plan("具体安排见附件（党员学习教育实施方案另发）。"), "PC-CHROME-TITLE") == []


def test_a_sample_collections_title() -> None:
    assert quoted(plan("抓好学习。", title="小学党支部工作计划范文3篇"), "PC-CHROME") == ["范文"]


def _numbering(text: str) -> list[str]:
    reading = read_plan(SourceText.from_lines(text))
    report = check_plan(material_of_reading(reading), knowledge(), today=TODAY)
    return [row.message for row in report.findings if row.code == "PC-NUMBERING"]


PLAN = "第二小学党支部2026年工作计划\n一、指导思想\n抓好学习。\n二、主要工作\n1、抓好学习教育。每月集中学习。\n{second}、抓好队伍建设。培养骨干。\n{third}、抓好作风建设。转变作风。\n三、保障措施\n加强领导。"


@pytest.mark.parametrize(
    ("second", "third", "messages"),
    [("2", "3", []), ("2", "4", ["编号从2跳到4。"]), ("2", "2", ["编号2重复。"])],
)
def test_numbers_that_jump_or_repeat(second: str, third: str, messages: list[str]) -> None:
    assert _numbering(PLAN.format(second=second, third=third)) == messages


def test_a_meeting_on_a_holiday_and_in_examinations() -> None:
    known = knowledge(calendar=summer_calendar())
    texts = ["10月1日召开支部党员大会。", "6月23日开展主题党日活动。", "10月9日召开支委会。"]
    assert quoted(plan(*texts), "PC-HOLIDAY", known) == ["10月1日", "6月23日"]


def test_a_month_with_fifteen_lines() -> None:
    lines = [(9, f"第{i}件事") for i in range(15)] + [(10, f"第{i}件事") for i in range(14)]
    finding = told(plan(lines=lines), "PC-LOAD")
    assert [(row.where.month, row.message) for row in finding] == [(date(2026, 9, 1), "9月排了15项，恐怕难以完成。")]


def test_more_admissions_than_the_pipeline_can_give() -> None:
    branch = BranchFacts(admissions_in_pipeline=1)
    assert quoted(plan("本年度发展党员3名。", branch=branch), "PC-PIPELINE") == ["发展党员3名"]
    assert quoted(plan("本年度发展党员1名。", branch=branch), "PC-PIPELINE") == []


def test_phrases_without_a_deed_are_pointed_out_softly() -> None:
    empty = "进一步加强思想建设，不断提高党性修养，切实加强作风建设，努力提高工作水平。"
    rows = [row for row in checked(plan(empty)).findings if row.code == "PC-VAGUE"]
    assert [row.level for row in rows] == [Level.INFO]
    done = "进一步加强思想建设，不断提高修养，切实加强作风建设，每月召开一次学习会，由支部书记负责。"
    assert [row for row in checked(plan(done)).findings if row.code in {"PC-VAGUE", "PC-OWNER"}] == []


def test_the_same_words_are_told_once() -> None:
    rows = [row for row in checked(plan("十九大精神。")).findings if row.text]
    assert len({(row.where.part, row.where.start, row.where.end, row.text) for row in rows}) == len(rows)
