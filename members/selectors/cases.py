"""Reads of development cases: one case with its clock, a branch's board, the district's table, the quota against the pipeline."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from branches.models import Branch, District, User
from branches.permissions import refusal
from branches.querysets import below, get_visible_or_404
from branches.scope import scope_of
from members.cases_permissions import check_can_keep_case, check_can_see_cases
from members.domain.development.backwards import earliest_meeting
from members.domain.development.case import Case
from members.domain.development.history import History
from members.domain.development.plain import case_from_plain
from members.domain.development.rules import DevelopmentRules
from members.domain.development.stages import Stage
from members.domain.development.timeline import Outlook, Row, State, outlook
from members.models import ConsentRequest, DevelopmentCase, DevelopmentQuota, StepRecord
from regulations.domain.work_calendar import WorkCalendar
from regulations.selectors.calendar import work_calendar_for
from regulations.selectors.rules import rule_book_for

#: The columns of the board, and which stages stand in each.
COLUMNS = (
    ("入党申请人", (Stage.APPLICANT,)),
    ("入党积极分子", (Stage.ACTIVIST,)),
    ("发展对象", (Stage.CANDIDATE,)),
    ("预备党员", (Stage.PROBATIONARY, Stage.PROBATION_EXTENDED)),
    ("转正待归档", (Stage.FULL,)),
    ("未获通过、终止", (Stage.REJECTED, Stage.CANCELLED, Stage.WITHDRAWN)),
)
#: Stages of the district's table, in its order.
TABLE_STAGES = (
    Stage.APPLICANT,
    Stage.ACTIVIST,
    Stage.CANDIDATE,
    Stage.PROBATIONARY,
    Stage.PROBATION_EXTENDED,
    Stage.FULL,
)


@dataclass(frozen=True)
class Clock:
    """What the clock of a district goes by."""

    rules: DevelopmentRules
    calendar: WorkCalendar


@dataclass(frozen=True)
class Card:
    """A case on the board. `overdue` are the steps whose deadline is over; `waiting` says that a paper lies with the superior."""

    case: DevelopmentCase
    outlook: Outlook
    waiting: ConsentRequest | None

    @property
    def row(self) -> Row | None:
        """The step to show: that with the nearest deadline."""
        first = self.outlook.first
        if first is None:
            return None
        return next((row for row in reversed(self.outlook.rows) if row.number == first.step), None)

    @property
    def is_overdue(self) -> bool:
        return bool(self.outlook.overdue)


@dataclass(frozen=True)
class Column:
    """A stage of the board with its cards, the most urgent first."""

    label: str
    cards: list[Card]


@dataclass(frozen=True)
class QuotaLine:
    """The plan of a year against what is there: admitted in it, and whose meeting can still be held in it."""

    year: int
    quota: DevelopmentQuota | None
    admitted: int
    possible: int
    listed: int

    @property
    def left(self) -> int | None:
        return None if self.quota is None else self.quota.number - self.admitted

    @property
    def is_exceeded(self) -> bool:
        return self.left is not None and self.left < 0


@dataclass(frozen=True)
class CasePage:
    """One case as its page shows it. `records` are the rows of the table by (step, turn)."""

    case: DevelopmentCase
    outlook: Outlook
    records: dict[tuple[int, int], StepRecord]
    requests: list[ConsentRequest]
    lines: list[tuple[str, list[CaseLine]]]


@dataclass(frozen=True)
class CaseLine:
    """A step of the line with its stored record and the request about it."""

    row: Row
    record: StepRecord | None
    request: ConsentRequest | None

    @property
    def is_quiet(self) -> bool:
        """Nothing to do yet: shown folded."""
        return self.row.state in {State.BLOCKED, State.CLOSED}


def clock_for(district: District, on: date) -> Clock:
    """Rules and calendar of a district. A constant number of queries."""
    return Clock(DevelopmentRules(rule_book_for(district, on)), work_calendar_for(district))


def case_of(case: DevelopmentCase, records: Iterable[StepRecord]) -> Case:
    """The case as the domain reads it; `records` are those in use."""
    member = case.member
    plain = {
        "id": str(case.pk),
        "birth_date": member.birth_date.isoformat() if member.birth_date else None,
        "steps": [record.to_plain() for record in records],
    }
    read = case_from_plain(plain, 1).case
    if read is None:  # cannot happen: the row is always an object
        raise ValueError("a case that is no object")
    return read


def with_records(rows: QuerySet[DevelopmentCase]) -> QuerySet[DevelopmentCase]:
    """Cases with their person, branch and the records in use (`present_steps`)."""
    steps = StepRecord.objects.present()
    return rows.select_related("member__branch__district").prefetch_related(
        Prefetch("steps", steps, to_attr="present_steps")
    )


def outlook_of(case: DevelopmentCase, today: date, clock: Clock) -> Outlook:
    """The case on a day; `case` out of `with_records`."""
    read = case_of(case, case.present_steps)  # type: ignore[attr-defined]
    return outlook(read, today, clock.rules, clock.calendar, closed=case.closed_on is not None)


def case_for(user: User, pk: UUID | str) -> DevelopmentCase:
    """One case the user may see; 404 else."""
    return get_visible_or_404(with_records(DevelopmentCase.objects.visible_to(user)), pk=pk)


def branch_with_cases(user: User, pk: UUID | str) -> Branch:
    """The branch whose cases are asked for: 404 for those outside it, `NotAllowed` for its ordinary members."""
    branch = get_visible_or_404(Branch.objects.visible_to(user).select_related("district"), pk=pk)
    check_can_see_cases(user, branch)
    return branch


def case_page(case: DevelopmentCase, user: User, today: date) -> CasePage:
    """The line of steps with their records and requests."""
    view = outlook_of(case, today, clock_for(case.member.branch.district, today))
    records = {(row.step, row.turn): row for row in case.present_steps}  # type: ignore[attr-defined]
    requests = list(ConsentRequest.objects.visible_to(user).filter(case=case).order_by("created_at"))
    asked = {(row.step, row.turn): row for row in requests}
    lines = [
        (
            phase.label,
            [CaseLine(row, records.get((row.number, row.turn)), asked.get((row.number, row.turn))) for row in rows],
        )
        for phase, rows in view.by_phase()
    ]
    return CasePage(case, view, records, requests, lines)


def board(branch: Branch, today: date, *, show: str = "", q: str = "") -> list[Column]:
    """The cases of the branch by stage, most urgent first. `show`: "" in progress, "overdue", "all" with those that ended."""
    rows = with_records(DevelopmentCase.objects.filter(member__branch=branch))
    if show != "all":
        rows = rows.in_progress()  # type: ignore[attr-defined]
    if q:
        rows = rows.filter(
            Q(member__name__icontains=q)
            | Q(member__name_pinyin__startswith=q.lower())
            | Q(member__name_initials__startswith=q.lower())
        )
    clock = clock_for(branch.district, today)
    waiting = {
        request.case_id: request
        for request in ConsentRequest.objects.filter(branch=branch).exclude(status__in=["approved", "archived"])
    }
    cards = [Card(case, outlook_of(case, today, clock), waiting.get(case.pk)) for case in rows]
    if show == "overdue":
        cards = [card for card in cards if card.is_overdue]
    return [
        Column(label, sorted((c for c in cards if _stage_of(c) in stages), key=_urgency))
        for label, stages in COLUMNS
        if show == "all" or stages[0] not in (Stage.REJECTED,) or any(_stage_of(c) in stages for c in cards)
    ]


def _stage_of(card: Card) -> Stage:
    return Stage.WITHDRAWN if card.case.closed_on else card.outlook.stage


def _urgency(card: Card) -> tuple[date, str]:
    first = card.outlook.first
    return ((first.due if first else None) or date.max, card.case.member.name_pinyin)


def quota_line(branch: Branch, year: int, today: date) -> QuotaLine:
    """The branch's plan for a year against its pipeline."""
    quota = DevelopmentQuota.objects.filter(branch=branch, year=year).first()
    admitted = admitted_in(year).filter(member__branch=branch).count()
    cases = DevelopmentCase.objects.filter(member__branch=branch)
    listed = cases.in_progress().filter(quota_year=year, stage__in=_BEFORE_ADMISSION).count()
    possible = _admissions_by(branch, date(year, 12, 31), today) if year >= today.year else 0
    return QuotaLine(year, quota, admitted, possible, listed)


