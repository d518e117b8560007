"""Pages about dues of one branch and of one member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from branches.models import Branch, User
from branches.querysets import get_visible_or_404
from members.domain.dues import CENT, DuesRefused, base_in, check_month_payable, first_of, month_after, months_from
from members.domain.dues_account import ZERO, Account, MonthLine, State, Totals, line_of, lines_of, totals_of
from members.domain.dues_ladder import Arrears, Stage, arrears_of
from members.models import DuesBase, DuesPayment, DuesReceipt, DuesRelief, EntryKind, Member
from members.permissions import check_can_keep_dues
from members.selectors.dues_accounts import accounts_of, first_month_of, payers
from members.selectors.dues_rates import RateTable, rate_table

STAGE_ORDER = (Stage.CASE, Stage.WARN, Stage.CRITICISE, Stage.REMIND, Stage.NONE)


def branch_with_dues(user: User, pk: UUID | str) -> Branch:
    """The branch whose dues are asked for: 404 for those outside it, `NotAllowed` for everybody but its committee."""
    branch = get_visible_or_404(Branch.objects.visible_to(user).select_related("district"), pk=pk)
    check_can_keep_dues(user, branch)
    return branch


def member_with_dues(user: User, pk: UUID | str) -> Member:
    """The member whose dues are asked for by the committee: 404 for those who do not see the entry, `NotAllowed` for the district."""
    member = get_visible_or_404(Member.objects.visible_to(user).select_related("branch__district"), pk=pk)
    check_can_keep_dues(user, member.branch)
    return member


def months_of(year: int) -> list[date]:
    return months_from(date(year, 1, 1), date(year, 12, 1))


@dataclass(frozen=True)
class YearRow:
    """One member's year."""

    member: Member
    lines: Sequence[MonthLine]
    totals: Totals


@dataclass(frozen=True)
class YearTable:
    """Members × months. `received` is what the branch took in for each month, `received_total` for the year, from everybody, not only from
    those on this page of the list."""

    year: int
    months: Sequence[date]
    rows: Sequence[YearRow]
    received: Sequence[Decimal]

    @property
    def received_total(self) -> Decimal:
        return sum(self.received, ZERO)


def year_table(branch: Branch, members: Sequence[Member], year: int, today: date) -> YearTable:
    """The year of these members: three queries for them, one for the sums, those of the rates."""
    months = months_of(year)
    accounts = accounts_of(members)
    rates = rate_table(branch.district, months[0], max(months[-1], first_of(today)))
    rows = []
    for member in members:
        lines = lines_of(accounts[member.pk], months, today=today, rates_in=rates.in_month)
        rows.append(YearRow(member, lines, totals_of(lines)))
    sums = received_by_month(branch, year)
    return YearTable(year, months, rows, [sums.get(month, ZERO) for month in months])


def received_by_month(branch: Branch, year: int) -> dict[date, Decimal]:
    """Dues the branch took in for each month of a year, reversals taken off, voluntary sums left out."""
    rows = DuesPayment.objects.filter(branch=branch, month__year=year, kind=EntryKind.DUES).values("month")
    # SQLite adds decimals up as binary fractions.
    return {row["month"]: row["sum"].quantize(CENT) for row in rows.annotate(sum=Sum("amount")).order_by("month")}


@dataclass(frozen=True)
class RecordCell:
    """One month of a member on the page where payments are recorded; `refusal` says why it cannot be paid now, "" when it can."""

    line: MonthLine
    refusal: str

    @property
    def can_pay(self) -> bool:
        return not self.refusal and self.line.open_amount > 0


@dataclass(frozen=True)
class RecordRow:
    member: Member
    cells: Sequence[RecordCell]


def record_rows(branch: Branch, members: Sequence[Member], months: Sequence[date], paid_on: date) -> list[RecordRow]:
    """What these members have to pay for the months, seen from the day the money came."""
    accounts = accounts_of(members)
    current = first_of(paid_on)
    rates = rate_table(branch.district, min(*months, current), max(*months, current))
    return [
        RecordRow(member, [_record_cell(accounts[member.pk], month, paid_on, rates) for month in months])
        for member in members
    ]


