"""Days and hours of events as people write them."""

from __future__ import annotations

from datetime import date, time

from django import template

from branchplan.templatetags.look import day
from calendar_events.domain.saying import clock_said
from calendar_events.models import CalendarEvent

register = template.Library()


@register.simple_tag
def event_when(event: CalendarEvent) -> str:
    """2026年3月13日（周五）15:30—17:00; over several days with the last one's hour at the end."""
    first, last = clock_said(event.starts_at), clock_said(event.ends_at)
    if event.starts_on == event.ends_on:
        return f"{day(event.starts_on)}{first}{'—' if last else ''}{last}"
    return f"{day(event.starts_on)}{first}—{day(event.ends_on)}{last}"


@register.filter
def clock(value: time | None) -> str:
    """15:30, or nothing."""
    return clock_said(value)


@register.filter
def short_day(value: date) -> str:
    """3月13日"""
    return f"{value.month}月{value.day}日"


@register.filter
def dotted(value: date) -> str:
    """3.13"""
    return f"{value.month}.{value.day}"
