"""The facts about dues of many members at once, in three queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from branches.models import Branch
from members.domain.dues import Base, Basis, Relief
from members.domain.dues_account import Account, Paid
from members.models import (
    PARTY_STATUSES,
    DuesBase,
    DuesPayment,
    DuesRelief,
    EntryKind,
    LeftBecause,
    Member,
)


def payers(branch: Branch, since: date) -> QuerySet[Member]:
    """Members and probationary members on the roster, and those who left it on or after a day, by name."""
    return (
        Member.objects.filter(branch=branch, status__in=PARTY_STATUSES)
        .filter(Q(is_active=True) | Q(left_on__gte=since))
        .exclude(left_because=LeftBecause.MISTAKE)
        .order_by("name_pinyin", "pk")
    )


def accounts_of(members: Collection[Member], since: date | None = None) -> dict[UUID, Account]:
    """The account of each member by id. Of several revisions of a base the last counts, reliefs only once approved.

    With `since`, the ledger is read from that month on.
    """
    keys = [member.pk for member in members]
    bases: dict[UUID, dict[date, Base]] = defaultdict(dict)
    for row in DuesBase.objects.filter(member__in=keys).order_by("revision"):
        bases[row.member_id][row.from_month] = Base(row.from_month, Basis(row.basis), row.amount, row.quarterly)
    reliefs: dict[UUID, list[Relief]] = defaultdict(list)
    for relief in (
        DuesRelief.objects.standing().filter(member__in=keys, approved_on__isnull=False).order_by("from_month")
    ):
        reliefs[relief.member_id].append(Relief(relief.from_month, relief.to_month, relief.monthly))
    paid: dict[UUID, dict[date, list[Paid]]] = defaultdict(dict)
    entries = DuesPayment.objects.filter(member__in=keys, kind=EntryKind.DUES).order_by("entry")
    if since:
        entries = entries.filter(month__gte=since)
    for key, month, amount, paid_on in entries.values_list("member_id", "month", "amount", "paid_on"):
        paid[key].setdefault(month, []).append(Paid(amount, paid_on))
    return {
        member.pk: Account(
            starts_on=member.joined_on,
            ends_on=member.left_on,
            died=member.left_because == LeftBecause.DIED,
            bases=tuple(bases[member.pk].values()),
            reliefs=tuple(reliefs[member.pk]),
            paid=paid[member.pk],
        )
        for member in members
    }


def first_month_of(accounts: Collection[Account], default: date) -> date:
    """The earliest month any of the accounts is asked about."""
    return min((account.first_base for account in accounts if account.first_base), default=default)
