"""What a record of each kind holds, from `calendar_events/data/record_kinds.toml`, and what one of them still lacks. Framework-free."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from calendar_events.domain.meetings import Decision
from regulations.domain.activities import ActivityKind
from regulations.domain.findings import Level

DATA = Path(__file__).resolve().parent.parent / "data" / "record_kinds.toml"
_DEFAULT_RULE = "JL-04"
_FIELD_KEYS = {"key", "label", "item", "each", "for", "rule", "shape"}
_KIND_KEYS = {"activity", "form", "must", "should", "study", "restricted"}


class RecordKindError(Exception):
    """The data file does not hold; the message names the row and the field."""


class Shape(StrEnum):
    """What is filled in."""

    TEXT = "text"
    DAY = "day"
    CLOCK = "clock"
    NAMES = "names"
    NUMBER = "number"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class RecordField:
    """One thing a record holds. `item` is its name in JL-04; `each` "agenda" or ""; `decisions` empty: whatever was decided."""

    key: str
    label: str
    item: str
    each: str
    decisions: frozenset[Decision]
    rule: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: `must` makes it complete, `should` is what reviewers like to see; `form` names the printed form.

    `study`: the kind of study hours it gives ("" none). `restricted`: keys of fields that only the branch's committee sees.
    """

    activity: ActivityKind
    form: str
    must: tuple[RecordField, ...]
    should: tuple[RecordField, ...]
    study: str = ""
    restricted: frozenset[str] = frozenset()

    @property
    def fields(self) -> tuple[RecordField, ...]:
        return (*self.must, *self.should)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a record lacks. `place` is the number of the agenda item from 1, 0 for the record itself."""

    field: str
    label: str
    level: Level
    message: str
    rule: str
    place: int = 0


@cache
def record_kinds() -> Mapping[ActivityKind, RecordKind]:
    """The kinds that ship with the portal, read once per process."""
    return parse_record_kinds(DATA.read_text(encoding="utf-8"))


def record_kind(activity: ActivityKind) -> RecordKind:
    """The kind's own record, or that of 其他 where it has none."""
    kinds = record_kinds()
    return kinds.get(activity, kinds[ActivityKind.OTHER])


def missing_in(
    record: Mapping[str, Any], *, kind: RecordKind | None = None, asked: Collection[str] | None = None
) -> list[Missing]:
    """What the record lacks, in the order of the form.

    `record` has the values by key of the field, "activity" (value of ActivityKind), and "agenda": mappings with their own values and
    "decision" (value of Decision, "" for a topic that was only discussed). `asked` are the items of JL-04 in force; None asks for all.
    """
    kind = kind or record_kind(ActivityKind(record["activity"]))
    missing = [*_missing(record, kind.must, Level.ERROR, asked), *_missing(record, kind.should, Level.WARNING, asked)]
    return sorted(missing, key=lambda row: row.place)


def _missing(
    record: Mapping[str, Any], fields: tuple[RecordField, ...], level: Level, asked: Collection[str] | None
) -> Iterator[Missing]:
    agenda = list(record.get("agenda") or ())
    for row in fields:
        if asked is not None and row.item and row.item not in asked:
            continue
        if not row.each:
            if _is_empty(record.get(row.key)):
                yield Missing(row.key, row.label, level, f"缺少{row.label}。", row.rule)
            continue
        for place, item in enumerate(agenda, 1):
            if _applies(row, item) and _is_empty(item.get(row.key)):
                message = f"第{place}项议程没有{row.label}。"
                yield Missing(row.key, row.label, level, message, row.rule, place)


def _applies(row: RecordField, item: Mapping[str, Any]) -> bool:
    decision = item.get("decision") or ""
    return not row.decisions or (decision != "" and Decision(decision) in row.decisions)


def _is_empty(value: Any) -> bool:
    """Nought votes and nought yuan are said; only what is not there, blank, empty or a plain "no" is missing."""
    if value is None or value is False:
        return True
    if isinstance(value, str):
        return not value.strip()
    return isinstance(value, Collection) and not value


