"""Rule packs: TOML files in `regulations/data/packs`, validated as they are read. Framework-free."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from regulations.domain.parameters import Kind, vocabulary
from regulations.domain.rules import Evidence, Rule, RuleBook, Severity

FOLDER = Path(__file__).resolve().parent.parent / "data" / "packs"
_PACK_FIELDS = {"name", "title", "version", "order"}
_RULE_FIELDS = {
    "code", "title", "document", "version", "article", "valid_from", "valid_to", "severity", "evidence", "note", "local",
    "parameters", "limits",
}  # fmt: skip
Choice = TypeVar("Choice", bound=StrEnum)


class PackError(Exception):
    """A pack does not hold; the message names file, rule, field and what is wrong with it."""

    def __init__(self, place: str, code: str, field: str, fault: str) -> None:
        super().__init__(": ".join(part for part in (place, code, field, fault) if part))


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one file. `version` is that of our data, not of the document; packs stand in the book by `order`, then name."""

    name: str
    title: str
    version: str
    order: int
    rules: tuple[Rule, ...]


@cache
def national_packs() -> tuple[Pack, ...]:
    """The packs that ship with the portal, in their order, read once per process."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
    return parse_packs(files)


@cache
def national_rule_book() -> RuleBook:
    """All rules that ship with the portal, every version side by side."""
    return book_of(national_packs())


def book_of(packs: Iterable[Pack]) -> RuleBook:
    return RuleBook(rule for pack in packs for rule in pack.rules)


def parse_packs(files: Mapping[str, str]) -> tuple[Pack, ...]:
    """Packs of TOML texts by file name, in their order, checked one by one and against each other; raises PackError."""
    packs = tuple(parse_pack(text, place) for place, text in files.items())
    seen: dict[str, str] = {}
    standing: dict[str, list[tuple[str, Rule]]] = {}
    for place, pack in zip(files, packs, strict=True):
        if pack.name in seen:
            raise PackError(place, "", "pack.name", f"{pack.name!r} is also the name of {seen[pack.name]}")
        seen[pack.name] = place
        for rule in pack.rules:
            for other_place, other in standing.setdefault(rule.code, []):
                if _overlap(rule, other):
                    raise PackError(
                        place, rule.code, "valid_from", f"holds at the same time as the one in {other_place}"
                    )
            standing[rule.code].append((place, rule))
    return tuple(sorted(packs, key=lambda pack: (pack.order, pack.name)))


def parse_pack(text: str, place: str) -> Pack:
    """The pack of one TOML text; raises PackError with `place` (the file name) in its message."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(place, "", "", f"not TOML: {error}") from error
    if surplus := set(tables) - {"pack", "rule"}:
        raise PackError(place, "", "", f"unknown table {', '.join(sorted(surplus))}")
    head = tables.get("pack")
    if not isinstance(head, dict):
        raise PackError(place, "", "pack", "is missing")
    if surplus := set(head) - _PACK_FIELDS:
        raise PackError(place, "", "pack", f"unknown field {', '.join(sorted(surplus))}")
    name, title, version = (_text(head, field, place, "pack") for field in ("name", "title", "version"))
    order = head.get("order")
    if not isinstance(order, int) or isinstance(order, bool):
        raise PackError(place, "pack", "order", "must be a whole number")
    rows = tables.get("rule")
    if not isinstance(rows, list) or not rows:
        raise PackError(place, "", "rule", "at least one rule is needed")
    return Pack(
        name, title, version, order, tuple(_rule(row, number, place, name) for number, row in enumerate(rows, 1))
    )


def _overlap(one: Rule, other: Rule) -> bool:
    starts_before = one.valid_from is None or other.valid_to is None or one.valid_from <= other.valid_to
    ends_after = other.valid_from is None or one.valid_to is None or other.valid_from <= one.valid_to
    return starts_before and ends_after


