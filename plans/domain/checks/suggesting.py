"""Lines that would close a gap: one click makes them drafts in their month. Framework-free."""

from __future__ import annotations

from collections import Counter
from datetime import date

from plans.domain.checks.material import Material
from plans.domain.checks.model import ActivityVerdict, Knowledge
from regulations.domain.activities import ActivityKind
from regulations.domain.findings import SuggestedLine

#: What a suggested line says; the secretary writes the subject. {month} is the month's number.
_WORDING = {
    ActivityKind.GENERAL_MEETING: "召开支部党员大会",
    ActivityKind.COMMITTEE_MEETING: "召开支委会，研究{month}月党建工作",
    ActivityKind.GROUP_MEETING: "各党小组召开党小组会",
    ActivityKind.PARTY_LECTURE: "上专题党课",
    ActivityKind.THEME_DAY: "开展主题党日活动",
    ActivityKind.ORGANIZATIONAL_LIFE: "召开组织生活会",
    ActivityKind.DEMOCRATIC_APPRAISAL: "开展民主评议党员",
    ActivityKind.HEART_TO_HEART_TALK: "开展谈心谈话",
    ActivityKind.DUES: "收缴党费",
}


#: Yearly activities are customarily held when the year closes (Art. 17: generally in the fourth quarter).
_YEARLY_MONTH = 12


def wording_of(kind: str, month: date) -> str:
    """What a suggested line of this kind says in this month."""
    known = ActivityKind(kind)
    return _WORDING.get(known, known.label).format(month=month.month)


def suggested_lines(material: Material, knowledge: Knowledge, row: ActivityVerdict) -> tuple[SuggestedLine, ...]:
    """One line for each stretch without one, in its least busy month that is not a vacation."""
    period = material.period
    if period is None or row.kind not in set(ActivityKind):
        return ()
    load = Counter(number for line in material.lines for number in line.months)
    gaps = row.missing or ((period.months[0],) if not row.months else ())
    lines = []
    for first in gaps:
        month = _best_month(material.covered or period.months, first, row.required, load, knowledge)
        load[month.month] += 1
        lines.append(SuggestedLine(row.kind, wording_of(row.kind, month), month))
    return tuple(lines)


def _best_month(months: tuple[date, ...], first: date, required: str, load: Counter[int], knowledge: Knowledge) -> date:
    if first not in months:
        return months[0]
    if required.startswith("每月"):
        return first
    size = {"每季度": 3, "每半年": 6}.get(required.rstrip("0123456789次"), 12)
    stretch = [day for day in months if (day.month - 1) // size == (first.month - 1) // size and day.year == first.year]
    if size == 12 and (preferred := next((day for day in stretch if day.month == _YEARLY_MONTH), None)):
        return preferred
    term_time = [day for day in stretch if not knowledge.calendar.is_vacation_month(day)] or stretch
    return min(term_time, key=lambda day: (load[day.month], day))
