"""The data of the language check: what is refused as it is read, and what the data that ships may not hold."""

from __future__ import annotations

import pytest

from regulations.domain.wording import WordingDataError, fixed_wording, parse_wording

REFUSED = [
    ("firm = [1]", "firm"),
    ("unheard = []", "unheard"),
    ("firm = 'x'", "firm"),
    ("spellings = ['布署']", "布署"),
    ("spellings = ['布署 > 布署']", "布署"),
    ("spellings = ['(布)署 > 部署']", "no groups"),
    ("spellings = ['布署( > 部署']", "not a regular expression"),
    ("spellings = ['[布部]. > 部署']", "plain sign"),
    ("misnamed = [['党章']]", "misnamed"),
    ("unsimplified = ['查']", "unsimplified"),
    ("firm = [", "not TOML"),
]


@pytest.mark.parametrize(("text", "named"), REFUSED)
def test_data_that_does_not_hold_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(WordingDataError, match=named):
        parse_wording({"x.toml": text})


def test_look_behinds_may_have_several_lengths() -> None:
    (row,) = parse_wording({"x.toml": "spellings = ['(?<=甲|乙丙)丁 > 戊']"}).wrong
    assert [row.pattern.search(text) is not None for text in ("甲丁", "乙丙丁", "丙丁")] == [True, True, False]


def test_each_alternative_is_looked_for_by_its_own_signs() -> None:
    rows = parse_wording({"x.toml": "spellings = ['布署|部(?:暑|属)的 > 部署']"}).wrong
    assert [row.key for row in rows] == ["布署", "部"]


def test_no_right_wording_is_called_wrong() -> None:
    wording = fixed_wording()
    right = [*wording.firm, *wording.terms, *wording.phrases, *wording.idioms, *wording.formulas, *wording.documents]
    rows = [*wording.wrong, *wording.artefacts, *wording.doubtful]
    assert [(row.pattern.pattern, text) for row in rows for text in right if row.pattern.search(text)] == []


def test_what_is_put_in_place_is_not_wrong_itself() -> None:
    rows = [*fixed_wording().wrong, *fixed_wording().artefacts]
    again = [(row.right, other.right) for row in rows for other in rows if other.pattern.fullmatch(row.right)]
    assert again == []


def test_simplified_forms_are_not_in_need_of_simplifying() -> None:
    forms = fixed_wording().unsimplified
    assert sorted(sign for sign in forms.values() if sign in forms) == []
