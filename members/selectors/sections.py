"""Where other parts of the app put their section on a person's page and on one's own page.

A part of this app adds a line to the tuple, a higher app is named in the setting MEMBERS_OWN_SECTIONS: the template of its section and a function that reads what the template shows, under a name of its own in
the context. Each is called once a page; a section without anything to show renders nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from members.models import Member
from members.selectors.appraisal import own_rounds
from members.selectors.cases_own import own_development
from members.selectors.dues_own import own_dues, person_dues
from members.selectors.identity import person_number
from members.selectors.points import own_points


@dataclass(frozen=True)
class Section:
    """`build(member, today)` gives what is added to the context of the page."""

    template: str
    build: Callable[[Member, date], dict[str, Any]]


#: On “我的”, in this order: dues, hours, development.
OWN_SECTIONS: tuple[Section, ...] = (
    Section("members/dues/_own.html", own_dues),
    Section("members/development/_own.html", own_development),
    Section("members/appraisal/_own.html", own_rounds),
    Section("members/points/_own.html", own_points),
)
#: On the page that the committee sees.
PERSON_SECTIONS: tuple[Section, ...] = (
    Section("members/dues/_person.html", person_dues),
    Section("members/_identity_section.html", person_number),
)


def own_sections() -> tuple[Section, ...]:
    """Those of “我的”: of the apps above first (my record), then this app's own."""
    above: list[Section] = [import_string(name) for name in settings.MEMBERS_OWN_SECTIONS]
    return (*above, *OWN_SECTIONS)


def sections_for(member: Member, sections: tuple[Section, ...], today: date) -> tuple[list[str], dict[str, Any]]:
    """The templates to include and what they show."""
    context: dict[str, Any] = {}
    for section in sections:
        context |= section.build(member, today)
    return [section.template for section in sections], context
