"""Chinese numerals and outline markers, against values written down by hand."""

import pytest

from documents.domain.numbering import chinese_numeral, compute_markers, outline_marker, parse_chinese_numeral


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (2026, "二千零二十六"),
    ],
)
def test_numerals_are_written_and_read(number: int, text: str) -> None:
    assert chinese_numeral(number) == text
    assert parse_chinese_numeral(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("二〇二六", 2026), ("廿三", 23), ("１２", 12), ("十", 10), ("一○五", 105), ("计划", None), ("", None)],
)
def test_other_ways_of_writing_numbers_are_read(text: str, number: int | None) -> None:
    assert parse_chinese_numeral(text) == number


def test_markers_restart_below_each_higher_heading() -> None:
    assert compute_markers([1, 2, 2, 3, 3, 2, 3, 1, 3, 4]) == [
        "一、",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "（三）",
        "1.",
        "二、",
        "1.",
        "（1）",
    ]


def test_a_numeral_out_of_range_is_an_error() -> None:
    with pytest.raises(ValueError, match="no Chinese numeral"):
        chinese_numeral(0)
    with pytest.raises(ValueError, match="no marker"):
        outline_marker(7, 1)
