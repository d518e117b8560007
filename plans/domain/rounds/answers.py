"""工作要点: which sections and lines of a paper answer them, and which may. Framework-free."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from plans.domain.linking import SAYS_WHERETO
from regulations.domain.activities import ActivityKind, activity_kind_of

#: From this score on a place is proposed: the share of the point's words that stand in it, weighed by how rare they are in the paper, …
LIKELY = 0.3
#: … and so much more where both name the same kind of activity; less for kinds that half of all lines have.
_BY_KIND, _BY_LOOSE_KIND = 0.4, 0.15
#: A place is proposed beside the best one from this part of its score on.
_BESIDE_THE_BEST = 0.5
#: A section and a line in each quarter.
PROPOSED = 5
LABEL_LENGTH = 40
_LETTERS = re.compile(r"[^一-鿿]+")
_CLAUSE = re.compile(r"[，、；。：,;\s]+")
#: How often and that it is to be done: words of every point, which say nothing about what it is.
_FRAME = re.compile(
    r"每(?:个?月|季度?|学期|学年|半年|年|周)|至少|不少于|全年|按[时月期]|定期|[一二两三四五六七八九十]+次"
    r"|召开|开好|开展|组织|参加|落实|推进|加强|抓好|做好|认真|切实|积极|工作|制度|活动"
)
_LOOSE_KINDS = {ActivityKind.STUDY.value, ActivityKind.PLAN_AND_SUMMARY.value, ActivityKind.CARE.value}
_NO_KIND = {ActivityKind.OTHER.value, ""}


@dataclass(frozen=True, slots=True)
class Place:
    """A section (kind "section") or schedule line ("item") of a paper by its origin; `activity` is the kind that a line was given."""

    kind: str
    origin: str
    label: str
    text: str
    activity: str = ""

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
    matcher = _Matcher(places)
    rows = []
    for key, number, text in points:
        found = tuple(by_value[value] for value in answers.get(key, ()) if value in by_value)
        rows.append(PointRow(key, number, text, found, () if found else matcher.likely(text)))
    used = {place.value for row in rows for place in row.answers}
    lines = tuple(place for place in places if place.kind == "item" and place.value not in used)
    return PointTable(tuple(rows), tuple(places), lines)


class _Matcher:
    """Finds likely places for the points of one paper; the paper's words are weighed once."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = [
            place for place in places if place.kind == "item" or not SAYS_WHERETO.search(place.text.split("\n")[0])
        ]
        self._words = [_pairs(place.text) for place in self._places]
        self._kinds = [_kinds(place.text) | ({place.activity} - _NO_KIND) for place in self._places]
        occurring = Counter(pair for words in self._words for pair in words)
        count = len(self._places)
        # What every place has (党员, 支部) says little about which one is meant; what none has weighs as what only one has.
        self._weight = {pair: log((count + 1) / (places + 0.5)) for pair, places in occurring.items()}
        self._rarest = log((count + 1) / 1.5)

    def likely(self, point: str) -> tuple[Place, ...]:
        """Up to PROPOSED places, best first; of equals the earlier one. Nothing much weaker than the best."""
        wanted, kinds = _pairs(_FRAME.sub(" ", point)), _kinds(point)
        whole = sum(self._weight.get(pair, self._rarest) for pair in wanted) or 1
        scores = []
        for number, (words, named) in enumerate(zip(self._words, self._kinds, strict=True)):
            score = sum(self._weight[pair] for pair in wanted & words) / whole
            if shared := kinds & named:
                score += _BY_KIND if shared - _LOOSE_KINDS else _BY_LOOSE_KIND
            if score >= LIKELY:
                scores.append((score, -number))
        best = sorted(scores, reverse=True)[:PROPOSED]
        return tuple(self._places[-number] for score, number in best if score >= _BESIDE_THE_BEST * best[0][0])


def _pairs(text: str) -> frozenset[str]:
    """Neighbouring signs, two and two, within runs of Chinese characters."""
    return frozenset(run[n : n + 2] for run in _LETTERS.split(text) for n in range(len(run) - 1))


def _kinds(text: str) -> set[str]:
    """The kinds of activity that the clauses name."""
    return {activity_kind_of(clause).value for clause in _CLAUSE.split(text)} - _NO_KIND
