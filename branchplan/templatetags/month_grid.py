"""Days and events of the month's grid and of the school year by weeks. A district's month has forty days and a hundred events: they are written here, since a template
that asks seven questions of each takes longer than all else on the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django import template
from django.utils.safestring import SafeString, mark_safe

from branches.addresses import page_address
from branchplan.markup import put, put_join
from branchplan.templatetags.calendar_words import dotted, short_day
from branchplan.templatetags.look import WEEKDAYS, icon
from calendar_events.domain.saying import clock_said
from calendar_events.models import CalendarEvent
from calendar_events.selectors.lens import Lens
from calendar_events.selectors.views import DayCell

register = template.Library()

_TODAY = mark_safe('<span class="visually-hidden">今天</span>')
_MARKS = {
    "": mark_safe(""),
    "休": mark_safe('<span class="mark mark-off">休</span>'),
    "班": mark_safe('<span class="mark mark-on">班</span>'),
}
_MOVABLE = mark_safe(" data-movable")
_NOTHING = mark_safe("")


@register.filter
def day_classes(cell: DayCell) -> str:
    """How the day looks: day other today rest vacation bare."""
    said = {
        "other": not cell.in_month,
        "today": cell.is_today,
        "rest": not cell.facts.is_workday,
        "vacation": bool(cell.facts.vacation),
        "bare": cell.is_empty and not cell.is_today,
    }
    return " ".join(("day", *(name for name, holds in said.items() if holds)))


@register.simple_tag
def day_head(cell: DayCell, lens: Lens) -> SafeString:
    """Number and weekday, 休 or 班, and for those who write the branch's calendar the way to a new event."""
    return put(
        '<div class="day-head"><span class="day-number"><b>{}</b><span class="weekday">（周{}）</span>{}</span>{}{}</div>',
        cell.day.day,
        WEEKDAYS[cell.day.weekday()],
        _TODAY if cell.is_today else _NOTHING,
        _MARKS[cell.facts.mark],
        _way_to_a_new_one(cell.day) if lens.is_author else _NOTHING,
    )


def _way_to_a_new_one(day: date) -> SafeString:
    return put(
        '<a class="day-add no-print" href="{0}?day={1}" title="{2}">{3}<span class="visually-hidden">{2}</span></a>',
        page_address("calendar_events:event_add"),
        day.isoformat(),
        f"在{short_day(day)}新建活动",
        icon("plus"),
    )


@register.simple_tag
def event_chips(cell: DayCell, lens: Lens, moved: UUID | str) -> SafeString:
    """The day's events, one item each; `moved` is the id of the one that was just put on another day, or ""."""
    return put_join(
        "",
        '<li class="chip kind-{}{}" data-event="{}" data-version="{}"{}><a href="{}">{}{}{}</a></li>',
        (_chip(event, cell.day, lens, moved) for event in cell.events),
    )


def _chip(event: CalendarEvent, day: date, lens: Lens, moved: UUID | str) -> tuple[object, ...]:
    begins, cancelled = event.starts_on == day, event.is_cancelled
    stays = not lens.is_author or not begins or cancelled or event.is_held  # type: ignore[attr-defined]  # from `Lens.events`
    subject: SafeString | str = event.subject
    if cancelled:
        subject = put('<del>{}</del> <span class="soft">已取消</span>', subject)
    return (
        event.kind,
        f"{' cancelled' if cancelled else ''}{' just-changed' if event.pk == moved else ''}",
        event.pk,
        event.version,
        _NOTHING if stays else _MOVABLE,
        event.get_absolute_url(),
        put("<b>{}</b> ", clock_said(event.starts_at)) if begins and event.starts_at else _NOTHING,
        put('<span class="soft">{}</span> ', event.branch.short_name) if lens.is_wide else _NOTHING,
        subject,
    )


@register.simple_tag
def week_chips(events: Iterable[CalendarEvent], lens: Lens) -> SafeString:
    """A week's events in the school year, one item each with its day."""
    return put_join(
        "",
        '<li class="chip kind-{}{}"><a href="{}"><b>{}</b> {}{}</a></li>',
        (
            (
                event.kind,
                " cancelled" if event.is_cancelled else "",
                event.get_absolute_url(),
                dotted(event.starts_on),
                put('<span class="soft">{}</span> ', event.branch.short_name) if lens.is_wide else _NOTHING,
                put("<del>{}</del>", event.subject) if event.is_cancelled else event.subject,
            )
            for event in events
        ),
    )
