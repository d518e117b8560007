"""What a person sees of their own case: steps and days, not the political review and nobody else's opinion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from members.domain.development.stages import Stage
from members.domain.development.timeline import Row, State
from members.models import DevelopmentCase, Member
from members.selectors.cases import clock_for, outlook_of, with_records

#: The political review, the committee's examination, the superior's pre-review and talk, the file: not for the person.
HIDDEN = frozenset({10, 12, 13, 16, 18, 25})
#: What the person is told instead of a refusal, which comes from the secretary.
SHOWN_STAGE = {Stage.REJECTED: "有关情况请向支部书记了解"}


@dataclass(frozen=True)
class OwnStep:
    """A step as its person sees it: name, day, deadline, names of contacts or introducers."""

    number: int
    name: str
    state: State
    on: date | None
    due: date | None
    earliest: date | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class OwnCase:
    """The person's way so far. `stage` in words."""

    stage: str
    steps: tuple[OwnStep, ...]


def own_development(member: Member, today: date) -> dict[str, Any]:
    """`own_case` for the person's own page; None where there is no case. Two queries and those of the rule book."""
    rows = with_records(DevelopmentCase.objects.filter(member=member).order_by("-opened_on", "pk"))
    case = rows.first()
    if case is None:
        return {"own_case": None}
    view = outlook_of(case, today, clock_for(member.branch.district, today))
    names = {(row.step, row.turn): tuple(p["name"] for p in row.people) for row in case.present_steps}  # type: ignore[attr-defined]
    steps = tuple(_step(row, names.get((row.number, row.turn), ())) for row in view.rows if _is_shown(row))
    stage = case.get_closed_because_display() if case.closed_on else SHOWN_STAGE.get(view.stage, view.stage.label)
    if view.stage is Stage.REJECTED:
        steps = tuple(step for step in steps if step.on)
    return {"own_case": OwnCase(stage, steps)}


def _is_shown(row: Row) -> bool:
    return row.number not in HIDDEN and row.state not in {State.BLOCKED, State.MISSING, State.CLOSED}


def _step(row: Row, names: tuple[str, ...]) -> OwnStep:
    on = row.record.on if row.record else None
    coming = row.next
    return OwnStep(
        row.number,
        row.name,
        row.state,
        on,
        coming.due if coming else None,
        coming.earliest if coming else None,
        names,
    )
