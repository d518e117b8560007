"""Official terms one sign away from how they are written. Framework-free.

With at most one edit, one half of the term stands in the text untouched: halves are looked up, the other half is compared. What is a term
itself, a known variant, an ordinary word, or fits with the edit outside the term is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from pypinyin import Style, lazy_pinyin

from regulations.domain.wording import fixed_wording

LEAST = 4
#: Terms shorter than this are flagged for a wrong sign only if it sounds or looks like the right one.
FAR = 7
#: A firm term of this length is meant even where the wrong sign happens to make a word (廉正 in 党风廉正建设).
LONG = 6
_COMING_AND_GOING = frozenset('的和与及、，,“”"地得了者们各等也都要再更为新党型性化制园校')
_FUNCTION = frozenset("的和与及地得了者们是在有为")
_STOPS = frozenset("，。；;,！？!?：:\n \u3000")
_HOLE = "\0"


@dataclass(frozen=True, slots=True)
class Slip:
    """The characters `start` to `end` of the text stand where `term` should; `is_sure` when nothing else can be meant."""

    start: int
    end: int
    term: str
    is_sure: bool


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
    grades: dict[str, int]


_FIRM, _TERM, _PHRASE = 3, 2, 1


@cache
def _index() -> _Index:
    wording = fixed_wording()
    grades: dict[str, int] = {}
    for grade, terms in (
        (_PHRASE, wording.phrases),
        (_PHRASE, wording.idioms),
        (_TERM, wording.terms),
        (_FIRM, wording.firm),
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
    return _Index(dict(heads), dict(tails), dict(by_pair), dict(known), dict(swapped), grades)


@cache
def pairs_of_terms() -> frozenset[str]:
    """Every two signs that stand side by side in a term."""
    return frozenset(term[place : place + 2] for term in _index().grades for place in range(len(term) - 1))


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
        for wrong, term in index.swapped.get(
            pair, ()
        ):  # the two signs between the halves: neither half is left untouched
            if text.startswith(wrong, place) and (slip := _slip(text, place, place + len(wrong), term, index)):
                found.append(slip)
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


def _is_right(slip: Slip, text: str, right: list[tuple[int, int]]) -> bool:
    """The odd signs are part of something that is known to be right."""
    first, last = _odd(text[slip.start : slip.end], slip.term)
    first, last = slip.start + first, slip.start + last
    return any(start <= first and last <= end for start, end in right)


def _odd(written: str, term: str) -> tuple[int, int]:
    """The stretch of the written signs that differs from the term, with one sign of context where a sign is missing."""
    first = next(
        (i for i, (a, b) in enumerate(zip(written, term, strict=False)) if a != b), min(len(written), len(term))
    )
    last = 0
    while last < min(len(written), len(term)) - first and written[-1 - last] == term[-1 - last]:
        last += 1
    start, end = first, len(written) - last
    return (max(0, start - 1), min(len(written), end + 1)) if end <= start else (start, end)


def _after(text: str, start: int, head: str, index: _Index) -> Iterator[Slip]:
    """The head is right; what follows is one edit from a tail."""
    half = index.heads[head]
    begin = start + len(head)
    for length in half.lengths:
        for size, terms in _near(half, length, lambda n: text[begin : begin + n]):
            for term in terms:
                if slip := _slip(text, start, begin + size, term, index):
                    yield slip


def _before(text: str, place: int, tail: str, index: _Index) -> Iterator[Slip]:
    """The tail is right; what stands before is one edit from a head."""
    half = index.tails[tail]
    end = place + len(tail)
    for length in half.lengths:
        for size, terms in _near(half, length, lambda n: text[place - n : place] if n <= place else ""):
            for term in terms:
                if slip := _slip(text, place - size, end, term, index):
                    yield slip


def _near(half: _Half, length: int, read) -> Iterator[tuple[int, list[str]]]:  # type: ignore[no-untyped-def]
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


def _slip(text: str, start: int, end: int, term: str, index: _Index) -> Slip | None:
    """None where the edit lies at the term's edge and may belong to the next word, or where the written signs are ordinary words."""
    written = text[start:end]
    if written == term or _bare(written) == _bare(term):
        return None
    if _STOPS.intersection(written) and not any(sign in term for sign in "、，"):
        return None
    grade = index.grades[term]
    if len(written) == len(term):
        return _replaced(text, start, written, term, grade)
    return _lost_or_gained(text, start, written, term, grade)


