"""What is due on a day: facts in, facts out, the same key on every day of the same step."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from members.domain.dues import Base, Basis, Rates, rates_of
from members.domain.dues_account import Account, Paid
from members.domain.hours import Quota, Standing
from members.reminders import Due, DuesFacts, PayerFacts, ReminderKind, StudentFacts, dues_due, hours_due
from regulations.domain.packs import national_rule_book

D = Decimal
BRANCH, TANG, SONG = UUID(int=1), UUID(int=2), UUID(int=3)
RATES = rates_of(national_rule_book(), date(2026, 1, 1))


def rates_in(month: date) -> Rates:
    return RATES


def payer(*paid: int, key: UUID = TANG, name: str = "唐果", since: date = date(2026, 1, 1)) -> PayerFacts:
    ledger = {date(2026, month, 1): (Paid(D("48.00"), date(2026, month, 5)),) for month in paid}
    bases = (Base(since, Basis.WAGE, D("4800")),)
    return PayerFacts(key, name, Account(starts_on=date(2010, 7, 1), bases=bases, paid=ledger))


def due(day: date, *payers: PayerFacts, published: frozenset[int] = frozenset()) -> list[Due]:
    return dues_due(DuesFacts(BRANCH, payers, rates_in, published), day)


def test_nothing_is_due_while_the_first_month_lasts() -> None:
    assert due(date(2026, 1, 31), payer()) == []


def test_each_step_of_the_ladder_is_due_from_its_day_with_a_key_of_its_own() -> None:
    found = [due(date(2026, month, 15), payer()) for month in range(2, 9)]
    assert [(row[0].kind, row[0].due_on, row[0].months) for row in found] == [
        (ReminderKind.DUES_LATE, date(2026, 2, 1), 1),
        (ReminderKind.DUES_LATE, date(2026, 2, 1), 2),
        (ReminderKind.DUES_CRITICISE, date(2026, 4, 1), 3),
        (ReminderKind.DUES_CRITICISE, date(2026, 4, 1), 4),
        (ReminderKind.DUES_WARN, date(2026, 6, 1), 5),
        (ReminderKind.DUES_CASE, date(2026, 7, 1), 6),
        (ReminderKind.DUES_CASE, date(2026, 7, 1), 7),
    ]
    assert len({row[0].key for row in found}) == 4
    assert found[0][0].key == f"dues:{TANG}:2026-01:remind"


def test_the_same_step_has_the_same_key_every_day_and_is_never_due_before_its_day() -> None:
    day, seen = date(2026, 2, 1), {}
    while day < date(2026, 8, 1):
        for row in due(day, payer()):
            assert row.due_on <= day
            assert seen.setdefault(row.kind, row.key) == row.key
        day += timedelta(days=1)
    assert list(seen) == [
        ReminderKind.DUES_LATE,
        ReminderKind.DUES_CRITICISE,
        ReminderKind.DUES_WARN,
        ReminderKind.DUES_CASE,
    ]


def test_a_second_row_of_unpaid_months_is_told_anew() -> None:
    first = due(date(2026, 2, 10), payer())[0]
    second = due(date(2026, 5, 10), payer(1, 2, 3))[0]
    assert (first.key, second.key) == (f"dues:{TANG}:2026-01:remind", f"dues:{TANG}:2026-04:remind")


def test_the_member_hears_of_reminder_and_criticism_the_rest_is_for_the_committee() -> None:
    told = {row.kind: row.tells_member for month in range(2, 9) for row in due(date(2026, month, 1), payer())}
    assert told == {
        ReminderKind.DUES_LATE: True,
        ReminderKind.DUES_CRITICISE: True,
        ReminderKind.DUES_WARN: False,
        ReminderKind.DUES_CASE: False,
    }


def test_who_has_paid_is_left_alone() -> None:
    assert due(date(2026, 3, 20), payer(1, 2), payer(1, 2, key=SONG, name="宋知秋")) == []


def test_bases_are_asked_for_in_january_until_everybody_has_one_of_the_year() -> None:
    old, new = payer(since=date(2025, 1, 1)), payer(key=SONG, name="宋知秋", since=date(2026, 1, 1))
    kinds = {row.kind: row for row in due(date(2026, 1, 1), old, new, published=frozenset({2025}))}
    review = kinds[ReminderKind.DUES_BASES]
    assert (review.due_on, review.key) == (date(2026, 1, 1), f"dues-bases:{BRANCH}:2026")
    assert review.sentence == "请核定2026年党费基数：唐果今年还没有核定。"
    assert ReminderKind.DUES_BASES not in {row.kind for row in due(date(2026, 1, 1), new)}


def test_last_years_publication_is_due_from_new_year_until_it_is_made() -> None:
    paid = payer(since=date(2025, 6, 1))
    rows = [row for row in due(date(2026, 1, 1), paid) if row.kind is ReminderKind.DUES_PUBLICATION]
    assert [(row.due_on, row.sentence) for row in rows] == [(date(2026, 1, 1), "请向党员公布2025年党费收缴情况。")]
    made = due(date(2026, 1, 1), paid, published=frozenset({2025}))
    assert ReminderKind.DUES_PUBLICATION not in {row.kind for row in made}


def test_a_branch_that_began_this_year_has_nothing_to_publish() -> None:
    assert due(date(2026, 1, 20), payer()) == []


def student(hours: str, quota: str = "32") -> StudentFacts:
    return StudentFacts(TANG, "唐果", Standing(D(hours), Quota(D(quota), None, "09-30", 60)))


def test_hours_are_looked_at_on_30_september() -> None:
    assert hours_due(BRANCH, [student("10")], date(2026, 9, 29)) == []
    found = hours_due(BRANCH, [student("10")], date(2026, 9, 30))
    assert [(row.key, row.due_on, row.tells_member) for row in found] == [
        (f"hours:{TANG}:2026", date(2026, 9, 30), True)
    ]
    assert found[0].sentence == "唐果今年学时10，不到要求的60%，还差22学时，请安排补学。"


def test_sixty_percent_exactly_is_enough() -> None:
    # 60 % of 32 is 19.2, of 56 it is 33.6
    day = date(2026, 10, 1)
    assert [len(hours_due(BRANCH, [student(h)], day)) for h in ("19.1", "19.2")] == [1, 0]
    assert [len(hours_due(BRANCH, [student(h, "56")], day)) for h in ("33.5", "33.6")] == [1, 0]
