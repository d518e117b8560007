"""The pieces of two texts whose sentences are aligned: moved ones apart, changed ones character by character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from workflow.domain.compare.aligning import Row, align
from workflow.domain.compare.model import Op, Piece, delete, equal, insert, joined
from workflow.domain.compare.signs import compare_signs
from workflow.domain.compare.units import Unit, units_of

#: So many characters of sentences that were split or merged are compared as one.
JOINT = 600
#: ... if the two have so much in common.
MERGED = 0.8


@dataclass(frozen=True, slots=True)
class Move:
    """The other end of a moved sentence: the number of the move, the section's label there, the sentence as it is there."""

    number: int
    place: str
    unit: Unit


Moves = Mapping[int, Move]


def compare_text(old: str, new: str) -> tuple[Piece, ...]:
    """What changed; the pieces joined give both texts. Moved sentences are told by `compare_parts` only."""
    before, after = units_of(old), units_of(new)
    return pieces_of(before, after, align(before, after), {}, {})


def pieces_of(
    old: Sequence[Unit], new: Sequence[Unit], rows: Sequence[Row], gone: Moves, come: Moves
) -> tuple[Piece, ...]:
    """The pieces of an alignment. `gone` and `come` say which sentences moved, by their index."""
    result: list[Piece] = []
    block: list[Row] = []
    for row in rows:
        i, j = row
        if i is not None and i in gone:
            result += _block(old, new, block)
            block = []
            result.append(Piece(Op.MOVED_AWAY, old[i].text, "", gone[i].number, gone[i].place))
        elif j is not None and j in come:
            result += _block(old, new, block)
            block = []
            move = come[j]
            inner = joined(_pair(move.unit, new[j]))
            result.append(Piece(Op.MOVED_HERE, "", new[j].text, move.number, move.place, inner))
        elif i is not None and j is not None and old[i].core == new[j].core:
            result += _block(old, new, block)
            block = []
            result += _pair(old[i], new[j])
        else:
            block.append(row)
    result += _block(old, new, block)
    return joined(result)


def _block(old: Sequence[Unit], new: Sequence[Unit], rows: Sequence[Row]) -> list[Piece]:
    """Changed sentences that stand together: one by one, or as one text where sentences were only split or merged."""
    if any(None in row for row in rows) and len(rows) > 1:
        before = "".join(old[i].text for i, _ in rows if i is not None)
        after = "".join(new[j].text for _, j in rows if j is not None)
        if len(before) + len(after) <= JOINT and min(len(before), len(after)) >= MERGED * max(len(before), len(after)):
            together = compare_signs(before, after)
            if sum(len(piece.new) for piece in together if piece.is_quiet) >= MERGED * max(len(before), len(after)):
                return together
    pieces: list[Piece] = []
    for i, j in rows:
        if i is None:
            pieces.append(insert(new[cast(int, j)].text))
        elif j is None:
            pieces.append(delete(old[i].text))
        else:
            pieces += _pair(old[i], new[j])
    return pieces


def _pair(old: Unit, new: Unit) -> list[Piece]:
    """One sentence in both versions."""
    pieces: list[Piece] = []
    if old.marker == new.marker:
        pieces.append(equal(new.marker))
    else:
        pieces.append(Piece(Op.NUMBER, old.marker, new.marker))
    pieces += [equal(new.core)] if old.core == new.core else compare_signs(old.core, new.core)
    if old.end == new.end:
        pieces.append(equal(new.end))
    else:
        pieces += [delete(old.end), insert(new.end)]
    return pieces
