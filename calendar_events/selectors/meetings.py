"""How often each kind of activity was held: records counted against the rule book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from branches.models import Branch
from calendar_events.domain.meeting_counts import KindCount, Setting, count_meetings
from calendar_events.selectors.held import held_kinds
from plans.models import Plan
from regulations.selectors.calendar import work_calendar_for
from regulations.selectors.rules import rule_book_for


def meetings_of(plan: Plan, today: date) -> tuple[KindCount, ...]:
    """Of the plan's months; `plan` with its branch and district."""
    return meetings_in(plan.branch, plan.period.months, today)


def meetings_in(branch: Branch, months: Sequence[date], today: date) -> tuple[KindCount, ...]:
    """Of these months (first days, in order); `branch` with its district."""
    return count_meetings(
        held_kinds(branch, months[0], months[-1]),
        months,
        rule_book_for(branch.district, today),
        work_calendar_for(branch.district),
        Setting(branch.has_committee, branch.has_groups, today),
    )
