"""What becomes of events that exist already when a new revision of their plan is approved. Framework-free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from calendar_events.domain.promises import Promised


class Fate(StrEnum):
    """How an event stands to the revised plan."""

    UNTOUCHED = "untouched"
    KEPT = "kept"
    REWORDED = "reworded"
    MOVED = "moved"
    GONE = "gone"

    @property
    def label(self) -> str:
        return {
            "untouched": "已过或已开展，不改动",
            "kept": "没有变化",
            "reworded": "条目文字有改动",
            "moved": "条目改了月份",
            "gone": "条目已删去",
        }[self.value]

    @property
    def is_asked(self) -> bool:
        """Somebody has to decide."""
        return self in {Fate.REWORDED, Fate.MOVED, Fate.GONE}


@dataclass(frozen=True, slots=True)
class Standing:
    """An event as far as its promise goes. `is_past`: over, or held; nothing of it is touched."""

    id: UUID
    origin: UUID
    month: date
    item_text: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one event; `promised` is what it keeps from now on, None where its line is gone."""

    standing: Standing
    fate: Fate
    promised: Promised | None = None


def changes_for(events: Sequence[Standing], promises: Sequence[Promised]) -> tuple[Changed, ...]:
    """In the order of the events. A line that changed its month is met at the nearest of its months that no other event keeps."""
    by_key = {row.key: row for row in promises}
    taken = {(row.origin, row.month) for row in events if (row.origin, row.month) in by_key}
    found = []
    for event in events:
        if event.is_past:
            found.append(Changed(event, Fate.UNTOUCHED, by_key.get((event.origin, event.month))))
        elif (kept := by_key.get((event.origin, event.month))) is not None:
            same = not event.item_text or event.item_text == kept.line.text
            found.append(Changed(event, Fate.KEPT if same else Fate.REWORDED, kept))
        else:
            own = [row for row in promises if row.line.origin == event.origin]
            free = [row for row in own if row.key not in taken]
            target = min(free or own, key=lambda row: abs((row.month - event.month).days), default=None)
            if target is not None:
                taken.add(target.key)
            found.append(Changed(event, Fate.GONE if target is None else Fate.MOVED, target))
    return tuple(found)
