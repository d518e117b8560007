"""Whether a text one sign away from a term is a slip, and how certain that is. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pypinyin import Style, lazy_pinyin

from regulations.domain.wording import fixed_wording

#: How strictly a term is held to its wording.
FIRM, TERM, PHRASE = 3, 2, 1
LEAST = 4
#: Terms shorter than this are flagged for a wrong sign only if it sounds or looks like the right one.
FAR = 7
#: A firm term of this length is meant even where the wrong sign happens to make a word (廉正 in 党风廉正建设).
LONG = 6
_COMING_AND_GOING = frozenset('的和与及、，,“”"地得了者们各等也都要再更为新党型性化制园校')
_FUNCTION = frozenset("的和与及地得了者们是在有为")
_STOPS = frozenset("，。；;,！？!?：:\n \u3000")


@dataclass(frozen=True, slots=True)
class Slip:
    """The characters `start` to `end` of the text stand where `term` should; `is_sure` when nothing else can be meant."""

    start: int
    end: int
    term: str
    is_sure: bool


def odd_signs(written: str, term: str) -> tuple[int, int]:
    """The stretch of the written signs that differs from the term, with one sign of context where a sign is missing."""
    first = next(
        (i for i, (a, b) in enumerate(zip(written, term, strict=False)) if a != b), min(len(written), len(term))
    )
    last = 0
    while last < min(len(written), len(term)) - first and written[-1 - last] == term[-1 - last]:
        last += 1
    start, end = first, len(written) - last
    return (max(0, start - 1), min(len(written), end + 1)) if end <= start else (start, end)


def judged(text: str, start: int, end: int, term: str, grade: int) -> Slip | None:
    """None where the edit lies at the term's edge and may belong to the next word, or where the written signs are ordinary words."""
    written = text[start:end]
    if written == term or _bare(written) == _bare(term):
        return None
    if _STOPS.intersection(written) and not any(sign in term for sign in "、，"):
        return None
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
        if grade != FIRM or len(term) < LONG:
            return None
        inner = written[:2] if place == 0 else written[-2:] if place == len(term) - 1 else ""
        return Slip(start, end, term, is_sure=is_alike and inner not in fixed_wording().ordinary)
    if is_alike:
        return Slip(start, end, term, is_sure=True)
    inside = 2 <= place < len(term) - 2
    if grade == PHRASE or len(term) < FAR or not inside:
        return None
    return Slip(start, end, term, is_sure=grade == FIRM or len(term) > FAR + 1)


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
        if not doubled and (grade == PHRASE or len(term) < FAR):
            return None
        if _is_ordinary(text, start + place) and not doubled:
            return None
        return Slip(start, end, term, is_sure=doubled or (grade == FIRM and len(term) >= FAR))
    place = next((i for i, (a, b) in enumerate(zip(written, term, strict=False)) if a != b), len(written))
    if term[place] in _COMING_AND_GOING and grade != FIRM:
        return None
    if len(term) <= LEAST or _runs_over(text, start, end):
        return None
    return Slip(start, end, term, is_sure=grade == FIRM or len(term) >= FAR)


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
def sound(sign: str) -> str:
    """The syllable of a sign, without tone and without the differences that an input method passes over (zh/z, ch/c, sh/s, ng/n)."""
    syllable: str = lazy_pinyin(sign, style=Style.NORMAL)[0]
    for written, plain in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        syllable = syllable.replace(written, plain)
    return syllable


def _alike(a: str, b: str) -> bool:
    """The one is typed or read in place of the other."""
    return b in fixed_wording().alike.get(a, ()) or sound(a) == sound(b)
