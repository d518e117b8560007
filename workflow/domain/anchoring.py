"""Words somebody remarked on, found again in a later version of the text. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass

CONTEXT = 20


@dataclass(frozen=True, slots=True)
class Quote:
    """Words at `start`–`end` of a text (the end not counted) and what stood around them."""

    words: str
    start: int
    end: int
    before: str
    after: str


def quoted(text: str, start: int, end: int) -> Quote | None:
    """The words between two places of a text, without blanks at their ends; None when there are none."""
    start, end = max(0, start), min(len(text), end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return None
    return Quote(text[start:end], start, end, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def quoted_words(text: str, words: str) -> Quote | None:
    """The first place where a text has these words."""
    start = text.find(words) if words else -1
    return quoted(text, start, start + len(words)) if start >= 0 else None


def locate(text: str, words: str, *, start: int, before: str, after: str) -> tuple[int, int] | None:
    """Where the words stand now: of several places the one whose surroundings are most like the old ones, then the nearest.

    None when the words are not there any more.
    """
    if not words:
        return None
    if text.startswith(words, start) and text[:start].endswith(before) and text.startswith(after, start + len(words)):
        return start, start + len(words)
    best: tuple[int, int] | None = None
    best_at = -1
    at = text.find(words)
    while at >= 0:
        alike = _common_end(text[:at], before) + _common_start(text[at + len(words) :], after)
        rank = (alike, -abs(at - start))
        if best is None or rank > best:
            best, best_at = rank, at
        at = text.find(words, at + 1)
    return (best_at, best_at + len(words)) if best is not None else None


def _common_start(text: str, other: str) -> int:
    count = 0
    for one, two in zip(text, other, strict=False):
        if one != two:
            break
        count += 1
    return count


def _common_end(text: str, other: str) -> int:
    return _common_start(text[::-1][: len(other)], other[::-1])
