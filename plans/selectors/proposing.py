"""The planning aid for a plan: what is proposed, what of it the plan already has, what it all rests on. A fixed number of queries."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from branches.models import Branch
from plans.domain.period import Period
from plans.domain.proposing import (
    Basis,
    PresentLine,
    ProposedLine,
    Requirement,
    Wish,
    Wishes,
    bounds_of,
    by_month,
    parse_pattern,
    propose_schedule,
    recognise,
    said,
)
from plans.models import DistrictRequirement, ItemBatch, Plan, Routine, RoutinePattern
from plans.selectors.checks import facts_of
from regulations.domain.activities import ActivityKind
from regulations.domain.observed_days import ObservedDay
from regulations.domain.rules import Rule, RuleBook
from regulations.domain.work_calendar import Stretch, WorkCalendar
from regulations.selectors.calendar import observed_days_for, work_calendar_for
from regulations.selectors.rules import lineage, rule_book_for

SHOWN_BATCHES = 5
OTHER_OBSERVANCES = "others"


@dataclass(frozen=True)
class Proposal:
    """Every line for the plan's period with what the plan already has of it, by key."""

    period: Period
    lines: tuple[ProposedLine, ...]
    found: dict[str, PresentLine]
    rules: RuleBook
    calendar: WorkCalendar
    own_kinds: frozenset[ActivityKind]
    requirements: dict[str, DistrictRequirement]

    @property
    def open_lines(self) -> tuple[ProposedLine, ...]:
        return tuple(line for line in self.lines if line.key not in self.found)

    @property
    def digest(self) -> str:
        """Of every line still to be taken: what is taken is what was shown."""
        shown = "\n".join(f"{line.key}|{line.day}|{line.last_day}|{line.kind}|{line.text}" for line in self.open_lines)
        return hashlib.sha256(shown.encode()).hexdigest()


def proposal_for(plan: Plan, today: date) -> Proposal:
    """`plan` with its branch and district. At most thirteen queries."""
    branch, period = plan.branch, plan.period
    rules = rule_book_for(branch.district, max(today, period.months[0]))
    calendar = work_calendar_for(branch.district)
    routine = routine_of(branch)
    requirements = {row.pk.hex: row for row in requirements_for(branch)}
    lines = propose_schedule(
        period,
        facts_of(branch),
        rules,
        calendar,
        list(_observances(branch, period, routine)),
        routine.wishes,
        [requirement_of(row) for row in requirements.values()],
    )
    lines = by_month(lines, calendar)
    return Proposal(
        period,
        lines,
        recognise(lines, present_lines(plan)),
        rules,
        calendar,
        frozenset(routine.wishes.patterns),
        requirements,
    )


@dataclass(frozen=True)
class RoutineFacts:
    """A branch's routine as the aid takes it; empty for a branch that has none. `version` is 0 then."""

    version: int = 0
    wishes: Wishes = field(default_factory=Wishes)
    observances: dict[str, bool] = field(default_factory=dict)
    days: dict[ActivityKind, RoutinePattern] = field(default_factory=dict)


def routine_of(branch: Branch) -> RoutineFacts:
    """Four queries, one where the branch has no routine. Words that are no pattern any more are passed over."""
    routine = Routine.objects.filter(branch=branch).first()
    if routine is None:
        return RoutineFacts()
    days = {ActivityKind(row.kind): row for row in routine.patterns.all()}
    patterns = {kind: parse_pattern(row.words) for kind, row in days.items()}
    lines = [(row, parse_pattern(row.words)) for row in routine.lines.order_by("position", "pk")]
    wishes = Wishes(
        {kind: pattern for kind, pattern in patterns.items() if pattern},
        tuple(Wish(row.pk.hex, row.text, ActivityKind(row.kind), pattern) for row, pattern in lines if pattern),
    )
    return RoutineFacts(routine.version, wishes, dict(routine.observances.values_list("key", "wanted")), days)


def requirements_for(branch: Branch) -> list[DistrictRequirement]:
    """What the branch's district and those above it ask of such a school."""
    rows = DistrictRequirement.objects.in_force().filter(district__path__in=lineage(branch.district.path))
    rows = rows.select_related("district").order_by("district__path", "added_at", "pk")
    return [row for row in rows if not row.school_kinds or branch.school_kind in row.school_kinds]


def requirement_of(row: DistrictRequirement) -> Requirement:
    pattern = parse_pattern(row.words) if row.words else None
    kind, source = ActivityKind(row.kind), f"{row.district.name}：{row.source}"
    return Requirement(row.pk.hex, row.text, kind, pattern, row.first_on, row.due_on, source)


def _observances(branch: Branch, period: Period, routine: RoutineFacts) -> Iterator[ObservedDay]:
    for year in sorted({month.year for month in period.months}):
        for day in observed_days_for(branch.district, year, school_kind=branch.school_kind):
            yield replace(day, customary=routine.observances.get(day.key, day.customary))


def present_lines(plan: Plan) -> list[PresentLine]:
    """The plan's schedule as the aid recognises it; one query."""
    rows = plan.items.present().values_list(
        "pk", "first_month", "last_month", "text", "kind", "is_theme", "proposed_as"
    )
    return [
        PresentLine(str(pk), first, last, text, ActivityKind(kind), is_theme, key)
        for pk, first, last, text, kind, is_theme, key in rows
    ]


