"""What is due about papers on their way between school and district: facts in, facts out. Nothing is read here and nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from branches.models.people import AUTHOR_ROLES, Role
from notices.domain.due import Audience, DueFact
from notices.domain.escalation import LEVELS
from regulations.domain.work_calendar import WorkCalendar
from workflow.domain.transitions import Status

AREA = LEVELS.index("片区")
DISTRICT = LEVELS.index("区")


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper as far as waiting is concerned. `since` is the day of the step that led to its status, `turn` counts submissions."""

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


def papers_due(papers: list[PaperFacts], day: date, calendar: WorkCalendar, *, review_days: int) -> list[DueFact]:
    """Papers that wait longer than `review_days` working days: not claimed, claimed and not finished, returned and not handed in again.

    The day of the step itself is not counted: claimed on Monday 2 March with 5 days, it is due on Tuesday the 10th, the day after the
    fifth working day (Monday the 9th).
    """
    return [fact for paper in papers if (fact := _paper_due(paper, day, calendar, review_days))]


def _paper_due(paper: PaperFacts, day: date, calendar: WorkCalendar, review_days: int) -> DueFact | None:
    due_on = due_after(paper.since, review_days, calendar)
    if day < due_on:
        return None
    reviewers = (Role.REVIEWER.value,)
    match paper.status:
        case Status.SUBMITTED:
            words = f"已提交{review_days}个工作日，还没有人认领审核"
            to, path, cap = Audience(district=paper.district, roles=reviewers), paper.reviewer_path, 0
        case Status.IN_REVIEW:
            words = f"认领已满{review_days}个工作日，还没有审定或退回"
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
        title=f"《{paper.title}》{words}"[:110],
        audience=to,
        path=path,
        cap=cap,
        for_group=paper.status is not Status.IN_REVIEW,
    )


def due_after(since: date, days: int, calendar: WorkCalendar) -> date:
    """The day after the `days`-th working day that follows `since`."""
    day = since
    while days:
        day += timedelta(days=1)
        days -= calendar.is_workday(day)
    return day + timedelta(days=1)
