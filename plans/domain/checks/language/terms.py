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

from regulations.domain.wording import fixed_wording

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
    """Halves of the terms and right wordings by their first two signs: a text is walked through once.

    A half comes as (half, term, whether it is the first one).
    """

    halves: dict[str, list[tuple[str, str, bool]]]
    known: dict[str, list[str]]


@cache
def _index() -> _Index:
    wording = fixed_wording()
    halves: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for term in wording.terms:
        if len(term) >= LEAST:
            middle = len(term) // 2
            for half, is_head in ((term[:middle], True), (term[middle:], False)):
                halves[half[:2]].append((half, term, is_head))
    known: dict[str, list[str]] = defaultdict(list)
    for text in {*wording.terms, *wording.variants, *wording.documents, *wording.document_aliases}:
        known[text[:2]].append(text)
    return _Index(dict(halves), dict(known))


def slips(text: str) -> Iterator[Slip]:
    """Every place where a term stands with one sign wrong, missing or too many; overlapping ones once, the longest term first."""
    found: list[Slip] = []
    right: list[tuple[int, int]] = []
    index = _index()
    for place in range(len(text) - 1):
        pair = text[place : place + 2]
        for half, term, is_head in index.halves.get(pair, ()):
            if text.startswith(half, place):
                found.extend(
                    _with_tail(text, place, term, len(half))
                    if is_head
                    else _with_head(text, place + len(half), term, len(half))
                )
        right.extend(
            (place, place + len(known)) for known in index.known.get(pair, ()) if text.startswith(known, place)
        )
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
