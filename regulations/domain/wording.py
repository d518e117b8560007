"""Fixed wording: terms, names of documents and spellings that are always wrong, from `regulations/data/wording`. Framework-free."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data" / "wording"
#: Plain lists of texts, lists of "wrong > right", lists of pairs: every list of the data, whatever file it is in.
_TEXTS = (
    "firm",
    "terms",
    "phrases",
    "idioms_right",
    "variants",
    "ordinary",
    "formulas",
    "documents",
    "aliases",
    "alike",
    "unsimplified",
)
_CONFUSIONS = ("spellings", "context", "idioms", "doubtful", "artefacts")
_PAIRS = ("misnamed",)
_LOOK_BEHIND = re.compile(r"\(\?<(?P<sort>[=!])(?P<words>[^()\[\]]*\|[^()\[\]]*)\)")
#: What is not literal in a pattern: groups, classes, and a sign with its quantifier.
_NOT_LITERAL = re.compile(r"\[[^\]]*\]|\\d|.[?*+]|.\{[\d,]+\}|\.")


class WordingDataError(Exception):
    """The data does not hold; the message names the list and the entry."""


@dataclass(frozen=True)
class Confusion:
    """A wrong spelling: what it looks like, what belongs in its place. `key` are one or two signs that every match holds."""

    pattern: re.Pattern[str]
    right: str
    key: str


@dataclass(frozen=True)
class Wording:
    """All of the data. `alike` gives the signs that a sign may be misread for; `unsimplified` the simplified form of a sign."""

    firm: frozenset[str]
    terms: tuple[str, ...]
    phrases: tuple[str, ...]
    idioms: tuple[str, ...]
    formulas: tuple[str, ...]
    variants: frozenset[str]
    ordinary: frozenset[str]
    documents: tuple[str, ...]
    aliases: frozenset[str]
    misnamed: Mapping[str, str]
    wrong: tuple[Confusion, ...]
    artefacts: tuple[Confusion, ...]
    doubtful: tuple[Confusion, ...]
    alike: Mapping[str, frozenset[str]]
    unsimplified: Mapping[str, str]


@cache
def fixed_wording() -> Wording:
    """The wording that ships with the portal, read once per process."""
    return parse_wording({path.name: path.read_text(encoding="utf-8") for path in sorted(DATA.glob("*.toml"))})


def parse_wording(files: Mapping[str, str]) -> Wording:
    """The wording in TOML texts by file name; raises WordingDataError naming file, list and entry that do not hold."""
    lists: dict[str, list[Any]] = {name: [] for name in (*_TEXTS, *_CONFUSIONS, *_PAIRS)}
    for file, text in files.items():
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise WordingDataError(f"{file}: not TOML: {error}") from error
        for name, rows in tables.items():
            if name not in lists:
                raise WordingDataError(f"{file}: unknown list: {name}")
            if not isinstance(rows, list):
                raise WordingDataError(f"{file}: {name}: must be a list")
            lists[name].extend(rows)
    texts = {name: _texts(name, lists[name]) for name in _TEXTS}
    confusions = {name: tuple(row for text in lists[name] for row in _confusions(name, text)) for name in _CONFUSIONS}
    return Wording(
        frozenset(texts["firm"]),
        texts["terms"],
        texts["phrases"],
        _words(texts["idioms_right"]),
        texts["formulas"],
        frozenset(texts["variants"]),
        frozenset(_words(texts["ordinary"])),
        texts["documents"],
        frozenset(texts["aliases"]),
        dict(_pair("misnamed", row) for row in lists["misnamed"]),
        (*confusions["spellings"], *confusions["context"], *confusions["idioms"]),
        confusions["artefacts"],
        confusions["doubtful"],
        _alike(texts["alike"]),
        dict(_two_signs(row) for row in texts["unsimplified"] if row[0] != row[1:]),
    )


def _texts(name: str, rows: list[Any]) -> tuple[str, ...]:
    for row in rows:
        if not isinstance(row, str) or not row.strip():
            raise WordingDataError(f"{name}: {row!r} must be a text that is not empty")
    return tuple(dict.fromkeys(rows))


def _words(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lists too long for one text each hold several words to a line."""
    return tuple(dict.fromkeys(word for line in lines for word in line.split()))


def _pair(name: str, row: Any) -> tuple[str, str]:
    if not isinstance(row, list) or len(row) != 2 or not all(isinstance(part, str) and part for part in row):
        raise WordingDataError(f"{name}: {row!r} must be a pair of texts")
    return row[0], row[1]


def _two_signs(row: str) -> tuple[str, str]:
    if len(row) != 2:
        raise WordingDataError(f"unsimplified: {row!r} must be two signs")
    return row[0], row[1]


def _alike(groups: tuple[str, ...]) -> dict[str, frozenset[str]]:
    alike: dict[str, set[str]] = {}
    for group in groups:
        for sign in group:
            alike.setdefault(sign, set()).update(other for other in group if other != sign)
    return {sign: frozenset(others) for sign, others in alike.items()}


def _confusions(name: str, row: Any) -> list[Confusion]:
    if not isinstance(row, str) or row.count(" > ") != 1:
        raise WordingDataError(f"{name}: {row!r} must read 'wrong > right'")
    left, right = row.split(" > ")
    found = []
    for wrong in _alternatives(left):
        try:
            pattern = re.compile(_LOOK_BEHIND.sub(_one_length_each, wrong))
        except re.error as error:
            raise WordingDataError(f"{name}: {wrong!r} is not a regular expression: {error}") from error
        key = _key(wrong)
        if pattern.groups or not right or pattern.fullmatch(right) or not key:
            raise WordingDataError(f"{name}: {row!r} must have no groups, hold a plain sign and not fit what is right")
        found.append(Confusion(pattern, right, key))
    return found


def _alternatives(pattern: str) -> list[str]:
    """The pattern cut at each | that stands outside of brackets."""
    parts, depth = [""], 0
    for sign in pattern:
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _one_length_each(found: re.Match[str]) -> str:
    """Look-behinds of several lengths, which re does not know, as several look-behinds."""
    words = found["words"].split("|")
    if found["sort"] == "!":
        return "".join(f"(?<!{word})" for word in words)
    return "(?:" + "|".join(f"(?<={word})" for word in words) + ")"


def _key(pattern: str) -> str:
    """The first two signs in a row, or the first one, that a match cannot do without."""
    depth, bare = 0, ""
    for sign in pattern:
        depth += sign == "("
        bare += sign if depth == 0 else " "
        depth -= sign == ")"
    runs = _NOT_LITERAL.sub(" ", bare).split()
    return max((run[:2] for run in runs), key=len, default="")
