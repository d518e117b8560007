"""Cutting a text into the sentences that are compared with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

#: A sentence with its end mark and closing quotes.
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]+[”’」』）]*|[^。！？；\n]+")
_CLAUSE = re.compile(r"[^，：、]*[，：、]+|[^，：、]+")
#: Longer sentences, as lists parted by commas often are, are compared clause by clause.
LONG = 140
#: Of sentences with fewer letters the pairs alone say too little.
SHORT = 10
_CHINESE = "一二三四五六七八九十百"
_MARKER = re.compile(
    rf"(?:第[{_CHINESE}]+[，、：]|[{_CHINESE}]{{1,3}}(?:、|是(?=\S)|要(?=\S))|[（(](?:[{_CHINESE}]{{1,3}}|\d{{1,2}})[）)][、.．]?"
    r"|\d{1,2}(?:[.．](?!\d)|、|[）)])|[①-⑳])\s*"
)


@dataclass(frozen=True)
class Unit:
    """A sentence: the marker it begins with ("2."), its words, and the line end behind it ("\\n" or "")."""

    marker: str
    core: str
    end: str = ""

    @property
    def text(self) -> str:
        return self.marker + self.core + self.end

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Pairs of neighbouring letters, of short sentences the letters too: what two sentences have in common."""
        letters = [letter for letter in self.core if letter.isalnum()]
        pairs = [a + b for a, b in pairwise(letters)]
        return frozenset(pairs if len(letters) >= SHORT else pairs + letters)


def units_of(text: str) -> list[Unit]:
    """All of the text in order: the units' texts joined are the text."""
    lines = text.split("\n")
    result: list[Unit] = []
    for number, line in enumerate(lines):
        end = "\n" if number < len(lines) - 1 else ""
        pieces = [clause for sentence in _SENTENCE.findall(line) for clause in _clauses(sentence)]
        if not pieces and end:
            pieces = [""]
        for place, piece in enumerate(pieces):
            found = _MARKER.match(piece)
            marker = found.group() if found and len(found.group()) < len(piece) else ""
            result.append(Unit(marker, piece[len(marker) :], end if place == len(pieces) - 1 else ""))
    return result


def _clauses(sentence: str) -> Iterator[str]:
    if len(sentence) <= LONG:
        yield sentence
    else:
        yield from _CLAUSE.findall(sentence)


def likeness(one: Unit, other: Unit) -> float:
    """0 to 1: twice the shared pairs by all pairs (Dice); very short ones are alike only when they are equal."""
    if one.core == other.core:
        return 1.0
    return dice(one.pairs, other.pairs)


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Twice the shared members by all members; 0.0 for two empty sets."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0
