"""Handovers that follow from the roles: begun and completed by the worker, never by a signal."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from branches.models import Branch, User
from branchplan.handover.domain.change import Change
from branchplan.handover.models import Handover
from branchplan.handover.selectors.pages import changes_near, known_handovers
from branchplan.handover.services import HandoverError, begin_handover, leave_unfinished, name_people

logger = logging.getLogger(__name__)


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
        try:
            with transaction.atomic():
                count += _follow(branches[branch], change, known.get(branch, []), people, at)
        except Exception:  # the other branches do not wait for this one
            logger.exception("the handover in branch %s could not follow the roles", branch)
    return count


def _follow(
    branch: Branch, change: Change, known: Sequence[Handover], people: Mapping[UUID, User], at: datetime
) -> bool:
    running = next((row for row in known if row.is_open), None)
    if running and change.outgoing and change.outgoing == running.incoming_id:
        # Who was to take over goes before it was done: they hand over themselves.
        if not leave_unfinished(handover=running, at=at):
            return False
    elif running:
        return name_people(handover=running, change=change, at=at)
    return not any(_is_about(row, change) for row in known) and _begin(branch, change, people, at)


def _is_about(row: Handover, change: Change) -> bool:
    """Was this very change dealt with or called off before?"""
    if change.incoming:
        return row.incoming_id == change.incoming and row.first_day == change.first_day
    return row.outgoing_id == change.outgoing and row.last_day == change.last_day


def _begin(branch: Branch, change: Change, people: Mapping[UUID, User], at: datetime) -> bool:
    try:
        begin_handover(
            branch=branch,
            outgoing=people[change.outgoing] if change.outgoing else None,
            last_day=change.last_day,
            incoming=people[change.incoming] if change.incoming else None,
            first_day=change.first_day,
            by=None,
            at=at,
        )
    except HandoverError:  # somebody began it in the meantime
        return False
    return True
