"""The ledger: payments recorded, receipts numbered, mistakes reversed. Entries are only ever added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record
from members.domain.dues import CENT, DuesRefused, base_in, check_month_payable, first_of, goes_to_centre, name_of
from members.domain.dues_account import Account, State, line_of
from members.models import DuesPayment, DuesReceipt, EntryKind, Member, PaidBy
from members.permissions import check_can_keep_dues
from members.selectors.dues_accounts import accounts_of
from members.selectors.dues_rates import RateTable, rate_table
from members.services.dues import DuesChangedMeanwhile, hold_ledger

Cell = tuple[UUID, date]


@dataclass(frozen=True)
class PaymentLine:
    """Money of one member for one month. `seen` is how many ledger entries the month had before the person's eyes: its version."""

    member: Member
    month: date
    amount: Decimal
    seen: int

    @property
    def cell(self) -> Cell:
        return self.member.pk, self.month


@dataclass(frozen=True)
class Handover:
    """How the money came: the day, the way, and for members who sent somebody (DF-10) who brought it."""

    paid_on: date
    paid_by: PaidBy
    payers: Mapping[UUID, str]


class PaymentsRefused(Exception):
    """Nothing was recorded; `messages` has a sentence per cell."""

    def __init__(self, messages: Mapping[Cell, str]) -> None:
        super().__init__("；".join(messages.values()))
        self.messages = dict(messages)


class AlreadyRecorded(DuesChangedMeanwhile):
    """Somebody else recorded some of the cells first; nothing of this submission was recorded. `cells` has a sentence per cell."""

    def __init__(self, cells: Mapping[Cell, str]) -> None:
        super().__init__("其他人刚登记了同一名党员同一个月的党费，这次提交没有登记任何一笔，请核对后再提交。")
        self.cells = dict(cells)


def record_payments(
    *, branch: Branch, lines: Sequence[PaymentLine], handover: Handover, by: User, at: datetime
) -> list[DuesReceipt]:
    """Record several payments, one receipt per member; all of them or none.

    Raises PaymentsRefused, AlreadyRecorded, and DuesRefused for what is wrong with the submission as a whole.
    """
    try:
        with transaction.atomic():
            check_can_keep_dues(by, branch)
            return _record(hold_ledger(branch), lines, handover, by=by, at=at)
    except IntegrityError as error:
        # Only where the member was moved to another branch at the same moment: else the lock lets nobody come this far.
        raise AlreadyRecorded({}) from error


def _record(
    branch: Branch, lines: Sequence[PaymentLine], handover: Handover, *, by: User, at: datetime
) -> list[DuesReceipt]:
    if not lines:
        raise DuesRefused("请至少勾选一名党员的一个月。")
    _check_day(handover.paid_on, at)
    members = {line.member.pk: line.member for line in lines}
    accounts = accounts_of(members.values())
    months = [line.month for line in lines]
    rates = rate_table(
        branch.district, min(*months, first_of(handover.paid_on)), max(*months, first_of(handover.paid_on))
    )
    _check_unchanged(lines, accounts)
    faults = {line.cell: fault for line in lines if (fault := _fault(line, branch, accounts, rates, handover.paid_on))}
    if faults:
        raise PaymentsRefused(faults)
    receipts = _issue(branch, list(members.values()), handover, by=by, at=at)
    DuesPayment.objects.bulk_create(
        DuesPayment(
            branch=branch,
            member=line.member,
            receipt=receipts[line.member.pk],
            month=line.month,
            entry=line.seen + 1,
            amount=line.amount,
            paid_on=handover.paid_on,
            recorded_by=by,
            recorded_at=at,
        )
        for line in lines
    )
    by_member = defaultdict(list)
    for line in lines:
        by_member[line.member.pk].append(f"{line.month:%Y-%m}")
    detail = {receipts[key].label: [members[key].name, *listed] for key, listed in by_member.items()}
    record(action="dues.record", by=by, at=at, target=branch, branch=branch, detail={"receipts": detail})
    return list(receipts.values())


def _check_day(paid_on: date, at: datetime) -> None:
    if paid_on > timezone.localdate(at):
        raise DuesRefused("交纳日期不能晚于今天。", "paid_on")


def _check_unchanged(lines: Sequence[PaymentLine], accounts: Mapping[UUID, Account]) -> None:
    overtaken = [line for line in lines if len(accounts[line.member.pk].paid.get(line.month, ())) != line.seen]
    if not overtaken:
        return
    cells = {}
    for line in overtaken:
        last = DuesPayment.objects.filter(member=line.member, month=line.month, kind=EntryKind.DUES)
        entry = last.select_related("recorded_by").order_by("-entry").first()
        who = entry.recorded_by.display_name if entry and entry.recorded_by else "其他人"
        cells[line.cell] = f"{who}刚登记了{line.member.name}{name_of(line.month)}的党费，没有重复登记。"
    raise AlreadyRecorded(cells)


