"""Days that cannot be, weekdays that do not fit, months outside the period, a date on the paper from another year. Framework-free."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from plans.domain.checks.cite import at, cite
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge
from plans.domain.checks.years import years_of
from regulations.domain.findings import Finding, Level, Place, Replacement

WEEKDAYS = "一二三四五六日"
_DAY = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号](?:\s*[（(]?\s*(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天]))?"
)


def check_dates(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """Every written day, every schedule line's month, and the date below the paper."""
    findings: list[Finding] = []
    for passage in material.passages:
        for found in _DAY.finditer(passage.text):
            finding = _day(passage, found, material, knowledge, today)
            if finding:
                findings.append(finding)
    return [*findings, *_months(material, knowledge, today), *_issued(material, knowledge, today)]


def _day(
    passage: Passage, found: re.Match[str], material: Material, knowledge: Knowledge, today: date
) -> Finding | None:
    month, day = int(found["month"]), int(found["day"])
    text, where = at(passage, *found.span())
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(2024, month)[1]:
        return cite(
            knowledge, "PC-YEAR", today, Level.ERROR, f"没有“{text}”这一天。", code="PC-DATE", text=text, where=where
        )
    in_period = material.period.month_of(month) if material.period else None
    year = int(found["year"]) if found["year"] else (in_period.year if in_period else None)
    if year is None or not found["weekday"] or day > monthrange(year, month)[1]:
        return None
    right = WEEKDAYS[date(year, month, day).weekday()]
    if right == found["weekday"].replace("天", "日"):
        return None
    inside = found.start("weekday") - found.start()
    return cite(
        knowledge,
        "PC-YEAR",
        today,
        Level.ERROR,
        f"{year}年{month}月{day}日是星期{right}，不是星期{found['weekday']}。",
        code="PC-WEEKDAY",
        text=text,
        where=where,
        mends=[Replacement(text[:inside] + right + text[inside + 1 :])],
        evidence="computed",
    )


def _months(material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """A month block that the period does not have: the schedule of another term was kept."""
    if material.period is None:
        return
    outside = dict.fromkeys(
        (passage.label, number)
        for passage in material.lines
        for number in passage.months
        if material.period.month_of(number) is None and not _prepares(number, material.period.months[0].month)
    )
    for label, number in outside:
        yield cite(
            knowledge,
            "PC-YEAR",
            today,
            Level.WARNING,
            f"行事历里的{number}月不在计划期间（{material.period.label}）内。",
            code="PC-PERIOD",
            text=label,
            where=Place(label=label),
        )


def _prepares(number: int, first: int) -> bool:
    """The month in which a school prepares what begins in the next one: August for the autumn term."""
    return number == 8 and first == 9


def _issued(material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """A plan is signed in its period or in the months before it."""
    own, issued = years_of(material), material.issued_on
    if own and issued and not own[0] - 1 <= issued.year <= own[1]:
        text = f"{issued.year}年{issued.month}月{issued.day}日"
        yield cite(
            knowledge,
            "PC-YEAR",
            today,
            Level.ERROR,
            f"成文日期{text}与计划期间（{own[0]}年）不符。",
            code="PC-YEAR-ISSUED",
            text=text,
            where=Place("signed_on", "signed_on", label="成文日期"),
        )
