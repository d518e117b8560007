"""Two people act on the same plan at the same moment, each on a PostgreSQL connection of their own: one wins, the other is told."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from branches.services.accounts import give_role
from notices.models import Notice
from plans.models import Plan, PlanSection
from plans.services.editing import EditConflict
from plans.services.review import approve_plan, submit_plan
from plans.services.sections import edit_section
from tests.cast import NOW, Cast, assemble_cast, plan_at
from tests.races import at_once as at_once_telling
from tests.races import fresh as person
from tests.races import races
from workflow.domain.transitions import Action, Status
from workflow.models import Opinion, ReviewComment, Snapshot
from workflow.services.assign import assign_paper
from workflow.services.perform import InvalidTransition, SomebodyFaster, perform
from workflow.services.remarks import answer_issue

pytestmark = races
at_once = partial(at_once_telling, told=(InvalidTransition, EditConflict))


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble_cast()


def read(plan: Plan) -> Plan:
    return Plan.objects.select_related("branch__district", "claimed_by", "assigned_to").get(pk=plan.pk)


@pytest.mark.parametrize("round_number", range(4))
def test_two_reviewers_claim_and_one_of_them_holds_it(cast: Cast, round_number: int) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    seen = [(read(plan), person(cast.he)), (read(plan), person(cast.shen))]
    outcomes = at_once(*(lambda p=p, u=u: perform(p, Action.CLAIM, by=u, at=NOW) for p, u in seen))
    winners = [outcome for outcome in outcomes if isinstance(outcome, Plan)]
    losers = [outcome for outcome in outcomes if isinstance(outcome, SomebodyFaster)]
    assert (len(winners), len(losers)) == (1, 1)
    assert read(plan).claimed_by == winners[0].claimed_by  # type: ignore[attr-defined]
    assert AuditEntry.objects.filter(action="workflow.claim").count() == 1
    assert Notice.objects.filter(kind="workflow.claim", recipient=cast.lin).count() == 1


@pytest.mark.parametrize("round_number", range(4))
def test_claim_against_withdrawal_leaves_one_of_both(cast: Cast, round_number: int) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    claiming, withdrawing, he, lin = read(plan), read(plan), person(cast.he), person(cast.lin)
    outcomes = at_once(
        lambda: perform(claiming, Action.CLAIM, by=he, at=NOW),
        lambda: perform(withdrawing, Action.WITHDRAW, by=lin, at=NOW),
    )
    assert sum(isinstance(outcome, Plan) for outcome in outcomes) == 1
    expected = Status.IN_REVIEW if isinstance(outcomes[0], Plan) else Status.DRAFT
    assert read(plan).status == expected


@pytest.mark.parametrize("round_number", range(4))
def test_a_paper_is_given_to_one_or_claimed_by_another_never_both(cast: Cast, round_number: int) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    give_role(
        user=cast.wei, role="review_lead", organisation=cast.district, starts_on=date(2025, 9, 1), by=None, at=NOW
    )
    giving, claiming = read(plan), read(plan)
    lead, he, shen = person(cast.wei), person(cast.he), person(cast.shen)
    outcomes = at_once(
        lambda: assign_paper(document=giving, reviewer=he, by=lead, at=NOW),
        lambda: perform(claiming, Action.CLAIM, by=shen, at=NOW),
    )
    after = read(plan)
    if isinstance(outcomes[1], Plan):  # claimed first: there was nothing left to give
        assert isinstance(outcomes[0], SomebodyFaster)
        assert (after.claimed_by, after.assigned_to) == (shen, None)
    else:
        assert isinstance(outcomes[1], SomebodyFaster)
        assert (after.status, after.assigned_to, after.claimed_by) == (Status.SUBMITTED, he, None)


@pytest.mark.parametrize("round_number", range(4))
def test_two_second_reviewers_claim_and_one_of_them_holds_it(cast: Cast, round_number: int) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    Plan.objects.filter(pk=plan.pk).update(two_reviews=True)
    for action in (Action.CLAIM, Action.PASS):
        perform(read(plan), action, by=cast.he, at=NOW)
    give_role(user=cast.wei, role="reviewer", organisation=cast.district, starts_on=date(2025, 9, 1), by=None, at=NOW)
    seen = [(read(plan), person(cast.wei)), (read(plan), person(cast.shen))]
    outcomes = at_once(*(lambda p=p, u=u: perform(p, Action.CLAIM, by=u, at=NOW) for p, u in seen))
    assert sum(isinstance(outcome, Plan) for outcome in outcomes) == 1
    assert read(plan).claimed_by != cast.he


@pytest.mark.parametrize("round_number", range(4))
def test_approval_against_release_leaves_one_of_both(cast: Cast, round_number: int) -> None:
    plan = plan_at(cast, Status.IN_REVIEW)
    approving, releasing, he, shen = read(plan), read(plan), person(cast.he), person(cast.shen)
    outcomes = at_once(
        lambda: approve_plan(plan=approving, comment="", by=he, at=NOW),
        lambda: perform(releasing, Action.RELEASE, by=shen, at=NOW),
    )
    assert sum(isinstance(outcome, Plan) for outcome in outcomes) == 1
    expected = Status.APPROVED if isinstance(outcomes[0], Plan) else Status.SUBMITTED
    assert read(plan).status == expected


@pytest.mark.parametrize("round_number", range(4))
def test_an_edit_is_in_the_snapshot_or_it_is_refused(cast: Cast, round_number: int) -> None:
    plan = plan_at(cast, Status.DRAFT)
    section = PlanSection.objects.select_related("plan__branch__district").get(plan=plan, heading="指导思想")
    submitting, lin, qiao = read(plan), person(cast.lin), person(cast.qiao)
    outcomes = at_once(
        lambda: submit_plan(plan=submitting, comment="", by=lin, at=NOW),
        lambda: edit_section(
            section=section, heading="指导思想", body="抢在提交前改的话", base_version=1, by=qiao, at=NOW
        ),
    )
    content = Snapshot.objects.of(plan).get().content
    frozen = next(row["body"] for row in content["sections"] if row["heading"] == "指导思想")
    stored = PlanSection.objects.get(pk=section.pk).body
    assert isinstance(outcomes[0], Plan)
    assert frozen == stored
    assert (stored == "抢在提交前改的话") == (not isinstance(outcomes[1], NotAllowed))


@pytest.mark.parametrize("round_number", range(2))
def test_an_answer_is_frozen_with_the_submission_or_it_is_refused(cast: Cast, round_number: int) -> None:
    plan = plan_at(cast, Status.RETURNED)
    answer_issue(issue=ReviewComment.objects.get(), document=plan, reply="先写的", by=cast.lin, at=NOW)
    issue, submitting, answering, lin, qiao = (
        ReviewComment.objects.get(),
        read(plan),
        read(plan),
        person(cast.lin),
        person(cast.qiao),
    )
    outcomes = at_once(
        lambda: submit_plan(plan=submitting, comment="", by=lin, at=NOW),
        lambda: answer_issue(issue=issue, document=answering, reply="抢着改的", seen=NOW, by=qiao, at=NOW),
    )
    (frozen,) = Opinion.objects.get().answers.values()
    assert isinstance(outcomes[0], Plan)
    assert ReviewComment.objects.get().reply == frozen["reply"]
    assert (frozen["reply"] == "抢着改的") == (not isinstance(outcomes[1], InvalidTransition))


@pytest.mark.parametrize("round_number", range(4))
def test_two_editors_of_one_section_and_the_second_is_told(cast: Cast, round_number: int) -> None:
    plan = plan_at(cast, Status.DRAFT)
    rows = [
        PlanSection.objects.select_related("plan__branch__district").get(plan=plan, heading="指导思想")
        for _ in range(2)
    ]
    editors = [person(cast.lin), person(cast.qiao)]
    texts = ["书记写的", "委员写的"]
    outcomes = at_once(
        *(
            lambda row=row, user=user, text=text: edit_section(
                section=row, heading="指导思想", body=text, base_version=1, by=user, at=NOW
            )
            for row, user, text in zip(rows, editors, texts, strict=True)
        )
    )
    conflict = next(outcome for outcome in outcomes if isinstance(outcome, EditConflict))
    saved = next(outcome for outcome in outcomes if isinstance(outcome, PlanSection))
    assert PlanSection.objects.get(pk=rows[0].pk).body == saved.body == conflict.current.body  # type: ignore[union-attr]
    assert saved.version == 2
