"""Fixed wording: terms, names of documents and spellings that are always wrong, from `regulations/data/wording.toml`. Framework-free."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data" / "wording.toml"
_LISTS = ("terms", "firm", "variants", "documents", "document_aliases")


class WordingDataError(Exception):
    """The data file does not hold; the message names the list and the entry."""


@dataclass(frozen=True)
class Wording:
    """All of the file. `wrong` are compiled patterns with what is put in their place."""

    terms: tuple[str, ...]
    firm: frozenset[str]
    variants: frozenset[str]
    documents: tuple[str, ...]
    document_aliases: frozenset[str]
    wrong: tuple[tuple[re.Pattern[str], str], ...]


@cache
def fixed_wording() -> Wording:
    """The wording that ships with the portal, read once per process."""
    return parse_wording(DATA.read_text(encoding="utf-8"))


def parse_wording(text: str) -> Wording:
    """The wording in a TOML text; raises WordingDataError naming what does not hold."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WordingDataError(f"not TOML: {error}") from error
    if surplus := set(tables) - {*_LISTS, "wrong"}:
        raise WordingDataError(f"unknown list: {', '.join(sorted(surplus))}")
    lists = {name: _texts(name, tables.get(name, [])) for name in _LISTS}
    return Wording(
        tuple(dict.fromkeys([*lists["terms"], *lists["firm"]])),
        frozenset(lists["firm"]),
        frozenset(lists["variants"]),
        lists["documents"],
        frozenset(lists["document_aliases"]),
        tuple(_pair(row) for row in tables.get("wrong", [])),
    )


def _texts(name: str, rows: Any) -> tuple[str, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, str) and row.strip() for row in rows):
        raise WordingDataError(f"{name}: must be a list of texts that are not empty")
    return tuple(dict.fromkeys(rows))


def _pair(row: Any) -> tuple[re.Pattern[str], str]:
    if not isinstance(row, list) or len(row) != 2 or not all(isinstance(part, str) for part in row):
        raise WordingDataError(f"wrong: {row!r} must be a pair of texts")
    try:
        pattern = re.compile(row[0])
    except re.error as error:
        raise WordingDataError(f"wrong: {row[0]!r} is not a regular expression: {error}") from error
    if pattern.groups or (pattern.search(row[1]) and pattern.fullmatch(row[1])):
        raise WordingDataError(f"wrong: {row[0]!r} must have no groups and not fit what is right")
    return pattern, row[1]
