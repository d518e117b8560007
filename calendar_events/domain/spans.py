"""How long an event lasts, and on which days. Framework-free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

#: An exhibition or a drive of a season is entered as several: so a month's events are found by their first days alone.
MAX_DAYS = 62


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
