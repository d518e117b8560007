"""What a newer rule book changes. Framework-free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from regulations.domain.parameters import shown_parameter
from regulations.domain.rules import Rule, RuleBook

#: Fields that decide what a check says; a changed note or title does not change a verdict.
_DECIDING = ("severity", "valid_from", "valid_to", "local", "limits")
_LABELS = {
    "title": "名称",
    "document": "文件",
    "version": "文件版本",
    "article": "条款",
    "severity": "程度",
    "evidence": "依据情况",
    "valid_from": "起始日期",
    "valid_to": "终止日期",
    "note": "说明",
    "local": "可否本地调整",
    "limits": "调整范围",
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field or parameter, before and after, as a person reads it; "" where there was or is none. `decides`: may change a verdict."""

    name: str
    label: str
    before: str
    after: str
    decides: bool


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule (code and first day) that stands in both books with other words or values."""

    before: Rule
    after: Rule
    fields: tuple[FieldChange, ...]

    @property
    def decides(self) -> bool:
        return any(field.decides for field in self.fields)


@dataclass(frozen=True, slots=True)
class BookDiff:
    """`added` and `removed` rules and the `changed` ones, in the order of the books."""

    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]
    changed: tuple[RuleChange, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed)

    @property
    def decides(self) -> bool:
        """May any plan's verdict change at all?"""
        return bool(self.added or self.removed) or any(change.decides for change in self.changed)


def diff_books(old: RuleBook, new: RuleBook) -> BookDiff:
    """What becomes of each rule. Versions of a code are told apart by their first day, so moving that day shows as removed and added."""
    before, after = ({rule.key: rule for rule in book} for book in (old, new))
    changed = []
    for key, rule in after.items():
        if key in before and (fields := tuple(_field_changes(before[key], rule))):
            changed.append(RuleChange(before[key], rule, fields))
    return BookDiff(
        tuple(rule for key, rule in after.items() if key not in before),
        tuple(rule for key, rule in before.items() if key not in after),
        tuple(changed),
    )


def _field_changes(before: Rule, after: Rule) -> Iterable[FieldChange]:
    for name, label in _LABELS.items():
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            yield FieldChange(name, label, _shown(one), _shown(other), name in _DECIDING)
    for name in dict.fromkeys((*before.parameters, *after.parameters)):
        one, other = before.parameters.get(name), after.parameters.get(name)
        if one != other:
            label = shown_parameter(name, other if one is None else one)[0]
            yield FieldChange(name, label, _parameter_shown(name, one), _parameter_shown(name, other), decides=True)


def _parameter_shown(name: str, value: Any) -> str:
    return "" if value is None else shown_parameter(name, value)[1]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if hasattr(value, "label"):
        return str(value.label)
    if isinstance(value, dict):
        return "；".join(f"{shown_parameter(name, '')[0]}{'—'.join(map(str, row))}" for name, row in value.items())
    return str(value)
