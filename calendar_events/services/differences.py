"""Two people wrote the same event differently: what each of them wrote, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from branches.pinyin import in_order
from calendar_events.models import CalendarEvent
from calendar_events.services.event_facts import COLUMNS, EventFacts
from regulations.domain.activities import ActivityKind


@dataclass(frozen=True)
class Difference:
    """One fact that stands there differently from what I entered."""

    label: str
    theirs: str
    mine: str


def differences(current: CalendarEvent, facts: EventFacts) -> list[Difference]:
    """In the order of the form. `current` is read anew with its people."""
    row = CalendarEvent.objects.with_people().get(pk=current.pk)
    found = [
        Difference(_label(name), _shown(getattr(row, name), name), _shown(getattr(facts, name), name))
        for name in COLUMNS
        if getattr(row, name) != getattr(facts, name)
    ]
    theirs = in_order(row.invitees.values_list("member__name", flat=True))
    mine = in_order(person.name for person in facts.invitees)
    if theirs != mine:
        found.append(Difference("指定人员", "、".join(theirs) or "—", "、".join(mine) or "—"))
    return [row for row in found if row.theirs != row.mine]


_FIELDS = {field.name: field for field in CalendarEvent._meta.fields}


def _label(name: str) -> str:
    return str(_FIELDS[name].verbose_name)


def _shown(value: Any, name: str) -> str:
    if name == "also":
        return "、".join(ActivityKind(kind).label for kind in value) or "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    choices = dict(_FIELDS[name].choices or ())
    return str(choices.get(value, value)) if value not in (None, "") else "—"
