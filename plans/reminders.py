"""What is due about plans on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from branches.models import Branch
from notices.domain.due import DueFact
from notices.selectors.manners import Habits
from plans.models import Plan
from workflow.reminders import papers_due
from workflow.selectors import REMINDED, waiting_facts


def due_on(branches: Sequence[Branch], day: date, habits: Habits) -> list[DueFact]:
    """Plans of these branches (all of one district) that wait too long, or whose day for mending is near. One query."""
    rows = Plan.objects.filter(branch__in=branches, status__in=REMINDED).select_related("branch")
    facts = [paper for row in rows if (paper := waiting_facts(row))]
    manners = habits.manners
    return papers_due(facts, day, habits.calendar, review_days=manners.review_days, windows=manners.windows)
