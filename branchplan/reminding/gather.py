"""The morning round: ask every app what is due, branch by branch, and post it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from branches.models import Branch, District
from branchplan.handover import reminders as handover_due
from calendar_events import reminders as events_due
from calendar_events.selectors import collections as collections_due
from members.selectors import due as members_due
from notices.domain.due import DueFact
from notices.models import Heartbeat
from notices.selectors.manners import Habits, habits_for
from notices.services.deliver import beat
from notices.services.remind import remind
from plans import reminders as plans_due

logger = logging.getLogger(__name__)

BRANCHES_AT_ONCE = 50
BEGINS_AT = time(6, 0)
DONE, RUNNING = "reminded", "reminding"
#: A round that has not been heard of for so long has died. A portion of branches takes seconds.
LEASE = timedelta(minutes=10)


def remind_if_morning(*, at: datetime, clock: Callable[[], datetime] | None = None) -> int:
    """Once a day, from six o'clock on: a round that was missed is made up for as soon as something runs again.

    Breaking off in the middle is harmless: the next one starts over, and what was posted is not posted twice. Two at once would be as
    harmless and only waste time: while one runs, others leave it to it. `clock` tells the time as a long round goes on.
    """
    local = timezone.localtime(at)
    last = Heartbeat.objects.filter(name=DONE).first()
    if local.time() < BEGINS_AT or (last and timezone.localdate(last.at) >= local.date()):
        return 0
    if not _begin(at):
        return 0
    posted, faults = remind_all(at=at, alive=lambda: beat(name=RUNNING, at=clock() if clock else at))
    beat(name=DONE, at=at, faults=faults)
    Heartbeat.objects.filter(name=RUNNING).delete()
    return posted


def _begin(at: datetime) -> bool:
    """Compare-and-swap on the row of the running round."""
    row = Heartbeat(name=RUNNING, at=at)
    Heartbeat.objects.filter(name=RUNNING, at__lte=at - LEASE).delete()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def remind_all(*, at: datetime, alive: Callable[[], None] = lambda: None) -> tuple[int, int]:
    """Post what is due today in every branch; returns how many entries that were, and how many branches could not be asked.

    Memory does not grow with the city. `alive` is called after each portion of branches.
    """
    posted = faults = 0
    for branches, habits in portions():
        told, failed = _tell(branches, habits, at)
        posted, faults = posted + told, faults + failed
        alive()
    return posted, faults


def _tell(branches: list[Branch], habits: Habits, at: datetime) -> tuple[int, int]:
    """A portion in which something raises is asked branch by branch, so that only the one at fault is not told of what is due."""
    try:
        with transaction.atomic():
            facts = due_on(branches, timezone.localdate(at), habits)
            manners = {branches[0].district_id: habits.manners}
            return remind(facts, branches={branch.pk: branch for branch in branches}, manners=manners, at=at), 0
    except Exception:
        if len(branches) == 1:
            logger.exception("what is due in branch %s could not be told", branches[0].pk)
            return 0, 1
    results = [_tell([branch], habits, at) for branch in branches]
    return sum(told for told, _ in results), sum(failed for _, failed in results)


def rounds(day: date, districts: list[UUID] | None = None) -> Iterator[tuple[list[Branch], Habits, list[DueFact]]]:
    """Portions of branches with what is due in them."""
    for portion, habits in portions(districts):
        yield portion, habits, due_on(portion, day, habits)


def portions(districts: list[UUID] | None = None) -> Iterator[tuple[list[Branch], Habits]]:
    """Branches of one district, some at a time, with its habits, district by district; `districts` None: all."""
    rows = District.objects.order_by("path")
    if districts is not None:
        rows = rows.filter(pk__in=districts)
    for district in rows:
        branches = list(
            Branch.objects.filter(district=district, is_active=True).select_related("district__parent").order_by("pk")
        )
        if not branches:
            continue
        habits = habits_for([district])[district.pk]
        for start in range(0, len(branches), BRANCHES_AT_ONCE):
            yield branches[start : start + BRANCHES_AT_ONCE], habits


def due_on(branches: list[Branch], day: date, habits: Habits) -> list[DueFact]:
    """What every app says is due in these branches of one district. An app that is added is added here."""
    return [
        *plans_due.due_on(branches, day, habits),
        *members_due.due_on(branches, day, habits),
        *events_due.due_on(branches, day, habits),
        *handover_due.due_on(branches, day, habits),
        *collections_due.due_on(branches, day, habits),
    ]