# --- the page -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Shown:
    """A line with how many others are proposed for the same day; `has` is the line of the plan that it already is."""

    line: ProposedLine
    company: int = 0
    has: PresentLine | None = None

    @property
    def is_crowded(self) -> bool:
        """Two more on the same day are worth a word."""
        return self.company > 1

    @property
    def when(self) -> str:
        """3月6日（周五）, 9月14日—20日, or every day of a line that stands for several."""
        line = self.line
        if line.days:
            return f"{line.month.month}月" + "、".join(f"{day.day}日" for day in line.days)
        if line.last_day == line.day:
            return said(line.day)
        end = f"{line.last_day.month}月{line.last_day.day}日"
        return f"{line.day.month}月{line.day.day}日—{end}"


@dataclass
class Group:
    """Lines under one heading. `note` says on which pattern, `evidence` how sure the source is; a `folded` one is not taken with all."""

    key: str
    title: str
    note: str = ""
    source: str = ""
    evidence: str = ""
    folded: bool = False
    open: list[Shown] = field(default_factory=list)
    present: list[Shown] = field(default_factory=list)


@dataclass(frozen=True)
class ProposalPage:
    """`stretches` are the school's terms, vacations and examinations within the period; `provisional` the years without a table of holidays."""

    plan: Plan
    groups: list[Group]
    digest: str
    by: str
    total: int
    taken: int
    stretches: list[Stretch]
    provisional: list[int]
    batches: list[ItemBatch]

    @property
    def complete(self) -> list[Group]:
        """Those that the plan has all of."""
        return [group for group in self.groups if not group.open]


def proposal_page(plan: Plan, proposal: Proposal, by: str) -> ProposalPage:
    """By source, or `by` month. One query more, for the batches."""
    company = Counter(line.day for line in proposal.open_lines)
    shown = [Shown(line, company[line.day] - 1, proposal.found.get(line.key)) for line in proposal.lines]
    first, last = bounds_of(proposal.period)
    calendar = proposal.calendar
    stretches = [*calendar.terms, *calendar.vacations, *calendar.examinations]
    return ProposalPage(
        plan,
        group_lines(proposal, shown, by),
        proposal.digest,
        by,
        sum(line.customary for line in proposal.open_lines),
        len(proposal.found),
        sorted((row for row in stretches if row.first <= last and row.last >= first), key=lambda row: row.first),
        sorted({month.year for month in proposal.period.months} - calendar.years),
        list(plan.batches.select_related("written_by").order_by("-written_at")[:SHOWN_BATCHES]),
    )


def group_lines(proposal: Proposal, shown: Sequence[Shown], by: str) -> list[Group]:
    """Groups in the order of the rule book, the requirements, the year and the routine; or the months. Observances nobody asked for come last."""
    groups: dict[str, Group] = {}
    rest = Group(OTHER_OBSERVANCES, "其他纪念日", "需要的话逐条勾选；在“固定安排”里可以设为每年都建议", folded=True)
    if by != "month":
        codes = {code: place for place, code in enumerate(dict.fromkeys(row.code for row in proposal.rules))}
        shown = sorted(shown, key=lambda row: (list(Basis).index(row.line.basis), codes.get(row.line.of, 0)))
    for row in shown:
        if row.line.customary or row.has:
            key = f"{row.line.month:%Y-%m}" if by == "month" else group_key(row.line)
            group = groups.get(key) or groups.setdefault(key, _group(key, row.line, proposal, by))
        else:
            group = rest
        (group.present if row.has else group.open).append(row)
    return [*groups.values(), *([rest] if rest.open else [])]


def group_key(line: ProposedLine) -> str:
    return Basis.OBSERVANCE.value if line.basis is Basis.OBSERVANCE else line.of


def _group(key: str, line: ProposedLine, proposal: Proposal, by: str) -> Group:
    if by == "month":
        return Group(key, f"{line.month.year}年{line.month.month}月")
    if line.basis is Basis.RULE:
        rule = proposal.rules.find(line.of, proposal.period.months[0])
        habit = "本支部固定安排" if line.kind in proposal.own_kinds and not line.names else "习惯做法"
        source = f"{line.source}（{line.of}）" if rule is None or not rule.authority else _own_value(rule)
        title = line.text if line.names else line.kind.label
        return Group(key, title, f"{line.pattern}，{habit}", source, line.evidence.label)
    if line.basis is Basis.DISTRICT:
        return Group(key, line.text, line.pattern, line.source, Basis.DISTRICT.label)
    if line.basis is Basis.OBSERVANCE:
        return Group(key, Basis.OBSERVANCE.label, "在当天或之前开展；周年和届次按年份推算")
    return Group(key, line.text.partition("（")[0], line.pattern, "", Basis.WISH.label)


def _own_value(rule: Rule) -> str:
    return f"{rule.source}（{rule.code}），次数和时段按{rule.authority}的规定"


def lines_of_group(proposal: Proposal, group: str) -> list[ProposedLine]:
    """Of the lines still to be taken, those of a group by source or by month, but for what nobody asked for."""
    open_lines = (line for line in proposal.open_lines if line.customary)
    return [line for line in open_lines if group in {group_key(line), f"{line.month:%Y-%m}"}]
