"""Shingles: every five letters in a row; and the sample of them that an index keeps. Framework-free.

The sample takes every shingle whose hash falls into one of `SAMPLE` parts. Two plans thus sample the same shingles, and the share of shared
samples estimates the share of shared shingles for plans of any length, which a MinHash of fixed size does not (docs/decisions/0010).
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

SHINGLE = 5
SAMPLE = 8


def shingles(letters: str) -> set[str]:
    """All runs of five letters."""
    return {letters[place : place + SHINGLE] for place in range(len(letters) - SHINGLE + 1)}


def own_shingles(letters: str, mask: bytes | bytearray) -> set[str]:
    """The shingles that lie for more than half outside the mask (set formulas)."""
    return {
        letters[place : place + SHINGLE]
        for place in range(len(letters) - SHINGLE + 1)
        if 2 * sum(mask[place : place + SHINGLE]) < SHINGLE
    }


def key_of(text: str) -> int:
    """A lasting 64-bit number for a text, signed as databases want it."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def sampled(found: Iterable[str]) -> frozenset[int]:
    """The keys that the index keeps of these shingles, about one in SAMPLE."""
    return frozenset(key for key in map(key_of, found) if key % SAMPLE == 0)


def sampled_places(letters: str) -> list[tuple[int, int]]:
    """(place, key) of every sampled shingle of a text, in order."""
    found = ((place, key_of(letters[place : place + SHINGLE])) for place in range(len(letters) - SHINGLE + 1))
    return [(place, key) for place, key in found if key % SAMPLE == 0]
