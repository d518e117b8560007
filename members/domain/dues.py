"""党费: what a member owes for a month. Rules DF-01 to DF-14; money is Decimal yuan, a month is its first day. Framework-free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from regulations.domain.rules import RuleBook

CENT = Decimal("0.01")
_ROUNDING = {"half_up": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}


class Basis(StrEnum):
    """What dues are reckoned from: after-tax wage (DF-01), pension as received (DF-03), or a fixed sum a month (DF-04)."""

    WAGE = "wage"
    PENSION = "pension"
    FIXED = "fixed"

    @property
    def label(self) -> str:
        return {Basis.WAGE: "工资收入", Basis.PENSION: "离退休费（养老金）", Basis.FIXED: "定额"}[self]


class DuesRefused(Exception):
    """Something about dues that cannot be kept as asked; the message says why, `field` which entry it is about ("" for all of it)."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Band:
    """Bases up to `up_to` yuan, that sum included (None: any higher one), pay `percent` of the whole base."""

    up_to: Decimal | None
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Ladder:
    """From how many unpaid months in a row somebody is reminded, criticised, reported to the secretary, put before the meeting (DF-11)."""

    remind: int
    criticise: int
    warn: int
    case: int


@dataclass(frozen=True, slots=True)
class Rates:
    """The numbers of the rule book on a day."""

    wage: tuple[Band, ...]
    pension: tuple[Band, ...]
    fixed_least: Decimal
    fixed_most: Decimal
    centre_from: Decimal
    arrears_months: int
    ladder: Ladder
    step: Decimal
    rounding: str
    base_items: tuple[str, ...]
    review_month: int


@dataclass(frozen=True, slots=True)
class Base:
    """The base a member pays on from `from_month` until the next one (DF-08): yuan a month; for `Basis.FIXED` the dues themselves.

    `quarterly` members hand over three months at once, with the branch's consent (DF-10).
    """

    from_month: date
    basis: Basis
    amount: Decimal
    quarterly: bool = False


@dataclass(frozen=True, slots=True)
class Relief:
    """少交、免交 (DF-05) as approved: `monthly` yuan instead of the full dues, 0 for none, from a month to a month, both counted."""

    from_month: date
    to_month: date
    monthly: Decimal

    def covers(self, month: date) -> bool:
        return self.from_month <= month <= self.to_month


@dataclass(frozen=True, slots=True)
class Assessed:
    """Dues of one month: `full` by the table, `due` after relief; `base` None where nobody has fixed one yet."""

    month: date
    base: Base | None
    percent: Decimal | None
    full: Decimal | None
    due: Decimal | None
    relief: Relief | None = None

    @property
    def rate(self) -> str:
        """1.5%; "" where nothing is reckoned by a percentage."""
        return "" if self.percent is None else f"{self.percent.normalize():f}%"


def first_of(day: date) -> date:
    """The month a day lies in."""
    return day.replace(day=1)


def month_after(month: date, count: int = 1) -> date:
    """The month `count` months later; earlier for a negative count."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def months_from(first: date, last: date) -> list[date]:
    """Every month from first to last, both counted; empty when last is earlier."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [month_after(first, number) for number in range(max(count, 0))]