def parse_record_kinds(text: str) -> dict[ActivityKind, RecordKind]:
    """The kinds of a TOML text; raises RecordKindError naming the row that does not hold."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecordKindError(f"not TOML: {error}") from error
    if surplus := set(tables) - {"field", "kind"}:
        raise RecordKindError(f"unknown table: {', '.join(sorted(surplus))}")
    fields: dict[str, RecordField] = {}
    for number, row in enumerate(tables.get("field", []), 1):
        field = _field(row, f"field {number}")
        if field.key in fields:
            raise RecordKindError(f"field {number} ({field.key}): the key is used twice")
        fields[field.key] = field
    kinds: dict[ActivityKind, RecordKind] = {}
    for number, row in enumerate(tables.get("kind", []), 1):
        kind = _kind(row, f"kind {number}", fields)
        if kind.activity in kinds:
            raise RecordKindError(f"kind {number} ({kind.activity.value}): the activity is used twice")
        kinds[kind.activity] = kind
    if ActivityKind.OTHER not in kinds:
        raise RecordKindError("kind other is missing: it stands for every activity without a record of its own")
    used = {field.key for kind in kinds.values() for field in (*kind.must, *kind.should)}
    if unused := set(fields) - used:
        raise RecordKindError(f"no kind uses the field {', '.join(sorted(unused))}")
    return kinds


def _field(row: Mapping[str, Any], place: str) -> RecordField:
    key = _text(row, "key", place)
    place = f"{place} ({key})"
    _known(row, _FIELD_KEYS, place)
    decisions = row.get("for", [])
    if not isinstance(decisions, list) or not set(decisions) <= {decision.value for decision in Decision}:
        raise RecordKindError(f"{place}: for must be a list of {', '.join(Decision)}")
    each = row.get("each", "")
    if each not in {"", "agenda"}:
        raise RecordKindError(f"{place}: each must be agenda, not {each!r}")
    if decisions and not each:
        raise RecordKindError(f"{place}: for is asked of items of the agenda and needs each")
    shape = row.get("shape", Shape.TEXT)
    if shape not in set(Shape):
        raise RecordKindError(f"{place}: shape must be one of {', '.join(Shape)}, not {shape!r}")
    item = _text(row, "item", place) if "item" in row else ""
    rule = _text(row, "rule", place) if "rule" in row else _DEFAULT_RULE
    return RecordField(
        key, _text(row, "label", place), item, each, frozenset(Decision(name) for name in decisions), rule, Shape(shape)
    )


def _kind(row: Mapping[str, Any], place: str, fields: Mapping[str, RecordField]) -> RecordKind:
    name = _text(row, "activity", place)
    place = f"{place} ({name})"
    _known(row, _KIND_KEYS, place)
    if name not in set(ActivityKind):
        raise RecordKindError(f"{place}: there is no such activity")
    lists = {}
    for part in ("must", "should"):
        keys = row.get(part)
        if not isinstance(keys, list):
            raise RecordKindError(f"{place}: {part} must be a list of fields")
        if unknown := [key for key in keys if key not in fields]:
            raise RecordKindError(f"{place}: {part}: there is no field {', '.join(map(str, unknown))}")
        lists[part] = tuple(fields[key] for key in keys)
    keys = [field.key for part in lists.values() for field in part]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise RecordKindError(f"{place}: {', '.join(twice)} stands twice")
    restricted = row.get("restricted", [])
    if not isinstance(restricted, list) or not set(restricted) <= set(keys):
        raise RecordKindError(f"{place}: restricted must be a list of its own fields")
    study = _text(row, "study", place) if "study" in row else ""
    parts = lists["must"], lists["should"]
    return RecordKind(ActivityKind(name), _text(row, "form", place), *parts, study, frozenset(restricted))


def _known(row: Mapping[str, Any], known: Collection[str], place: str) -> None:
    if surplus := set(row) - set(known):
        raise RecordKindError(f"{place}: unknown field {', '.join(sorted(surplus))}")


def _text(row: Mapping[str, Any], name: str, place: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise RecordKindError(f"{place}: {name} must be a text that is not empty")
    return value
