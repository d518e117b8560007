"""Collection lists: what can be asked of members, and how each stands. Framework-free."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data" / "collections.toml"
_KEYS = {"key", "title", "unit", "needed", "how", "note"}
#: A line of a pasted list: a name, then a number of at least one digit, as a spreadsheet or a person writes them.
_LINE = re.compile(
    r"^(?:\d{1,3}[\t.、]\s*)?(?P<name>[^\d\t,，:：]+?)[\s,，:：]+(?P<number>\d[\d,，]{0,20}(?:\.\d{1,6})?)\s*\D{0,2}$"
)
MOST = 9_999_999


class CollectionError(Exception):
    """The data file does not hold; the message names the row and the field."""


class How(StrEnum):
    """How something is handed in."""

    PAPERS = "papers"
    SIGNED = "signed"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class CollectionKind:
    key: str
    title: str
    unit: str
    needed: int
    how: How
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one member stands on a list."""

    needed: int
    handed: int

    @property
    def missing(self) -> int:
        return max(self.needed - self.handed, 0)

    @property
    def is_met(self) -> bool:
        return self.handed >= self.needed

    @property
    def is_excused(self) -> bool:
        return self.needed == 0


@dataclass(frozen=True, slots=True)
class Counts:
    """A whole list: how many owe something, how many have it all, how many nothing yet."""

    asked: int
    met: int
    nothing: int

    @property
    def short(self) -> int:
        return self.asked - self.met


def counts_of(standings: Iterable[Standing]) -> Counts:
    rows = [row for row in standings if not row.is_excused]
    return Counts(len(rows), sum(row.is_met for row in rows), sum(row.handed == 0 for row in rows))


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A line of a pasted list: `fault` says why it is not taken, "" when it is."""

    line: int
    name: str
    number: int
    fault: str = ""


def read_numbers(text: str, names: Iterable[str]) -> list[NumberLine]:
    """Names with numbers out of pasted text. Whoever is not on the list, stands twice or shares a name is not taken and says why."""
    known = Counter(names)
    rows, seen = [], Counter[str]()
    for count, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        found = _LINE.match(raw.strip())
        if not found:
            rows.append(NumberLine(count, raw.strip()[:40], 0, "看不懂这一行：请写“姓名 数字”。"))
            continue
        name = re.sub(r"\s", "", found["name"])
        number = int(float(found["number"].replace(",", "").replace("，", "")))
        seen[name] += 1
        rows.append(NumberLine(count, name, number, _fault(name, number, known, seen)))
    return rows


def _fault(name: str, number: int, known: Mapping[str, int], seen: Mapping[str, int]) -> str:
    if name not in known:
        return "清单里没有这个人。"
    if known[name] > 1:
        return "清单里有同名的人，请在页面上逐个登记。"
    if seen[name] > 1:
        return "这个人前面已经有一行。"
    return f"数字不能超过{MOST}。" if number > MOST else ""


@cache
def collection_kinds() -> Mapping[str, CollectionKind]:
    """The kinds that ship with the portal, read once per process."""
    return parse_collection_kinds(DATA.read_text(encoding="utf-8"))


def collection_kind(key: str) -> CollectionKind:
    """Raises KeyError for an unknown one."""
    return collection_kinds()[key]


def parse_collection_kinds(text: str) -> dict[str, CollectionKind]:
    """The kinds of a TOML text; raises CollectionError naming the row that does not hold."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CollectionError(f"not TOML: {error}") from error
    found: dict[str, CollectionKind] = {}
    for number, row in enumerate(tables.get("kind", []), 1):
        kind = _kind(row, f"kind {number} ({row.get('key', '?')})")
        if kind.key in found:
            raise CollectionError(f"kind {number} ({kind.key}): the key is used twice")
        found[kind.key] = kind
    return found


def _kind(row: Mapping[str, Any], place: str) -> CollectionKind:
    if set(row) != _KEYS:
        raise CollectionError(f"{place}: has {', '.join(sorted(set(row) ^ _KEYS))} too much or too little")
    if row["how"] not in set(How):
        raise CollectionError(f"{place}: how must be one of {', '.join(How)}, not {row['how']!r}")
    if not isinstance(row["needed"], int) or row["needed"] < 1:
        raise CollectionError(f"{place}: needed must be a whole number from 1 on")
    return CollectionKind(row["key"], row["title"], row["unit"], row["needed"], How(row["how"]), row["note"])
