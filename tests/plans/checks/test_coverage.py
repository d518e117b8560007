"""The coverage matrix on small plans whose verdicts were worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from plans.domain.checks import ActivityVerdict, BranchFacts, Material, Verdict
from plans.domain.checks.coverage import coverage
from regulations.domain.findings import Level, SuggestedLine
from tests.plans.checks.materials import (
    AUTUMN_2026,
    SPRING_2026,
    TODAY,
    YEAR_2026,
    checked,
    knowledge,
    plan,
    quoted,
    summer_calendar,
)


def row(material: Material, kind: str) -> ActivityVerdict:
    return next(found for found in coverage(material, knowledge(), TODAY) if found.kind == kind)


def test_a_monthly_meeting_is_met_when_every_month_holds_one() -> None:
    lines = [(month, "召开支委会，研究近期工作") for month in range(1, 13)]
    found = row(plan(lines=lines), "committee_meeting")
    assert (found.verdict, found.months, found.missing) == (Verdict.MET, tuple(range(1, 13)), ())
    assert found.source == "《中国共产党支部工作条例（试行）》第十二条"


def test_the_months_without_one_are_named() -> None:
    lines = [(month, "召开支委会") for month in range(1, 13) if month not in {7, 8}]
    found = row(plan(lines=lines), "committee_meeting")
    assert (found.verdict, found.missing) == (Verdict.BELOW, (date(2026, 7, 1), date(2026, 8, 1)))


def test_quarters_are_counted_by_the_calendar() -> None:
    found = row(plan(lines=[(3, "召开支部党员大会"), (4, "召开支部党员大会"), (12, "召开支部大会")]), "general_meeting")
    assert (found.verdict, found.missing) == (Verdict.BELOW, (date(2026, 7, 1),))


def test_a_semester_asks_only_for_the_quarters_it_touches() -> None:
    lines = [(3, "召开党员大会"), (5, "召开党员大会"), (7, "召开党员大会")]
    assert row(plan(lines=lines, period=SPRING_2026), "general_meeting").verdict is Verdict.MET


def test_a_promise_in_the_text_counts_without_a_schedule() -> None:
    material = plan("坚持每月召开一次支委会，每学期上一次党课。")
    assert row(material, "committee_meeting").verdict is Verdict.MET
    assert (row(material, "party_lecture").verdict, row(material, "party_lecture").stated_per_year) == (
        Verdict.BELOW,
        (2,),
    )


def test_text_and_schedule_that_disagree_are_a_conflict() -> None:
    material = plan("每月召开一次支委会。", lines=[(3, "召开支委会"), (9, "召开支委会")])
    assert row(material, "committee_meeting").verdict is Verdict.CONFLICT
    finding = next(found for found in checked(material).findings if found.code == "FQ-02-CONFLICT")
    assert finding.message == "支委会前后不一：文字写“每月召开一次”，行事历只有3月、9月。"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("严格落实“三会一课”制度。", Verdict.IMPLIED_ONLY),
        ("坚持并活跃党小组的活动。", Verdict.RELATED_ONLY),
        ("定期召开党小组会。", Verdict.NAMED_WITHOUT_FREQUENCY),
        ("抓好教学常规。", Verdict.ABSENT),
    ],
)
def test_how_a_group_meeting_is_named_decides(text: str, verdict: Verdict) -> None:
    assert row(plan(text), "group_meeting").verdict is verdict


def test_threefold_meetings_imply_no_theme_day() -> None:
    assert row(plan("落实三会一课制度。"), "theme_day").verdict is Verdict.ABSENT


def test_a_heading_lends_its_subject_to_once_a_year() -> None:
    material = plan(headings=[("做好民主评议工作", "把一年一度的这项工作当作改进作风的机会。")])
    found = row(material, "democratic_appraisal")
    assert (found.verdict, found.stated) == (Verdict.MET, "一年一度")


def test_a_branch_without_committee_and_groups_owes_neither_meeting() -> None:
    material = plan("抓好学习。", branch=BranchFacts(has_committee=False, has_groups=False))
    assert row(material, "committee_meeting").verdict is Verdict.NOT_REQUIRED
    assert row(material, "group_meeting").verdict is Verdict.NOT_REQUIRED
    assert not [found for found in checked(material).findings if found.rule in {"FQ-02", "FQ-03"}]


def test_a_gap_offers_a_line_for_each_missing_month() -> None:
    lines = [(month, "开展主题党日活动") for month in range(1, 13) if month not in {2, 11}]
    finding = next(found for found in checked(plan(lines=lines)).findings if found.rule == "FQ-05")
    assert finding.mends == (
        SuggestedLine("theme_day", "开展主题党日活动", date(2026, 2, 1)),
        SuggestedLine("theme_day", "开展主题党日活动", date(2026, 11, 1)),
    )


def test_a_quarter_is_filled_in_its_least_busy_month_of_term_time() -> None:
    lines = [(2, "召开支部党员大会"), (4, "召开支部党员大会"), (10, "召开支部党员大会"), (9, "庆祝教师节")]
    report = checked(plan(lines=lines), knowledge(calendar=summer_calendar()))
    finding = next(found for found in report.findings if found.rule == "FQ-01")
    assert [mend.month for mend in finding.mends if isinstance(mend, SuggestedLine)] == [date(2026, 9, 1)]


def test_a_vacation_month_is_said_to_be_one() -> None:
    lines = [(month, "召开支委会") for month in range(1, 13) if month != 8]
    report = checked(plan(lines=lines), knowledge(calendar=summer_calendar()))
    finding = next(found for found in report.findings if found.rule == "FQ-02")
    assert (finding.level, finding.message) == (Level.WARNING, "8月在假期，没有安排支委会（一般每月1次）。")
    assert next(found for found in report.activities if found.rule == "FQ-02").verdict is Verdict.MET


def test_a_gap_is_as_grave_as_its_source_is_sure() -> None:
    findings = {found.rule: found.level for found in checked(plan("抓好学习。")).findings}
    assert findings["FQ-01"] is Level.ERROR  # Art. 11, read in the official text
    assert findings["FQ-06"] is Level.WARNING  # Art. 17, not read again


def test_two_frequencies_for_one_activity_contradict_each_other() -> None:
    material = plan("每季度上一次党课。", "党课学习，每月一次。")
    assert quoted(material, "PC-CONTRADICTION") == ["党课学习，每月一次"]


def test_frequencies_for_different_people_do_not() -> None:
    assert quoted(plan("党员每学期开一次民主生活会，班子每月开一次民主生活会。"), "PC-CONTRADICTION") == []


def test_a_whole_plan_without_gaps_has_none() -> None:
    lines = [(month, "召开支委会、党小组会，开展主题党日，收缴党费") for month in range(1, 13)]
    lines += [(month, "召开支部党员大会，上党课") for month in (3, 6, 9, 12)]
    lines += [(12, "召开组织生活会，开展民主评议党员和谈心谈话")]
    material = plan(lines=lines, period=YEAR_2026)
    assert {found.verdict for found in coverage(material, knowledge(), TODAY)} == {Verdict.MET}
    assert [found for found in checked(material).findings if found.rule.startswith("FQ")] == []


def test_a_yearly_activity_may_lie_in_the_other_half_of_the_year() -> None:
    levels = {
        (found.rule, material.period.part): found.level
        for material in (plan("抓好学习。", period=SPRING_2026), plan("抓好学习。", period=AUTUMN_2026))
        if material.period
        for found in checked(material).findings
        if found.rule in {"FQ-06", "FQ-07"}
    }
    # Art. 17 puts the organisational life meeting into the last quarter: the autumn semester must hold it, the spring one need not.
    assert (levels["FQ-06", 1], levels["FQ-06", 2], levels["FQ-07", 2]) == (Level.WARNING, Level.INFO, Level.INFO)


def test_a_committee_that_the_branch_does_not_have_is_pointed_out_once() -> None:
    small = BranchFacts(has_committee=False, has_groups=False)
    paper = plan("支委会每月召开一次。", lines=[(3, "召开支委会"), (4, "党小组会")], branch=small)
    assert quoted(paper, "FQ-02-NONE") == ["支委会"]
    assert quoted(paper, "FQ-03-NONE") == ["党小组会"]
    assert quoted(plan("因党员少，不设支委会。", branch=small), "FQ-02-NONE") == []
    assert quoted(plan("支委会每月召开一次。", branch=BranchFacts(has_committee=True)), "FQ-02-NONE") == []
