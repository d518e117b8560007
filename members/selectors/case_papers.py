"""What the papers of a case are made of."""

from __future__ import annotations

from datetime import date

from branches.models import Role
from branches.selectors import holders_in_branch
from members.domain.development.conversion import extended_end, probation_end
from members.domain.development.history import History
from members.domain.development.sheet import CaseSheet, SheetStep
from members.domain.development.timeline import Outlook
from members.models import DevelopmentCase
from members.selectors.cases import case_of, clock_for, outlook_of


def sheet_of(case: DevelopmentCase, today: date) -> CaseSheet:
    """The case for its papers; `case` out of `with_records`."""
    member, branch = case.member, case.member.branch
    records = case.present_steps  # type: ignore[attr-defined]
    clock = clock_for(branch.district, today)
    history = History(case_of(case, records), today)
    end = probation_end(history, clock.rules)
    for turn in history.rounds():
        end = (extended_end(end, turn.meeting) or end) if turn.meeting else end
    secretary = holders_in_branch(branch, [Role.SECRETARY], today).first()
    return CaseSheet(
        name=member.name,
        branch=branch.name,
        superior=branch.district.name,
        school=branch.school_name,
        sex=member.get_sex_display(),
        birth_date=member.birth_date,
        ethnicity=member.ethnicity,
        education=member.get_education_display(),
        post=member.post,
        group=member.group.name if member.group else "",
        secretary=secretary.display_name if secretary else "",
        steps={
            (row.step, row.turn): SheetStep(row.on, row.details, tuple(p["name"] for p in row.people), row.facts)
            for row in records
        },
        probation_end=end.day if end else None,
    )


def sheet_and_outlook(case: DevelopmentCase, today: date) -> tuple[CaseSheet, Outlook]:
    """Both, as the papers need them."""
    clock = clock_for(case.member.branch.district, today)
    return sheet_of(case, today), outlook_of(case, today, clock)
