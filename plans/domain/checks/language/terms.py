"""Official terms one sign away from how they are written. Framework-free.

With at most one edit, one half of the term stands in the text untouched: halves are looked up, the other half is compared. What is a term
itself, a known variant, an ordinary word, or fits with the edit outside the term is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from plans.domain.checks.language.judging import FIRM, LEAST, PHRASE, TERM, Slip, judged, odd_signs
from regulations.domain.wording import fixed_wording

_STOPS_BEFORE = ("，", "。", "；", "、", ",", "\n")
_STOPS_AFTER = ("，", "。", "；", "、", ",", "\n")
_HOLE = "\0"


@dataclass
class _Half:
    """Terms that share a first or a last half: what may follow or precede it, whole, with one sign left open, and by length."""

    whole: dict[str, str] = field(default_factory=dict)
    open: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lengths: set[int] = field(default_factory=set)

    def add(self, rest: str, term: str) -> None:
        self.whole[rest] = term
        self.lengths.add(len(rest))
        for place in range(len(rest)):
            self.open[rest[:place] + _HOLE + rest[place + 1 :]].append(term)


@dataclass(frozen=True)
class _Index:
    heads: dict[str, _Half]
    tails: dict[str, _Half]
    by_pair: dict[str, list[str]]
    known: dict[str, list[str]]
    swapped: dict[str, list[tuple[str, str]]]
    clipped: dict[str, list[tuple[str, str]]]
    grades: dict[str, int]


@cache
def _index() -> _Index:
    wording = fixed_wording()
    grades: dict[str, int] = {}
    for grade, terms in (
        (PHRASE, wording.phrases),
        (PHRASE, wording.idioms),
        (TERM, wording.terms),
        (FIRM, wording.firm),
    ):
        grades.update({term: grade for term in terms if len(term) >= LEAST})
    heads: dict[str, _Half] = defaultdict(_Half)
    tails: dict[str, _Half] = defaultdict(_Half)
    for term in grades:
        middle = len(term) // 2
        heads[term[:middle]].add(term[middle:], term)
        tails[term[middle:]].add(term[:middle], term)
    swapped: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for term in grades:
        middle = len(term) // 2
        wrong = term[: middle - 1] + term[middle] + term[middle - 1] + term[middle + 1 :]
        if len(term) > LEAST and wrong != term:
            swapped[wrong[:2]].append((wrong, term))
    by_pair: dict[str, list[str]] = defaultdict(list)
    for half in {*heads, *tails}:
        by_pair[half[:2]].append(half)
    known: dict[str, list[str]] = defaultdict(list)
    for text in {*grades, *wording.variants, *wording.documents, *wording.aliases}:
        known[text[:2]].append(text)
    return _Index(dict(heads), dict(tails), dict(by_pair), dict(known), dict(swapped), _clipped(grades), grades)


def _clipped(grades: dict[str, int]) -> dict[str, list[tuple[str, str]]]:
    """Terms without their first or last sign, by the first two signs left, where the cut leaves no ordinary word at the end."""
    ordinary = fixed_wording().ordinary
    clipped: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for term in grades:
        if len(term) > LEAST:
            if term[1:3] not in ordinary:
                clipped[term[1:3]].append((term[1:], term))
            if term[-3:-1] not in ordinary:
                clipped[term[:2]].append((term[:-1], term))
    return dict(clipped)


@cache
def pairs_of_terms() -> frozenset[str]:
    """Every two signs that stand side by side in a term, idioms left out."""
    wording = fixed_wording()
    terms = (*wording.firm, *wording.terms, *wording.phrases)
    return frozenset(term[place : place + 2] for term in terms for place in range(len(term) - 1))


def slips(text: str) -> Iterator[Slip]:
    """Every place where a term stands with one sign wrong, missing or too many; overlapping ones once, the longest term first."""
    index = _index()
    found: list[Slip] = []
    right: list[tuple[int, int]] = []
    for place in range(len(text) - 1):
        pair = text[place : place + 2]
        for half in index.by_pair.get(pair, ()):
            if text.startswith(half, place):
                if half in index.heads:
                    found.extend(_after(text, place, half, index))
                if half in index.tails:
                    found.extend(_before(text, place, half, index))
        # Two signs the wrong way round in the middle leave neither half untouched.
        for wrong, term in index.swapped.get(pair, ()):
            if text.startswith(wrong, place):
                slip = judged(text, place, place + len(wrong), term, index.grades[term])
                found.extend([slip] if slip else [])
        for short, term in index.clipped.get(pair, ()):
            if text.startswith(short, place) and _is_bare(text, place, place + len(short), term):
                found.append(Slip(place, place + len(short), term, is_sure=True))
        right.extend((place, place + len(name)) for name in index.known.get(pair, ()) if text.startswith(name, place))
    found.sort(key=lambda slip: (-len(slip.term), slip.start))
    taken: list[tuple[int, int]] = []
    kept = []
    for slip in found:
        if any(start < slip.end and slip.start < end for start, end in taken) or _is_right(slip, text, right):
            continue
        taken.append((slip.start, slip.end))
        kept.append(slip)
    yield from sorted(kept, key=lambda slip: slip.start)


def _is_bare(text: str, start: int, end: int, term: str) -> bool:
    """Nothing stands where the lost sign was: a stop, or the edge of the text."""
    if text[start:end] == term[1:]:
        return text[start - 1 : start] in _STOPS_BEFORE
    return text[end : end + 1] in _STOPS_AFTER


def _is_right(slip: Slip, text: str, right: list[tuple[int, int]]) -> bool:
    """The odd signs are part of something that is known to be right."""
    first, last = odd_signs(text[slip.start : slip.end], slip.term)
    first, last = slip.start + first, slip.start + last
    return any(start <= first and last <= end for start, end in right)


def _after(text: str, start: int, head: str, index: _Index) -> Iterator[Slip]:
    """The head is right; what follows is one edit from a tail."""
    half = index.heads[head]
    begin = start + len(head)
    for length in half.lengths:
        for size, terms in _near(half, length, lambda n: text[begin : begin + n]):
            for term in terms:
                if slip := judged(text, start, begin + size, term, index.grades[term]):
                    yield slip


def _before(text: str, place: int, tail: str, index: _Index) -> Iterator[Slip]:
    """The tail is right; what stands before is one edit from a head."""
    half = index.tails[tail]
    end = place + len(tail)
    for length in half.lengths:
        for size, terms in _near(half, length, lambda n: text[place - n : place] if n <= place else ""):
            for term in terms:
                if slip := judged(text, place - size, end, term, index.grades[term]):
                    yield slip


def _near(half: _Half, length: int, read: Callable[[int], str]) -> Iterator[tuple[int, list[str]]]:
    """Rests of this length that are one edit from what `read(size)` gives: the size read and their terms."""
    same = read(length)
    if len(same) == length:
        if same in half.whole:
            return
        for place in range(length):
            terms = half.open.get(same[:place] + _HOLE + same[place + 1 :])
            if terms:
                yield length, terms
            if place + 1 < length and same[place] != same[place + 1]:
                swapped = same[:place] + same[place + 1] + same[place] + same[place + 2 :]
                if swapped in half.whole:
                    yield length, [half.whole[swapped]]
    fewer = read(length - 1) if length > 1 else ""
    if len(fewer) == length - 1 and fewer:
        for place in range(length):
            terms = half.open.get(fewer[:place] + _HOLE + fewer[place:])
            if terms:
                yield length - 1, terms
    more = read(length + 1)
    if len(more) == length + 1:
        for place in range(length + 1):
            term = half.whole.get(more[:place] + more[place + 1 :])
            if term:
                yield length + 1, [term]
