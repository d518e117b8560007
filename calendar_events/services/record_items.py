"""The agenda of a record: each topic has a version of its own, so that two writers at two topics do not meet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Max

from branches.models import User
from calendar_events.models import ActivityRecord, AgendaItem
from calendar_events.services.records import RecordRefused, note, writing

#: What `save_item` writes.
ITEM_FACTS = (
    "title", "points", "decision", "resolution", "yes", "no", "abstained", "written_yes", "written_no", "responsible", "due_on",
    "prepared_on", "values",
)  # fmt: skip
_VOTES = ("yes", "no", "abstained", "written_yes", "written_no")


class ItemConflict(Exception):
    """Somebody else changed the topic first; `current` is what stands there now, None when it was removed."""

    def __init__(self, current: AgendaItem | None) -> None:
        super().__init__()
        self.current = current

    def __str__(self) -> str:
        if self.current is None:
            return "这一项议程刚被其他人删除了，您写的内容还在下面，可以作为新的一项保存。"
        return "这一项议程在您打开之后被其他人修改了，请对照后再保存。"


def add_item(*, record: ActivityRecord, facts: Mapping[str, Any], by: User, at: datetime) -> AgendaItem:
    """A topic at the end. Raises RecordRefused."""
    with writing(record, by=by) as held:
        last = held.items.aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem(record=held, position=last + 1, **_cleaned(facts))
        item.save(force_insert=True)
        note("record.item_add", held, by=by, at=at, item=item.position)
    return item


def save_item(*, item: AgendaItem, facts: Mapping[str, Any], base_version: int, by: User, at: datetime) -> AgendaItem:
    """Write a topic over the version it was read from. Raises ItemConflict, RecordRefused."""
    with writing(item.record, by=by) as held:
        stored = held.items.filter(pk=item.pk).first()
        if stored is None:
            raise ItemConflict(None)
        cleaned = _cleaned(facts)
        changed = {name: value for name, value in cleaned.items() if getattr(stored, name) != value}
        if not changed:
            return stored
        if stored.version != base_version:
            raise ItemConflict(stored)
        for name, value in changed.items():
            setattr(stored, name, value)
        stored.version += 1
        stored.save(update_fields=[*changed, "version"])
        note("record.item_edit", held, by=by, at=at, item=stored.position, fields=sorted(changed))
    return stored


def remove_item(*, item: AgendaItem, by: User, at: datetime) -> None:
    """Take a topic out; the numbers behind it close up. Nothing happens where it is gone already."""
    with writing(item.record, by=by) as held:
        deleted, _ = held.items.filter(pk=item.pk).delete()
        if deleted:
            held.items.filter(position__gt=item.position).update(position=F("position") - 1)
            note("record.item_remove", held, by=by, at=at, item=item.position)


def _cleaned(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Votes belong to a decision; numbers left out count as none once one of them is given."""
    values = {name: facts[name] for name in ITEM_FACTS if name in facts}
    if not values.get("title", "").strip():
        raise RecordRefused("请填写议题。", "title")
    if not values.get("decision"):
        values |= dict.fromkeys(_VOTES)
    elif any(values.get(name) is not None for name in _VOTES):
        values |= {name: values.get(name) or 0 for name in ("yes", "no", "abstained")}
    return values