def quarter_of(month: date) -> list[date]:
    """The three months of the quarter that the month lies in."""
    start = date(month.year, (month.month - 1) // 3 * 3 + 1, 1)
    return [month_after(start, number) for number in range(3)]


def decimal(value: Any) -> Decimal:
    """A number of a rule pack (int, float or text) as Decimal, without the dust of binary fractions."""
    return Decimal(str(value))


def rates_of(book: RuleBook, on: date) -> Rates:
    """The rates that the rule book sets for the day; raises KeyError where a rule of the DF family does not exist on that day."""
    values = {code: book.rule(code, on).parameters for code in ("DF-01", "DF-02", "DF-03", "DF-04", "DF-09", "DF-10")}
    ladder, rounding = book.rule("DF-11", on).parameters, book.rule("DF-14", on).parameters
    return Rates(
        wage=_bands(values["DF-02"]),
        pension=_bands(values["DF-03"]),
        fixed_least=decimal(values["DF-04"]["yuan_least"]),
        fixed_most=decimal(values["DF-04"]["yuan_most"]),
        centre_from=decimal(values["DF-09"]["yuan_least"]),
        arrears_months=values["DF-10"]["arrears_months_most"],
        ladder=Ladder(
            ladder["remind_months"], ladder["criticise_months"], ladder["warn_months"], ladder["months_most"]
        ),
        step=decimal(rounding["round_to"]),
        rounding=rounding["rounding"],
        base_items=tuple(values["DF-01"]["base_items"]),
        review_month=book.rule("DF-13", on).parameters["review_month"],
    )


def published_by(book: RuleBook, on: date) -> date | None:
    """The last day in the year of `on` for publishing last year's dues (DF-13; the day is the portal's own, a district may set another);
    None where no rule asks for it."""
    rule = book.find("DF-13", on)
    until = rule.parameters.get("publish_until") if rule else None
    return date.fromisoformat(f"{on.year}-{until}") if until else None


def _bands(parameters: Mapping[str, Any]) -> tuple[Band, ...]:
    return tuple(
        Band(decimal(row["up_to"]) if "up_to" in row else None, decimal(row["percent"])) for row in parameters["rates"]
    )


def percent_for(base: Decimal, bands: Sequence[Band]) -> Decimal:
    """The percentage on the whole base; a base on a boundary belongs to the lower band (DF-02, Art. 2)."""
    return next(band.percent for band in bands if band.up_to is None or base <= band.up_to)


def unrounded(base: Decimal, bands: Sequence[Band]) -> Decimal:
    """Dues of a month before rounding; the percentage applies to the whole base, not band by band."""
    return base * percent_for(base, bands) / 100


def rounded(amount: Decimal, rates: Rates) -> Decimal:
    """To the step of DF-14 (分, 角 or 元), always with two decimals."""
    steps = (amount / rates.step).to_integral_value(rounding=_ROUNDING[rates.rounding])
    return (steps * rates.step).quantize(CENT)


def full_dues(base: Base, rates: Rates) -> Decimal:
    """Dues of a month by the table, rounded; a fixed sum stands as it was set."""
    if base.basis is Basis.FIXED:
        return base.amount.quantize(CENT)
    return rounded(unrounded(base.amount, rates.pension if base.basis is Basis.PENSION else rates.wage), rates)


def base_in(month: date, bases: Sequence[Base]) -> Base | None:
    """The base that counts in the month: the last one that begins no later (DF-08)."""
    return max((base for base in bases if base.from_month <= month), key=lambda base: base.from_month, default=None)


def assess(month: date, bases: Sequence[Base], reliefs: Sequence[Relief], rates: Rates) -> Assessed:
    """Dues of one month; whether the person was a member in it is asked elsewhere (`dues_account.Account.owes`)."""
    base = base_in(month, bases)
    if base is None:
        return Assessed(month, None, None, None, None)
    full = full_dues(base, rates)
    relief = next((row for row in reliefs if row.covers(month)), None)
    bands = {Basis.WAGE: rates.wage, Basis.PENSION: rates.pension}.get(base.basis)
    percent = percent_for(base.amount, bands) if bands else None
    # Relief never raises what somebody pays, even where the base fell after it was approved.
    due = min(full, relief.monthly) if relief else full
    return Assessed(month, base, percent, full, due.quantize(CENT), relief)


def goes_to_centre(amount: Decimal, rates: Rates) -> bool:
    """A single voluntary sum that goes wholly to the centre, which gives the receipt (DF-09: 1000 yuan and more)."""
    return amount >= rates.centre_from


def check_base(base: Base, rates: Rates) -> None:
    """Raises DuesRefused for a base that cannot be."""
    if base.amount < 0 or base.amount != base.amount.quantize(CENT):
        raise DuesRefused("基数须是不小于0、最多两位小数的金额。", "amount")
    if base.basis is Basis.FIXED and not rates.fixed_least <= base.amount <= rates.fixed_most:
        least, most = (f"{value.normalize():f}" for value in (rates.fixed_least, rates.fixed_most))
        raise DuesRefused(f"定额须在每月{least}元至{most}元之间。", "amount")


def check_month_payable(month: date, paid_on: date, *, quarterly: bool, rates: Rates) -> None:
    """Raises DuesRefused for a month that cannot be paid on that day: too long ago, or too far ahead (DF-10).

    With 6 months, somebody paying on 15 August can make up February to July; the current month, for quarterly members the current
    quarter, is paid in its course.
    """
    current = first_of(paid_on)
    if month < month_after(current, -rates.arrears_months):
        raise DuesRefused(f"{name_of(month)}的党费已超过{rates.arrears_months}个月，按规定不再补交。")
    last = quarter_of(current)[-1] if quarterly else current
    if month > last:
        raise DuesRefused(
            f"{name_of(month)}还没有到，"
            + ("按季交纳的最多交到本季度末。" if quarterly else "党费按月交纳；经支部同意改为按季后可以交到本季度末。")
        )


def name_of(month: date) -> str:
    """2026年3月"""
    return f"{month.year}年{month.month}月"
