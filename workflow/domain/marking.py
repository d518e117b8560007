"""A compared text as lines of runs, ready to be shown: what changed and which words somebody remarked on. Framework-free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workflow.domain.compare import Op, Piece

PILCROW = "¶"  # a paragraph's end that was put in or taken out
_ADDED = frozenset({Op.INSERT, Op.MOVED_HERE})


@dataclass(frozen=True, slots=True)
class Highlight:
    """Words `start`–`end` of the new text (from 0, the end not counted) that `key` is about."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one kind. `keys` are the highlights over it; `move` and `place` as in Piece."""

    op: Op
    text: str
    keys: tuple[str, ...] = ()
    place: str = ""
    is_new: bool = True  # part of the new text, so that a selection in it has an offset


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; `start` is where it begins in the new text."""

    start: int
    runs: tuple[Run, ...]


def plain(text: str) -> tuple[Piece, ...]:
    """A text that is not compared with anything."""
    return (Piece(Op.EQUAL, text, text),) if text else ()


def lines_of(pieces: Sequence[Piece], highlights: Sequence[Highlight] = ()) -> list[Line]:
    """The inline view: old and new words in one text."""
    return list(_lines(_flat(pieces), highlights))


def sides_of(pieces: Sequence[Piece]) -> tuple[list[Line], list[Line]]:
    """The same as two texts beside each other: what was there, with what is gone marked; what is there, with what came marked."""
    old = [Piece(piece.op, "", piece.old, piece.move, piece.place) for piece in pieces if piece.old]
    new = [Piece(piece.op, "", piece.new, piece.move, piece.place) for piece in pieces if piece.new]
    return list(_lines(old, ())), list(_lines(_flat(new), ()))


def _flat(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Moved sentences that changed on the way, run by run."""
    for piece in pieces:
        if piece.op is Op.MOVED_HERE and any(not inner.is_quiet for inner in piece.inner):
            for inner in piece.inner:
                if inner.is_quiet:
                    yield Piece(Op.MOVED_HERE, "", inner.new, piece.move, piece.place)
                else:
                    yield inner
        else:
            yield piece


def _lines(pieces: Sequence[Piece] | Iterator[Piece], highlights: Sequence[Highlight]) -> Iterator[Line]:
    start = position = 0
    runs: list[Run] = []
    for piece in pieces:
        text, is_new = (piece.new, True) if piece.new else (piece.old, False)
        for part, ends in _split(text):
            if is_new:
                runs += _runs(piece, part, position, highlights)
                position += len(part) + ends
            elif part:
                runs.append(Run(piece.op, part, (), piece.place, is_new=False))
            if ends:
                if piece.op not in {Op.EQUAL, Op.NUMBER}:
                    runs.append(Run(piece.op, PILCROW, (), "", is_new=False))
                yield Line(start, tuple(runs))
                start, runs = position, []
    if runs:
        yield Line(start, tuple(runs))


def _split(text: str) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a text and whether each is ended in it."""
    parts = text.split("\n")
    for number, part in enumerate(parts):
        ends = number < len(parts) - 1
        if part or ends:
            yield part, ends


def _runs(piece: Piece, text: str, position: int, highlights: Sequence[Highlight]) -> Iterator[Run]:
    """A run cut where a highlight begins or ends."""
    last = position + len(text)
    over = [mark for mark in highlights if mark.start < last and mark.end > position]
    cuts = {position, last, *(at for mark in over for at in (mark.start, mark.end) if position < at < last)}
    places = sorted(cuts)
    for first, end in pairwise(places):
        keys = tuple(mark.key for mark in over if mark.start <= first and mark.end >= end)
        yield Run(piece.op, text[first - position : end - position], keys, piece.place)
