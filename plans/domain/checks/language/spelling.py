"""Spellings that are wrong wherever they stand, words put in by machine, signs that are not simplified. Framework-free."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from regulations.domain.wording import Confusion, fixed_wording

_YEAR = re.compile(r"(?<![0-9A-Za-z])[12lI][0-9OolI]{3}(?=\s*年|\s*[-—至]\s*\d{4}\s*学?年)")
_DIGITS = str.maketrans("OolI", "0011")
#: A text with more unsimplified signs than this share is written in traditional characters on purpose.
_MOST_UNSIMPLIFIED = 0.05


@dataclass(frozen=True, slots=True)
class Misspelling:
    """The characters `start` to `end` stand where `right` should."""

    start: int
    end: int
    right: str


def misspellings(text: str) -> Iterator[Misspelling]:
    """Wrong spellings that are certain."""
    return _found(text, _by_key("wrong"))


def reworded(text: str) -> Iterator[Misspelling]:
    """Words that a rewording machine put in the place of others."""
    return _found(text, _by_key("artefacts"))


def doubtful(text: str) -> Iterator[Misspelling]:
    """Older spellings that some accept."""
    return _found(text, _by_key("doubtful"))


def unsimplified(text: str) -> Iterator[Misspelling]:
    """Traditional, Japanese or old forms in an otherwise simplified text."""
    forms = fixed_wording().unsimplified
    places = [place for place, sign in enumerate(text) if sign in forms]
    if not places or len(places) > max(2, _MOST_UNSIMPLIFIED * len(text)):
        return
    for place in places:
        yield Misspelling(place, place + 1, forms[text[place]])


def mixed_years(text: str) -> Iterator[Misspelling]:
    """Letters where a year has digits: 2O26年, 20l6年."""
    for found in _YEAR.finditer(text):
        if not found.group().isdigit():
            yield Misspelling(*found.span(), found.group().translate(_DIGITS))


@cache
def _by_key(name: str) -> dict[str, list[Confusion]]:
    keys: dict[str, list[Confusion]] = defaultdict(list)
    for row in getattr(fixed_wording(), name):
        keys[row.key].append(row)
    return dict(keys)


def _found(text: str, keys: dict[str, list[Confusion]]) -> Iterator[Misspelling]:
    signs: set[str] = set(text)
    signs.update(text[place : place + 2] for place in range(len(text) - 1))
    rows: Iterable[Confusion] = [row for key in keys.keys() & signs for row in keys[key]]
    found = [Misspelling(*hit.span(), row.right) for row in rows for hit in row.pattern.finditer(text)]
    found.sort(key=lambda row: (row.start, -row.end))
    end = -1
    for hit in found:
        if hit.start >= end:
            end = hit.end
            yield hit
