"""What a comparison takes and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What became of a section. CHANGED may have moved as well (`PartChange.is_moved`); MOVED has the same words at another place."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class Op(StrEnum):
    """What a run of text is. NUMBER is a marker before a sentence that counts differently now and is shown as if it were equal."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    NUMBER = "number"
    MOVED_HERE = "moved_here"
    MOVED_AWAY = "moved_away"


#: A reader need not look at these.
QUIET = frozenset({Op.EQUAL, Op.NUMBER})


@dataclass(frozen=True, slots=True)
class Part:
    """A section of one version: a lasting identifier, how it is called, its text; a heading is the first line of the text."""

    id: str
    label: str
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text as it was and as it is; one of both is "" where it is only in the other version.

    `move` ties the two ends of a moved sentence together, `place` is the label of the section at the other end. `inner` of MOVED_HERE
    says what changed in the sentence on the way: its old texts joined are what stands at the other end.
    """

    op: Op
    old: str
    new: str
    move: int = 0
    place: str = ""
    inner: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """What is shown: the new words, or those that are gone."""
        return self.new or self.old

    @property
    def is_quiet(self) -> bool:
        return self.op in QUIET


@dataclass(frozen=True, slots=True)
class PartChange:
    """What became of one section. `pieces` joined give both texts (`old_text`, `new_text`)."""

    id: str
    label: str
    change: Change
    pieces: tuple[Piece, ...]
    is_moved: bool = False
    old_id: str = ""
    old_label: str = ""


def equal(text: str) -> Piece:
    return Piece(Op.EQUAL, text, text)


def insert(text: str) -> Piece:
    return Piece(Op.INSERT, "", text)


def delete(text: str) -> Piece:
    return Piece(Op.DELETE, text, "")


def old_text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.old for piece in pieces)


def new_text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.new for piece in pieces)


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours of the same kind as one run; empty runs left out. Moves and numbers stay what they are."""
    result: list[Piece] = []
    for piece in pieces:
        if not piece.old and not piece.new:
            continue
        last = result[-1] if result else None
        if last and last.op == piece.op and piece.op in {Op.EQUAL, Op.INSERT, Op.DELETE}:
            result[-1] = Piece(piece.op, last.old + piece.old, last.new + piece.new)
        else:
            result.append(piece)
    return tuple(result)
