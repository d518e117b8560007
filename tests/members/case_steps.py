"""A lawful case of 青榆一小 under the text of 2026, step by step, with every day worked out by hand; cases reach a step by walking there.

Applied 2025-03-03, activist 2025-06-10, so the year is over on 2026-06-10. Consent 2026-06-24, notice 06-25 (Thu), 26, 29, 30, 07-01: five
working days. Pre-review 07-27, meeting 08-20 (within the month), approval 09-15.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from members.models import DevelopmentCase, Member
from members.services.case_steps import StepEntry, record_step
from members.services.cases import open_case
from tests.cast import Cast

LATER = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
FULL = {"full_member": True}
MEETING = {"eligible": 10, "present": 9, "written": 1, "yes": 9, "secret": True}

WAY: dict[int, tuple[str, dict[str, Any]]] = {
    1: ("2025-03-03", {}),
    2: ("2025-03-21", {}),
    3: ("2025-06-10", {}),
    4: ("2025-06-20", {}),
    5: ("2025-06-24", {"contacts": [FULL, FULL]}),
    6: ("2025-06-25", {"reviews": ["2025-12-10", "2026-06-10"]}),
    7: ("2026-06-12", {}),
    8: (
        "2026-07-03",
        {"consent_on": "2026-06-24", "notice_start": "2026-06-25", "notice_end": "2026-07-01"},
    ),
    9: ("2026-07-06", {"introducers": [FULL, FULL]}),
    10: ("2026-07-10", {"outcome": "合格"}),
    11: ("2026-07-15", {"training": {"days": 3, "hours": 24, "organiser": "党委"}}),
    12: ("2026-07-20", {}),
    13: ("2026-07-27", {"outcome": "合格"}),
    14: ("2026-07-29", {}),
    15: ("2026-08-20", {"meeting": MEETING}),
    16: ("2026-09-01", {}),
    17: ("2026-09-15", {"approver": "党委", "probation_start": "2026-08-20"}),
}
BY_SUPERIOR = {4, 8, 13, 17, 24}


def entry(step: int, on: str | None = None, *, paper: bool = False, turn: int = 1, **details: Any) -> StepEntry:
    """A step as somebody fills it in."""
    day = date.fromisoformat(on) if on else None
    return StepEntry(step, turn=turn, on=day, details=details, is_from_paper=paper)


def applicant(cast: Cast, name: str = "陆静好") -> Member:
    return Member.objects.create(
        branch=cast.branch,
        name=name,
        status="applicant",
        sex="female",
        birth_date=date(1998, 7, 30),
        ethnicity="汉族",
        education="bachelor",
        post="语文教师",
    )


def case_up_to(cast: Cast, last: int, *, name: str = "陆静好", at: datetime = LATER) -> DevelopmentCase:
    """A case with the steps 1 to `last`; what the superior decides is entered from paper."""
    case = open_case(member=applicant(cast, name), opened_on=date(2025, 3, 3), by=cast.lin, at=at)
    names = [{"id": None, "name": "林向阳"}, {"id": None, "name": "乔木"}]
    for step, (on, details) in WAY.items():
        if step <= last:
            row = StepEntry(
                step,
                on=date.fromisoformat(on),
                details=details,
                people=names if step in (5, 9) else [],
                is_from_paper=step in BY_SUPERIOR,
            )
            record_step(case=case, entry=row, base_version=0, by=cast.lin, at=at)
    case.refresh_from_db()
    return case
