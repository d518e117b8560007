"""Dues of a month as a sheet, of a year as a publication, of many branches as a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from branches.models import Branch, User
from branches.querysets import below
from branches.scope import scope_of
from members.domain.dues import CENT, first_of, month_after
from members.domain.dues_account import ZERO, MonthLine, State, Totals, line_of, lines_of, totals_of
from members.domain.dues_ladder import Stage, arrears_of
from members.models import (
    PARTY_STATUSES,
    DuesPayment,
    DuesPublication,
    DuesReceipt,
    EntryKind,
    Member,
)
from members.selectors.dues import STAGE_ORDER, months_of, received_by_month
from members.selectors.dues_accounts import accounts_of, payers
from members.selectors.dues_rates import rate_table, rate_tables
from members.selectors.dues_stays import payers_of_year, shares_of

#: How far back the district's table looks for unpaid months: twice what the ladder needs.
DISTRICT_MONTHS = 12


@dataclass(frozen=True)
class SheetRow:
    """A line of the monthly sheet."""

    member: Member
    line: MonthLine
    receipts: Sequence[DuesReceipt]


@dataclass(frozen=True)
class MonthSheet:
    """每月交纳登记: everybody who owed or paid for the month, the sums, and what came voluntarily in that month."""

    branch: Branch
    month: date
    rows: Sequence[SheetRow]
    totals: Totals
    extras: Sequence[DuesPayment]

    @property
    def extra_total(self) -> Decimal:
        return sum((row.amount for row in self.extras), ZERO)


def month_sheet(branch: Branch, month: date, today: date) -> MonthSheet:
    """The sheet of one month; those who paid here and have moved on since are on it too."""
    entries = list(
        DuesPayment.objects.filter(branch=branch, month=month).select_related("receipt", "member").order_by("entry")
    )
    paid_here = {row.member_id: row.member for row in entries if row.kind == EntryKind.DUES}
    members = list(payers(branch, month))
    known = {member.pk for member in members}
    members += [member for key, member in paid_here.items() if key not in known]
    receipts: dict[UUID, list[DuesReceipt]] = defaultdict(list)
    reversed_ids = {row.reverses_id for row in entries}
    for row in entries:
        if row.kind == EntryKind.DUES and not row.reverses_id and row.pk not in reversed_ids:
            receipts[row.member_id].append(row.receipt)
    accounts = accounts_of(members)
    rates = rate_table(branch.district, month, month).in_month(month)
    lines = [(member, line_of(accounts[member.pk], month, today=today, rates=rates)) for member in members]
    rows = [
        SheetRow(member, line, receipts[member.pk])
        for member, line in lines
        if line.state is not State.NOT_OWED or line.entries
    ]
    extras = [
        row for row in entries if row.kind == EntryKind.EXTRA and not row.reverses_id and row.pk not in reversed_ids
    ]
    return MonthSheet(branch, month, rows, totals_of([row.line for row in rows]), extras)


def year_figures(branch: Branch, year: int, today: date, *, with_people: bool) -> dict[str, Any]:
    """What a branch publishes about a year, as plain values: sums by month, no amounts of single people unless asked for.

    Amounts are texts with two decimals. Of somebody who moved within the district each branch shows its own months and what it received.
    """
    members = payers_of_year(branch, year)
    accounts = accounts_of(members)
    shares = shares_of(branch, members, months_of(year))
    rates = rate_table(branch.district, date(year, 1, 1), date(year, 12, 1))
    lines = {}
    for member in members:
        months = [month for month in shares[member.pk].months if month <= first_of(today)]
        lines[member.pk] = lines_of(accounts[member.pk], months, today=today, rates_in=rates.in_month)
    everything = [line for rows in lines.values() for line in rows]
    received = received_by_month(branch, year)
    extra = DuesPayment.objects.filter(branch=branch, month__year=year, kind=EntryKind.EXTRA).aggregate(
        all=Sum("amount"), centre=Sum("amount", filter=Q(to_centre=True))
    )
    owing = [rows for rows in lines.values() if any(line.state is not State.NOT_OWED for line in rows)]
    figures: dict[str, Any] = {
        "year": year,
        "branch": branch.name,
        "made_on": today.isoformat(),
        "members": len(owing),
        "due": str(totals_of(everything).due),
        "received": str(sum(received.values(), ZERO)),
        "months": [[month.month, str(received.get(month, ZERO))] for month in months_of(year)],
        "extra": str((extra["all"] or ZERO).quantize(CENT)),
        "to_centre": str((extra["centre"] or ZERO).quantize(CENT)),
        "relieved": sum(1 for rows in owing if any(line.assessed and line.assessed.relief for line in rows)),
        "unpaid_members": sum(
            1 for rows in owing if any(line.state in (State.OVERDUE, State.LAPSED, State.PART) for line in rows)
        ),
    }
    if with_people:
        figures["people"] = [
            [member.name, str(shares[member.pk].received)]
            for member in members
            if any(line.state is not State.NOT_OWED for line in lines[member.pk])
        ]
    return figures


def publications_of(branch: Branch) -> list[DuesPublication]:
    """The newest publication of each year, newest year first."""
    rows = DuesPublication.objects.filter(branch=branch).select_related("published_by").order_by("-year", "-revision")
    newest: dict[int, DuesPublication] = {}
    for row in rows:
        newest.setdefault(row.year, row)
    return list(newest.values())


@dataclass(frozen=True)
class BranchDues:
    """A branch in the district's table."""

    branch: Branch
    members: int
    received: Decimal
    late_members: int
    late_amount: Decimal
    stages: dict[str, int]
    without_base: int
    relieved: int
    published: bool


