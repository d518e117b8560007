"""Reads of development cases: one case with its clock, a branch's board, the district's table, the quota against the pipeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from branches.models import Branch, District, User
from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from members.cases_permissions import check_can_remove_step, check_can_see_cases, is_decided
from members.domain.development.case import Case
from members.domain.development.plain import case_from_plain
from members.domain.development.rules import DevelopmentRules
from members.domain.development.stages import Stage
from members.domain.development.timeline import Outlook, Row, State, outlook
from members.models import ConsentRequest, DevelopmentCase, StepRecord
from regulations.domain.work_calendar import WorkCalendar
from regulations.selectors.calendar import work_calendar_for
from regulations.selectors.rules import rule_book_for
from workflow.domain.transitions import LOCKED

#: The columns of the board, and which stages stand in each.
COLUMNS = (
    ("入党申请人", (Stage.APPLICANT,)),
    ("入党积极分子", (Stage.ACTIVIST,)),
    ("发展对象", (Stage.CANDIDATE,)),
    ("预备党员", (Stage.PROBATIONARY, Stage.PROBATION_EXTENDED)),
    ("转正待归档", (Stage.FULL,)),
    ("未获通过、终止", (Stage.REJECTED, Stage.CANCELLED, Stage.WITHDRAWN)),
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
class PhaseLines:
    """The steps of one part of the work."""

    label: str
    lines: list[CaseLine]

    @property
    def now(self) -> list[CaseLine]:
        return [line for line in self.lines if not line.is_quiet]

    @property
    def later(self) -> list[CaseLine]:
        """Steps that nothing can be done about yet: shown folded."""
        return [line for line in self.lines if line.is_quiet]


@dataclass(frozen=True)
class CasePage:
    """One case as its page shows it. `records` are the rows of the table by (step, turn)."""

    case: DevelopmentCase
    outlook: Outlook
    records: dict[tuple[int, int], StepRecord]
    requests: list[ConsentRequest]
    phases: list[PhaseLines]


@dataclass(frozen=True)
class CaseLine:
    """A step of the line with its stored record and the request about it."""

    row: Row
    record: StepRecord | None
    request: ConsentRequest | None
    #: The user may take the record back.
    is_removable: bool
    #: The record holds what the superior decided through the portal.
    is_decided: bool

    @property
    def is_asked(self) -> bool:
        """A request is in the making, or was answered and the answer stands."""
        return self.is_decided or (self.request is not None and self.request.status not in LOCKED)

    @property
    def is_quiet(self) -> bool:
        """Nothing to do yet."""
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
    branch = case.member.branch

    def line(row: Row) -> CaseLine:
        key = (row.number, row.turn)
        record = records.get(key)
        removable = record is not None and not refusal(check_can_remove_step, user, branch, record)
        return CaseLine(row, record, asked.get(key), removable, record is not None and is_decided(branch, record))

    phases = [PhaseLines(phase.label, [line(row) for row in rows]) for phase, rows in view.by_phase()]
    return CasePage(case, view, records, requests, phases)


def board(branch: Branch, today: date, clock: Clock, *, show: str = "", q: str = "") -> list[Column]:
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
