"""Small plans for the checks, and what the checks know: the data that ships with the portal, without a calendar of holidays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plans.domain.checks import BranchFacts, CheckReport, Knowledge, Material, Passage, check_plan
from plans.domain.period import Cycle, Period
from regulations.domain.findings import Finding, Level
from regulations.domain.observances import observance_book
from regulations.domain.packs import national_rule_book
from regulations.domain.timeline_data import national_timeline
from regulations.domain.work_calendar import SpecialDay, Stretch, WorkCalendar, work_calendar

TODAY = date(2026, 11, 21)
YEAR_2026 = Period(Cycle.CALENDAR_YEAR, 2026)
SPRING_2026 = Period(Cycle.SEMESTER, 2025, 2)
AUTUMN_2026 = Period(Cycle.SEMESTER, 2026, 1)


def knowledge(*, units: tuple[str, ...] = (), calendar: WorkCalendar | None = None) -> Knowledge:
    return Knowledge(
        national_rule_book(), national_timeline(), calendar or work_calendar([], []), observance_book(), units
    )


def summer_calendar() -> WorkCalendar:
    """1 October 2026 is off; 10 July to 31 August is vacation; 22–24 June are examinations."""
    return work_calendar(
        [SpecialDay(date(2026, 10, 1), is_off=True, name="国庆节")],
        [2026],
        vacations=(Stretch("暑假", date(2026, 7, 10), date(2026, 8, 31)),),
        examinations=(Stretch("期末考试", date(2026, 6, 22), date(2026, 6, 24)),),
    )


def plan(
    *texts: str,
    period: Period | None = YEAR_2026,
    lines: Sequence[tuple[int, str]] = (),
    title: str = "",
    headings: Sequence[tuple[str, str]] = (),
    branch: BranchFacts | None = None,
) -> Material:
    """A plan of body texts, (heading, body) pairs and (month, line) pairs."""
    passages = [Passage("title", "title", title, "标题", "title")] if title else []
    passages += [Passage(f"s{i}", "body", text, f"第{i}段", "heading", 1) for i, text in enumerate(texts)]
    for i, (heading, body) in enumerate(headings, len(texts)):
        passages.append(Passage(f"s{i}", "heading", heading, heading, "heading", 1, headings=(heading,)))
        passages.append(Passage(f"s{i}", "body", body, heading, "heading", 1, headings=(heading,)))
    for i, (month, text) in enumerate(lines):
        first = period.month_of(month) if period else None
        passages.append(Passage(f"i{i}", "text", text, f"{month}月", "line", months=(month,), month=first))
    return Material(
        tuple(passages),
        period,
        period.months[0].year if period else None,
        None,
        bool(lines),
        period.months if period and lines else (),
        branch=branch or BranchFacts(),
    )


def checked(material: Material, known: Knowledge | None = None) -> CheckReport:
    return check_plan(material, known or knowledge(), today=TODAY)


def told(material: Material, prefix: str, known: Knowledge | None = None) -> list[Finding]:
    """Findings whose code begins with the prefix, remarks of level info left out."""
    rows = checked(material, known).findings
    return [row for row in rows if row.code.startswith(prefix) and row.level is not Level.INFO]


def quoted(material: Material, prefix: str, known: Knowledge | None = None) -> list[str]:
    """The fragments of those findings."""
    return [row.text for row in told(material, prefix, known)]