def _fault(line: PaymentLine, branch: Branch, accounts: Mapping[UUID, Account], rates: RateTable, paid_on: date) -> str:
    """Why the line cannot be recorded, "" when it can."""
    if line.member.branch_id != branch.pk or not line.member.is_party_member:
        return f"{line.member.name}的组织关系不在本支部，党费交给正式组织关系所在的支部。"
    account = accounts[line.member.pk]
    base = base_in(line.month, account.bases)
    now = line_of(account, line.month, today=paid_on, rates=rates.in_month(line.month))
    if now.state is State.NOT_OWED:
        return f"{name_of(line.month)}不需交纳：从支部党员大会通过为预备党员之日起交纳。"
    if base is None:
        return f"{name_of(line.month)}的基数还没有核定。"
    if line.amount <= 0 or line.amount != line.amount.quantize(CENT):
        return "金额须大于0，最多两位小数。"
    try:
        check_month_payable(line.month, paid_on, quarterly=base.quarterly, rates=rates.in_month(first_of(paid_on)))
    except DuesRefused as refused:
        return str(refused)
    left = max(now.due - now.paid, Decimal("0.00"))
    if line.amount > left:
        return f"超过了应交的{left}元；自愿多交的请在本人页面另行登记。" if left else "这个月已经交清。"
    return ""


def record_extra(*, member: Member, amount: Decimal, handover: Handover, by: User, at: datetime) -> DuesReceipt:
    """A voluntary sum beyond the dues; 1000 yuan and more at once go wholly to the centre (DF-09). Raises DuesRefused."""
    with transaction.atomic():
        check_can_keep_dues(by, member.branch)
        branch = hold_ledger(member.branch)
        _check_day(handover.paid_on, at)
        if amount <= 0 or amount != amount.quantize(CENT):
            raise DuesRefused("金额须大于0，最多两位小数。", "amount")
        month = first_of(handover.paid_on)
        rates = rate_table(branch.district, month, month).in_month(month)
        receipt = _issue(branch, [member], handover, by=by, at=at)[member.pk]
        DuesPayment.objects.create(
            branch=branch,
            member=member,
            receipt=receipt,
            kind=EntryKind.EXTRA,
            month=month,
            entry=_last_entry(member, EntryKind.EXTRA, month) + 1,
            amount=amount,
            paid_on=handover.paid_on,
            to_centre=goes_to_centre(amount, rates),
            recorded_by=by,
            recorded_at=at,
        )
        record(action="dues.extra", by=by, at=at, target=receipt, name=member.name, branch=branch)
    return receipt


def reverse_receipt(*, receipt: DuesReceipt, reason: str, by: User, at: datetime) -> list[DuesPayment]:
    """Take back everything a receipt stands for by entries with the opposite sign; the receipt is void from then on.

    Raises DuesRefused without a reason, DuesChangedMeanwhile when it was reversed before.
    """
    with transaction.atomic():
        check_can_keep_dues(by, receipt.branch)
        branch = hold_ledger(receipt.branch)
        if not reason.strip():
            raise DuesRefused("请写明冲正原因。", "reason")
        entries = list(receipt.entries.select_related("member").order_by("month", "entry"))
        if any(row.reverses_id for row in entries):
            raise DuesChangedMeanwhile(f"收据{receipt.label}已经冲正过了。")
        reversals = [
            DuesPayment(
                branch=branch,
                member=row.member,
                receipt=receipt,
                kind=row.kind,
                month=row.month,
                entry=_last_entry(row.member, row.kind, row.month) + 1,
                amount=-row.amount,
                paid_on=timezone.localdate(at),
                to_centre=row.to_centre,
                reverses=row,
                reason=reason.strip(),
                recorded_by=by,
                recorded_at=at,
            )
            for row in entries
        ]
        DuesPayment.objects.bulk_create(reversals)
        detail = {"reason": reason.strip(), "months": [f"{row.month:%Y-%m}" for row in entries]}
        record(
            action="dues.reverse", by=by, at=at, target=receipt, name=f"{receipt.label} {receipt.member.name}",
            branch=branch, detail=detail,
        )  # fmt: skip
    return reversals


def _last_entry(member: Member, kind: str, month: date) -> int:
    rows = DuesPayment.objects.filter(member=member, kind=kind, month=month)
    return rows.aggregate(last=Max("entry"))["last"] or 0


def _issue(
    branch: Branch, members: Sequence[Member], handover: Handover, *, by: User, at: datetime
) -> dict[UUID, DuesReceipt]:
    """Receipts with the next numbers of the branch and the year, in the order of the members; the ledger is held by the caller."""
    year = timezone.localdate(at).year
    last = DuesReceipt.objects.filter(branch=branch, year=year).aggregate(last=Max("number"))["last"] or 0
    rows = {
        member.pk: DuesReceipt(
            branch=branch,
            member=member,
            year=year,
            number=last + index,
            paid_on=handover.paid_on,
            paid_by=handover.paid_by,
            payer=handover.payers.get(member.pk, "").strip(),
            issued_by=by,
            issued_at=at,
        )
        for index, member in enumerate(members, 1)
    }
    DuesReceipt.objects.bulk_create(rows.values())
    return rows


def note_export(*, branch: Branch, month: date, ending: str, by: User, at: datetime) -> None:
    """Names and sums leave the portal: who took them, when."""
    check_can_keep_dues(by, branch)
    detail = {"month": f"{month:%Y-%m}", "format": ending}
    record(action="dues.export", by=by, at=at, target=branch, branch=branch, detail=detail)
