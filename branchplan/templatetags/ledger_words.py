"""Small words of the ledgers: a line of the list of people as it is stored, or as it was just typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from calendar_events.models import RecordPerson

register = template.Library()


@dataclass(frozen=True)
class PersonLineShown:
    """One line of the form. `now`: what is stored, where something else was typed."""

    presence: str
    absence: str
    reason: str
    sanctioned: bool
    excused: str
    approver: str
    hours: str
    now: str = ""
    error: str = ""

    @property
    def special(self) -> str:
        """In short, for the folded part."""
        if self.excused:
            return f"不计入应到会：{self.excused}"
        return "留党察看期间" if self.sanctioned else f"{self.hours}小时" if self.hours else ""


@register.simple_tag
def person_line(
    row: RecordPerson, typed: Mapping[str, str] | None, errors: Mapping[str, str] | None
) -> PersonLineShown:
    """What the line shows."""
    error = (errors or {}).get(str(row.pk), "")
    stored = {
        "presence": row.presence,
        "absence": row.absence,
        "reason": row.reason,
        "sanctioned": "1" if row.is_sanctioned else "",
        "excused": row.excused,
        "approver": row.approver,
        "hours": str(row.service_hours or ""),
    }
    said: dict[str, Any] = dict(stored)
    now = ""
    if typed:
        said = {name: typed.get(f"{name}-{row.pk}", "") for name in stored}
        if any(said[name] != stored[name] for name in ("presence", "absence", "excused")):
            now = row.get_presence_display() + (f"（{row.get_absence_display()}）" if row.absence else "")
    said["sanctioned"] = bool(said["sanctioned"])
    return PersonLineShown(**said, now=now, error=error)


@register.simple_tag
def observer_lines(rows: Sequence[RecordPerson], typed: Mapping[str, str] | None) -> str:
    """Those who sat in, a line each."""
    if typed:
        return typed.get("observers", "")
    return "\n".join(f"{row.name} {row.identity}".strip() for row in rows)
