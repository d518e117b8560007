"""Set formulas of official language: names of documents, guiding thoughts, slogans. Quoting them is no copying. Framework-free."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plans.domain.copying.letters import letters_of_text

DATA = Path(__file__).resolve().parents[3] / "regulations" / "data" / "set_phrases.toml"
#: Formulas strung together by 和, 以及, 深入学习贯彻 are one quotation: so many letters between two of them are bridged.
BRIDGE = 4
_KEY = 3


class SetPhrasesError(Exception):
    """The data file does not hold; the message names the entry."""


@dataclass(frozen=True)
class Formulas:
    """Phrases by their first letters, longest first, and patterns for those with a number in them."""

    phrases: dict[str, tuple[str, ...]]
    patterns: tuple[re.Pattern[str], ...]
    generic_headings: frozenset[str]
    generic_heading: re.Pattern[str]

    def mask(self, letters: str) -> bytearray:
        """One byte a letter, 1 where it belongs to a set formula."""
        mask = bytearray(len(letters))
        place, last = 0, len(letters) - _KEY
        while place <= last:
            for phrase in self.phrases.get(letters[place : place + _KEY], ()):
                if letters.startswith(phrase, place):
                    mask[place : place + len(phrase)] = b"\x01" * len(phrase)
                    break
            place += 1
        for pattern in self.patterns:
            for found in pattern.finditer(letters):
                mask[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
        return _bridged(mask)

    def is_generic(self, heading: str) -> bool:
        """A heading that half of all plans have (指导思想, 加强组织建设): no sign of copying. `heading` is letters only."""
        return heading in self.generic_headings or bool(self.generic_heading.fullmatch(heading))


def _bridged(mask: bytearray) -> bytearray:
    """Short gaps between two formulas are part of the quotation."""
    for found in re.finditer(rb"(?<=\x01)\x00{1,%d}(?=\x01)" % BRIDGE, bytes(mask)):
        mask[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
    return mask


@cache
def set_formulas() -> Formulas:
    """The formulas that ship with the portal, read once per process."""
    return parse_formulas(DATA.read_text(encoding="utf-8"))


def parse_formulas(text: str) -> Formulas:
    """The formulas in a TOML text; raises SetPhrasesError naming what does not hold."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SetPhrasesError(f"not TOML: {error}") from error
    known = {"phrases", "patterns", "generic_headings"}
    if surplus := set(tables) - known:
        raise SetPhrasesError(f"unknown table: {', '.join(sorted(surplus))}")
    if missing := known - set(tables):
        raise SetPhrasesError(f"missing table: {', '.join(sorted(missing))}")
    headings = tables["generic_headings"]
    return Formulas(
        _by_first_letters(row for rows in tables["phrases"].values() for row in rows),
        tuple(_pattern(row) for row in tables["patterns"]["all"]),
        frozenset(letters_of_text(row) for row in headings["all"]),
        _pattern(headings["pattern"]),
    )


def _by_first_letters(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        letters = letters_of_text(phrase)
        if len(letters) < _KEY:
            raise SetPhrasesError(f"phrase {phrase!r}: at least {_KEY} Chinese characters are needed")
        found[letters[:_KEY]].add(letters)
    return {key: tuple(sorted(rows, key=len, reverse=True)) for key, rows in found.items()}


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise SetPhrasesError(f"pattern {text!r}: {error}") from error
