"""Comparing two versions of a paper as a person reads it: by section, and by character inside a section. Framework-free.

A section that only moved is shown as moved; numbering is not part of the text and never shows as a change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from diff_match_patch import diff_match_patch


class Change(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Part:
    """A section of one version: a lasting identifier, how it is called, its text."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `op` is "equal", "insert" or "delete"."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """What became of one section; `pieces` joined without deletions give the new text, without insertions the old one."""

    id: str
    label: str
    change: Change
    pieces: tuple[Piece, ...]


_OPS = {-1: "delete", 0: "equal", 1: "insert"}


def compare_text(old: str, new: str) -> tuple[Piece, ...]:
    """Character by character, cleaned up so that runs make sense to a reader."""
    if old == new:
        return (Piece("equal", new),) if new else ()
    engine = diff_match_patch()
    engine.Diff_Timeout = 0.5
    runs = engine.diff_main(old, new)
    engine.diff_cleanupSemantic(runs)
    return tuple(Piece(_OPS[op], text) for op, text in runs)


def compare_parts(old: Sequence[Part], new: Sequence[Part]) -> list[PartChange]:
    """All sections of the new version in its order, removed ones where they stood before."""
    before = {part.id: part for part in old}
    after = {part.id for part in new}
    kept_in_place = _kept_in_place([p.id for p in old if p.id in after], [p.id for p in new if p.id in before])
    changes: list[PartChange] = []
    for part in new:
        earlier = before.get(part.id)
        if earlier is None:
            changes.append(PartChange(part.id, part.label, Change.ADDED, (Piece("insert", part.text),)))
            continue
        pieces = compare_text(earlier.text, part.text)
        if earlier.text != part.text:
            change = Change.CHANGED
        else:
            change = Change.SAME if part.id in kept_in_place else Change.MOVED
        changes.append(PartChange(part.id, part.label, change, pieces))
    return _with_removed(changes, old, after)


def _kept_in_place(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The longest common order of both lists: whatever is outside it has moved."""
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    return {old[i] for block in matcher.get_matching_blocks() for i in range(block.a, block.a + block.size)}


def _with_removed(changes: list[PartChange], old: Sequence[Part], after: set[str]) -> list[PartChange]:
    """Put each removed section behind the section it used to follow."""
    result = list(changes)
    previous: str | None = None
    for part in old:
        if part.id not in after:
            removed = PartChange(part.id, part.label, Change.REMOVED, (Piece("delete", part.text),))
            positions = [i for i, change in enumerate(result) if change.id == previous]
            result.insert(positions[0] + 1 if positions else 0, removed)
        previous = part.id
    return result
