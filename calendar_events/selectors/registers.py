"""Reads of the registers: a branch's overview, and the list of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import Http404

from branches.models import Branch, User
from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from calendar_events.domain.registers import Register, registers
from calendar_events.models import RegisterEntry, RegisterLook
from calendar_events.registers_permissions import check_can_see_register, keeps_register
from calendar_events.selectors.register_entries import LookState, looks_of, value_words


@dataclass(frozen=True)
class EntryRow:
    """An entry as a list shows it."""

    entry: RegisterEntry
    looks: tuple[LookState, ...]
    cells: tuple[str, ...]
    is_overdue: bool
    looks_overdue: tuple[LookState, ...]


@dataclass
class RegisterSummary:
    """A register on the overview: how many entries there are and what waits."""

    register: Register
    keeps: bool
    total: int = 0
    open: int = 0
    overdue: int = 0
    looks_overdue: int = 0


@dataclass
class RegisterGroup:
    """Registers under one heading."""

    title: str
    rows: list[RegisterSummary] = field(default_factory=list)


@dataclass(frozen=True)
class EntryQuery:
    """What a list is asked for. `state` is a state's key, "open" for all that are not closed, "" for all."""

    year: int
    q: str = ""
    state: str = ""


def branch_with_register(user: User, branch: UUID, key: str) -> tuple[Branch, Register]:
    """The branch and the register of a list; 404 outside the branch and for unknown registers, `NotAllowed` where it is closed to the user."""
    place = get_visible_or_404(Branch.objects.visible_to(user).select_related("district"), pk=branch)
    register = registers().get(key)
    if register is None:
        raise Http404("没有这个登记簿。")
    check_can_see_register(user, place, register)
    return place, register


def overview(user: User, branch: Branch, today: date) -> list[RegisterGroup]:
    """All registers of the branch that concern the user, by group. Three queries."""
    entries = RegisterEntry.objects.visible_to(user).filter(branch=branch)
    deadline = Q(is_closed=False, last_day__lt=today)
    counts = {
        row["register"]: row
        for row in entries.values("register")
        .annotate(total=Count("pk"), open=Count("pk", filter=Q(is_closed=False)), late=Count("pk", filter=deadline))
        .order_by("register")
    }
    looks = _looks_overdue(entries, today)
    groups: dict[str, RegisterGroup] = {}
    for register in registers().values():
        found = counts.get(register.key)
        keeps = keeps_register(user, branch, register)
        offered = register.public or register.members_add
        if refusal(check_can_see_register, user, branch, register) or not (keeps or found or offered):
            continue
        summary = RegisterSummary(register, keeps, looks_overdue=looks.get(register.key, 0))
        if found:
            summary.total, summary.open = found["total"], found["open"]
            summary.overdue = found["late"] if register.is_deadline else 0
        groups.setdefault(register.group, RegisterGroup(register.group)).rows.append(summary)
    return list(groups.values())


def _looks_overdue(entries: QuerySet[RegisterEntry], today: date) -> dict[str, int]:
    """How many open entries of each register miss a look whose day is past."""
    with_looks = [register.key for register in registers().values() if register.looks]
    rows = entries.filter(is_closed=False, register__in=with_looks).prefetch_related("looks")
    found: dict[str, int] = defaultdict(int)
    for entry in rows:
        if any(state.is_overdue(today) for state in looks_of(entry)):
            found[entry.register] += 1
    return found


def entries(user: User, branch: Branch, register: Register, asked: EntryQuery) -> QuerySet[RegisterEntry]:
    """The entries of a register that the user sees and that fit; open ones first, by their last day."""
    rows = RegisterEntry.objects.visible_to(user).filter(branch=branch, register=register.key).in_year(asked.year)
    if asked.q:
        rows = rows.filter(
            Q(subject__icontains=asked.q) | Q(owner_post__icontains=asked.q) | Q(owner_member__name__icontains=asked.q)
        )
    if asked.state == "open":
        rows = rows.filter(is_closed=False)
    elif asked.state:
        rows = rows.filter(state=asked.state)
    looks = Prefetch("looks", RegisterLook.objects.order_by("looked_on", "at"))
    return (
        rows.select_related("owner_member", "branch")
        .prefetch_related(looks)
        .order_by("is_closed", F("last_day").asc(nulls_last=True), "-first_day", "created_at", "pk")
    )


def rows_of(found: Iterable[RegisterEntry], today: date, *, keeps: bool) -> list[EntryRow]:
    """Entries with what their columns say; private fields only for those who keep the register."""
    rows = []
    for entry in found:
        looks = looks_of(entry)
        late = () if entry.is_closed else tuple(look for look in looks if look.is_overdue(today))
        cells = tuple(
            value_words(row.shape, entry.values.get(row.key)) if keeps or not row.private else "—"
            for row in entry.kind.listed_fields
        )
        rows.append(EntryRow(entry, looks, cells, entry.is_overdue(today), late))
    return rows


def parents_for(branch: Branch, register: Register) -> QuerySet[RegisterEntry]:
    """What entries of this register may belong to."""
    return RegisterEntry.objects.open().filter(branch=branch, register=register.parent).order_by("-first_day", "pk")


def over_the_most(found: Sequence[RegisterEntry], register: Register) -> list[tuple[str, int]]:
    """Members with more open entries than one should have, with how many. Needs the whole register's open entries."""
    counts: dict[tuple[Any, str], int] = defaultdict(int)
    for entry in found:
        if entry.owner_member is not None and not entry.is_closed:
            counts[entry.owner_member_id, entry.owner_member.name] += 1
    most = register.most_per_owner
    return [(name, count) for (_, name), count in counts.items() if most and count > most]
