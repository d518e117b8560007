"""Official terms one sign away from how they are written. Framework-free.

With at most one edit, one half of the term stands in the text untouched: halves are looked up, the other half is compared. What is a term
itself, a known variant, or fits with the edit outside the term is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pypinyin import Style, lazy_pinyin

from regulations.domain.terms import Wording, fixed_wording

LEAST = 5
SURE = 6
_COMING_AND_GOING = '的和与及、，,“”"地得了者们'


@dataclass(frozen=True, slots=True)
class Slip:
    """The characters `start` to `end` of the text stand where `term` should; `is_sure` when nothing else can be meant."""

    start: int
    end: int
    term: str
    is_sure: bool


@dataclass(frozen=True)
class _Index:
    """First and second halves of the terms by their text, and the lengths of halves there are."""

    heads: dict[str, list[str]]
    tails: dict[str, list[str]]
    lengths: tuple[int, ...]
    known: frozenset[str]


@cache
def _index() -> _Index:
    wording = fixed_wording()
    heads: dict[str, list[str]] = defaultdict(list)
    tails: dict[str, list[str]] = defaultdict(list)
    for term in wording.terms:
        if len(term) >= LEAST:
            half = len(term) // 2
            heads[term[:half]].append(term)
            tails[term[half:]].append(term)
    lengths = sorted({len(half) for half in (*heads, *tails)})
    return _Index(dict(heads), dict(tails), tuple(lengths), _known(wording))


def _known(wording: Wording) -> frozenset[str]:
    return frozenset({*wording.terms, *wording.variants, *wording.documents, *wording.document_aliases})


def slips(text: str) -> Iterator[Slip]:
    """Every place where a term stands with one sign wrong, missing or too many; overlapping ones once, the longest term first."""
    found: list[Slip] = []
    index = _index()
    right = _right_spans(text, index.known)
    for place in range(len(text)):
        for length in index.lengths:
            half = text[place : place + length]
            for term in index.heads.get(half, ()):
                found.extend(_with_tail(text, place, term, length))
            for term in index.tails.get(half, ()):
                found.extend(_with_head(text, place + length, term, length))
    found.sort(key=lambda slip: (-len(slip.term), slip.start))
    taken: list[tuple[int, int]] = []
    kept = []
    for slip in found:
        if any(start < slip.end and slip.start < end for start, end in taken):
            continue
        if any(start < slip.end and slip.start < end and end - start >= len(slip.term) - 1 for start, end in right):
            continue
        taken.append((slip.start, slip.end))
        kept.append(slip)
    yield from sorted(kept, key=lambda slip: slip.start)


def _right_spans(text: str, known: frozenset[str]) -> list[tuple[int, int]]:
    """Where terms and variants stand as they should."""
    spans = []
    for term in known:
        place = text.find(term)
        while place >= 0:
            spans.append((place, place + len(term)))
            place = text.find(term, place + 1)
    return spans


def _with_tail(text: str, start: int, term: str, half: int) -> Iterator[Slip]:
    """The head is right; what follows is one edit from the tail."""
    tail = term[half:]
    for size in (len(tail), len(tail) - 1, len(tail) + 1):
        end = start + half + size
        near = end <= len(text) and _one_edit(text[start + half : end], tail)
        if near and (slip := _slip(text, start, end, term)):
            yield slip


def _with_head(text: str, end: int, term: str, half: int) -> Iterator[Slip]:
    """The tail is right; what stands before is one edit from the head."""
    head = term[: len(term) - half]
    for size in (len(head), len(head) - 1, len(head) + 1):
        start = end - half - size
        near = start >= 0 and _one_edit(text[start : end - half], head)
        if near and (slip := _slip(text, start, end, term)):
            yield slip


def _one_edit(a: str, b: str) -> bool:
    """Exactly one substitution, insertion or deletion, or two neighbours swapped."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    first = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        swapped = a[first : first + 2] == b[first : first + 2][::-1] and a[first + 2 :] == b[first + 2 :]
        return a[first + 1 :] == b[first + 1 :] or swapped
    short, long = (a, b) if len(a) < len(b) else (b, a)
    return short[first:] == long[first + 1 :]


def _slip(text: str, start: int, end: int, term: str) -> Slip | None:
    """None where the edit lies at the term's edge and may belong to the next word, or concerns quotation marks only."""
    written = text[start:end]
    if any(char in written for char in "，。；;,！？\n \u3000") and not any(char in term for char in "、，"):
        return None
    if _bare(written) == _bare(term):
        return None
    if len(written) != len(term):
        # A sign too few or too many at the edge is the neighbour's affair: 充分发挥 in 已充分发挥.
        if written in term or term in written or written[:2] != term[:2] or written[-2:] != term[-2:]:
            return None
        if term not in fixed_wording().firm or (
            len(written) > len(term) and _inserted(written, term) in _COMING_AND_GOING
        ):
            return None
        return Slip(start, end, term, len(term) >= SURE)
    differing = [i for i, (a, b) in enumerate(zip(written, term, strict=True)) if a != b]
    if len(differing) == 2:
        return Slip(start, end, term, len(term) >= SURE)
    place = differing[0]
    alike = _sounds_alike(written[place], term[place])
    at_edge = place in {0, len(term) - 1}
    if at_edge and not alike:
        return None
    if not alike and (len(term) < SURE + 1 or place in {1, len(term) - 2}):
        return None
    if not ("\u4e00" <= written[place] <= "\u9fff"):
        return None
    return Slip(start, end, term, alike or len(term) > SURE + 2)


def _bare(text: str) -> str:
    return "".join(char for char in text if char not in "“”\"'‘’、，,《》（）()的")


def _inserted(written: str, term: str) -> str:
    place = next((i for i, (a, b) in enumerate(zip(written, term, strict=False)) if a != b), len(term))
    return written[place]


@cache
def _sound(sign: str) -> str:
    sound = lazy_pinyin(sign, style=Style.NORMAL)[0]
    for written, plain in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        sound = sound.replace(written, plain)
    return sound


def _sounds_alike(a: str, b: str) -> bool:
    """The same syllable but for tone and the pairs an input method mixes up (zh/z, ch/c, sh/s, ng/n)."""
    return "\u4e00" <= a <= "\u9fff" and _sound(a) == _sound(b)
