"""What the tests about dues share: 青榆一小 with bases and payments that were really recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from branches.models import User
from members.domain.dues import Basis
from members.models import DuesReceipt, Member, PaidBy
from members.services.dues import BaseFacts, fix_bases
from members.services.dues_ledger import Handover, PaymentLine, record_payments
from tests.cast import Cast

SHANGHAI = ZoneInfo("Asia/Shanghai")
D = Decimal


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=SHANGHAI)


def member_of(user: User) -> Member:
    return Member.objects.select_related("branch__district").get(user=user)


def fix(
    cast: Cast,
    user: User,
    amount: str,
    start: date,
    *,
    basis: Basis = Basis.WAGE,
    quarterly: bool = False,
    seen: int = 0,
) -> None:
    """A base entered by the secretary on the first day it counts from."""
    facts = BaseFacts(member_of(user), start, basis, D(amount), quarterly, seen=seen)
    fix_bases(branch=cast.branch, facts=[facts], by=cast.lin, at=at(start))


def pay(
    cast: Cast, user: User, months: Sequence[date], amount: str, on: date, *, seen: int = 0, by: User | None = None,
    payer: str = "",
) -> DuesReceipt:  # fmt: skip
    """Money of one member for some months, recorded on the day it came."""
    member = member_of(user)
    lines = [PaymentLine(member, month, D(amount), seen) for month in months]
    handover = Handover(on, PaidBy.CASH, {member.pk: payer})
    return record_payments(branch=cast.branch, lines=lines, handover=handover, by=by or cast.lin, at=at(on))[0]


def month(number: int, year: int = 2026) -> date:
    return date(year, number, 1)
