"""A record's facts in words, where two people wrote them differently."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from calendar_events.models import ActivityRecord, AgendaItem
from calendar_events.selectors.record_page import fields_of, item_fields, kinds_of
from calendar_events.selectors.register_entries import Difference
from regulations.domain.activities import LABELS, ActivityKind

_LABELS = {
    "subject": "主题",
    "held_on": "日期",
    "began_at": "开始时间",
    "ended_at": "结束时间",
    "place": "地点",
    "host_member": "主持人",
    "host_text": "主持人（不在名册上的）",
    "recorder_member": "记录人",
    "recorder_text": "记录人（不在名册上的）",
    "study_hours": "计入学时",
    "counts_as": "计入类别",
}


def differences(current: ActivityRecord, facts: Mapping[str, Any]) -> list[Difference]:
    """Where my facts are not what stands there now."""
    found = [
        Difference(label, words(getattr(current, name)), words(facts[name]))
        for name, label in _LABELS.items()
        if name in facts and getattr(current, name) != facts[name]
    ]
    labels = {row.key: row.label for row in fields_of(kinds_of(current))}
    return found + _values(current.values, facts.get("values", {}), labels)


def item_differences(current: AgendaItem, facts: Mapping[str, Any]) -> list[Difference]:
    """The same for a topic."""
    columns = {field.attname: str(field.verbose_name) for field in AgendaItem._meta.concrete_fields}
    found = [
        Difference(columns[name], words(getattr(current, name)), words(value))
        for name, value in facts.items()
        if name in columns and name != "values" and getattr(current, name) != value
    ]
    labels = {row.key: row.label for row in item_fields(current.record)}
    return found + _values(current.values, facts.get("values", {}), labels)


def _values(theirs: Mapping[str, Any], mine: Mapping[str, Any], labels: Mapping[str, str]) -> list[Difference]:
    keys = [key for key in labels if theirs.get(key) != mine.get(key)]
    return [Difference(labels[key], words(theirs.get(key)), words(mine.get(key))) for key in keys]


def words(value: Any) -> str:
    """A value as the screen says it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list):
        return "、".join(LABELS[ActivityKind(kind)] for kind in value)
    return str(value) if value not in (None, "") else "—"
