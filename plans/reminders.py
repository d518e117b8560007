"""What is due about plans on a day: papers that wait, and days by which a round asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from branches.models import Branch
from branches.models.people import AUTHOR_ROLES
from notices.domain.due import Audience, DueFact, staged
from notices.selectors.manners import Habits
from plans.domain.rounds.tally import BEFORE_HANDING_IN
from plans.models import Plan, RoundState, RoundTarget
from plans.notices import asked_path
from regulations.domain.quoting import quoted
from workflow.reminders import DISTRICT, papers_due
from workflow.selectors import REMINDED, waiting_facts

_AUTHORS = tuple(sorted(AUTHOR_ROLES))


def due_on(branches: Sequence[Branch], day: date, habits: Habits) -> list[DueFact]:
    """What is due in these branches (all of one district): papers that wait too long or whose day for mending is near, and papers that
    rounds ask for. Two queries."""
    rows = Plan.objects.filter(branch__in=branches, status__in=REMINDED).select_related("branch")
    facts = [paper for row in rows if (paper := waiting_facts(row))]
    manners = habits.manners
    waiting = papers_due(facts, day, habits.calendar, review_days=manners.review_days, windows=manners.windows)
    asked = RoundTarget.objects.filter(
        branch__in=branches, round__state=RoundState.OPEN, state__in=BEFORE_HANDING_IN
    ).select_related("round")
    return waiting + rounds_due([target_facts(row) for row in asked], day, windows=manners.windows)


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A school that is asked for a paper and has not handed it in."""

    id: UUID
    branch: UUID
    title: str
    due_on: date


def rounds_due(targets: Sequence[TargetFacts], day: date, *, windows: Sequence[int]) -> list[DueFact]:
    """Before the day by which a paper is asked for, within the district's windows (7, 3 and 1 days unless it has others), and after it until
    the paper is handed in. A day that was moved is told anew. What is overdue climbs as far as the district's office.

    Due on Friday 20 March with windows 7, 3, 1: told on the 13th, the 17th and the 19th, and as overdue from the 21st on.
    """
    facts = [
        DueFact(
            kind="deadline.round",
            key=f"round:{target.id}",
            due_on=target.due_on,
            title=f"报送{quoted(target.title)}",
            audience=Audience(branch=target.branch, roles=_AUTHORS),
            path=asked_path(target.id),
            for_group=True,
            cap=DISTRICT,
        )
        for target in targets
    ]
    return [due for fact in facts if (due := staged(fact, day, windows))]


def target_facts(row: RoundTarget) -> TargetFacts:
    return TargetFacts(row.pk, row.branch_id, row.round.title, row.due_on)
