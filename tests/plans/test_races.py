"""Two people at one plan's schedule, or at one batch of plans, at the same moment: lines are taken once, files written once, a plan is approved or withdrawn."""

from __future__ import annotations

import pytest

from branches.models import AuditEntry
from notices.models import Notice
from plans.models import ApprovalBatch, ItemBatch, Plan
from plans.services.batch import BatchRefused, approve_batch, draw_batch, finish_batch, note_read
from plans.services.proposing import ALL, ProposalChanged, take_lines
from plans.services.schedule_files import ImportRefused, confirm_schedule
from tests.cast import NOW, Cast, assemble_cast, plan_at
from tests.plans.proposing.stage import asked, empty_plan
from tests.plans.test_return_and_batch import clean, fresh
from tests.plans.test_schedule_files import bring, table
from tests.races import at_once, races, refused
from tests.races import fresh as person
from workflow.domain.transitions import Action, Status
from workflow.services.perform import InvalidTransition, perform

pytestmark = races


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble_cast()


def test_a_proposal_taken_by_two_at_once_is_written_once(cast: Cast) -> None:
    plan = empty_plan(cast)
    proposal = asked(plan)
    wanted = [line.key for line in proposal.open_lines if line.customary]
    outcomes = at_once(
        *(
            lambda who=who: take_lines(plan=plan, shown=proposal.digest, group=ALL, by=person(who), at=NOW)
            for who in (cast.lin, cast.qiao)
        ),
        told=(ProposalChanged,),
    )
    assert len(refused(outcomes)) == 1
    taken = list(plan.items.present().order_by("proposed_as").values_list("proposed_as", flat=True))
    assert taken == sorted(wanted)
    assert ItemBatch.objects.get().added == len(wanted)


def test_a_file_confirmed_by_two_at_once_is_written_once(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    found = bring(plan, cast, table(["5月", "上党课", None], ["6月", "慰问老党员", None]))
    outcomes = at_once(
        *(
            lambda who=who: confirm_schedule(schedule_import=found, digest=found.digest, by=person(who), at=NOW)
            for who in (cast.lin, cast.qiao)
        ),
        told=(ImportRefused,),
    )
    (told,) = refused(outcomes)
    assert str(told) == "这份预览已经处理过了。"
    assert plan.items.present().filter(text__in=["上党课", "慰问老党员"]).count() == 2
    assert ItemBatch.objects.get().added == 2


def drawn(cast: Cast, count: int) -> ApprovalBatch:
    """A batch of so many clean plans whose sample was read."""
    clean(cast, count)
    batch = draw_batch(by=cast.he, at=NOW)
    for item in batch.items.filter(is_sample=True).select_related("plan__branch"):
        note_read(item=item, is_fine=True, by=cast.he, at=NOW)
    return batch


def test_a_batch_approved_twice_while_a_school_withdraws_decides_each_plan_once(cast: Cast) -> None:
    batch = drawn(cast, 5)
    wanted = batch.items.filter(is_sample=False).select_related("plan").order_by("pk").first()
    assert wanted is not None
    leaving = fresh(wanted.plan)

    def approve() -> list[object]:
        held = approve_batch(batch=batch, by=person(cast.he), at=NOW)
        return list(finish_batch(batch=held, by=person(cast.he)))

    outcomes = at_once(
        approve,
        approve,
        lambda: perform(leaving, Action.WITHDRAW, by=person(cast.lin), at=NOW),
        told=(BatchRefused, InvalidTransition),
    )
    withdrawn = not isinstance(outcomes[2], InvalidTransition)
    states = dict(batch.items.values_list("plan", "state"))
    statuses = dict(Plan.objects.values_list("pk", "status"))
    expected = Status.DRAFT if withdrawn else Status.APPROVED
    assert (statuses.pop(leaving.pk), states.pop(leaving.pk)) == (expected, "skipped" if withdrawn else "approved")
    assert (set(statuses.values()), set(states.values())) == ({Status.APPROVED}, {"approved"})
    batch.refresh_from_db()
    assert batch.state == "done"
    approvals = 4 if withdrawn else 5
    assert AuditEntry.objects.filter(action="workflow.approve").count() == approvals
    assert Notice.objects.filter(kind="workflow.approve", recipient=cast.lin).count() == approvals


def test_a_batch_that_was_interrupted_is_finished_by_the_next_click(cast: Cast) -> None:
    batch = drawn(cast, 3)
    held = approve_batch(batch=batch, by=cast.he, at=NOW)
    next(finish_batch(batch=held, by=cast.he))  # the server stops behind the first plan
    assert Plan.objects.filter(status=Status.APPROVED).count() == 1
    with pytest.raises(BatchRefused, match="还有一批"):
        draw_batch(by=cast.he, at=NOW)
    for _ in finish_batch(batch=approve_batch(batch=batch, by=cast.he, at=NOW), by=cast.he):
        pass
    batch.refresh_from_db()
    assert (Plan.objects.filter(status=Status.APPROVED).count(), batch.state) == (3, "done")
    with pytest.raises(BatchRefused, match="已经办过了"):
        approve_batch(batch=batch, by=cast.he, at=NOW)