def _replaced(text: str, start: int, written: str, term: str, grade: int) -> Slip | None:
    end = start + len(written)
    places = [i for i, (a, b) in enumerate(zip(written, term, strict=True)) if a != b]
    if len(places) == 2:
        if not all(_is_sign(written[i]) for i in places) or _is_ordinary(text, start + places[0]):
            return None
        return Slip(start, end, term, is_sure=True)
    place = places[0]
    sign = written[place]
    if not _is_sign(sign) or not _is_sign(term[place]) or sign in _FUNCTION or sign in fixed_wording().unsimplified:
        return None
    is_alike = _alike(sign, term[place])
    if _is_ordinary(text, start + place):
        if grade != _FIRM or len(term) < LONG:
            return None
        return Slip(start, end, term, is_sure=is_alike and 0 < place < len(term) - 1)
    if is_alike:
        return Slip(start, end, term, is_sure=True)
    inside = 2 <= place < len(term) - 2
    if grade == _PHRASE or len(term) < FAR or not inside:
        return None
    return Slip(start, end, term, is_sure=grade == _FIRM or len(term) > FAR + 1)


def _lost_or_gained(text: str, start: int, written: str, term: str, grade: int) -> Slip | None:
    end = start + len(written)
    if written in term or term in written or written[0] != term[0] or written[-1] != term[-1]:
        return None
    if len(written) > len(term):
        place = next((i for i, (a, b) in enumerate(zip(written, term, strict=False)) if a != b), len(term))
        sign = written[place]
        doubled = sign in (written[place - 1], term[place : place + 1])
        if sign in _COMING_AND_GOING or not _is_sign(sign):
            return None
        if not doubled and (grade == _PHRASE or len(term) < FAR):
            return None
        if _is_ordinary(text, start + place) and not doubled:
            return None
        return Slip(start, end, term, is_sure=doubled or (grade == _FIRM and len(term) >= FAR))
    place = next((i for i, (a, b) in enumerate(zip(written, term, strict=False)) if a != b), len(written))
    if term[place] in _COMING_AND_GOING and grade != _FIRM:
        return None
    if len(term) <= LEAST or _runs_over(text, start, end):
        return None
    return Slip(start, end, term, is_sure=grade == _FIRM or len(term) >= FAR)


def _runs_over(text: str, start: int, end: int) -> bool:
    """The first or last sign belongs to a word that reaches outside: 师德风 in 师德风范."""
    ordinary = fixed_wording().ordinary
    return text[end - 1 : end + 1] in ordinary or (start > 0 and text[start - 1 : start + 1] in ordinary)


def _is_sign(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _is_ordinary(text: str, place: int) -> bool:
    """The sign makes an ordinary word with a neighbour."""
    ordinary = fixed_wording().ordinary
    return text[place : place + 2] in ordinary or (place > 0 and text[place - 1 : place + 1] in ordinary)


def _bare(text: str) -> str:
    return "".join(char for char in text if char not in "“”\"'‘’、，,·《》（）()的")


@cache
def _sound(sign: str) -> str:
    """The syllable of a sign, without tone and without the differences that an input method passes over (zh/z, ch/c, sh/s, ng/n)."""
    sound = lazy_pinyin(sign, style=Style.NORMAL)[0]
    for written, plain in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        sound = sound.replace(written, plain)
    return sound


def _alike(a: str, b: str) -> bool:
    """The one is typed or read in place of the other."""
    return b in fixed_wording().alike.get(a, ()) or _sound(a) == _sound(b)
