"""Handovers that follow from the roles: begun and completed by the worker, never by a signal."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from branches.models import Branch, User
from branchplan.handover.domain.change import Change
from branchplan.handover.models import Handover
from branchplan.handover.selectors.pages import changes_near, known_handovers
from branchplan.handover.services import HandoverError, begin_handover, name_people


def follow_roles(*, at: datetime) -> int:
    """Begin what has no handover yet and write newly known people into open ones; returns how many were begun or changed.

    Running it twice changes nothing the second time.
    """
    changes = changes_near(timezone.localdate(at))
    known = known_handovers(changes)
    branches = Branch.objects.select_related("district").in_bulk(list(changes))
    people = User.objects.in_bulk({user for row in changes.values() for user in (row.outgoing, row.incoming) if user})
    count = 0
    for branch, change in changes.items():
        rows = known.get(branch, [])
        running = next((row for row in rows if row.is_open), None)
        if running:
            count += name_people(handover=running, change=change, at=at)
        elif not any(_is_about(row, change) for row in rows):
            count += _begin(branches[branch], change, people, at)
    return count


def _is_about(row: Handover, change: Change) -> bool:
    """Was this very change dealt with or called off before?"""
    if change.incoming:
        return row.incoming_id == change.incoming and row.first_day == change.first_day
    return row.outgoing_id == change.outgoing and row.last_day == change.last_day


def _begin(branch: Branch, change: Change, people: dict[object, User], at: datetime) -> bool:
    try:
        begin_handover(
            branch=branch,
            outgoing=people.get(change.outgoing),
            last_day=change.last_day,
            incoming=people.get(change.incoming),
            first_day=change.first_day,
            by=None,
            at=at,
        )
    except HandoverError:  # somebody began it in the meantime
        return False
    return True
