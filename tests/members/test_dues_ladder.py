"""Which months are owed, how a month stands, and the ladder n=1, 3, 5, 6, worked out by hand on calendars."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from members.domain.dues import Base, Basis, Rates, Relief, rates_of
from members.domain.dues_account import Account, Paid, State, line_of, totals_of
from members.domain.dues_ladder import Arrears, Stage, arrears_of
from regulations.domain.packs import national_rule_book

D = Decimal
RATES = rates_of(national_rule_book(), date(2026, 1, 1))
WAGE = Base(date(2026, 1, 1), Basis.WAGE, D("4800"))  # 48 yuan a month
QUARTERLY = Base(date(2026, 1, 1), Basis.WAGE, D("4800"), quarterly=True)


def rates_in(month: date) -> Rates:
    return RATES


def account(*paid_months: int, base: Base = WAGE, **facts: object) -> Account:
    """Admitted long ago, base since January 2026; the months of 2026 that were paid in full."""
    paid = {date(2026, m, 1): (Paid(D("48.00"), date(2026, m, 10)),) for m in paid_months}
    return Account(**{"starts_on": date(2010, 6, 30), "bases": (base,), "paid": paid, **facts})  # type: ignore[arg-type]


def late(who: Account, today: date) -> Arrears:
    return arrears_of(who, today=today, rates_in=rates_in)


def state(who: Account, month: date, today: date) -> State:
    return line_of(who, month, today=today, rates=RATES).state


def test_a_month_is_open_while_it_lasts_and_overdue_from_the_next_one_on() -> None:
    assert state(account(), date(2026, 1, 1), date(2026, 1, 31)) is State.OPEN
    assert state(account(), date(2026, 1, 1), date(2026, 2, 1)) is State.OVERDUE
    assert state(account(), date(2026, 2, 1), date(2026, 1, 31)) is State.AHEAD


@pytest.mark.parametrize(
    ("today", "months", "stage", "since"),
    [
        (date(2026, 1, 31), 0, Stage.NONE, None),
        (date(2026, 2, 1), 1, Stage.REMIND, date(2026, 2, 1)),
        (date(2026, 3, 1), 2, Stage.REMIND, date(2026, 2, 1)),
        (date(2026, 3, 31), 2, Stage.REMIND, date(2026, 2, 1)),
        (date(2026, 4, 1), 3, Stage.CRITICISE, date(2026, 4, 1)),
        (date(2026, 5, 31), 4, Stage.CRITICISE, date(2026, 4, 1)),
        (date(2026, 6, 1), 5, Stage.WARN, date(2026, 6, 1)),
        (date(2026, 6, 30), 5, Stage.WARN, date(2026, 6, 1)),
        (date(2026, 7, 1), 6, Stage.CASE, date(2026, 7, 1)),
        (date(2026, 10, 1), 9, Stage.CASE, date(2026, 7, 1)),
    ],
)
def test_the_ladder_of_somebody_who_never_pays(today: date, months: int, stage: Stage, since: date | None) -> None:
    found = late(account(), today)
    assert (found.months, found.stage, found.stage_since) == (months, stage, since)


def test_a_payment_in_between_breaks_the_row() -> None:
    # January to March and May to June unpaid, April paid: the longest row is three.
    found = late(account(4), date(2026, 7, 15))
    assert (found.months, found.stage, found.run) == (3, Stage.CRITICISE, tuple(date(2026, m, 1) for m in (1, 2, 3)))
    assert (found.count, found.amount) == (5, D("240.00"))


def test_six_months_stay_six_months_after_the_seventh_was_paid() -> None:
    found = late(account(7), date(2026, 8, 5))
    assert (found.months, found.stage, found.stage_since) == (6, Stage.CASE, date(2026, 7, 1))


def test_a_row_that_lies_beyond_what_can_be_made_up_is_no_longer_called_out() -> None:
    # January to March never paid, April to December paid: on 1 December June is the earliest month that can still be paid.
    found = late(account(*range(4, 13)), date(2026, 12, 1))
    assert (found.stage, found.months, found.count) == (Stage.NONE, 0, 0)
    assert [line.month.month for line in found.lapsed] == [1, 2, 3]


def test_months_older_than_six_lapse_one_by_one() -> None:
    # On 1 August: February to July can be made up, January cannot.
    found = late(account(), date(2026, 8, 1))
    assert [line.month.month for line in found.open_months] == [2, 3, 4, 5, 6, 7]
    assert [line.month.month for line in found.lapsed] == [1]
    assert found.amount == D("288.00")


def test_exemption_breaks_the_row() -> None:
    reliefs = (Relief(date(2026, 3, 1), date(2026, 3, 1), D("0")),)
    found = late(account(reliefs=reliefs), date(2026, 6, 1))
    assert state(account(reliefs=reliefs), date(2026, 3, 1), date(2026, 6, 1)) is State.EXEMPT
    # January, February | exempt | April, May: of two rows of two the later one counts.
    assert (found.months, found.stage, found.run[0], found.count) == (2, Stage.REMIND, date(2026, 4, 1), 4)


def test_a_part_paid_month_is_open_but_is_no_month_without_payment() -> None:
    who = account(paid={date(2026, 2, 1): (Paid(D("20.00"), date(2026, 2, 5)),)})
    line = line_of(who, date(2026, 2, 1), today=date(2026, 4, 1), rates=RATES)
    assert (line.state, line.open_amount) == (State.PART, D("28.00"))
    found = late(who, date(2026, 4, 1))
    # 48 + 28 + 48; rows of one month each, the later is March
    assert (found.months, found.amount, found.stage_since) == (1, D("124.00"), date(2026, 4, 1))


def test_a_reversed_payment_is_no_payment() -> None:
    entries = (Paid(D("48.00"), date(2026, 1, 5)), Paid(D("-48.00"), date(2026, 1, 6)))
    line = line_of(account(paid={date(2026, 1, 1): entries}), date(2026, 1, 1), today=date(2026, 2, 1), rates=RATES)
    assert (line.state, line.paid, line.entries, line.open_amount) == (State.OVERDUE, D("0.00"), 2, D("48.00"))


def test_a_member_pays_from_the_month_of_the_meeting_that_admitted_them() -> None:
    who = account(starts_on=date(2026, 3, 31))
    states = [state(who, date(2026, m, 1), date(2026, 4, 15)) for m in (2, 3, 4)]
    assert states == [State.NOT_OWED, State.OVERDUE, State.OPEN]


def test_where_nobody_knows_the_day_the_first_base_begins_the_account() -> None:
    who = account(starts_on=None)
    assert state(who, date(2025, 12, 1), date(2026, 1, 10)) is State.NOT_OWED
    assert state(who, date(2026, 1, 1), date(2026, 1, 10)) is State.OPEN


def test_without_any_base_the_month_says_so_and_nobody_is_late() -> None:
    who = account(bases=())
    assert state(who, date(2026, 1, 1), date(2026, 8, 1)) is State.NO_BASE
    assert late(who, date(2026, 8, 1)) == Arrears()


def test_the_month_of_leaving_is_still_owed_but_not_the_month_of_death() -> None:
    gone = account(ends_on=date(2026, 4, 10))
    died = account(ends_on=date(2026, 4, 10), died=True)
    today = date(2026, 6, 1)
    assert [state(gone, date(2026, m, 1), today) for m in (4, 5)] == [State.OVERDUE, State.NOT_OWED]
    assert [state(died, date(2026, m, 1), today) for m in (3, 4)] == [State.OVERDUE, State.NOT_OWED]


@pytest.mark.parametrize(
    ("today", "count", "months", "stage"),
    [
        (date(2026, 3, 31), 0, 0, Stage.NONE),
        (date(2026, 4, 1), 3, 1, Stage.REMIND),
        (date(2026, 6, 1), 3, 3, Stage.CRITICISE),
        (date(2026, 7, 1), 6, 4, Stage.CRITICISE),
        (date(2026, 8, 1), 5, 5, Stage.WARN),
        (date(2026, 9, 1), 4, 6, Stage.CASE),
    ],
)
def test_quarterly_members_climb_from_the_end_of_the_quarter(
    today: date, count: int, months: int, stage: Stage
) -> None:
    found = late(account(base=QUARTERLY), today)
    assert (found.count, found.months, found.stage) == (count, months, stage)


def test_the_sentence_says_what_to_do_and_decides_nothing() -> None:
    assert late(account(), date(2026, 2, 1)).sentence == "连续1个月未交：请提醒本人补交，问明原因。"
    assert "批评教育" in late(account(), date(2026, 4, 1)).sentence
    assert "书记亲自谈话" in late(account(), date(2026, 6, 1)).sentence
    case = late(account(), date(2026, 7, 1)).sentence
    assert "提请党员大会讨论决定" in case
    assert case.endswith("系统不作认定。")
    assert late(account(*range(1, 13)), date(2026, 12, 31)).sentence == ""


def test_a_correction_of_the_base_shows_what_was_paid_too_much() -> None:
    who = account(1, bases=(Base(date(2026, 1, 1), Basis.WAGE, D("4000")),))
    line = line_of(who, date(2026, 1, 1), today=date(2026, 2, 1), rates=RATES)
    assert (line.state, line.surplus, line.open_amount) == (State.PAID, D("8.00"), D("0.00"))


def test_totals_count_states_and_leave_out_what_is_not_owed() -> None:
    who = account(1, 2, starts_on=date(2026, 1, 15))
    lines = [line_of(who, date(2025, 12, 1), today=date(2026, 4, 2), rates=RATES)]
    lines += [line_of(who, date(2026, m, 1), today=date(2026, 4, 2), rates=RATES) for m in (1, 2, 3, 4)]
    totals = totals_of(lines)
    assert (totals.due, totals.paid, totals.open_amount) == (D("192.00"), D("96.00"), D("96.00"))
    assert totals.counts == {State.NOT_OWED: 1, State.PAID: 2, State.OVERDUE: 1, State.OPEN: 1}
