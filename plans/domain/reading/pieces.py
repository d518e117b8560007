"""Lines cut where a new thought begins: at markers in mid-paragraph and month labels in a row; broken lines are tied together."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.domain.reading.lines import Line
from plans.domain.reading.markers import Marker, bullet_length, fold, marker_at
from plans.domain.reading.months import MonthLabel, month_label
from plans.domain.reading.tied import tied_lines

_CUT = re.compile(
    r"(?<=[。;；!！?？:：.])(?=\s*[\d一二三四五六七八九十(（①-⑳、])|(?<=[ \u3000]{2})(?=[\d一二三四五六七八九十(（])"
    r"|(?<=[ \u3000])(?=[一二三四五六七八九十]{1,2}[、.]|[(（][一二三四五六七八九十]{1,2}[)）])"
    r"|(?<=[^\s\d][ \u3000])(?=\d{1,2}[、.](?!\d))"
)
_LOOK_AHEAD = 2000  # characters; a list goes on within that, and hostile text stays cheap
_BLANKS = {" ", "\u3000", "\u00a0"}
#: A title with the text on the same line, as it comes out of some PDF files.
_RUN_IN_TITLE = re.compile(r"\s*\S{2,40}(?:计划|要点|安排|方案|打算)[ \u3000]{2,}(?=\S)")


@dataclass(slots=True)
class Piece:
    """A stretch of a line; `offset` is where it begins within all lines joined by newlines, `end` where it ends within its line."""

    line: int
    start: int
    end: int
    offset: int
    text: str
    folded: str
    look: Line
    marker: Marker | None = None
    label: MonthLabel | None = None
    joins: bool = False
    middle: bool = False

    @property
    def rest(self) -> str:
        """The text behind the marker, blanks trimmed."""
        return self.text[self.marker.length :].strip() if self.marker else self.text.strip()


def cut_into_pieces(lines: Sequence[Line]) -> list[Piece]:
    """Pieces of all lines that hold anything, in order."""
    starts: Counter[tuple[str, int]] = Counter()
    folded = [fold(line.text) for line in lines]
    for text in folded:
        marker = marker_at(text)
        if marker:
            starts[marker.kind, marker.number] += 1
    multi = starts["multi", 1] > 0
    tied = tied_lines(lines, folded)
    pieces: list[Piece] = []
    offset = 0
    counting: dict[str, int] = {}
    for index, line in enumerate(lines):
        if line.text.strip():
            joins = index in tied
            beyond = _tied_text(folded, tied, index)
            for start, end in _cuts(folded[index], counting, starts, joins, beyond):
                text = line.text[start:end]
                piece = Piece(index, start, end, offset + start, text, folded[index][start:end], line, middle=start > 0)
                piece.joins = joins and start == 0
                if not piece.joins and line.cell not in {"month", "head"}:
                    piece.marker = _marker_of(piece.folded, counting, starts, multi=multi)
                piece.label = _label_of(piece)
                if piece.marker:
                    counting[piece.marker.kind] = piece.marker.number or counting.get(piece.marker.kind, 0) + 1
                pieces.append(piece)
        offset += len(line.text) + 1
    return pieces


def _tied_text(folded: Sequence[str], tied: set[int], index: int) -> str:
    """What goes on in the next lines, as far as a list of this line may go on counting there."""
    following = list(itertools.takewhile(lambda ahead: ahead in tied, range(index + 1, min(index + 7, len(folded)))))
    return "".join(folded[ahead] for ahead in following)


def _marker_of(
    folded: str, counting: dict[str, int], starts: Counter[tuple[str, int]], *, multi: bool
) -> Marker | None:
    marker = marker_at(folded)
    if marker is None:
        bare = marker_at(folded, bare=True)
        return bare if bare and bare.number == counting.get("ar", -1) + 1 else None
    if marker.kind == "multi" and not multi:
        return None
    if marker.kind == "nth" and not starts["nth", 2]:
        return None  # 第一，… 第二，… within one paragraph is running text
    if not folded[marker.length :].strip():
        return None
    return marker


def _label_of(piece: Piece) -> MonthLabel | None:
    """The month label of a piece, its length counted from the beginning of the piece, marker included."""
    if piece.joins:
        return None
    whole = month_label(piece.folded)
    bullet = bullet_length(piece.folded) if whole is None and piece.marker is None else 0
    if bullet and (behind := month_label(piece.folded[bullet:])) and behind.strong:
        return replace(behind, length=behind.length + bullet)
    if piece.marker is None or (whole and whole.sectionlike):
        return whole
    inner = month_label(piece.folded[piece.marker.length :])
    if inner is None:
        return None
    return replace(inner, length=inner.length + piece.marker.length, sectionlike=False)


def _cuts(
    folded: str, counting: dict[str, int], starts: Counter[tuple[str, int]], joins: bool, beyond: str
) -> list[tuple[int, int]]:
    """Where a line falls into pieces: at a marker that goes on counting, or at a month label in a row of labels.

    `beyond` is the text of the lines that are tied to this one: there a list may go on.
    """
    places = [0]
    local = dict(counting)
    first = None if joins else marker_at(folded)
    if first:
        local[first.kind] = first.number
    first_label = month_label(folded if first is None else folded[first.length :])
    row_of_months = first_label is not None and first_label.strong
    if first is None and first_label and (inner := marker_at(folded[first_label.length : first_label.length + 40])):
        local[inner.kind] = inner.number
    candidates = [found.start() for found in _CUT.finditer(folded)]
    if not counting and len(folded) > 60 and (title := _RUN_IN_TITLE.match(folded)):
        places.append(title.end())
    for place in candidates:
        tail = (folded[place : place + _LOOK_AHEAD] + beyond)[:_LOOK_AHEAD]
        if row_of_months:
            label = month_label(tail[:60])
            if label and label.strong and tail[label.length - 1 : label.length] in {":", " "}:
                places.append(place)
                continue
        marker = marker_at(tail[:40])
        if marker is None or marker.kind not in {"cn", "cnp", "ar", "arp", "circled"} or not marker.number:
            continue
        if _continues(marker, folded[place - 1], local, tail, starts):
            places.append(place)
            local[marker.kind] = marker.number
    places.append(len(folded))
    return list(itertools.pairwise(places))


def _continues(
    marker: Marker, before: str, counted: dict[str, int], tail: str, starts: Counter[tuple[str, int]]
) -> bool:
    enclosed = marker.kind in {"arp", "circled"}
    if enclosed and before not in "。":
        return False
    if before == "." and marker.kind == "ar":
        return False
    if before in _BLANKS and marker.number == 1:
        second = {"cn": r"二[、.]", "cnp": r"\(二\)"}.get(marker.kind, r"[。;；]\s*2[、.](?!\d)")
        return bool(re.search(second, tail))
    if marker.kind == "cn" and marker.style not in "、.":
        return False
    following = marker.number + 1
    if marker.number == 1:
        opening = re.compile(rf"[。;；]\s*(?:\(?{following}\)|{following}[、.]|\(二\)|二、)")
        later = opening.search(tail) or starts[marker.kind, following]
        return bool(later) and before in "。:;"
    return counted.get(marker.kind) == marker.number - 1
