"""Days for what the rule book requires: each activity's frequency spread over the period by its pattern. Framework-free."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from plans.domain.checks.suggesting import wording_of
from plans.domain.period import Period
from plans.domain.proposing.lines import Basis, ProposedLine, Wishes
from plans.domain.proposing.patterns import LAST, SURE_DAYS, Every, Pattern
from plans.domain.proposing.sliding import slide
from regulations.domain.activities import ActivityKind
from regulations.domain.rules import Rule
from regulations.domain.work_calendar import WorkCalendar

_MONDAY, _WEDNESDAY, _THURSDAY, _FRIDAY = 0, 2, 3, 4
#: Customary days [LOCAL]; a branch's wish goes before them.
CUSTOMARY = {
    ActivityKind.COMMITTEE_MEETING: Pattern(Every.MONTH, weekday=_MONDAY, nth=1),
    ActivityKind.GROUP_MEETING: Pattern(Every.MONTH, weekday=_WEDNESDAY, nth=2),
    ActivityKind.THEME_DAY: Pattern(Every.MONTH, weekday=_FRIDAY, nth=1),
    ActivityKind.DUES: Pattern(Every.MONTH, day=10),
    ActivityKind.GENERAL_MEETING: Pattern(Every.QUARTER, month=LAST, weekday=_WEDNESDAY, nth=2),
    ActivityKind.PARTY_LECTURE: Pattern(Every.QUARTER, month=2, weekday=_FRIDAY, nth=3),
    ActivityKind.HEART_TO_HEART_TALK: Pattern(Every.YEAR, month=11, weekday=_WEDNESDAY, nth=3),
    ActivityKind.ORGANIZATIONAL_LIFE: Pattern(Every.YEAR, month=12, weekday=_WEDNESDAY, nth=3),
    ActivityKind.DEMOCRATIC_APPRAISAL: Pattern(Every.YEAR, month=12, weekday=_FRIDAY, nth=3),
}
_ELSE = Pattern(Every.YEAR, month=12, weekday=_THURSDAY, nth=3)
#: Yearly duties of the rule book that have no kind of their own: kind, wording, customary pattern.
WITHOUT_KIND = {
    "FQ-09": (ActivityKind.PLAN_AND_SUMMARY, "党支部书记向支部党员大会述职并接受评议", _ELSE),
    "FQ-10": (ActivityKind.DUES, "向党员公布全年党费收缴情况", Pattern(Every.YEAR, month=12, workday=LAST)),
}
#: How a plan names these duties.
_NAMES = {"FQ-09": (r"述职",), "FQ-10": (r"(?:公布|公示|公开|通报).{0,12}党费", r"党费.{0,12}(?:公布|公示|公开|通报)")}
_SIZES = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def required_lines(
    rule: Rule, kind: ActivityKind, text: str, period: Period, calendar: WorkCalendar, wishes: Wishes
) -> Iterator[ProposedLine]:
    """The rule's lines over the period.

    A quarter or half-year that lies only partly in the period gets its line when the pattern's own month lies in it, or half of its months;
    otherwise the neighbouring plan has it. A month in the middle of a vacation gives way to another one of its stretch, and for a yearly
    activity the month lies in the rule's window.
    """
    customary = WITHOUT_KIND[rule.code][2] if rule.code in WITHOUT_KIND else CUSTOMARY.get(kind, _ELSE)
    pattern = wishes.patterns.get(kind, customary) if rule.code not in WITHOUT_KIND else customary
    size, times = _SIZES[rule.parameters["per"]], rule.parameters["times"]
    for months in _stretches(period, size):
        share, used = _share(times, months, size), Counter[date]()
        for nth in range(share):
            placed = _month_of(rule, months, nth, share, pattern, size, calendar, used)
            if placed is None:
                continue
            month, told = placed
            planned = _day_of(pattern, month, nth, share, size, calendar)
            if size > 1 and used[month]:  # another one in the same month: a week later, around its end
                planned = month.replace(day=(planned.day - 1 + 7 * used[month]) % SURE_DAYS + 1)
            used[month] += 1
            bounds = month, month.replace(day=monthrange(month.year, month.month)[1])
            slid = slide(planned, *bounds, calendar, earlier=pattern.by)
            suffix = f"-{nth + 1}" if times > 1 else ""
            yield ProposedLine(
                key=f"{rule.code}:{months[0]:%Y-%m}{suffix}",
                kind=kind,
                text=text or wording_of(kind, slid.day),
                day=slid.day,
                planned_on=planned,
                last_day=slid.day,
                basis=Basis.RULE,
                pattern=pattern.words,
                why=told + slid.why,
                rule=rule.code,
                source=rule.source,
                evidence=rule.evidence,
                provisional=slid.provisional,
                of=rule.code,
                stretch=months,
                names=_NAMES.get(rule.code, ()),
            )


def _stretches(period: Period, size: int) -> list[tuple[date, ...]]:
    """The period's months by calendar stretch; a yearly activity has the period as its year."""
    if size == _SIZES["year"]:
        return [period.months]
    stretches: dict[tuple[int, int], list[date]] = {}
    for month in period.months:
        stretches.setdefault((month.year, (month.month - 1) // size), []).append(month)
    return [tuple(months) for months in stretches.values()]


def _share(times: int, months: tuple[date, ...], size: int) -> int:
    """How many of a stretch's lines fall to the months of it that the period has: half up. A single one is for `_month_of` to place."""
    return times if times == 1 else (2 * times * len(months) + size) // (2 * size)


def _month_of(
    rule: Rule,
    months: tuple[date, ...],
    nth: int,
    times: int,
    pattern: Pattern,
    size: int,
    calendar: WorkCalendar,
    used: Mapping[date, int],
) -> tuple[date, str] | None:
    """The month of the stretch's n-th line with what there is to say about it; None when it is for another plan."""
    if size == 1:
        return months[0], ""
    own = [month for month in months if pattern.is_own_month(month)]
    is_split = len(months) < size and rule.parameters["times"] == 1
    if is_split and not own and (size == _SIZES["year"] or 2 * len(months) < size):
        return None
    open_months = [month for month in months if _in_window(rule, month)]
    if not open_months:
        return None
    wanted = own[0] if own and times == 1 else months[(2 * nth + 1) * len(months) // (2 * times)]
    if wanted in open_months and not calendar.is_vacation_month(wanted):
        return wanted, ""
    free = [month for month in open_months if not calendar.is_vacation_month(month)]
    chosen = min(free or open_months, key=lambda month: (used.get(month, 0), _distance(month, wanted), month < wanted))
    if chosen == wanted:
        return wanted, ""
    if wanted not in open_months:
        return chosen, f"{wanted.month}月不在{rule.code}要求的时段内，改在{chosen.month}月。"
    return chosen, f"{wanted.month}月大部分在假期内，改在{chosen.month}月。"


def _in_window(rule: Rule, month: date) -> bool:
    """The month lies in the rule's window; one that ends in another year than it begins wraps around."""
    first, last = (rule.parameters.get(name, "") for name in ("window_first", "window_last"))
    if not first:
        return True
    begin, end = int(first[:2]), int(last[:2])
    return begin <= month.month <= end if begin <= end else not end < month.month < begin


def _distance(one: date, other: date) -> int:
    return abs((one.year - other.year) * 12 + one.month - other.month)


def _day_of(pattern: Pattern, month: date, nth: int, times: int, size: int, calendar: WorkCalendar) -> date:
    """The pattern's day in the month; several times a month are spread over it evenly."""
    length = monthrange(month.year, month.month)[1]
    if size == 1 and times > 1:
        return month.replace(day=(2 * nth + 1) * length // (2 * times) or 1)
    day = pattern.in_month(month, calendar) if pattern.every.months else None
    if day is None and pattern.weekday is not None:
        day = Pattern(Every.MONTH, weekday=pattern.weekday, nth=LAST).in_month(month, calendar)
    return day or month.replace(day=length)