@dataclass
class _Sum:
    members: int = 0
    late: int = 0
    amount: Decimal = ZERO
    without_base: int = 0
    relieved: int = 0
    stages: Counter[Stage] = field(default_factory=Counter)


def district_branches(user: User) -> Any:
    """The branches whose sums the user may see, by name."""
    scope = scope_of(user)
    return (
        Branch.objects.filter(below(scope.reviewed_paths | scope.administered_paths, "district__"), is_active=True)
        .select_related("district")
        .order_by("district__path", "name", "pk")
    )


def branch_dues(branches: Sequence[Branch], year: int, today: date) -> list[BranchDues]:
    """Sums and counts of these branches; the number of queries depends on neither branches nor members.

    Arrears are those of today and look back a year.
    """
    keys = [branch.pk for branch in branches]
    members = list(Member.objects.filter(branch__in=keys, is_active=True, status__in=PARTY_STATUSES))
    current = first_of(today)
    since = month_after(current, -DISTRICT_MONTHS)
    accounts = accounts_of(members, since)
    tables = rate_tables([branch.district for branch in branches], since, current) if branches else {}
    district_of = {branch.pk: branch.district_id for branch in branches}
    sums: dict[UUID, _Sum] = defaultdict(_Sum)
    for member in members:
        rates = tables[district_of[member.branch_id]].in_month
        account, mine = accounts[member.pk], sums[member.branch_id]
        arrears = arrears_of(account, today=today, rates_in=rates, since=since)
        mine.members += 1
        mine.without_base += line_of(account, current, today=today, rates=rates(current)).state is State.NO_BASE
        mine.relieved += any(row.covers(current) for row in account.reliefs)
        if arrears.open_months or arrears.lapsed:
            mine.late += 1
            mine.amount += arrears.amount
        if arrears.stage is not Stage.NONE:
            mine.stages[arrears.stage] += 1
    received = _received(keys, year)
    published = set(DuesPublication.objects.filter(branch__in=keys, year=year).values_list("branch_id", flat=True))
    return [
        BranchDues(
            branch,
            sums[branch.pk].members,
            received.get(branch.pk, ZERO),
            sums[branch.pk].late,
            sums[branch.pk].amount,
            {stage.label: sums[branch.pk].stages[stage] for stage in STAGE_ORDER if sums[branch.pk].stages[stage]},
            sums[branch.pk].without_base,
            sums[branch.pk].relieved,
            branch.pk in published,
        )
        for branch in branches
    ]


def _received(keys: Sequence[UUID], year: int) -> dict[UUID, Decimal]:
    rows = DuesPayment.objects.filter(branch__in=keys, month__year=year, kind=EntryKind.DUES).values("branch")
    return {row["branch"]: row["sum"].quantize(CENT) for row in rows.annotate(sum=Sum("amount")).order_by("branch")}
