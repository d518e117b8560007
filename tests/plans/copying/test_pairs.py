"""Two plans as a whole: copied, partly copied, written apart, whatever a copyist did to hide it."""

from __future__ import annotations

import pytest

from documents.domain.source import SourceText
from plans.domain.copying.formulas import set_formulas
from plans.domain.copying.pairs import Pair, PairClass, WholePlan, compare_pair, whole_reading
from plans.domain.reading import read_plan
from tests.plans.copying import texts


def whole(text: str) -> WholePlan:
    return whole_reading(read_plan(SourceText.from_lines(text)), set_formulas())


def pair(first: str, second: str) -> Pair:
    return compare_pair(whole(first), whole(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (texts.RIVER, texts.HILL),
        (texts.RIVER, texts.SHORT),
        (texts.HILL, texts.SHORT),
        (texts.SHORT, texts.SHORT_TOO),
        (texts.ONE_WRITER, texts.ONE_WRITER_TOO),
        (texts.HILL, texts.headings_with_new_text()),
    ],
)
def test_plans_that_share_only_set_formulas_or_one_writers_habits_are_independent(first: str, second: str) -> None:
    assert pair(first, second).verdict is PairClass.INDEPENDENT


def test_short_plans_with_the_same_slogans_share_more_than_the_threshold_and_still_count_as_independent() -> None:
    found = pair(texts.SHORT, texts.SHORT_TOO)
    assert found.containment > 0.5
    assert found.own_containment < 0.06


@pytest.mark.parametrize("change", [texts.with_other_names, texts.with_other_signs], ids=["names", "signs"])
def test_other_names_and_other_signs_leave_a_copy_a_copy(change: object) -> None:
    assert pair(texts.RIVER, change(texts.RIVER)).verdict is PairClass.COPIED  # type: ignore[operator]


@pytest.mark.parametrize("change", [texts.shuffled, texts.with_synonyms], ids=["shuffled", "synonyms"])
def test_shuffled_sentences_and_synonyms_leave_it_at_least_partly_copied(change: object) -> None:
    assert pair(texts.RIVER, change(texts.RIVER)).verdict is not PairClass.INDEPENDENT  # type: ignore[operator]


def test_a_plan_made_of_two_others_is_partly_copied_from_both() -> None:
    half = texts.RIVER[: texts.RIVER.index("（三）")] + texts.HILL[texts.HILL.index("2．") :]
    assert [pair(half, other).verdict for other in (texts.RIVER, texts.HILL)] == [PairClass.PARTIAL, PairClass.PARTIAL]


def test_a_plan_inside_a_longer_one_is_a_copy() -> None:
    assert pair(texts.RIVER, texts.RIVER + texts.HILL).verdict is PairClass.COPIED


def test_headings_copied_alone_are_found_although_the_texts_have_little_in_common() -> None:
    found = pair(texts.headings_with_new_text(), texts.SKELETON + texts.HILL)
    assert found.headings.headings[0] == "把读书会办成老师愿意来的地方"
    assert (len(found.headings.headings), found.verdict) == (5, PairClass.PARTIAL)


def test_both_orders_give_the_same() -> None:
    one, other = whole(texts.RIVER), whole(texts.with_synonyms(texts.RIVER))
    assert compare_pair(one, other).containment == compare_pair(other, one).containment


def test_empty_and_tiny_texts_are_independent() -> None:
    assert pair("一、学习", "一、学习").verdict is PairClass.INDEPENDENT
    assert pair("2026", texts.RIVER).containment == 0.0
