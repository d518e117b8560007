"""Which stretches of one text stand in another, wherever they were moved to. Framework-free.

Seeds of a few letters are extended to the longest common run; runs that follow each other on both sides with little between them are one
passage, so that a replaced name or synonym does not tear it apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Letters of a seed.
SEED = 6
#: A common run has at least so many letters.
LEAST_RUN = 9
#: Between two runs of one passage lie at most so many letters, on either side.
GAP = 12
#: A passage has at least so many common letters: two short sentences or a long one.
LEAST_PASSAGE = 20
#: Where so many letters are found in such passages, single short sentences count as well: somebody has shuffled them.
PROVEN = 60
LEAST_SENTENCE = 12
#: A seed is looked up at so many places of the other text; more only happens in text that repeats itself.
PLACES = 12


@dataclass(frozen=True, slots=True)
class Run:
    """`length` letters at `start` of the one text equal those at `other` of the other."""

    start: int
    other: int
    length: int


@dataclass(frozen=True, slots=True)
class Match:
    """A passage: half-open stretches of both texts and the equal runs within."""

    start: int
    end: int
    other_start: int
    other_end: int
    runs: tuple[Run, ...]

    @property
    def letters(self) -> int:
        """How many letters are the same."""
        return sum(run.length for run in self.runs)


class Seeds:
    """The seeds of a text at each of its places; made once for a text that is laid against several others."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = [text[place : place + SEED] for place in range(len(text) - SEED + 1)]
        self.known = frozenset(self.at)

    def places_in(self, other: str) -> dict[str, list[int]]:
        """Where these seeds stand in another text."""
        known = self.known
        found: dict[str, list[int]] = defaultdict(list)
        for place in range(len(other) - SEED + 1):
            seed = other[place : place + SEED]
            if seed in known:
                found[seed].append(place)
        return found


def common_runs(seeds: Seeds, other: str, *, least: int = LEAST_RUN) -> Iterator[Run]:
    """The longest common runs of the seeds' text with the other one, in order, without overlap in the former."""
    text, found = seeds.text, seeds.places_in(other)
    free, ahead = 0, 0
    for place in [place for place, seed in enumerate(seeds.at) if seed in found]:
        if place < free:
            continue
        best = Run(place, 0, 0)
        for there in found[seeds.at[place]][:PLACES]:
            length = _same_from(text, place, other, there)
            if length > best.length or (length == best.length and there - place == ahead):
                best = Run(place, there, length)
        if best.length >= least:
            yield best
            free, ahead = place + best.length, best.other - place


def _same_from(text: str, place: int, other: str, there: int) -> int:
    """How many letters are equal from these two places on."""
    step, length = 64, 0
    while step:
        piece = text[place + length : place + length + step]
        if len(piece) == step and other.startswith(piece, there + length):
            length += step
        else:
            step //= 2
    return length


def matches(seeds: Seeds, other: str) -> list[Match]:
    """The passages of the seeds' text that stand in the other text, in order."""
    groups: list[list[Run]] = []
    for run in common_runs(seeds, other):
        if groups and _follows(groups[-1][-1], run):
            groups[-1].append(run)
        else:
            groups.append([run])
    found = [_match(runs) for runs in groups]
    long = [match for match in found if match.letters >= LEAST_PASSAGE]
    if sum(match.letters for match in long) < PROVEN:
        return long
    return [match for match in found if match.letters >= LEAST_SENTENCE]


def _follows(before: Run, run: Run) -> bool:
    gap = run.start - before.start - before.length
    other_gap = run.other - before.other - before.length
    return gap <= GAP and 0 <= other_gap <= GAP


def _match(runs: Sequence[Run]) -> Match:
    first, last = runs[0], runs[-1]
    return Match(first.start, last.start + last.length, first.other, last.other + last.length, tuple(runs))


def covered(seeds: Seeds, other: str, *, least: int = LEAST_RUN) -> bytearray:
    """One byte a letter of the seeds' text, 1 where it is part of a common run."""
    mask = bytearray(len(seeds.text))
    for run in common_runs(seeds, other, least=least):
        mask[run.start : run.start + run.length] = b"\x01" * run.length
    return mask