_BEFORE_ADMISSION = (Stage.APPLICANT, Stage.ACTIVIST, Stage.CANDIDATE)
_ADMITTED = (Stage.PROBATIONARY, Stage.PROBATION_EXTENDED, Stage.FULL, Stage.CANCELLED)


def admitted_in(year: int) -> QuerySet[DevelopmentCase]:
    """Cases whose meeting on admission was held in the year, once it is approved."""
    met = StepRecord.objects.present().filter(step=15, on__year=year).order_by()
    return DevelopmentCase.objects.filter(pk__in=met.values("case_id"), stage__in=_ADMITTED)


def admissions_possible(branch: Branch, period_end: date, today: date) -> int | None:
    """How many people the branch can lawfully admit from `today` to `period_end`; None where it keeps no cases at all, so nothing is known.

    For the checks of plans: a number planned above it cannot be reached. `branch` with its district.
    """
    if not DevelopmentCase.objects.filter(member__branch=branch).exists():
        return None
    return _admissions_by(branch, period_end, today)


def conversions_possible(branch: Branch, period_end: date, today: date) -> int | None:
    """How many probationary members can be converted by `period_end`; None where the branch keeps no cases."""
    cases = DevelopmentCase.objects.filter(member__branch=branch)
    if not cases.exists():
        return None
    clock = clock_for(branch.district, today)
    count = 0
    for case in with_records(cases.in_progress().filter(stage__in=_ADMITTED)):
        steps = [step for step in outlook_of(case, today, clock).next if step.step == 23]
        count += any(step.earliest is not None and step.earliest <= period_end for step in steps)
    return count