def _rule(row: dict[str, Any], number: int, place: str, pack: str) -> Rule:
    code = _text(row, "code", place, f"rule {number}")
    if surplus := set(row) - _RULE_FIELDS:
        raise PackError(place, code, "", f"unknown field {', '.join(sorted(surplus))}")
    first, last = _day(row, "valid_from", place, code), _day(row, "valid_to", place, code)
    if first and last and last < first:
        raise PackError(place, code, "valid_to", f"{last} is before valid_from {first}")
    local = row.get("local", False)
    if not isinstance(local, bool):
        raise PackError(place, code, "local", "must be true or false")
    parameters = _parameters(row, place, code)
    rule = Rule(
        code=code,
        title=_text(row, "title", place, code),
        document=_text(row, "document", place, code),
        version=_text(row, "version", place, code, may_be_empty=True),
        article=_text(row, "article", place, code, may_be_empty=True),
        severity=_choice(row, "severity", Severity, place, code),
        evidence=_choice(row, "evidence", Evidence, place, code),
        valid_from=first,
        valid_to=last,
        parameters=parameters,
        note=_text(row, "note", place, code, may_be_empty=True),
        local=local,
        limits=_limits(row, parameters, place, code),
        pack=pack,
    )
    if local and not any(not vocabulary()[name].fixed for name in parameters):
        raise PackError(place, code, "local", "a local rule needs a parameter that can be changed")
    return rule


def _parameters(row: dict[str, Any], place: str, code: str) -> dict[str, Any]:
    parameters = row.get("parameters", {})
    if not isinstance(parameters, dict):
        raise PackError(place, code, "parameters", "must be a table")
    known = vocabulary()
    for name, value in parameters.items():
        if name not in known:
            raise PackError(place, code, f"parameters.{name}", "is not described in data/parameters.toml")
        if fault := known[name].fault(value):
            raise PackError(place, code, f"parameters.{name}", f"{value!r}: {fault}")
    for one, other in (("per", "times"), ("window_first", "window_last"), ("window_last", "window_first")):
        if one in parameters and other not in parameters:
            raise PackError(place, code, f"parameters.{one}", f"needs {other} beside it")
    return parameters


def _limits(row: dict[str, Any], parameters: Mapping[str, Any], place: str, code: str) -> dict[str, tuple[Any, ...]]:
    limits = row.get("limits", {})
    if not isinstance(limits, dict):
        raise PackError(place, code, "limits", "must be a table")
    for name, values in limits.items():
        field = f"limits.{name}"
        if name not in parameters:
            raise PackError(place, code, field, "limits a parameter the rule does not have")
        parameter = vocabulary()[name]
        if parameter.kind is Kind.CHOICE:
            if not isinstance(values, list) or not values or not all(value in parameter.choices for value in values):
                raise PackError(place, code, field, f"must be a list out of {', '.join(parameter.choices)}")
        elif parameter.kind not in {Kind.WHOLE, Kind.NUMBER}:
            raise PackError(place, code, field, f"a parameter of kind {parameter.kind.value} has no limits")
        elif not _is_range(values):
            raise PackError(place, code, field, "must be [least, most]")
        if fault := parameter.narrowed(tuple(values)).fault(parameters[name]):
            raise PackError(place, code, field, f"excludes the rule's own value {parameters[name]!r}: {fault}")
    return {name: tuple(values) for name, values in limits.items()}


def _is_range(values: Any) -> bool:
    return (
        isinstance(values, list)
        and len(values) == 2
        and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
        and values[0] <= values[1]
    )


def _text(row: dict[str, Any], field: str, place: str, code: str, *, may_be_empty: bool = False) -> str:
    value = row.get(field, "" if may_be_empty else None)
    if not isinstance(value, str) or not (value.strip() or may_be_empty):
        raise PackError(place, code, field, "must be a text" if may_be_empty else "must be a text that is not empty")
    return value


def _day(row: dict[str, Any], field: str, place: str, code: str) -> date | None:
    value = row.get(field)
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise PackError(place, code, field, f"must be a day like 2018-10-28, not {value!r}")
    return value


def _choice(row: dict[str, Any], field: str, choices: type[Choice], place: str, code: str) -> Choice:
    value = row.get(field)
    if value not in set(choices):
        raise PackError(place, code, field, f"must be one of {', '.join(choices)}, not {value!r}")
    return choices(value)
