"""Two people record the same month at the same moment, each on a PostgreSQL connection of their own: one wins, the other is told."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from members.models import DuesPayment, DuesReceipt
from members.services.dues import DuesChangedMeanwhile
from members.services.dues_ledger import AlreadyRecorded, reverse_receipt
from tests.cast import Cast, assemble_cast
from tests.members.dues_stage import at, fix, month, pay
from tests.races import at_once as at_once_telling
from tests.races import fresh as person
from tests.races import races

DAY = date(2026, 1, 12)

pytestmark = races
at_once = partial(at_once_telling, told=(DuesChangedMeanwhile,))


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble_cast()


@pytest.mark.parametrize("round_number", range(4))
def test_the_same_month_is_recorded_once(cast: Cast, round_number: int) -> None:
    fix(cast, cast.tang, "6800", month(1))
    people = [person(cast.lin), person(cast.qiao)]
    outcomes = at_once(*(lambda who=who: pay(cast, cast.tang, [month(1)], "102", DAY, by=who) for who in people))
    won = [outcome for outcome in outcomes if isinstance(outcome, DuesReceipt)]
    told = [outcome for outcome in outcomes if isinstance(outcome, AlreadyRecorded)]
    assert (len(won), len(told)) == (1, 1)
    assert [name[:2] for name in told[0].cells.values()] == [won[0].issued_by.display_name[:2]]  # type: ignore[union-attr]
    assert (DuesPayment.objects.count(), DuesReceipt.objects.count()) == (1, 1)


@pytest.mark.parametrize("round_number", range(4))
def test_receipts_of_different_members_get_different_numbers(cast: Cast, round_number: int) -> None:
    payers = [cast.tang, cast.song, cast.qiao]
    for user in payers:
        fix(cast, user, "6800", month(1))
    lin = [person(cast.lin) for _ in payers]
    outcomes = at_once(
        *(
            lambda user=user, by=by: pay(cast, user, [month(1)], "102", DAY, by=by)
            for user, by in zip(payers, lin, strict=True)
        )
    )
    assert sorted(outcome.number for outcome in outcomes) == [1, 2, 3]  # type: ignore[attr-defined]


@pytest.mark.parametrize("round_number", range(4))
def test_a_receipt_is_reversed_by_one_of_two(cast: Cast, round_number: int) -> None:
    fix(cast, cast.tang, "6800", month(1))
    receipt = pay(cast, cast.tang, [month(1)], "102", DAY)
    people = [person(cast.lin), person(cast.qiao)]
    outcomes = at_once(
        *(lambda who=who: reverse_receipt(receipt=receipt, reason="登错", by=who, at=at(DAY)) for who in people)
    )
    assert sum(isinstance(outcome, DuesChangedMeanwhile) for outcome in outcomes) == 1
    assert sorted(DuesPayment.objects.values_list("amount", flat=True)) == [-102, 102]
