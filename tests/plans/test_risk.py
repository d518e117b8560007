"""How urgently a submission wants reading. Points: 10 an error (50 at most), 3 a reminder (24), 1 a percent copied (40), 1 a day late (10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from plans.domain.risk import RiskFacts, risk_of
from plans.models import Plan, PlanningRound, RoundTarget, SubmissionRisk
from plans.services.review import submit_plan
from plans.services.risk import note_risk
from tests.cast import NOW, Cast, add_issue, plan_at
from tests.plans.rounds.stage import opened, target_of
from workflow.domain.transitions import Action, Status
from workflow.models import ReviewComment
from workflow.services.perform import perform
from workflow.services.remarks import answer_issue

CLEAN = RiskFacts(
    errors=0, warnings=0, dismissed=0, share=0, copied_headings=0, reused=400, has_earlier=True, days_late=0
)


@pytest.mark.parametrize(
    ("changes", "score", "words"),
    [
        ({}, 0, []),
        ({"errors": 2, "warnings": 4}, 32, ["错误2处", "提醒4处"]),
        ({"errors": 9, "warnings": 20}, 74, ["错误9处", "提醒20处"]),
        ({"share": 314}, 31, ["与其他学校雷同31%"]),
        ({"share": 4}, 1, ["与其他学校雷同0%"]),
        ({"share": 900, "copied_headings": 6}, 50, ["与其他学校雷同90%", "照搬6个小标题"]),
        ({"reused": 960}, 15, ["与本支部往年计划几乎相同（96%）"]),
        ({"reused": 800}, 6, ["大部分沿用本支部往年计划（80%）"]),
        ({"reused": 0, "has_earlier": False}, 3, ["没有往年的计划可以对照"]),
        ({"days_late": 4}, 4, ["迟交4天"]),
        ({"days_late": 40}, 10, ["迟交40天"]),
        ({"dismissed": 9}, 5, ["学校说明“不适用”9处"]),
        ({"errors": None, "warnings": None}, 20, ["这次提交没有检查结果"]),
        ({"share": None, "reused": None}, 10, ["还没有查重"]),
        ({"errors": 1, "share": 200, "days_late": 2}, 32, ["与其他学校雷同20%", "错误1处", "迟交2天"]),
    ],
)
def test_points_and_their_words(changes: dict[str, object], score: int, words: list[str]) -> None:
    risk = risk_of(replace(CLEAN, **changes))  # type: ignore[arg-type]
    assert (risk.score, [reason.words for reason in risk.reasons]) == (score, words)
    assert sum(reason.points for reason in risk.reasons) == score


@pytest.mark.parametrize(
    ("changes", "is_clean"),
    [
        ({}, True),
        ({"dismissed": 2, "reused": 990}, True),  # told, but nothing found above a hint
        ({"errors": 1}, False),
        ({"warnings": 1}, False),
        ({"share": 1}, False),
        ({"copied_headings": 3}, False),
        ({"days_late": 1}, False),
        ({"errors": None, "warnings": None}, False),
        ({"share": None, "reused": None}, False),
    ],
)
def test_clean_is_checked_compared_in_time_and_without_a_find(changes: dict[str, object], is_clean: bool) -> None:
    assert risk_of(replace(CLEAN, **changes)).is_clean is is_clean  # type: ignore[arg-type]


def test_it_is_kept_with_each_submission_and_the_latest_stands_in_the_plan(cast: Cast) -> None:
    plan = plan_at(cast, Status.RETURNED)
    answer_issue(issue=ReviewComment.objects.get(), document=plan, reply="已改", by=cast.lin, at=NOW)
    again = Plan.objects.select_related("branch__district").get(pk=plan.pk)
    submit_plan(plan=again, comment="", by=cast.lin, at=NOW)
    rows = list(SubmissionRisk.objects.filter(plan=plan).order_by("submission"))
    assert [row.submission for row in rows] == [1, 2]
    report = plan.check_reports.get(submission=2)
    assert (rows[1].errors, rows[1].warnings, rows[1].share) == (report.errors, report.warnings, 0)
    assert Plan.objects.get(pk=plan.pk).risk == rows[1].score


def test_late_by_the_rounds_day_and_by_the_day_of_the_return(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    today = NOW.date()
    made = PlanningRound.objects.create(
        district=cast.district, title="报计划", cycle="year", year=2026, opens_on=today - timedelta(days=30),
        due_on=today - timedelta(days=3), created_by=cast.he, created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(round=made)
    RoundTarget.objects.create(
        round=made, branch=cast.branch, district=cast.district, school_kind="primary", place=1,
        due_on=made.due_on, plan=plan, state="draft", changed_at=NOW,
    )  # fmt: skip
    plan = submit_plan(
        plan=Plan.objects.select_related("branch__district", "round").get(pk=plan.pk), comment="", by=cast.lin, at=NOW
    )
    assert SubmissionRisk.objects.get(plan=plan).days_late == 3
    plan = perform(plan, Action.CLAIM, by=cast.he, at=NOW)
    _issue_and_return(plan, cast, today + timedelta(days=5))
    again = Plan.objects.select_related("branch__district", "round").get(pk=plan.pk)
    submit_plan(plan=again, comment="", by=cast.lin, at=NOW + timedelta(days=7))
    assert SubmissionRisk.objects.get(plan=plan, submission=2).days_late == 2


def test_handing_in_again_after_a_withdrawal_is_as_late_as_before(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    first, second = opened(cast, due_on=NOW.date()), opened(cast, title="市里要的同一份计划")
    assert {target_of(row, cast.branch).plan for row in (first, second)} == {plan}
    for submission in (1, 2):
        submit_plan(plan=fresh(plan), comment="", by=cast.lin, at=NOW + timedelta(days=4))
        verdict = SubmissionRisk.objects.get(plan=plan, submission=submission)
        assert (verdict.days_late, verdict.is_clean) == (4, False)
        perform(fresh(plan), Action.WITHDRAW, by=cast.lin, at=NOW)


def test_a_slow_worker_does_not_write_over_a_newer_submission(cast: Cast) -> None:
    seen_by_worker = plan_at(cast, Status.SUBMITTED)
    Plan.objects.filter(pk=seen_by_worker.pk).update(submission_count=2, risk=77)
    note_risk(plan=seen_by_worker, at=NOW)
    assert fresh(seen_by_worker).risk == 77


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("branch__district", "round", "claimed_by", "assigned_to").get(pk=plan.pk)


def _issue_and_return(plan: Plan, cast: Cast, answer_by: date) -> None:
    issue = add_issue(plan, cast)
    plan = perform(plan, Action.RETURN, by=cast.he, at=NOW, answer_by=answer_by)
    issue.refresh_from_db()
    answer_issue(issue=issue, document=plan, reply="已改", by=cast.lin, at=NOW)


def test_reckoning_twice_gives_one_row(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    first = SubmissionRisk.objects.get()
    assert note_risk(plan=plan, at=NOW).pk == first.pk
    assert SubmissionRisk.objects.get().score == first.score
