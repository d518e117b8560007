"""初审 and 复核: where the round says so, another reviewer looks before a paper is approved. The same person is never both."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from branches.permissions import NotAllowed
from notices.models import Notice
from plans.models import Plan
from plans.services.review import approve_plan
from tests.cast import NOW, Cast, add_issue, plan_at
from workflow.domain.transitions import Action, Status
from workflow.models import ReviewComment
from workflow.selectors import offers_for
from workflow.services.perform import InvalidTransition, perform
from workflow.services.remarks import answer_issue


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("branch__district", "claimed_by", "assigned_to").get(pk=plan.pk)


def claimed(cast: Cast) -> Plan:
    """A plan that wants two reviews, in he's hands."""
    plan = plan_at(cast, Status.SUBMITTED)
    Plan.objects.filter(pk=plan.pk).update(two_reviews=True)
    return perform(fresh(plan), Action.CLAIM, by=cast.he, at=NOW)


def passed(cast: Cast) -> Plan:
    return perform(claimed(cast), Action.PASS, by=cast.he, at=NOW)


def test_after_the_first_review_it_waits_for_another_reviewer(cast: Cast) -> None:
    plan = claimed(cast)
    assert [offer.action for offer in offers_for(plan, cast.he)] == [Action.RELEASE, Action.RETURN, Action.PASS]
    with pytest.raises(InvalidTransition, match="“审核中”状态下不能审定"):
        approve_plan(plan=plan, comment="", by=cast.he, at=NOW)
    plan = perform(plan, Action.PASS, by=cast.he, at=NOW)
    assert (plan.status, plan.passed_by, plan.claimed_by) == (Status.PASSED, cast.he, None)
    assert Notice.objects.filter(kind="workflow.pass", recipient=cast.lin).count() == 1
    assert Notice.objects.filter(kind="workflow.pass", recipient=cast.shen).count() == 1
    assert not Notice.objects.filter(kind="workflow.pass", recipient=cast.he).exists()


def test_the_first_reviewer_does_not_make_the_second_review(cast: Cast) -> None:
    plan = passed(cast)
    with pytest.raises(NotAllowed, match="复核须由另一名审核员办理"):
        perform(plan, Action.CLAIM, by=cast.he, at=NOW)
    assert offers_for(plan, cast.he)[0].refusal == "初审是您办的，复核须由另一名审核员办理。"
    with pytest.raises(IntegrityError, match="plans_plan_two_people"), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(claimed_by=cast.he, claimed_at=NOW)


def test_the_second_reviewer_approves(cast: Cast) -> None:
    plan = perform(passed(cast), Action.CLAIM, by=cast.shen, at=NOW)
    assert plan.status == Status.RECHECKING
    plan = approve_plan(plan=plan, comment="", by=cast.shen, at=NOW)
    assert (plan.status, plan.passed_by, plan.claimed_by) == (Status.APPROVED, cast.he, cast.shen)


def test_the_second_reviewer_may_put_it_back_or_return_it(cast: Cast) -> None:
    plan = perform(passed(cast), Action.CLAIM, by=cast.shen, at=NOW)
    plan = perform(plan, Action.RELEASE, by=cast.shen, at=NOW)
    assert plan.status == Status.PASSED
    plan = perform(plan, Action.CLAIM, by=cast.shen, at=NOW)
    issue = add_issue(plan, cast, by=cast.shen)
    plan = perform(plan, Action.RETURN, by=cast.shen, at=NOW, answer_by=date(2026, 3, 9))
    assert (plan.status, plan.passed_by, plan.answer_by) == (Status.RETURNED, None, date(2026, 3, 9))
    issue.refresh_from_db()
    answer_issue(issue=issue, document=plan, reply="已改", by=cast.lin, at=NOW)
    again = perform(fresh(plan), Action.SUBMIT, by=cast.lin, at=NOW)
    # From the beginning: anybody may make the first review of the new submission.
    assert perform(again, Action.CLAIM, by=cast.shen, at=NOW).status == Status.IN_REVIEW


def test_open_issues_stand_in_the_way_of_the_first_review_too(cast: Cast) -> None:
    plan = claimed(cast)
    add_issue(plan, cast)
    with pytest.raises(InvalidTransition, match="还有未办结的意见"):
        perform(plan, Action.PASS, by=cast.he, at=NOW)
    assert ReviewComment.objects.get().published_at is None


def test_the_school_does_not_withdraw_between_the_reviews(cast: Cast) -> None:
    with pytest.raises(InvalidTransition, match="“待复核”状态下不能撤回"):
        perform(passed(cast), Action.WITHDRAW, by=cast.lin, at=NOW)


def test_with_one_review_nothing_waits_for_a_second(cast: Cast) -> None:
    plan = plan_at(cast, Status.IN_REVIEW)
    with pytest.raises(InvalidTransition, match="不能初审通过"):
        perform(plan, Action.PASS, by=cast.he, at=NOW)


def test_a_day_before_today_is_no_day_to_answer_by(cast: Cast) -> None:
    plan = plan_at(cast, Status.IN_REVIEW)
    add_issue(plan, cast)
    with pytest.raises(InvalidTransition, match="不能早于今天"):
        perform(plan, Action.RETURN, by=cast.he, at=NOW, answer_by=date(2026, 3, 1))