def _record_cell(account: Account, month: date, paid_on: date, rates: RateTable) -> RecordCell:
    line = line_of(account, month, today=paid_on, rates=rates.in_month(month))
    base = base_in(month, account.bases)
    if line.state in (State.NOT_OWED, State.NO_BASE, State.PAID, State.EXEMPT) or base is None:
        return RecordCell(line, line.state.label)
    try:
        check_month_payable(month, paid_on, quarterly=base.quarterly, rates=rates.in_month(first_of(paid_on)))
    except DuesRefused:
        return RecordCell(line, "未到" if month > first_of(paid_on) else State.LAPSED.label)
    return RecordCell(line, "")


@dataclass(frozen=True)
class ArrearsRow:
    member: Member
    arrears: Arrears


def arrears_rows(branch: Branch, today: date) -> list[ArrearsRow]:
    """Everybody on the roster with something overdue, the highest step of the ladder first."""
    members = list(payers(branch, today).filter(is_active=True))
    accounts = accounts_of(members)
    current = first_of(today)
    rates = rate_table(branch.district, first_month_of(accounts.values(), current), current)
    rows = [
        ArrearsRow(member, arrears_of(accounts[member.pk], today=today, rates_in=rates.in_month)) for member in members
    ]
    late = [row for row in rows if row.arrears.open_months or row.arrears.lapsed]
    return sorted(late, key=lambda row: (STAGE_ORDER.index(row.arrears.stage), -row.arrears.months))


def members_without_base(branch: Branch, month: date) -> list[Member]:
    """Members on the roster for whom no base counts in the month: nothing can be reckoned for them."""
    fixed = DuesBase.objects.filter(member__branch=branch, from_month__lte=month).values("member")
    return list(payers(branch, month).filter(is_active=True).exclude(pk__in=fixed))


@dataclass(frozen=True)
class MemberDues:
    """A member's own page and the committee's page about the member."""

    year: int
    lines: Sequence[MonthLine]
    totals: Totals
    arrears: Arrears
    bases: Sequence[DuesBase]
    reliefs: Sequence[DuesRelief]
    receipts: Sequence[DuesReceipt]
    current_base: DuesBase | None


def member_dues(member: Member, year: int, today: date) -> MemberDues:
    """Base, reliefs, the twelve months and the receipts of the year."""
    account = accounts_of([member])[member.pk]
    current = first_of(today)
    months = months_of(year)
    rates = rate_table(
        member.branch.district,
        min(first_month_of([account], current), months[0]),
        max(current, months[-1]),
    )
    lines = lines_of(account, months, today=today, rates_in=rates.in_month)
    bases = list(
        DuesBase.objects.filter(member=member).select_related("recorded_by").order_by("-from_month", "-revision")
    )
    receipts = (
        DuesReceipt.objects.filter(member=member, paid_on__year=year)
        .select_related("issued_by")
        .prefetch_related("entries")
        .order_by("-paid_on", "-number")
    )
    return MemberDues(
        year,
        lines,
        totals_of(lines),
        arrears_of(account, today=today, rates_in=rates.in_month),
        bases,
        list(DuesRelief.objects.filter(member=member).select_related("recorded_by").order_by("-from_month")),
        list(receipts),
        next((row for row in bases if row.from_month <= current), None),
    )


def effective_bases(members: Sequence[Member], month: date) -> dict[UUID, DuesBase]:
    """The base row of each member that counts in the month."""
    rows = DuesBase.objects.filter(member__in=[member.pk for member in members], from_month__lte=month)
    return {row.member_id: row for row in rows.order_by("from_month", "revision")}


def revisions_in(members: Sequence[Member], month: date) -> dict[UUID, int]:
    """The newest revision of the very month, by member: what a form has seen."""
    rows = DuesBase.objects.filter(member__in=[member.pk for member in members], from_month=month)
    return {row.member_id: row.revision for row in rows.order_by("revision")}


def year_from(text: str | None, today: date) -> int:
    """A year of an address; this year where it is not one."""
    year = int(text) if text and text.isdecimal() and len(text) == 4 else today.year
    return year if 2000 <= year <= today.year + 1 else today.year


def month_from(text: str | None, today: date) -> date:
    """A month of an address ("2026-03"); this month where it is not one."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return first_of(today)


def recent_months(today: date, count: int) -> list[date]:
    """This month and the ones before it, newest first."""
    return [month_after(first_of(today), -number) for number in range(count)]
