"""When the secretary of a branch changes. Framework-free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

#: A change is seen from so long before the day to so long after it.
AROUND = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Span:
    """A person in office from day to day, both counted; open while `last_day` is None."""

    user: UUID
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """One goes, one comes; either may not be known yet."""

    outgoing: UUID | None
    last_day: date | None
    incoming: UUID | None
    first_day: date | None


def change_near(spans: Iterable[Span], today: date) -> Change | None:
    """The change of secretary within 30 days of today, before or after; None where there is none.

    Somebody begins and another person was secretary before: both are named. Somebody ends and nobody follows: the follower is open. The
    first secretary that a branch ever had takes over from nobody: that is no change. One who goes on in a new span follows nobody.
    """
    rows = sorted(spans, key=lambda span: (span.first_day, span.last_day or date.max))
    if not rows:
        return None
    newest = rows[-1]
    others = [span for span in rows if span.user != newest.user]
    if others and abs(newest.first_day - today) <= AROUND:
        before = max(others, key=lambda span: (span.last_day or date.max, span.first_day))
        if before.last_day is None or newest.first_day - before.last_day <= 2 * AROUND:
            return Change(before.user, before.last_day, newest.user, newest.first_day)
    ending = newest.last_day
    if ending is not None and abs(ending - today) <= AROUND:
        return Change(newest.user, ending, None, None)
    return None
