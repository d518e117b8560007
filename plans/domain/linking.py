"""Which measure of the outline a line of the schedule carries out, proposed from the words both use. Framework-free.

A proposal, never a decision: the schedule's author confirms it, and where nobody did a reader is told that it goes by the wording.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from regulations.domain.activities import ActivityKind, activity_kind_of

#: Below this share of a line's words (weighted by how rare they are in the plan) nothing is proposed.
LEAST = 0.3
_KIND_WEIGHT = 0.35
#: Sections that say why and whereto, not what is done: a line carries out none of them.
SAYS_WHERETO = re.compile(r"指导思想|总体(?:要求|思路|目标)|基本思路|工作(?:思路|目标)|目标任务|形势|情况分析")
_SENTENCE = re.compile(r"[。；;！？\n]")
_LETTERS = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Measure:
    """A section of the outline: what names it lastingly, its heading and body."""

    key: str
    heading: str
    body: str


class Linker:
    """Proposes measures for the lines of one plan; the plan's words are weighed once."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        measures = [row for row in measures if not SAYS_WHERETO.search(row.heading)]
        self._words = {row.key: _pairs(f"{row.heading} {row.body}") for row in measures}
        self._kinds = {row.key: _kinds(row) for row in measures}
        occurring = Counter(pair for words in self._words.values() for pair in words)
        count = len(measures)
        # A pair of signs that every section has (工作, 党员) says nothing about which one is meant.
        self._weight = {pair: log((count + 1) / (sections + 0.5)) for pair, sections in occurring.items()}
        self._rarest = log((count + 1) / 1.5)  # a pair that no section has weighs as much as one that only one has

    def propose(self, text: str, kind: ActivityKind) -> str | None:
        """The key of the measure, or None where no section is near enough. Of equals the earlier one."""
        pairs = _pairs(text)
        whole = sum(self._weight.get(pair, self._rarest) for pair in pairs) or 1
        best, found = 0.0, None
        for key, words in self._words.items():
            score = sum(self._weight[pair] for pair in pairs & words) / whole
            if kind is not ActivityKind.OTHER and kind in self._kinds[key]:
                score += _KIND_WEIGHT
            if score > best:
                best, found = score, key
        return found if best >= LEAST else None


def _pairs(text: str) -> frozenset[str]:
    """Neighbouring signs, two and two, within runs of letters."""
    return frozenset(run[n : n + 2] for run in _LETTERS.split(text) for n in range(len(run) - 1))


def _kinds(measure: Measure) -> frozenset[ActivityKind]:
    return frozenset(_named([measure.heading, *_SENTENCE.split(measure.body)]))


def _named(sentences: Iterable[str]) -> Iterable[ActivityKind]:
    for sentence in sentences:
        # A sentence may name several: each clause is asked.
        for clause in re.split(r"[，、,]", sentence):
            yield activity_kind_of(clause)
