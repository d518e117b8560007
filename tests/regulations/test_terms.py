"""School years: what belongs to which, and what contradicts itself."""

from datetime import date

import pytest

from regulations.domain.terms import TermKind, TermRow, TermsRefused, check_terms, school_year_label, school_year_of
from regulations.domain.work_calendar import Stretch

TERM, VACATION, EXAMINATION = TermKind.TERM, TermKind.VACATION, TermKind.EXAMINATION


def _row(kind: TermKind, name: str, first: str, last: str) -> TermRow:
    return TermRow(kind, Stretch(name, date.fromisoformat(first), date.fromisoformat(last)))


WHOLE = [
    _row(TERM, "第一学期", "2026-09-01", "2027-01-22"),
    _row(VACATION, "寒假", "2027-01-23", "2027-02-21"),
    _row(TERM, "第二学期", "2027-02-22", "2027-07-09"),
    _row(EXAMINATION, "期末考试", "2027-01-13", "2027-01-15"),
    _row(VACATION, "暑假", "2027-07-10", "2027-08-31"),
]


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 9, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 15), 2026), (date(2027, 8, 31), 2026)],
)
def test_a_day_belongs_to_the_school_year_that_began_in_september(day: date, year: int):
    assert (school_year_of(day), school_year_label(school_year_of(day))) == (year, "2026—2027学年")


def test_a_whole_school_year_holds():
    check_terms(2026, WHOLE)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (_row(VACATION, "秋假", "2026-11-10", "2026-11-01"), "秋假的结束日期早于开始日期。"),
        (_row(VACATION, "秋假", "2026-11-02", "2026-11-06"), "秋假与第一学期（2026年9月1日至1月22日）重叠。"),
        (_row(EXAMINATION, "补考", "2027-01-15", "2027-01-16"), "补考与期末考试（2027年1月13日至1月15日）重叠。"),
        (_row(EXAMINATION, "中考", "2027-07-20", "2027-07-22"), "中考不在任何一个学期内。"),
        (_row(VACATION, "暑假", "2028-07-01", "2028-08-31"), "暑假不在2026—2027学年内。"),
    ],
)
def test_a_stretch_that_cannot_be_says_why(row: TermRow, message: str):
    with pytest.raises(TermsRefused) as refused:
        check_terms(2026, [*WHOLE, row])
    assert refused.value.messages == {5: message}


def test_the_year_before_is_not_run_into():
    before = [_row(VACATION, "暑假", "2026-07-11", "2026-09-02")]
    with pytest.raises(TermsRefused) as refused:
        check_terms(2026, WHOLE, before)
    assert refused.value.messages == {0: "第一学期与暑假（2026年7月11日至9月2日）重叠。"}


def test_an_empty_school_year_is_refused_as_a_whole():
    with pytest.raises(TermsRefused) as refused:
        check_terms(2026, [])
    assert refused.value.messages == {-1: "请至少填写一个学期或假期的起止日期。"}
