"""What is due about papers on their way between school and district: facts in, facts out. Nothing is read here and nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from branches.models.people import AUTHOR_ROLES, REVIEWING_ROLES
from notices.domain.due import Audience, DueFact, staged
from notices.domain.escalation import LEVELS
from regulations.domain.quoting import shortened
from regulations.domain.work_calendar import WorkCalendar
from workflow.domain.transitions import CLAIMED, Status

AREA = LEVELS.index("片区")
DISTRICT = LEVELS.index("区")
#: So much of a paper's title stands in the title of a message, with what is to be done behind it.
SHOWN = 70


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper as far as waiting is concerned. `since` is the day of the step that led to its status, `turn` counts submissions, `answer_by`
    is the last day of a return."""

    kind: str
    id: UUID
    title: str
    branch: UUID
    district: UUID
    status: Status
    since: date
    turn: int
    author_path: str
    reviewer_path: str
    claimed_by: UUID | None = None
    answer_by: date | None = None


def papers_due(
    papers: list[PaperFacts], day: date, calendar: WorkCalendar, *, review_days: int, windows: Sequence[int] = (7, 3, 1)
) -> list[DueFact]:
    """Papers that wait longer than `review_days` working days: not claimed, claimed and not finished, returned and not handed in again.

    A return that names its last day is told about `windows` days before it, on it and after it instead.

    The day of the step itself is not counted: claimed on Monday 2 March with 5 days, it is due on Tuesday the 10th, the day after the
    fifth working day (Monday the 9th).
    """
    facts = (
        _return_due(paper, paper.answer_by, day, windows)
        if paper.status is Status.RETURNED and paper.answer_by
        else _paper_due(paper, day, calendar, review_days)
        for paper in papers
    )
    return [fact for fact in facts if fact]


def _return_due(paper: PaperFacts, answer_by: date, day: date, windows: Sequence[int]) -> DueFact | None:
    fact = DueFact(
        kind="deadline.returned",
        key=f"paper:{paper.id}:answer:{paper.turn}",
        due_on=answer_by,
        title=f"按意见修改《{shortened(paper.title, SHOWN)}》并重新提交，",
        audience=Audience(branch=paper.branch, roles=tuple(sorted(AUTHOR_ROLES))),
        path=paper.author_path,
        for_group=True,
        cap=DISTRICT,
    )
    return staged(fact, day, windows)


def _paper_due(paper: PaperFacts, day: date, calendar: WorkCalendar, review_days: int) -> DueFact | None:
    due_on = due_after(paper.since, review_days, calendar)
    if day < due_on:
        return None
    reviewers = tuple(sorted(REVIEWING_ROLES))
    match paper.status:
        case Status.SUBMITTED:
            words = f"已提交{review_days}个工作日，还没有人认领审核"
            to, path, cap = Audience(district=paper.district, roles=reviewers), paper.reviewer_path, 0
        case Status.IN_REVIEW:
            words = f"认领已满{review_days}个工作日，还没有审定或退回"
            to, path, cap = Audience(person=paper.claimed_by), paper.reviewer_path, 0
        case Status.PASSED:
            words = f"初审通过已{review_days}个工作日，还没有人认领复核"
            to, path, cap = Audience(district=paper.district, roles=reviewers), paper.reviewer_path, 0
        case Status.RECHECKING:
            words = f"认领复核已满{review_days}个工作日，还没有审定或退回"
            to, path, cap = Audience(person=paper.claimed_by), paper.reviewer_path, 0
        case Status.RETURNED:
            words = f"退回已满{review_days}个工作日，还没有修改后重新提交"
            to, path = Audience(branch=paper.branch, roles=tuple(sorted(AUTHOR_ROLES))), paper.author_path
            cap = DISTRICT
        case _:
            return None
    return DueFact(
        kind=f"deadline.{paper.status.value}",
        key=f"paper:{paper.id}:{paper.status.value}:{paper.turn}:{paper.since}",
        due_on=due_on,
        title=f"《{shortened(paper.title, SHOWN)}》{words}",
        audience=to,
        path=path,
        cap=cap,
        for_group=paper.status not in CLAIMED,
    )


def due_after(since: date, days: int, calendar: WorkCalendar) -> date:
    """The day after the `days`-th working day that follows `since`."""
    day = since
    while days:
        day += timedelta(days=1)
        days -= calendar.is_workday(day)
    return day + timedelta(days=1)
