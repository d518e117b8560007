"""The state of the reader's walk through the pieces, and how a piece is put down. Used by the steps of the walk only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from plans.domain.reading.levels import Mark
from plans.domain.reading.model import Role, Segment
from plans.domain.reading.phrases import SECTION_WORDS, is_schedule_title, looks_like_closing
from plans.domain.reading.pieces import Piece
from plans.domain.reading.zones import Zones


@dataclass(slots=True)
class Block:
    """The month block that is open: the list its items are counted by."""

    kind: str = ""
    number: int = 0
    items: int = 0


@dataclass(slots=True)
class Walk:
    pieces: list[Piece]
    zones: Zones
    labels: dict[int, tuple[int, ...]]
    doubts: dict[int, str]
    segments: list[Segment] = field(default_factory=list)
    marks: list[tuple[int, Mark]] = field(default_factory=list)
    block: Block | None = None
    in_schedule: bool = False
    schedule_mark: Mark | None = None
    outline: dict[str, int] = field(default_factory=dict)
    heading_open: bool = False
    any_heading: bool = False
    has_cn: bool = False
    in_attachments: bool = False


def emit(
    walk: Walk,
    piece: Piece,
    start: int,
    end: int,
    role: Role,
    *,
    marker: str = "",
    joins: bool = False,
    doubt: str = "",
    months: tuple[int, ...] = (),
) -> None:
    text = piece.text[start:end]
    if not text:
        return
    if not text.strip() and walk.segments and walk.segments[-1].line == piece.line:
        # Blanks between two pieces of a line belong to the first.
        last = walk.segments[-1]
        walk.segments[-1] = replace(last, text=last.text + text)
        return
    walk.segments.append(
        Segment(
            piece.offset + start,
            piece.line,
            text,
            role,
            0,
            marker,
            months,
            doubt,
            joins,
            piece.look.responsible if role is Role.ITEM else "",
        )
    )


def labels_follow(walk: Walk, index: int) -> bool:
    """Whether a month label stands right behind, remarks and the head of a table aside."""
    seen = 0
    for ahead in range(index + 1, min(index + 6, len(walk.pieces))):
        if ahead in walk.labels:
            return True
        if walk.pieces[ahead].look.cell == "head" or ahead in walk.zones.chrome:
            continue
        seen += 1
        if seen > 2 or walk.pieces[ahead].marker:
            return False
    return False


def labels_later(walk: Walk, index: int) -> bool:
    return any(place > index for place in walk.labels)


def is_closing(walk: Walk, index: int, piece: Piece) -> bool:
    """Final words, where the text ends or the schedule begins next."""
    for ahead in range(index + 1, len(walk.pieces)):
        following = walk.pieces[ahead]
        if (
            ahead in walk.zones.chrome
            or ahead in walk.zones.signature
            or ahead in walk.zones.date
            or ahead in walk.zones.mixed
            or following.joins
        ):
            continue
        if ahead in walk.labels or is_schedule_title(following.rest):
            break
        if following.marker or following.look.heading_level or not looks_like_closing(following.text.strip()):
            return False
    return looks_like_closing(piece.folded.strip()) or looks_like_closing(piece.text.strip())


def heading_end(folded: str, start: int) -> int:
    """Where the heading stops: behind the first 。:; that is not within quotes, else at the end of the line; a well-known name
    of a section stops before the blank that parts it from its text."""
    depth = 0
    named = re.match(r"\s*(\S{2,12})[ \u3000]+(?=\S)", folded[start : start + 20])
    if named and SECTION_WORDS.fullmatch(named[1]):
        return start + named.end()
    for position in range(start, len(folded)):
        char = folded[position]
        if char in "“《(":
            depth += 1
        elif char in "”》)":
            depth = max(0, depth - 1)
        elif char in "。;:!?" and (depth == 0 or position - start > 60):
            return position + 1
    return len(folded)


def is_ended(text: str) -> bool:
    return bool(re.search(r"[。：:;；!！?？.]\s*$", text))
