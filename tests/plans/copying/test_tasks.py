"""What the worker does: compare once more after the commit, catch up with what has no report."""

from __future__ import annotations

from plans.models import CopyingReport, PlanFingerprint
from plans.tasks import catch_up_comparing_task, compare_submission_task
from tests.plans.copying import texts
from tests.plans.copying.schools import Schools
from workflow.models import Snapshot


def test_two_plans_that_could_not_see_each_other_are_compared_after_the_commit(schools: Schools) -> None:
    schools.second(texts.RIVER)
    plan, _ = schools.first(texts.RIVER)
    # as a comparison that saw nothing would have left it
    CopyingReport.objects.filter(plan=plan).update(share=0, sources=[], worst_plan=None)
    assert compare_submission_task(str(plan.pk)) is True
    assert CopyingReport.objects.get(plan=plan).percent == 100


def test_a_plan_that_cannot_be_compared_keeps_nobody_waiting(schools: Schools) -> None:
    broken, _ = schools.first(texts.RIVER)
    second, _ = schools.second(texts.RIVER)
    CopyingReport.objects.all().delete()
    (snapshot,) = Snapshot.objects.of(broken)
    snapshot.pk, snapshot.number, snapshot.content = None, 2, {"sections": "lost"}
    snapshot.save(force_insert=True)
    assert catch_up_comparing_task() == 1
    assert list(CopyingReport.objects.values_list("plan", flat=True)) == [second.pk]


def test_catching_up_keeps_who_was_first(schools: Schools) -> None:
    first, _ = schools.first(texts.RIVER)
    second, _ = schools.second(texts.RIVER)
    CopyingReport.objects.all().delete()
    PlanFingerprint.objects.all().delete()
    assert [catch_up_comparing_task(), catch_up_comparing_task()] == [2, 0]
    assert [CopyingReport.objects.get(plan=plan).percent for plan in (first, second)] == [0, 100]
    assert PlanFingerprint.objects.get(plan=first).first_at == first.submitted_at
