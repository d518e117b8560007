"""The yearly quota against the pipeline, and what the branch can still reach in a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from branches.models import Branch
from members.domain.development.backwards import earliest_meeting
from members.domain.development.history import History
from members.domain.development.stages import Stage
from members.models import DevelopmentCase, DevelopmentQuota, StepRecord
from members.selectors.cases import Clock, case_of, clock_for, with_records


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


def quota_line(branch: Branch, year: int, today: date, clock: Clock | None = None) -> QuotaLine:
    """The branch's plan for a year against its pipeline. `clock` where it was read already."""
    quota = DevelopmentQuota.objects.filter(branch=branch, year=year).first()
    admitted = admitted_in(year).filter(member__branch=branch).count()
    cases = DevelopmentCase.objects.filter(member__branch=branch)
    listed = cases.in_progress().filter(quota_year=year, stage__in=_BEFORE_ADMISSION).count()
    possible = _admissions_by(branch, date(year, 12, 31), today, clock) if year >= today.year else 0
    return QuotaLine(year, quota, admitted, possible, listed)


_BEFORE_ADMISSION = (Stage.APPLICANT, Stage.ACTIVIST, Stage.CANDIDATE)
_ADMITTED = (Stage.PROBATIONARY, Stage.PROBATION_EXTENDED, Stage.FULL, Stage.CANCELLED)


def admitted_in(year: int) -> QuerySet[DevelopmentCase]:
    """Cases whose meeting on admission was held in the year, once it is approved."""
    met = StepRecord.objects.present().filter(step=15, on__year=year).order_by()
    return DevelopmentCase.objects.filter(pk__in=met.values("case_id"), stage__in=_ADMITTED)


def admissions_possible(branch: Branch, first: date, last: date, today: date) -> int | None:
    """How many people a plan for `first` to `last` can promise to admit: those admitted in it already and those whose meeting can lawfully
    be held until its end. None where the branch keeps no cases at all, so nothing is known. `branch` with its district.
    """
    cases = DevelopmentCase.objects.filter(member__branch=branch)
    if not cases.exists():
        return None
    met = StepRecord.objects.present().filter(step=15, on__range=(first, last)).order_by()
    admitted = cases.filter(pk__in=met.values("case_id"), stage__in=_ADMITTED).count()
    return admitted + _admissions_by(branch, last, today)


def _admissions_by(branch: Branch, last: date, today: date, clock: Clock | None = None) -> int:
    clock = clock or clock_for(branch.district, today)
    rows = DevelopmentCase.objects.filter(member__branch=branch, stage__in=_BEFORE_ADMISSION)
    count = 0
    for case in with_records(rows.in_progress()):
        history = History(case_of(case, case.present_steps), today)  # type: ignore[attr-defined]
        bound = earliest_meeting(history, clock.rules, clock.calendar)
        count += bound is not None and bound.day <= last
    return count
