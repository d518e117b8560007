"""Reckoning what became of the promises of many branches, for the pages of a district."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from branches.models import Branch
from calendar_events.domain.fulfilment import Promise, Tally, tallies
from calendar_events.models import FulfilmentCount
from calendar_events.selectors.progress import kept_of
from plans.models import Plan

BRANCHES_AT_ONCE = 50
_NUMBERS = ["held", "late", "dropped", "missed", "open"]


def reckon_all(*, at: datetime) -> int:
    """Every branch in use, portion by portion; returns how many. Memory does not grow with the city, and doing it twice changes nothing."""
    count = 0
    for portion in _portions():
        reckon(branches=portion, at=at)
        count += len(portion)
    return count


def reckon(*, branches: Sequence[UUID], at: datetime) -> None:
    """Write the counts of these branches anew; months that their plans no longer have go."""
    today = timezone.localdate(at)
    plans = list(Plan.objects.in_force().filter(branch__in=branches, paper="plan"))
    promises: dict[str, list[Promise]] = defaultdict(list)
    for row in kept_of(plans, today):
        promises[row.promise.branch].append(row.promise)
    rows = [
        _count(UUID(branch), month, tally, at)
        for branch, found in promises.items()
        for month, tally in tallies(found, today, lambda promise: promise.month).items()
    ]
    with transaction.atomic():
        FulfilmentCount.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["branch", "month"],
            update_fields=[*_NUMBERS, "reckoned_at"],
        )
        FulfilmentCount.objects.filter(branch__in=branches, reckoned_at__lt=at).delete()


def _count(branch: UUID, month: date, tally: Tally, at: datetime) -> FulfilmentCount:
    numbers = {name: getattr(tally, name) for name in _NUMBERS}
    return FulfilmentCount(branch_id=branch, month=month, reckoned_at=at, **numbers)


def _portions() -> Iterator[list[UUID]]:
    rows = Branch.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True).iterator()
    portion: list[UUID] = []
    for row in rows:
        portion.append(row)
        if len(portion) == BRANCHES_AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion
