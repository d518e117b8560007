"""The school calendars of the demo district, entered by its administrator as the city published them. The dates are invented."""

from __future__ import annotations

from datetime import date

from branchplan.demo.history import moment
from branchplan.demo.people import Scene
from regulations.domain.terms import TermKind, TermRow
from regulations.domain.work_calendar import Stretch
from regulations.services.terms import save_terms

TERM, VACATION, EXAMINATION = TermKind.TERM, TermKind.VACATION, TermKind.EXAMINATION
SOURCE = "青榆区教育局校历通知（示例）"
SCHOOL_YEARS = {
    2025: (
        (TERM, "第一学期", date(2025, 9, 1), date(2026, 1, 30)),
        (EXAMINATION, "第一学期期中考试", date(2025, 11, 12), date(2025, 11, 14)),
        (EXAMINATION, "第一学期期末考试", date(2026, 1, 26), date(2026, 1, 28)),
        (VACATION, "寒假", date(2026, 1, 31), date(2026, 3, 1)),
        (TERM, "第二学期", date(2026, 3, 2), date(2026, 7, 10)),
        (EXAMINATION, "第二学期期中考试", date(2026, 5, 6), date(2026, 5, 8)),
        (EXAMINATION, "第二学期期末考试", date(2026, 7, 6), date(2026, 7, 8)),
        (VACATION, "暑假", date(2026, 7, 11), date(2026, 8, 31)),
    ),
    2026: (
        (TERM, "第一学期", date(2026, 9, 1), date(2027, 1, 22)),
        (EXAMINATION, "第一学期期中考试", date(2026, 11, 11), date(2026, 11, 13)),
        (EXAMINATION, "第一学期期末考试", date(2027, 1, 18), date(2027, 1, 20)),
        (VACATION, "寒假", date(2027, 1, 23), date(2027, 2, 21)),
        (TERM, "第二学期", date(2027, 2, 22), date(2027, 7, 9)),
        (EXAMINATION, "第二学期期中考试", date(2027, 5, 10), date(2027, 5, 12)),
        (EXAMINATION, "第二学期期末考试", date(2027, 7, 5), date(2027, 7, 7)),
        (VACATION, "暑假", date(2027, 7, 10), date(2027, 8, 31)),
    ),
}


def make_terms(scene: Scene, today: date) -> None:
    """Both school years, each entered in the August before it, through the same door as the administrator's form."""
    district = scene.places[0].branch.district
    for year, stretches in SCHOOL_YEARS.items():
        rows = [TermRow(kind, Stretch(name, first, last)) for kind, name, first, last in stretches]
        at = moment(min(today, date(year, 8, 25)))
        by = scene.district_people["wei"]
        save_terms(district=district, school_year=year, rows=rows, source=SOURCE, by=by, at=at)
