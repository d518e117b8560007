"""The identity number: check digit, spellings, what it says; and the seal around it."""

from __future__ import annotations

from datetime import date

import pytest

from members.domain.identity import (
    IdentityNumberError,
    birth_date_of,
    check_digit,
    contradictions,
    normalised,
    sex_of,
)
from members.domain.sealing import KeyRing, SealBroken, key_of
from tests.members.roster_stage import EXAMPLE

RING = KeyRing({"b": b"b" * 32, "a": b"a" * 32})
OLD = KeyRing({"a": b"a" * 32})


def test_the_example_of_the_standard_is_accepted() -> None:
    assert normalised(EXAMPLE) == EXAMPLE
    assert birth_date_of(EXAMPLE) == date(1949, 12, 31)
    assert sex_of(EXAMPLE) == "female"


@pytest.mark.parametrize(
    "text",
    ["11010519491231002x", " 110105 19491231 002X ", "110105-19491231-002X", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_spellings_of_one_number_are_one_number(text: str) -> None:
    assert normalised(text) == EXAMPLE


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("110105194912310021", "校验码"),
        ("110105491231002", "15位"),
        ("1101051949123100", "现在是16位"),
        ("11010519490231002X", "不是日历上有的"),
        ("440524188001010014", "早于1900年"),
        ("X1010519491231002X", "17位数字"),
        ("01010519491231002X", "不以0开头"),
        ("", "现在是0位"),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason_and_without_the_number(text: str, word: str) -> None:
    with pytest.raises(IdentityNumberError, match=word) as refused:
        normalised(text)
    assert not text or text not in str(refused.value)


def test_one_wrong_digit_never_passes_the_check() -> None:
    first = EXAMPLE[:17]
    others = {first[:place] + digit + first[place + 1 :] for place in range(17) for digit in "0123456789"} - {first}
    assert len(others) == 17 * 9
    assert [other for other in others if check_digit(other) == "X"] == []


def test_birth_date_and_sex_that_differ_are_told_and_not_refused() -> None:
    said = contradictions(EXAMPLE, birth_date=date(1949, 12, 30), sex="male", today=date(2026, 3, 2))
    assert [("出生日期" in line, "性别" in line) for line in said] == [(True, False), (False, True)]
    assert contradictions(EXAMPLE, birth_date=None, sex="", today=date(2026, 3, 2)) == []
    assert contradictions(EXAMPLE, birth_date=date(1949, 12, 31), sex="female", today=date(2026, 3, 2)) == []


def test_a_sealed_text_opens_for_its_row_only() -> None:
    sealed = RING.seal(EXAMPLE, b"one")
    assert EXAMPLE not in sealed
    assert RING.unseal(sealed, b"one") == EXAMPLE
    with pytest.raises(SealBroken):
        RING.unseal(sealed, b"two")


def test_what_was_altered_does_not_open() -> None:
    sealed = RING.seal(EXAMPLE, b"one")
    for place in range(4, len(sealed)):
        altered = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            RING.unseal(altered, b"one")


def test_the_first_key_seals_and_the_others_still_open() -> None:
    before = OLD.seal(EXAMPLE, b"one")
    assert (key_of(before), key_of(RING.seal(EXAMPLE, b"one"))) == ("a", "b")
    assert RING.unseal(before, b"one") == EXAMPLE
    with pytest.raises(SealBroken):
        OLD.unseal(RING.seal(EXAMPLE, b"one"), b"one")


def test_the_same_number_is_sealed_differently_and_indexed_equally() -> None:
    assert RING.seal(EXAMPLE, b"one") != RING.seal(EXAMPLE, b"one")
    assert RING.index(EXAMPLE) == RING.index(EXAMPLE)
    assert RING.index(EXAMPLE) != OLD.index(EXAMPLE)
    assert RING.indexes(EXAMPLE) == [RING.index(EXAMPLE), OLD.index(EXAMPLE)]
    assert EXAMPLE not in RING.index(EXAMPLE)


def test_a_ring_shows_no_key() -> None:
    assert "aaaa" not in repr(OLD)
