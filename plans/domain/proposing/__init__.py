"""The planning aid: `propose_schedule` is the door. Framework-free: facts, rules and calendars in, lines to take or leave out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from plans.domain.checks.material import BranchFacts
from plans.domain.period import Period
from plans.domain.proposing.condensing import by_month
from plans.domain.proposing.lines import Basis, ProposedLine, Requirement, Wish, Wishes
from plans.domain.proposing.patterns import Every, Pattern, find_pattern, parse_pattern
from plans.domain.proposing.recognising import PresentLine, recognise
from plans.domain.proposing.required import WITHOUT_KIND, required_lines
from plans.domain.proposing.sliding import Slid, said, slide
from regulations.domain.activities import ActivityKind, activity_kind_of
from regulations.domain.observed_days import ObservedDay
from regulations.domain.rules import RuleBook
from regulations.domain.work_calendar import WorkCalendar
from regulations.domain.working_days import add_months

__all__ = [
    "Basis",
    "Every",
    "Pattern",
    "PresentLine",
    "ProposedLine",
    "Requirement",
    "Slid",
    "Wish",
    "Wishes",
    "bounds_of",
    "by_month",
    "find_pattern",
    "parse_pattern",
    "propose_schedule",
    "recognise",
    "said",
    "slide",
]

#: How far a commemoration may be moved from its day, and any other single day from its own.
_FARTHEST = timedelta(days=14)


def propose_schedule(
    period: Period,
    facts: BranchFacts,
    rules: RuleBook,
    calendar: WorkCalendar,
    observances: Sequence[ObservedDay],
    wishes: Wishes | None = None,
    requirements: Sequence[Requirement] = (),
) -> tuple[ProposedLine, ...]:
    """Lines for the period by day: what the rule book requires, the district asks for, the year commemorates and the branch wishes.

    Rules are those in force on the period's first day. `observances` are `days_of_year` of each calendar year the period touches; those not
    listed or outside the period are passed over. No line falls on a weekend or holiday where another working day is near enough; what
    recurs also avoids vacations and examinations within its month. Same facts, same lines.
    """
    wishes = wishes or Wishes()
    lines = [
        *_required(period, facts, rules, calendar, wishes),
        *_asked(period, calendar, requirements, wishes),
        *_observed(period, calendar, observances, wishes),
        *_wished(period, calendar, wishes),
    ]
    return tuple(sorted(lines, key=lambda line: (line.day, list(Basis).index(line.basis), line.key)))


def _required(
    period: Period, facts: BranchFacts, rules: RuleBook, calendar: WorkCalendar, wishes: Wishes
) -> Iterator[ProposedLine]:
    has = {"": True, "committee": facts.has_committee, "groups": facts.has_groups}
    for rule in rules.in_force(period.months[0]):
        if not has[rule.parameters.get("needs", "")] or rule.code in wishes.leave_out:
            continue
        if rule.code in WITHOUT_KIND:
            kind, text, _ = WITHOUT_KIND[rule.code]
            yield from required_lines(rule, kind, text, period, calendar, wishes)
        elif {"activity", "per", "times"} <= set(rule.parameters):
            kind = ActivityKind(rule.parameters["activity"])
            yield from required_lines(rule, kind, "", period, calendar, wishes)


def _asked(
    period: Period, calendar: WorkCalendar, requirements: Sequence[Requirement], wishes: Wishes
) -> Iterator[ProposedLine]:
    first, last = bounds_of(period)
    for row in requirements:
        if row.key in wishes.leave_out:
            continue
        if row.pattern is not None:
            within = max(row.first or first, first), min(row.due or last, last)
            yield from _recurring(row.key, row, row.pattern, Basis.DISTRICT, within, calendar, row.source)
        elif row.due is not None and first <= row.due <= last:
            begin = max(row.first or first, first)
            slid = slide(row.due, begin, row.due, calendar, earlier=True)
            yield ProposedLine(
                row.key,
                row.kind,
                row.text,
                slid.day,
                row.due,
                slid.day,
                Basis.DISTRICT,
                pattern=f"{row.due.month}月{row.due.day}日前",
                why=slid.why,
                source=row.source,
                provisional=slid.provisional,
                of=row.key,
                stretch=tuple(month for month in period.months if begin.replace(day=1) <= month <= row.due),
            )


def _observed(
    period: Period, calendar: WorkCalendar, observances: Sequence[ObservedDay], wishes: Wishes
) -> Iterator[ProposedLine]:
    """Commemorations are held on the day or before it: 清明 on a Sunday is kept on the Friday. A vacation is only told, not avoided."""
    first, last = bounds_of(period)
    for row in observances:
        planned = row.span.first
        if not row.listed or row.key in wishes.leave_out or not first <= planned <= last:
            continue
        until = row.span.last if row.span.last > planned else min(planned + _FARTHEST, last)
        single = row.span.last == planned
        earliest = max(planned - _FARTHEST, first) if single else planned
        slid = slide(planned, earliest, until, calendar, earlier=single, school=False)
        vacation = calendar.vacation_on(slid.day)
        told = f"{slid.day.month}月{slid.day.day}日在{vacation}内，可提前安排。" if vacation else ""
        text = row.line.format(number=row.number) if row.line else f"结合{_named(row)}开展活动"
        kind = activity_kind_of(row.line or row.name)
        before = add_months(planned.replace(day=1), -1)
        yield ProposedLine(
            key=f"{row.key}:{planned.year}",
            kind=ActivityKind.COMMEMORATION if kind is ActivityKind.OTHER else kind,
            text=text,
            day=slid.day,
            planned_on=planned,
            last_day=slid.day if single else row.span.last,
            basis=Basis.OBSERVANCE,
            pattern=row.rule,
            why=slid.why + told,
            source=row.source,
            evidence=row.evidence,
            provisional=slid.provisional,
            of=row.key,
            stretch=tuple(month for month in period.months if before <= month <= row.span.last),
            names=row.patterns,
            customary=row.customary,
        )


def _named(row: ObservedDay) -> str:
    """第42个教师节, 建党105周年, 学雷锋纪念日（63周年）."""
    if row.number.startswith("第"):
        return f"{row.number}{row.name}"
    if row.number and row.name.endswith("日"):
        return f"{row.name}（{row.number}）"
    return f"{row.name}{row.number}"


def _wished(period: Period, calendar: WorkCalendar, wishes: Wishes) -> Iterator[ProposedLine]:
    for row in wishes.lines:
        if row.key not in wishes.leave_out:
            yield from _recurring(row.key, row, row.pattern, Basis.WISH, bounds_of(period), calendar, "")


def _recurring(
    key: str,
    row: Requirement | Wish,
    pattern: Pattern,
    basis: Basis,
    within: tuple[date, date],
    calendar: WorkCalendar,
    source: str,
) -> Iterator[ProposedLine]:
    first, last = within
    for planned in pattern.days(first, last, calendar):
        slid = slide(planned, *_room(pattern, planned, first, last), calendar, earlier=pattern.by)
        yield ProposedLine(
            key=f"{key}:{planned.isoformat()}",
            kind=row.kind,
            text=row.text,
            day=slid.day,
            planned_on=planned,
            last_day=slid.day,
            basis=basis,
            pattern=pattern.words,
            why=slid.why,
            source=source,
            provisional=slid.provisional,
            of=key,
            stretch=(slid.day.replace(day=1),),
            every=pattern.every,
        )


def _room(pattern: Pattern, planned: date, first: date, last: date) -> tuple[date, date]:
    """Where an occurrence may move: within its week, or its month; never behind a day it is due by."""
    if pattern.every in {Every.WEEK, Every.FORTNIGHT, Every.TERM}:
        begin = planned - timedelta(days=planned.weekday())
        end = begin + timedelta(days=6)
    else:
        begin = planned.replace(day=1)
        end = add_months(begin, 1) - timedelta(days=1)
    return max(begin, first), min(planned if pattern.by else end, last)


def bounds_of(period: Period) -> tuple[date, date]:
    """First and last day of the period."""
    return period.months[0], add_months(period.months[-1], 1) - timedelta(days=1)