def _admissions_by(branch: Branch, last: date, today: date) -> int:
    clock = clock_for(branch.district, today)
    rows = DevelopmentCase.objects.filter(member__branch=branch, stage__in=_BEFORE_ADMISSION)
    count = 0
    for case in with_records(rows.in_progress()):
        history = History(case_of(case, case.present_steps), today)  # type: ignore[attr-defined]
        bound = earliest_meeting(history, clock.rules, clock.calendar)
        count += bound is not None and bound.day <= last
    return count


# --- the district ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BranchLine:
    """A branch of the district's table. `counts` are in the order of TABLE_STAGES."""

    branch: Branch
    counts: tuple[int, ...]
    overdue: int
    quota: int | None
    admitted: int

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def is_exceeded(self) -> bool:
        return self.quota is not None and self.admitted > self.quota


def branches_with_cases(user: User, today: date, *, q: str = "", only: str = "") -> QuerySet[Branch]:
    """Branches below the user's districts by name; `only` "overdue" or "cases" narrows them."""
    scope = scope_of(user)
    rows = Branch.objects.filter(below(scope.reviewed_paths | scope.administered_paths, "district__"), is_active=True)
    if q:
        rows = rows.filter(Q(school_name__icontains=q) | Q(short_name__icontains=q))
    cases = DevelopmentCase.objects.all()
    if only == "overdue":
        rows = rows.filter(pk__in=cases.overdue(today).values("member__branch_id"))
    elif only == "cases":
        rows = rows.filter(pk__in=cases.in_progress().values("member__branch_id"))
    return rows.select_related("district").order_by("short_name", "pk")


def branch_lines(branches: Collection[Branch], year: int, today: date) -> list[BranchLine]:
    """Counts, overdue cases and quota of these branches, in three queries."""
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    overdue: Counter[UUID] = Counter()
    cases = DevelopmentCase.objects.filter(member__branch__in=branches)
    rows = cases.in_progress().order_by().values("member__branch_id", "stage")
    for row in rows.annotate(number=Count("pk"), late=Count("pk", filter=Q(next_due__lt=today))):
        counts[row["member__branch_id"]][row["stage"]] += row["number"]
        overdue[row["member__branch_id"]] += row["late"]
    quotas = dict(DevelopmentQuota.objects.filter(branch__in=branches, year=year).values_list("branch_id", "number"))
    admitted = dict(
        admitted_in(year)
        .filter(member__branch__in=branches)
        .order_by()
        .values_list("member__branch_id")
        .annotate(number=Count("pk"))
    )
    return [
        BranchLine(
            branch,
            tuple(counts[branch.pk][stage] for stage in TABLE_STAGES),
            overdue[branch.pk],
            quotas.get(branch.pk),
            admitted.get(branch.pk, 0),
        )
        for branch in branches
    ]


def district_totals(user: User, today: date) -> dict[str, Any]:
    """Cases in progress by stage and overdue ones below the user's districts, in one query."""
    rows = DevelopmentCase.objects.visible_to(user).in_progress().order_by().values("stage")
    found = {
        row["stage"]: row for row in rows.annotate(number=Count("pk"), late=Count("pk", filter=Q(next_due__lt=today)))
    }
    return {
        "stages": [(stage.label, found[stage]["number"] if stage in found else 0) for stage in TABLE_STAGES],
        "overdue": sum(row["late"] for row in found.values()),
    }


def overdue_cases(user: User, today: date) -> QuerySet[DevelopmentCase]:
    """What is overdue below the user's districts, the longest first."""
    rows = DevelopmentCase.objects.visible_to(user).overdue(today).select_related("member__branch")
    return rows.order_by("next_due", "pk")


def keep_refusal_of(user: User, case: DevelopmentCase) -> str:
    """Why the user may not write in the case, "" where they may."""
    return refusal(check_can_keep_case, user, case.member.branch)
