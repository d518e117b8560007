"""A member's dues over time: which months are owed, what was paid, what is open. Framework-free."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from members.domain.dues import (
    Assessed,
    Base,
    Rates,
    Relief,
    assess,
    first_of,
    month_after,
    quarter_of,
)

ZERO = Decimal("0.00")


class State(StrEnum):
    """How a month of a member stands."""

    NOT_OWED = "not_owed"
    NO_BASE = "no_base"
    EXEMPT = "exempt"
    PAID = "paid"
    PART = "part"
    OPEN = "open"
    OVERDUE = "overdue"
    LAPSED = "lapsed"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    State.NOT_OWED: "不需交纳",
    State.NO_BASE: "基数未核定",
    State.EXEMPT: "免交",
    State.PAID: "已交",
    State.PART: "未交足",
    State.OPEN: "待交",
    State.OVERDUE: "欠交",
    State.LAPSED: "超期未交",
    State.AHEAD: "未到",
}


@dataclass(frozen=True, slots=True)
class Paid:
    """One entry of the ledger: positive for a payment, negative for its reversal."""

    amount: Decimal
    paid_on: date


@dataclass(frozen=True, slots=True)
class Account:
    """The facts about one member. `starts_on` is the day of the 党员大会 that admitted the member, None where nobody knows it;
    `ends_on` the day the person left the roster, `died` whether by death; `paid` the ledger by month."""

    starts_on: date | None
    ends_on: date | None = None
    died: bool = False
    bases: tuple[Base, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    paid: Mapping[date, Sequence[Paid]] = field(default_factory=dict)

    @property
    def first_month(self) -> date | None:
        """Owed from the month of the meeting on (DF-06); where its day is unknown, from the first base. None: nothing to reckon from."""
        if self.starts_on:
            return first_of(self.starts_on)
        return min((base.from_month for base in self.bases), default=None)

    @property
    def last_month(self) -> date | None:
        """The month of leaving is still owed; nothing is asked for the month somebody died in."""
        if self.ends_on is None:
            return None
        month = first_of(self.ends_on)
        return month_after(month, -1) if self.died else month

    @property
    def first_base(self) -> date | None:
        """The ledger asks for nothing before the first base that was recorded."""
        return min((base.from_month for base in self.bases), default=None)

    def owes(self, month: date) -> bool:
        """Whether the person was a paying member in the month; where nothing at all is known, yes: then the base is what is missing."""
        first, last = self.first_month, self.last_month
        return (first is None or first <= month) and (last is None or month <= last)


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One cell of the table. `paid` is net of reversals, `entries` how many ledger entries there are: the version of the cell."""

    month: date
    state: State
    assessed: Assessed | None
    paid: Decimal = ZERO
    entries: int = 0

    @property
    def due(self) -> Decimal:
        return (self.assessed.due if self.assessed else None) or ZERO

    @property
    def open_amount(self) -> Decimal:
        """What is still to pay, 0 for months that are no longer made up."""
        return max(self.due - self.paid, ZERO) if self.state in _PAYABLE else ZERO

    @property
    def surplus(self) -> Decimal:
        """Paid beyond the dues: after the base was corrected downwards, or a relief approved for months already paid."""
        return max(self.paid - self.due, ZERO)


_NOT_YET = frozenset({State.NOT_OWED, State.NO_BASE, State.AHEAD})
_PAYABLE = frozenset({State.OPEN, State.OVERDUE, State.PART, State.AHEAD})


def due_by(month: date, *, quarterly: bool) -> date:
    """The first day on which the month counts as late: after the month, for quarterly members after the quarter."""
    return month_after(quarter_of(month)[-1] if quarterly else month)


def line_of(account: Account, month: date, *, today: date, rates: Rates) -> MonthLine:
    """How one month of a member stands today. `rates` are those of the month."""
    entries = account.paid.get(month, ())
    paid = sum((row.amount for row in entries), ZERO)
    if not account.owes(month):
        return MonthLine(month, State.PAID if paid else State.NOT_OWED, None, paid, len(entries))
    assessed = assess(month, account.bases, account.reliefs, rates)
    state = _state(assessed, paid, today, rates)
    return MonthLine(month, state, assessed, paid, len(entries))


def _state(assessed: Assessed, paid: Decimal, today: date, rates: Rates) -> State:
    if assessed.due is None or assessed.base is None:
        return State.PAID if paid else State.NO_BASE
    if paid >= assessed.due:
        return State.PAID if paid else State.EXEMPT
    late_from = due_by(assessed.month, quarterly=assessed.base.quarterly)
    if today >= late_from and assessed.month < month_after(first_of(today), -rates.arrears_months):
        return State.LAPSED
    if paid:
        return State.PART
    if today >= late_from:
        return State.OVERDUE
    return State.OPEN if assessed.month <= first_of(today) else State.AHEAD


def lines_of(
    account: Account, months: Sequence[date], *, today: date, rates_in: Callable[[date], Rates]
) -> list[MonthLine]:
    """The months of a member, one line each; `rates_in` gives the rates that held in a month."""
    return [line_of(account, month, today=today, rates=rates_in(month)) for month in months]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of lines: owed by now, paid for these months, still open; and how many lines are in each state. Months ahead are not owed yet."""

    due: Decimal = ZERO
    paid: Decimal = ZERO
    open_amount: Decimal = ZERO
    counts: Mapping[State, int] = field(default_factory=dict)


def totals_of(lines: Sequence[MonthLine]) -> Totals:
    """The foot of a column or of a row."""
    counts: dict[State, int] = {}
    for line in lines:
        counts[line.state] = counts.get(line.state, 0) + 1
    return Totals(
        sum((line.due for line in lines if line.state not in _NOT_YET), ZERO),
        sum((line.paid for line in lines), ZERO),
        sum((line.open_amount for line in lines if line.state not in _NOT_YET), ZERO),
        counts,
    )
