"""Registers from the TOML file: every row is checked, and what does not hold is named."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from calendar_events.domain.registers.model import (
    DistrictSees,
    EntryState,
    FieldShape,
    LookKind,
    Owner,
    Register,
    RegisterField,
    look_day,
)


class RegisterError(Exception):
    """The data file does not hold; the message names the row and the field."""


_KEYS = {
    "key", "title", "group", "note", "subject", "owner", "owner_label", "first", "last", "deadline", "states", "looks", "fields",
    "restricted", "readers", "public", "district", "owner_reads", "owner_looks", "members_add", "claimable", "most_per_owner",
    "parent", "starters",
}  # fmt: skip
_FIELD_KEYS = {"key", "label", "shape", "choices", "must", "listed", "private", "hint"}
#: Who keeps a branch's papers: the values of `branches.models.people.AUTHOR_ROLES` (a test holds them together).
AUTHORS = frozenset({"secretary", "deputy", "organisation", "publicity", "discipline"})
_LEADERS = ["secretary", "deputy"]
_STATES: list[dict[str, Any]] = [
    {"key": "open", "label": "进行中"},
    {"key": "done", "label": "已完成", "closed": True},
    {"key": "dropped", "label": "已取消", "closed": True},
]


def parse_registers(text: str) -> dict[str, Register]:
    """The registers of a TOML text; raises RegisterError naming the row that does not hold."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"not TOML: {error}") from error
    _known(tables, {"register"}, "file")
    found: dict[str, Register] = {}
    for number, row in enumerate(tables.get("register", []), 1):
        register = _register(row, f"register {number}")
        if register.key in found:
            raise RegisterError(f"register {number} ({register.key}): the key is used twice")
        found[register.key] = register
    for register in found.values():
        if register.parent and register.parent not in found:
            raise RegisterError(f"{register.key}: parent: there is no register {register.parent}")
    return found


def _register(row: Mapping[str, Any], place: str) -> Register:
    key = _text(row, "key", place)
    place = f"{place} ({key})"
    _known(row, _KEYS, place)
    restricted = bool(row.get("restricted", False))
    readers = frozenset(row.get("readers", _LEADERS if restricted else AUTHORS))
    if not readers or not readers <= AUTHORS:
        raise RegisterError(f"{place}: readers must be of {', '.join(sorted(AUTHORS))}")
    if "readers" in row and not restricted:
        raise RegisterError(f"{place}: readers are named only where it is restricted")
    district = _one_of(DistrictSees, row.get("district", "nothing" if restricted else "counts"), "district", place)
    public = bool(row.get("public", False))
    if restricted and public:
        raise RegisterError(f"{place}: what is restricted is not public")
    owner = _one_of(Owner, row.get("owner", "none"), "owner", place)
    states = tuple(_state(state, place) for state in row.get("states", _STATES))
    if not states or states[0].closed or not any(state.closed for state in states):
        raise RegisterError(f"{place}: the first state is open, and one of them is closed")
    register = Register(
        key=key,
        title=_text(row, "title", place),
        group=_text(row, "group", place),
        note=row.get("note", ""),
        subject=_text(row, "subject", place),
        owner=owner,
        owner_label=row.get("owner_label", "责任人"),
        first_label=row.get("first", "起始日期"),
        last_label=row.get("last", ""),
        is_deadline=bool(row.get("deadline", False)),
        states=states,
        looks=tuple(_look(look, place) for look in row.get("looks", [])),
        fields=tuple(_field(field, place) for field in row.get("fields", [])),
        restricted=restricted,
        readers=readers,
        public=public,
        district=district,
        owner_reads=bool(row.get("owner_reads", True)),
        owner_looks=bool(row.get("owner_looks", False)),
        members_add=bool(row.get("members_add", False)),
        claimable=bool(row.get("claimable", False)),
        most_per_owner=int(row.get("most_per_owner", 0)),
        parent=row.get("parent", ""),
        starters=tuple(row.get("starters", [])),
    )
    _sound(register, place)
    return register


def _sound(register: Register, place: str) -> None:
    """What one part asks of another."""
    for rows in (register.fields, register.states, register.looks):
        keys = [part.key for part in rows]
        if twice := {name for name in keys if keys.count(name) > 1}:
            raise RegisterError(f"{place}: {', '.join(sorted(twice))} stands twice")
    needs_owner = register.owner_looks or register.claimable or register.most_per_owner
    if needs_owner and register.owner is not Owner.MEMBER:
        raise RegisterError(f"{place}: only a member looks at it, claims it, or has at most so many")
    if register.is_deadline and not register.last_label:
        raise RegisterError(f"{place}: a deadline needs its name in last")
    if not register.last_label and any(look.at in {"middle", "last"} for look in register.looks):
        raise RegisterError(f"{place}: looks in the middle and at the end need a last day")


def _state(row: Mapping[str, Any], place: str) -> EntryState:
    _known(row, {"key", "label", "closed"}, place)
    return EntryState(_text(row, "key", place), _text(row, "label", place), bool(row.get("closed", False)))


def _look(row: Mapping[str, Any], place: str) -> LookKind:
    _known(row, {"key", "label", "at"}, place)
    look = LookKind(_text(row, "key", place), _text(row, "label", place), _text(row, "at", place))
    try:
        look_day(look.at, date(2026, 1, 1), date(2026, 12, 31))
    except ValueError as error:
        raise RegisterError(f"{place}: look {look.key}: at must be first, middle, last or MM-DD") from error
    return look


def _field(row: Mapping[str, Any], place: str) -> RegisterField:
    key = _text(row, "key", place)
    place = f"{place}: field {key}"
    _known(row, _FIELD_KEYS, place)
    shape = _one_of(FieldShape, row.get("shape", "text"), "shape", place)
    choices = tuple(row.get("choices", []))
    if bool(choices) != (shape is FieldShape.CHOICE):
        raise RegisterError(f"{place}: choices belong to the shape choice")
    flags = {name: bool(row.get(name, False)) for name in ("must", "listed", "private")}
    return RegisterField(key, _text(row, "label", place), shape, choices, hint=row.get("hint", ""), **flags)


def _one_of(values: type[StrEnum], value: Any, name: str, place: str) -> Any:
    try:
        return values(value)
    except ValueError as error:
        raise RegisterError(f"{place}: {name} must be one of {', '.join(values)}, not {value!r}") from error


def _known(row: Mapping[str, Any], known: Collection[str], place: str) -> None:
    if surplus := set(row) - set(known):
        raise RegisterError(f"{place}: unknown field {', '.join(sorted(surplus))}")


def _text(row: Mapping[str, Any], name: str, place: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise RegisterError(f"{place}: {name} must be a text that is not empty")
    return value
