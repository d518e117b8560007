"""Rates and outcomes of promises as the pages write them."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.safestring import SafeString

from branchplan.markup import put
from branchplan.templatetags.look import icon
from calendar_events.domain.fulfilment import Outcome, percent

register = template.Library()

_LOOKS = {
    Outcome.HELD: ("done", "check"),
    Outcome.LATE: ("missing", "check"),
    Outcome.DROPPED: ("closed", "archive"),
    Outcome.MISSED: ("overdue", "back"),
    Outcome.OPEN: ("next", "calendar"),
}


@register.filter
def rate(value: Fraction | None) -> str:
    """66.7%, — while nothing is due."""
    return percent(value)


@register.simple_tag
def outcome_label(outcome: Outcome) -> SafeString:
    """Word and icon."""
    state, name = _LOOKS[outcome]
    return put('<span class="state state-{}">{}{}</span>', state, icon(name), outcome.label)
