"""The steps of a plan's review that are more than the common desk knows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from branches.models import User
from plans.models import Plan, PlanningRound, RoundTarget
from plans.selectors.submission import readiness
from plans.services.check_reports import freeze_report
from plans.services.copying import note_submission
from plans.services.risk import note_risk
from plans.services.rounds.linking import answer_rounds
from workflow.domain.transitions import Action
from workflow.selectors import latest_snapshot
from workflow.services.perform import InvalidTransition, perform


def submit_plan(*, plan: Plan, comment: str, by: User, at: datetime) -> Plan:
    """Hand the plan in, first time or again; what the checks and the comparison find is kept with it.

    Raises InvalidTransition with all that is missing.
    """
    with transaction.atomic():
        Plan.objects.select_for_update().get(
            pk=plan.pk
        )  # an edit in progress is finished first and is part of the snapshot
        answer_rounds(plan, at=at)
        if blockers := readiness(plan).blockers:
            raise InvalidTransition("还不能提交：" + "".join(map(str, blockers)))
        two_reviews = PlanningRound.objects.answered_by(plan).filter(reviews__gt=1).exists()
        Plan.objects.filter(pk=plan.pk).update(two_reviews=two_reviews)
        submitted = perform(plan, Action.SUBMIT, by=by, at=at, comment=comment)
        if snapshot := latest_snapshot(submitted):
            comparison = note_submission(plan=submitted, snapshot=snapshot, at=at)
            freeze_report(plan=submitted, snapshot=snapshot, by=by, at=at, comparison=comparison)
            note_risk(plan=submitted, at=at)
        return submitted


def approve_plan(*, plan: Plan, comment: str, by: User, at: datetime) -> Plan:
    """Approve; the revision it amends is archived in the same transaction, so that one version is in force at any time."""
    with transaction.atomic():
        approved = perform(plan, Action.APPROVE, by=by, at=at, comment=comment)
        if plan.amends_id:
            former = Plan.objects.select_related("branch__district").get(pk=plan.amends_id)
            RoundTarget.objects.filter(plan=former).update(plan=approved, changed_at=at)
            perform(former, Action.ARCHIVE, by=by, at=at, comment=f"由第{plan.revision}版替代", follows=True)
    return approved
