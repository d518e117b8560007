"""工作要点: which sections and lines of a paper answer them, and which may. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: This share of a point's pairs of characters must stand in a section or line for it to be proposed.
LIKELY_SHARE = 0.3
PROPOSED = 3
LABEL_LENGTH = 40
_LETTERS = re.compile(r"[^一-鿿]")


@dataclass(frozen=True, slots=True)
class Place:
    """A section (kind "section") or schedule line ("item") of a paper by its origin."""

    kind: str
    origin: str
    label: str
    text: str

    @property
    def value(self) -> str:
        """How forms name it: section.<origin>"""
        return f"{self.kind}.{self.origin}"


@dataclass(frozen=True)
class PointRow:
    """A key point with what answers it and, while nothing does, what is likely to."""

    id: Any
    number: int
    text: str
    answers: tuple[Place, ...]
    likely: tuple[Place, ...]


@dataclass(frozen=True)
class PointTable:
    """All key points of a paper. `lines` are the schedule lines that answer none."""

    rows: tuple[PointRow, ...]
    places: tuple[Place, ...]
    lines: tuple[Place, ...]

    @property
    def open(self) -> list[PointRow]:
        return [row for row in self.rows if not row.answers]


def point_table(
    points: Sequence[tuple[Any, int, str]], places: Sequence[Place], answers: Mapping[Any, Iterable[str]]
) -> PointTable:
    """`points` are id, number and text; `answers` the values of places by point. What answered and is gone counts no more."""
    by_value = {place.value: place for place in places}
    rows = []
    for key, number, text in points:
        found = tuple(by_value[value] for value in answers.get(key, ()) if value in by_value)
        rows.append(PointRow(key, number, text, found, () if found else likely(text, places)))
    used = {place.value for row in rows for place in row.answers}
    lines = tuple(place for place in places if place.kind == "item" and place.value not in used)
    return PointTable(tuple(rows), tuple(places), lines)


def likely(point: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """Up to three places that share most pairs of characters with the point, best first."""
    wanted = _pairs(point)
    if not wanted:
        return ()
    shares = [(len(wanted & _pairs(place.text)) / len(wanted), -number, place) for number, place in enumerate(places)]
    best = sorted((row for row in shares if row[0] >= LIKELY_SHARE), key=lambda row: row[:2], reverse=True)
    return tuple(place for _, _, place in best[:PROPOSED])


def _pairs(text: str) -> set[str]:
    letters = _LETTERS.sub("", text)
    return {letters[i : i + 2] for i in range(len(letters) - 1)}
