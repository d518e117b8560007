"""A school begins its paper from a round with one click."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from branches.models import Branch, User
from branches.permissions import check_can_write_for
from plans.domain.customary import blank_draft, default_title, summary_draft
from plans.domain.draft import TITLE_LENGTH, PlanDraft
from plans.domain.paper_kinds import PaperKind
from plans.domain.rolling import propose, roll
from plans.domain.rounds.template import Part, with_template, without_locked
from plans.models import Plan, PlanningRound, RoundTarget
from plans.selectors.rounds.asked import former_paper
from plans.selectors.rounds.held import held_facts
from plans.services.drafting import copy_of, create_plan
from plans.services.editing import PlanTextError
from plans.services.proposing import take_routine
from plans.services.rounds.linking import answer_rounds
from regulations.domain.observances import observance_book


def begin_paper(*, target: RoundTarget, from_former: bool, by: User, at: datetime) -> Plan:
    """The draft that answers the round: title, period, signature, the template with what the district holds filled in, and last year's
    words with every change that can be computed (`from_former`) or the customary headings; the branch's fixed days stand in its schedule.

    A paper that is there already is returned: a second click, or a colleague's, makes no second one. `target` with round and branch.
    Raises NotAllowed, PlanTextError.
    """
    planning, branch = target.round, target.branch
    check_can_write_for(by, branch)
    if existing := existing_paper(target):
        answer_rounds(existing, at=at)
        return existing
    former = former_paper(target) if from_former else None
    draft = _draft(planning, branch, former, at)
    try:
        source = "round with former" if former else "round"
        with transaction.atomic():
            plan = create_plan(branch=branch, draft=draft, source=source, by=by, at=at, planning=planning)
            if planning.paper == PaperKind.PLAN:
                take_routine(plan=plan, by=by, at=at)
        return plan
    except PlanTextError:
        if existing := existing_paper(target):
            return existing  # a colleague was faster
        raise


def existing_paper(target: RoundTarget) -> Plan | None:
    """What answers the target or would, whether or not it is tied to it yet."""
    planning = target.round
    rows = Plan.objects.of(target.branch, planning.period, PaperKind(planning.paper))
    if planning.paper == PaperKind.OTHER:
        rows = rows.filter(round=planning)
    return rows.select_related("branch__district").order_by("-revision").first()


def _draft(planning: PlanningRound, branch: Branch, former: Plan | None, at: datetime) -> PlanDraft:
    paper, period = PaperKind(planning.paper), planning.period
    title = default_title(paper, branch.name, period)
    if paper is PaperKind.OTHER:
        title = f"{branch.name}{planning.title}"[:TITLE_LENGTH]
    parts = [Part(row.level, row.heading, row.body, row.is_locked) for row in planning.parts.order_by("position")]
    if former:
        base = _rolled(former, planning)
    elif paper is PaperKind.PLAN:
        base = blank_draft(period, organisation=branch.name, school_kind=branch.school_kind)
        if parts:  # the template says what there is to be, so only the place of the schedule is added
            base = replace(base, sections=[row for row in base.sections if row.kind == "schedule"])
    else:
        base = summary_draft(period, organisation=branch.name)
        if parts or paper is PaperKind.OTHER:
            base = replace(base, sections=[])
    base = replace(base, paper=paper, title=title, signature=branch.name, signed_on=None)
    return with_template(base, parts, held_facts(branch, period, timezone.localdate(at)))


def _rolled(former: Plan, planning: PlanningRound) -> PlanDraft:
    """Last year's words with the changes that are certain; the checks point at what may need another look."""
    old, book = without_locked(copy_of(former)), observance_book()
    certain = {row.key: row.new for row in propose(old, planning.period, book) if row.certain}
    return roll(old, planning.period, certain, book)
