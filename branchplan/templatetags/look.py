"""Small words of the look: icons, status labels, dates as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from branches.addresses import page_address
from branchplan.markup import put, put_join
from plans.models import TargetState
from regulations.domain.activities import ActivityKind
from regulations.domain.findings import Level
from regulations.domain.quoting import quoted, shortened
from workflow.domain.transitions import Status

register = template.Library()
#: `{% address name %}` is `{% url name %}` for a page without arguments.
register.simple_tag(page_address, name="address")
#: `{{ words|quoted:24 }}`: somebody's words in quotation marks, no longer than so many signs.
register.filter(quoted)

WEEKDAYS = "一二三四五六日"
STATUS_ICONS = {
    Status.DRAFT: "draft",
    Status.SUBMITTED: "sent",
    Status.IN_REVIEW: "eye",
    Status.PASSED: "sent",
    Status.RECHECKING: "eye",
    Status.RETURNED: "back",
    Status.APPROVED: "check",
    Status.ARCHIVED: "archive",
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A decorative icon of the sprite; the word beside it carries the meaning. Made once: a page may have hundreds."""
    return put('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("icons/sprite.svg"), name)


@register.simple_tag
@cache
def status_label(status: str) -> SafeString:
    """Word and icon, never colour alone."""
    known = Status(status)
    return put('<span class="status status-{}">{}{}</span>', known.value, icon(STATUS_ICONS[known]), known.label)


LEVEL_ICONS = {Level.ERROR: "close", Level.WARNING: "warning", Level.INFO: "info"}


@register.simple_tag
@cache
def level_label(level: str) -> SafeString:
    """How grave a finding is, as word and icon."""
    known = Level(level)
    return put('<span class="level level-{}">{}{}</span>', known.value, icon(LEVEL_ICONS[known]), known.label)


@register.simple_tag
def target_label(state: str) -> SafeString:
    """How far a school that is asked for a paper has come."""
    return _target_labels()[state]


@cache
def _target_labels() -> dict[str, SafeString]:
    """Made once: a board has fifty of them."""
    own = {TargetState.NOT_BEGUN: "plan", TargetState.DRAFTING: "draft"}
    return {
        state.value: put('<span class="status status-{}">{}{}</span>', state.value, icon(own[state]), state.label)
        if state in own
        else status_label(state.value)
        for state in TargetState
    }


@register.simple_tag
@cache
def kind_label(kind: str) -> SafeString:
    """The kind of an activity; 其他 says nothing and is not shown."""
    known = ActivityKind(kind)
    return (
        put('<span class="kind kind-{}">{}</span>', known.value, known.label)
        if known is not ActivityKind.OTHER
        else SafeString("")
    )


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """The choices of a select, with the one that was made."""
    return put_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SafeString(" selected" if value == chosen else ""), label) for value, label in choices),
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """2026年3月5日（周四）"""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = localtime(value).date()
    return f"{value.year}年{value.month}月{value.day}日（周{WEEKDAYS[value.weekday()]}）"


@register.filter
def short_day(value: date | None) -> str:
    """3月5日（周四）, where the year is plain"""
    return f"{value.month}月{value.day}日（周{WEEKDAYS[value.weekday()]}）" if value else ""


@register.filter
def plain_day(value: date | datetime | None) -> str:
    """2026年3月5日, as documents write it."""
    return day(value).partition("（")[0]


@register.filter
def moment(value: datetime | None) -> str:
    """2026年3月5日（周四）14:03"""
    return f"{day(value)}{localtime(value):%H:%M}" if value else ""


@register.filter
def days_left(value: date) -> str:
    """还有3天, 今天到期, 已超期2天; the clock is read here because every page that shows a deadline asks the same."""
    left = (value - localtime().date()).days
    return "今天到期" if left == 0 else f"还有{left}天" if left > 0 else f"已超期{-left}天"


@register.filter
def month(value: date) -> str:
    """2026年3月"""
    return f"{value.year}年{value.month}月"


@register.filter
def lookup(mapping: dict[object, object], key: object) -> object:
    """mapping[key], or nothing."""
    return mapping.get(key)


@register.filter
def short(text: str, length: int) -> str:
    """No longer than so many characters, the last one … where something is left out."""
    return shortened(text, length)
