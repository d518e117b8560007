"""Handovers as pages show them, and what roles say about changes of secretary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from branches.models import Role, RoleAssignment, User
from branches.querysets import below
from branches.scope import scope_of
from branchplan.handover.domain.change import AROUND, Change, Span, change_near
from branchplan.handover.domain.first_days import Demand, Task, habits, tasks_of
from branchplan.handover.domain.pack import Pack, from_plain
from branchplan.handover.models import FirstDayTick, Handover
from branchplan.handover.querysets import HandoverQuerySet
from branchplan.handover.selectors.pack import pack_of
from regulations.domain.rules import Rule, RuleBook
from regulations.domain.working_days import add_months
from regulations.selectors.rules import rule_book_for

#: Rules that ask something of a new secretary within months.
TRAINING = ("ZB-11", "ED-04")
#: A finished handover stays on the desk while the first days last.
SHOWN_AFTER = timedelta(days=45)


def with_people(rows: HandoverQuerySet) -> HandoverQuerySet:
    return rows.select_related("branch__district", "outgoing", "incoming", "handed_over_by", "taken_over_by")


def handovers_for(user: User, *, show: str) -> HandoverQuerySet:
    """Those the user may see: open ones oldest first, or the finished ones newest first."""
    rows = with_people(Handover.objects.visible_to(user))
    if show == "done":
        return rows.filter(Q(taken_over_at__isnull=False) | Q(cancelled_at__isnull=False)).order_by("-begun_at", "pk")
    return rows.open().order_by("begun_at", "pk")


def open_below(user: User) -> HandoverQuerySet:
    """For an administrator's desk."""
    return (
        with_people(Handover.objects.filter(below(scope_of(user).administered_paths, "branch__district__")))
        .open()
        .order_by("begun_at", "pk")
    )


def handover_on_desk(branch: UUID | None, user: User, today: date) -> Handover | None:
    """The newest one of the branch while it is open or the first days last."""
    rows = with_people(Handover.objects.filter(branch=branch, cancelled_at__isnull=True)).order_by("-begun_at")
    newest = rows.first()
    if newest is None or newest.is_open:
        return newest
    recent = newest.first_day is not None and today - newest.first_day <= SHOWN_AFTER
    return newest if recent and newest.incoming_id == user.pk else None


def pack_shown(handover: Handover, today: date) -> Pack:
    """As it was signed, or as it stands today."""
    return from_plain(handover.pack) if handover.pack else pack_of(handover.branch, today)


@dataclass(frozen=True)
class FirstDays:
    """The new secretary's list: what is over, what falls into the first thirty days, what comes later, what is ticked off."""

    until: date
    overdue: list[Task]
    first: list[Task]
    later: list[Task]
    done: list[FirstDayTick]

    @property
    def open(self) -> list[Task]:
        return [*self.overdue, *self.first, *self.later]


def first_days_of(handover: Handover, today: date) -> FirstDays | None:
    """None while nobody is known to follow. What is settled meanwhile is no longer on it, what was ticked stays with its words."""
    if handover.first_day is None or handover.incoming is None:
        return None
    branch = handover.branch
    facts = {
        "predecessor": handover.outgoing_id is not None,
        "unsigned": handover.taken_over_at is None,
        "first_password": handover.incoming.must_change_password,
        "groups": branch.has_groups,
    }
    done = list(handover.ticks.order_by("-done_at"))
    ticked = {row.key for row in done}
    tasks = tasks_of(
        handover.first_day,
        facts={name for name, holds in facts.items() if holds},
        pages=_pages(handover),
        work=pack_of(branch, today).work,
        demands=training_demands(rule_book_for(branch.district, handover.first_day), handover.first_day),
        today=today,
    )
    groups: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        if task.key not in ticked:
            groups[task.group].append(task)
    until = handover.first_day + timedelta(days=habits().first_days)
    return FirstDays(until, groups["overdue"], groups["first"], groups["later"], done)


def training_demands(book: RuleBook, first_day: date) -> list[Demand]:
    """What the rules in force on the first day ask: one demand for rules with the same deadline, all their articles beside it."""
    by_day: dict[date, list[Rule]] = defaultdict(list)
    for code in TRAINING:
        rule = book.find(code, first_day)
        if rule and "months_most" in rule.parameters:
            by_day[add_months(first_day, int(rule.parameters["months_most"]))].append(rule)
    return [
        Demand(
            f"training:{day.isoformat()}",
            "参加新任党支部书记任职培训",
            day,
            "；".join(f"{rule.source}（{rule.evidence.label}）" for rule in rules),
        )
        for day, rules in sorted(by_day.items())
    ]


def _pages(handover: Handover) -> dict[str, str]:
    branch = handover.branch_id
    return {
        "handover": reverse("handover:detail", args=[handover.pk]),
        "password": reverse("branches:change_password"),
        "roster": reverse("members:branch", args=[branch]),
        "committee": reverse("members:committee", args=[branch]),
        "plans": reverse("plans:list"),
        "calendar": reverse("calendar_events:month"),
        "dues": reverse("members:dues", args=[branch]),
    }


def changes_near(today: date) -> dict[UUID, Change]:
    """By branch: who follows whom as secretary around today, by the roles. Two queries, however many branches change."""
    first, last = today - AROUND, today + AROUND
    near = Q(starts_on__gte=first, starts_on__lte=last) | Q(ends_on__gte=first, ends_on__lte=last)
    secretaries = RoleAssignment.objects.filter(role=Role.SECRETARY, branch__is_active=True)
    touched = secretaries.filter(near).values("branch")
    spans: dict[UUID, list[Span]] = defaultdict(list)
    for row in secretaries.filter(branch__in=touched):
        if row.branch_id:
            spans[row.branch_id].append(Span(row.user_id, row.starts_on, row.ends_on))
    found = {branch: change_near(rows, today) for branch, rows in spans.items()}
    return {branch: change for branch, change in found.items() if change}


def known_handovers(branches: Iterable[UUID]) -> dict[UUID, list[Handover]]:
    """By branch, called-off ones too: what was called off is not begun again by itself."""
    found: dict[UUID, list[Handover]] = defaultdict(list)
    for row in Handover.objects.filter(branch__in=list(branches)).select_related("branch", "outgoing", "incoming"):
        found[row.branch_id].append(row)
    return found
