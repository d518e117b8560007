"""The registers (登记簿) of a branch by configuration, from `calendar_events/data/registers.toml`. Framework-free.

One set of pages serves all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from calendar_events.domain.registers.model import (
    DistrictSees,
    EntryState,
    FieldShape,
    LookKind,
    Owner,
    Register,
    RegisterField,
    look_days,
)
from calendar_events.domain.registers.reading import RegisterError, parse_registers

__all__ = [
    "DistrictSees",
    "EntryState",
    "FieldShape",
    "LookKind",
    "Owner",
    "Register",
    "RegisterError",
    "RegisterField",
    "keys_where",
    "look_days",
    "parse_registers",
    "readers_of",
    "register_of",
    "registers",
]

DATA = Path(__file__).resolve().parents[2] / "data" / "registers.toml"


@cache
def registers() -> Mapping[str, Register]:
    """The registers that ship with the portal by key, in the order of the file, read once per process."""
    return parse_registers(DATA.read_text(encoding="utf-8"))


def register_of(key: str) -> Register:
    """Raises KeyError for an unknown one."""
    return registers()[key]


@cache
def keys_where(**wanted: Any) -> tuple[str, ...]:
    """Keys of the registers whose attributes are as wanted: `keys_where(public=True)`."""
    found = registers().values()
    return tuple(row.key for row in found if all(getattr(row, name) == value for name, value in wanted.items()))


@cache
def readers_of() -> Mapping[frozenset[str], tuple[str, ...]]:
    """Keys of the registers by the roles that keep them."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for register in registers().values():
        found[register.readers] = (*found.get(register.readers, ()), register.key)
    return found
