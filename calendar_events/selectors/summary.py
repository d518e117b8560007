"""What a summary is written from: a plan's progress, records, roster, development and dues of its period."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from branches.models import Branch
from calendar_events.domain.fulfilment import Outcome, end_of_month
from calendar_events.domain.summary import (
    DevelopmentFacts,
    HeldLine,
    MeetingFacts,
    MemberFacts,
    PartFacts,
    SummaryFacts,
    UnkeptLine,
)
from calendar_events.selectors.held import Held, attendance_of, held_events
from calendar_events.selectors.progress import PartRow, ProgressPage, progress_page
from members.domain.development.steps import development_steps
from members.models import DevelopmentCase, DuesPayment, Member, MemberStatus, StepRecord
from members.selectors.cases_district import STAGE_HEADS
from members.selectors.dues_overview import branch_dues
from members.selectors.hours import branch_hours
from plans.models import Plan


def summary_facts(plan: Plan, today: date) -> SummaryFacts:
    """Facts as of today; what lies after today is not done yet. `plan` with its branch and district."""
    progress = progress_page(plan, today)
    first, last = plan.period.months[0], end_of_month(plan.period.months[-1])
    until = min(last, today)
    held = held_events(plan.branch, first, until)
    attendance = attendance_of(plan.branch, first, until)
    return SummaryFacts(
        organisation=plan.branch.name,
        period=plan.period.label,
        as_of=until,
        total=progress.total,
        parts=tuple(_part(part, held) for part in progress.parts),
        beyond=tuple(_line(held[event.pk]) for event in progress.beyond if event.pk in held),
        meetings=_meetings(progress),
        expected=attendance.expected,
        present=attendance.present,
        made_up=(attendance.owed_study, attendance.made_up),
        members=_members(plan.branch, first, until),
        development=_development(plan.branch, first, until),
    )


def _part(part: PartRow, held: dict) -> PartFacts:
    lines = [held[event.pk] for row in part.kept for event in row.events if not event.is_cancelled and event.pk in held]
    unkept = [
        UnkeptLine(row.promised.month, row.promised.line.text, row.promise.dropped)
        for row in part.kept
        if row.outcome in (Outcome.MISSED, Outcome.DROPPED)
    ]
    return PartFacts(
        heading=part.heading if not part.is_rest else "其他工作",
        held=tuple(_line(row) for row in sorted(lines, key=lambda row: row.on)),
        unkept=tuple(unkept),
        open=part.tally.open,
    )


def _line(row: Held) -> HeldLine:
    return HeldLine(row.on, row.subject, row.kind, row.due, row.present, row.result)


def _meetings(progress: ProgressPage) -> tuple[MeetingFacts, ...]:
    return tuple(
        MeetingFacts(row.label, row.held, row.asked, row.rule.source if row.rule else "") for row in progress.meetings
    )


def _members(branch: Branch, first: date, until: date) -> MemberFacts:
    rows = Member.objects.filter(branch=branch, is_active=True)
    counts = Counter(rows.values_list("status", flat=True))
    hours = branch_hours([branch], until.year, until)[branch.pk]
    received = DuesPayment.objects.filter(branch=branch, month__gte=first, month__lte=until).aggregate(
        sum=Sum("amount")
    )
    behind = branch_dues([branch], until.year, until)[0].late_members
    on_the_way = (MemberStatus.APPLICANT, MemberStatus.ACTIVIST, MemberStatus.CANDIDATE)
    return MemberFacts(
        full=counts[MemberStatus.FULL],
        probationary=counts[MemberStatus.PROBATIONARY],
        applicants=sum(counts[status] for status in on_the_way),
        hours_met=hours.met if hours.members else None,
        hours_members=hours.members,
        dues_received=received["sum"] if received["sum"] is not None else Decimal("0.00"),
        dues_behind=behind,
    )


def _development(branch: Branch, first: date, until: date) -> DevelopmentFacts:
    names = development_steps()
    steps = StepRecord.objects.filter(
        case__member__branch=branch, removal__isnull=True, on__gte=first, on__lte=until
    ).values_list("step", flat=True)
    done = Counter(steps)
    cases = DevelopmentCase.objects.filter(member__branch=branch).in_progress()
    stages = Counter(cases.values_list("stage", flat=True))
    return DevelopmentFacts(
        steps={names[step].name: done[step] for step in sorted(done)},
        stages={head: stages[stage] for stage, head in STAGE_HEADS.items()},
        overdue=cases.filter(Q(next_due__lt=until)).count(),
    )
