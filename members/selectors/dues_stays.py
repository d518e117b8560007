"""Which months of a year a branch answers for: a person who moved within the district has months with two branches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from branches.models import Branch
from members.domain.dues import CENT, first_of
from members.domain.dues_account import ZERO
from members.models import PARTY_STATUSES, DuesPayment, EntryKind, LeftBecause, Member, Transfer, TransferKind
from members.selectors.dues_accounts import payers


def payers_of_year(branch: Branch, year: int) -> list[Member]:
    """Everybody whom some month of the year may ask for here, by name: on the roster, left since, moved to another branch, or having paid here."""
    first = date(year, 1, 1)
    moved = Transfer.objects.filter(branch=branch, kind=TransferKind.WITHIN, accepted_on__gte=first).values("member")
    paid = DuesPayment.objects.filter(branch=branch, month__year=year, kind=EntryKind.DUES).values("member")
    rows = Member.objects.filter(Q(pk__in=payers(branch, first).values("pk")) | Q(pk__in=moved) | Q(pk__in=paid))
    rows = rows.filter(status__in=PARTY_STATUSES).exclude(left_because=LeftBecause.MISTAKE)
    return list(rows.order_by("name_pinyin", "pk"))


@dataclass
class Share:
    """A member's part of the year: the months that are this branch's, and what this branch received for the year."""

    months: list[date] = field(default_factory=list)
    received: Decimal = ZERO


def shares_of(branch: Branch, members: Collection[Member], months: Sequence[date]) -> dict[UUID, Share]:
    """By member, in two queries. A month belongs to the branch that was paid; where neither was or both were, the letters decide: the month of
    acceptance is the receiver's.
    """
    here: dict[tuple[UUID, date], Decimal] = {}
    elsewhere: set[tuple[UUID, date]] = set()
    rows = DuesPayment.objects.filter(member__in=members, month__in=months, kind=EntryKind.DUES)
    for row in rows.values("member", "month", "branch").annotate(sum=Sum("amount")).order_by("member", "month"):
        amount = row["sum"].quantize(CENT)
        if row["branch"] == branch.pk:
            here[row["member"], row["month"]] = amount
        elif amount:
            elsewhere.add((row["member"], row["month"]))
    moves = _moves(branch, members)
    shares = {}
    for member in members:
        share = shares[member.pk] = Share()
        for month in months:
            paid, paid_elsewhere = here.get((member.pk, month), ZERO), (member.pk, month) in elsewhere
            share.received += paid
            if bool(paid) if bool(paid) != paid_elsewhere else _was_here(branch, member, moves[member.pk], month):
                share.months.append(month)
    return shares


def _moves(branch: Branch, members: Collection[Member]) -> dict[UUID, list[tuple[date, bool]]]:
    """The accepted letters of each member that lead here (True) or away to another branch (False), oldest first."""
    letters = Transfer.objects.filter(member__in=members, accepted_on__isnull=False).exclude(kind=TransferKind.OUT)
    letters = letters.filter(Q(branch=branch) | Q(to_branch=branch)).order_by("accepted_on", "made_at")
    found: dict[UUID, list[tuple[date, bool]]] = defaultdict(list)
    for row in letters:
        if row.member_id and row.accepted_on:
            comes = row.kind == TransferKind.IN or row.to_branch_id == branch.pk
            found[row.member_id].append((first_of(row.accepted_on), comes))
    return found


def _was_here(branch: Branch, member: Member, moves: Sequence[tuple[date, bool]], month: date) -> bool:
    before = [comes for since, comes in moves if since <= month]
    if before:
        return before[-1]
    return not moves[0][1] if moves else member.branch_id == branch.pk
