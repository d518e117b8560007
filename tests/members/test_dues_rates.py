"""The table of dues: every boundary of DF-02 and DF-03, rounding, reliefs, bases. Values worked out by hand from the regulation's table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from members.domain.dues import (
    Base,
    Basis,
    DuesRefused,
    Relief,
    assess,
    check_base,
    check_month_payable,
    full_dues,
    goes_to_centre,
    month_after,
    months_from,
    quarter_of,
    rates_of,
    rounded,
    unrounded,
)
from regulations.domain.packs import national_rule_book

DAY = date(2026, 3, 1)
RATES = rates_of(national_rule_book(), DAY)
CENTS = replace(RATES, step=Decimal("0.01"))
D = Decimal


@pytest.mark.parametrize(
    ("wage", "dues"),
    [
        ("0", "0"),
        ("200", "1.00"),
        ("2999.99", "14.99995"),
        ("3000", "15.00"),
        ("3000.01", "30.0001"),
        ("4000", "40.00"),
        ("5000", "50.00"),
        ("5000.01", "75.00015"),
        ("6800", "102.00"),
        ("10000", "150.00"),
        ("10000.01", "200.0002"),
        ("25000", "500.00"),
    ],
)
def test_wage_pays_one_rate_on_the_whole_base(wage: str, dues: str) -> None:
    assert unrounded(D(wage), RATES.wage) == D(dues)


@pytest.mark.parametrize(
    ("wage", "dues"),
    [
        ("3000", "15.00"), ("3000.01", "30.00"), ("5000", "50.00"), ("5000.01", "75.00"), ("6800", "102.00"),
        ("10000", "150.00"), ("10000.01", "200.00"),
    ],
)  # fmt: skip
def test_the_vectors_of_the_specification_to_the_cent(wage: str, dues: str) -> None:
    assert full_dues(Base(DAY, Basis.WAGE, D(wage)), CENTS) == D(dues)


@pytest.mark.parametrize(
    ("pension", "dues"),
    [("3000", "15.00"), ("5000", "25.00"), ("5000.01", "50.00"), ("10000.01", "100.00"), ("12000", "120.00")],
)
def test_retirees_pay_half_a_percent_and_from_5000_one_percent(pension: str, dues: str) -> None:
    assert full_dues(Base(DAY, Basis.PENSION, D(pension)), CENTS) == D(dues)


@pytest.mark.parametrize(
    ("amount", "step", "mode", "result"),
    [
        ("30.0001", "0.1", "half_up", "30.00"),
        ("68.25", "0.1", "half_up", "68.30"),
        ("68.24", "0.1", "half_up", "68.20"),
        ("68.25", "0.1", "down", "68.20"),
        ("68.21", "0.1", "up", "68.30"),
        ("68.20", "0.1", "up", "68.20"),
        ("68.205", "0.01", "half_up", "68.21"),
        ("68.5", "1", "half_up", "69.00"),
        ("68.49", "1", "half_up", "68.00"),
        ("69.5", "1", "half_up", "70.00"),
        ("0.049", "0.1", "half_up", "0.00"),
    ],
)
def test_rounding_is_a_setting(amount: str, step: str, mode: str, result: str) -> None:
    found = rounded(D(amount), replace(RATES, step=D(step), rounding=mode))
    assert (found, str(found)) == (D(result), result)


def test_the_default_rounds_half_up_to_a_tenth() -> None:
    # 4565.50 yuan: 1 % = 45.655, to a tenth 45.70
    assert full_dues(Base(DAY, Basis.WAGE, D("4565.50")), RATES) == D("45.70")


def test_a_fixed_sum_is_paid_as_it_stands() -> None:
    assert full_dues(Base(DAY, Basis.FIXED, D("0.20")), replace(RATES, step=D("1"))) == D("0.20")


@pytest.mark.parametrize("amount", ["0.19", "1.01"])
def test_a_fixed_sum_outside_article_6_is_refused(amount: str) -> None:
    with pytest.raises(DuesRefused, match=r"0\.2元至1元"):
        check_base(Base(DAY, Basis.FIXED, D(amount)), RATES)


@pytest.mark.parametrize("amount", ["-0.01", "3000.001"])
def test_a_base_is_a_sum_of_money(amount: str) -> None:
    with pytest.raises(DuesRefused, match="两位小数"):
        check_base(Base(DAY, Basis.WAGE, D(amount)), RATES)


@pytest.mark.parametrize(("amount", "centre"), [("999.99", False), ("1000", True), ("1000.01", True)])
def test_a_thousand_yuan_at_once_go_to_the_centre(amount: str, centre: bool) -> None:
    assert goes_to_centre(D(amount), RATES) is centre


def test_a_new_wage_counts_from_the_month_it_is_received() -> None:
    bases = [Base(date(2026, 5, 1), Basis.WAGE, D("5200")), Base(date(2026, 1, 1), Basis.WAGE, D("4800"))]
    dues = [assess(date(2026, month, 1), bases, [], RATES).due for month in (4, 5, 6)]
    # 4800 × 1 % = 48, 5200 × 1.5 % = 78
    assert dues == [D("48.00"), D("78.00"), D("78.00")]


def test_retirement_in_june_changes_table_and_base() -> None:
    bases = [Base(date(2026, 1, 1), Basis.WAGE, D("8000")), Base(date(2026, 6, 1), Basis.PENSION, D("5600"))]
    # 8000 × 1.5 % = 120, 5600 × 1 % = 56
    assert [assess(date(2026, m, 1), bases, [], RATES).due for m in (5, 6)] == [D("120.00"), D("56.00")]


def test_before_the_first_base_nothing_can_be_reckoned() -> None:
    found = assess(date(2025, 12, 1), [Base(date(2026, 1, 1), Basis.WAGE, D("4800"))], [], RATES)
    assert (found.base, found.due) == (None, None)


def test_relief_lowers_or_lifts_the_dues_for_its_months_only() -> None:
    bases = [Base(date(2026, 1, 1), Basis.WAGE, D("4800"))]
    reliefs = [
        Relief(date(2026, 2, 1), date(2026, 3, 1), D("10")),
        Relief(date(2026, 5, 1), date(2026, 5, 1), D("0")),
    ]
    dues = [assess(date(2026, month, 1), bases, reliefs, RATES).due for month in range(1, 7)]
    assert dues == [D("48.00"), D("10.00"), D("10.00"), D("48.00"), D("0.00"), D("48.00")]


def test_relief_never_raises_the_dues() -> None:
    found = assess(DAY, [Base(DAY, Basis.WAGE, D("2000"))], [Relief(DAY, DAY, D("20"))], RATES)
    assert (found.full, found.due) == (D("10.00"), D("10.00"))


@pytest.mark.parametrize("month", [date(2026, 2, 1), date(2026, 7, 1), date(2026, 8, 1)])
def test_six_months_back_and_the_current_one_can_be_paid(month: date) -> None:
    check_month_payable(month, date(2026, 8, 15), quarterly=False, rates=RATES)


def test_the_seventh_month_back_is_not_made_up() -> None:
    with pytest.raises(DuesRefused, match="2026年1月的党费已超过6个月"):
        check_month_payable(date(2026, 1, 1), date(2026, 8, 1), quarterly=False, rates=RATES)


def test_the_window_crosses_the_new_year() -> None:
    check_month_payable(date(2025, 8, 1), date(2026, 2, 28), quarterly=False, rates=RATES)
    with pytest.raises(DuesRefused, match="2025年7月"):
        check_month_payable(date(2025, 7, 1), date(2026, 2, 1), quarterly=False, rates=RATES)


def test_only_quarterly_members_pay_ahead_and_only_to_the_end_of_the_quarter() -> None:
    july = date(2026, 7, 3)
    check_month_payable(date(2026, 9, 1), july, quarterly=True, rates=RATES)
    with pytest.raises(DuesRefused, match="本季度末"):
        check_month_payable(date(2026, 10, 1), july, quarterly=True, rates=RATES)
    with pytest.raises(DuesRefused, match="党费按月交纳"):
        check_month_payable(date(2026, 8, 1), july, quarterly=False, rates=RATES)


def test_months_are_counted_over_the_year() -> None:
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert month_after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert months_from(date(2025, 12, 1), date(2026, 2, 1)) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert months_from(date(2026, 2, 1), date(2026, 1, 1)) == []
    assert quarter_of(date(2026, 12, 1)) == [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)]


def test_numbers_come_from_the_rule_book() -> None:
    assert (RATES.arrears_months, RATES.step, RATES.rounding, RATES.centre_from) == (6, D("0.1"), "half_up", 1000)
    assert (RATES.ladder.remind, RATES.ladder.criticise, RATES.ladder.warn, RATES.ladder.case) == (1, 3, 5, 6)
    assert RATES.base_items == ("岗位工资", "薪级工资", "绩效工资", "津贴补贴")
