"""Days and hours of an event in words. Framework-free."""

from __future__ import annotations

from datetime import date, time

from plans.domain.proposing.sliding import said


def when_said(starts_on: date, ends_on: date, starts_at: time | None, ends_at: time | None) -> str:
    """3月13日（周五）15:30—17:00; 3月30日（周一）—4月2日（周四）; with the day alone where there is no time of day."""
    first, last = clock_said(starts_at), clock_said(ends_at)
    if starts_on == ends_on:
        hours = f"{first}—{last}" if last else first
        return f"{said(starts_on)}{hours}"
    return f"{said(starts_on)}{first}—{said(ends_on)}{last}"


def clock_said(clock: time | None) -> str:
    return f"{clock:%H:%M}" if clock else ""
