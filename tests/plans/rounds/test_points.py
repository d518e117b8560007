"""Which places of a paper are proposed for a key point, against what a person says of two invented papers."""

from collections.abc import Mapping, Sequence

from plans.domain.rounds.answers import Place, point_table
from tests.plans.rounds import point_cases as cases


def proposed(places: Sequence[Place], answers: Mapping[str, set[str]]) -> dict[str, list[str]]:
    rows = point_table([(text, 1, text) for text in answers], places, {}).rows
    return {row.text: [place.origin for place in row.likely] for row in rows}


def counts(places: Sequence[Place], answers: Mapping[str, set[str]]) -> tuple[int, int, int]:
    """Right ones proposed, all proposed, all right ones."""
    found = proposed(places, answers)
    right = sum(len(answers[text] & set(rows)) for text, rows in found.items())
    return right, sum(map(len, found.values())), sum(map(len, answers.values()))


def test_the_meetings_of_four_quarters_answer_that_there_is_one_in_each() -> None:
    found = proposed(cases.PLACES, cases.ANSWERS)
    # 党员大会, 支部大会: by their kind, whatever the words; the section that speaks of them too
    assert {"s2", "i1", "i7", "i11", "i12"} == set(found["每季度至少召开一次支部党员大会"])
    assert found["党支部书记为全体党员讲党课"] == ["i0"]
    assert found["组织消防安全检查"] == []  # "组织" and "安全" stand in a line, and it is another matter


def test_most_of_what_is_proposed_is_right_and_most_of_what_is_right_is_proposed() -> None:
    assert counts(cases.PLACES, cases.ANSWERS) == (17, 18, 22)
    assert counts(cases.OTHER_PLACES, cases.OTHER_ANSWERS) == (6, 6, 10)
