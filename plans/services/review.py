"""The steps of a plan's review that are more than the common desk knows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from branches.models import User
from plans.models import Plan, SectionKind
from workflow.domain.transitions import Action
from workflow.services.perform import InvalidTransition, perform


def submission_blockers(plan: Plan) -> list[str]:
    """What must be there before a plan can be submitted; an empty list when nothing is missing."""
    blockers = []
    if not plan.title.strip():
        blockers.append("还没有标题。")
    sections = plan.sections.present().filter(kind=SectionKind.HEADING)
    if not sections.exclude(heading="", body="").exists():
        blockers.append("至少要有一个段落。")
    return blockers


def submit_plan(*, plan: Plan, comment: str, by: User, at: datetime) -> Plan:
    """Hand the plan in, first time or again. Raises InvalidTransition with all that is missing."""
    with transaction.atomic():
        Plan.objects.select_for_update().get(
            pk=plan.pk
        )  # an edit in progress is finished first and is part of the snapshot
        if blockers := submission_blockers(plan):
            raise InvalidTransition("还不能提交：" + "".join(blockers))
        return perform(plan, Action.SUBMIT, by=by, at=at, comment=comment)


def approve_plan(*, plan: Plan, comment: str, by: User, at: datetime) -> Plan:
    """Approve; the revision it amends is archived in the same transaction, so that one version is in force at any time."""
    with transaction.atomic():
        approved = perform(plan, Action.APPROVE, by=by, at=at, comment=comment)
        if plan.amends_id:
            former = Plan.objects.select_related("branch__district").get(pk=plan.amends_id)
            perform(former, Action.ARCHIVE, by=by, at=at, comment=f"由第{plan.revision}版替代", follows=True)
    return approved
