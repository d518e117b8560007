"""What a school is asked: its desk, its page of a round, and how much it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from branches.models import Branch, User
from branches.models.people import AUTHOR_ROLES
from branches.querysets import get_visible_or_404
from branches.scope import scope_of
from plans.domain.paper_kinds import PaperKind
from plans.domain.rounds.tally import BEFORE_HANDING_IN
from plans.models import (
    KeyPoint,
    Plan,
    PlanningRound,
    RoundAttachment,
    RoundChange,
    RoundPart,
    RoundState,
    RoundTarget,
    TargetState,
)
from plans.selectors.rounds.held import fixed_days_of, held_facts
from plans.selectors.submission import is_untouched
from regulations.selectors.rules import lineage
from workflow.domain.transitions import LOCKED


@dataclass(frozen=True)
class AskedRow:
    """A thing that is asked of a branch, with the days left: negative when the day is past, None once it was handed in."""

    target: RoundTarget
    days_left: int | None

    @property
    def is_overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def days_over(self) -> int:
        return -(self.days_left or 0)


@dataclass(frozen=True)
class AskedPage:
    """Everything a school needs to begin; `kept` is the plan whose records a summary can be written from, while nothing is written of it."""

    row: AskedRow
    points: Sequence[KeyPoint]
    parts: Sequence[RoundPart]
    attachments: Sequence[RoundAttachment]
    changes: Sequence[RoundChange]
    held: dict[str, str]
    fixed_days: Sequence[str]
    former: Plan | None
    kept: Plan | None
    this_month: Sequence[PlanningRound]


def asked_of_branch(branch: Branch, today: date) -> list[AskedRow]:
    """What is open for a branch and not approved yet, the most urgent first. One query."""
    rows = (
        RoundTarget.objects.filter(branch=branch, round__state=RoundState.OPEN)
        .exclude(state=TargetState.APPROVED)
        .select_related("round", "plan")
        .order_by("due_on", "round")
    )
    return [asked_row(target, today) for target in rows]


def all_asked_of(user: User, today: date) -> list[AskedRow]:
    """Everything that was ever asked of the branches one writes for, the newest first."""
    own = scope_of(user).branches_as(AUTHOR_ROLES)
    rows = RoundTarget.objects.filter(branch__in=own).select_related("round__district", "plan", "branch")
    return [asked_row(target, today) for target in rows.order_by("-round__opened_at", "branch__short_name")]


def asked_row(target: RoundTarget, today: date) -> AskedRow:
    waits = target.state in BEFORE_HANDING_IN and target.round.state == RoundState.OPEN
    return AskedRow(target, (target.due_on - today).days if waits else None)


def asked_page(target: RoundTarget, today: date) -> AskedPage:
    """A fixed number of queries. `target` with round, branch, district and plan."""
    planning = target.round
    return AskedPage(
        asked_row(target, today),
        list(planning.key_points.order_by("number")),
        list(planning.parts.order_by("position")),
        list(planning.attachments.order_by("added_at")),
        list(planning.changes.order_by("-changed_at")),
        held_facts(target.branch, planning.period, today),
        fixed_days_of(target.branch) if planning.paper == PaperKind.PLAN else (),
        former_paper(target) if target.plan is None else None,
        _kept_plan(target),
        asked_this_month(target.branch, today),
    )


def _kept_plan(target: RoundTarget) -> Plan | None:
    if target.round.paper != PaperKind.SUMMARY:
        return None
    if target.plan and not (target.plan.is_editable and is_untouched(target.plan)):
        return None
    return Plan.objects.of(target.branch, target.round.period).in_force().first()


def target_of(user: User, pk: object) -> RoundTarget:
    """404 for everybody but the branch's authors and the offices above it."""
    rows = RoundTarget.objects.visible_to(user)
    return get_visible_or_404(rows.select_related("round__district", "branch__district", "plan"), pk=pk)


def asked_this_month(branch: Branch, today: date) -> list[PlanningRound]:
    """What the districts above the branch have asked of their schools since the first of the month, of this one or not."""
    first = timezone.make_aware(datetime.combine(today.replace(day=1), time.min))
    rows = PlanningRound.objects.filter(district__path__in=lineage(branch.district.path), opened_at__gte=first)
    return list(rows.select_related("district").order_by("opened_at"))


def former_paper(target: RoundTarget) -> Plan | None:
    """The branch's last approved paper of the same kind and cycle before the round's period."""
    planning = target.round
    if planning.paper == PaperKind.OTHER:
        return None
    earlier = Q(year__lt=planning.year) | Q(year=planning.year, part__lt=planning.part)
    rows: QuerySet[Plan] = Plan.objects.filter(
        earlier, branch=target.branch, paper=planning.paper, cycle=planning.cycle, status__in=sorted(LOCKED)
    )
    return rows.order_by("-year", "-part", "-revision").first()
