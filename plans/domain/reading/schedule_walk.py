"""Steps of the walk inside the schedule: month labels, their lines, and where the schedule ends."""

from __future__ import annotations

import re
from dataclasses import replace

from plans.domain.reading.markers import bullet_length, fold
from plans.domain.reading.model import Role
from plans.domain.reading.phrases import SECTION_WORDS, is_schedule_title
from plans.domain.reading.pieces import Piece
from plans.domain.reading.walk import Block, Walk, emit, is_closing, labels_follow, labels_later

_THEME = re.compile(
    r"(?:第[一二三四五六七八九十\d]+专题|(?:本月|活动|月度|学习|党日)?主题)(?!党日|班会|活动|教育|团日|队会|宣讲|演讲)\s*[:：]?"
)
_BRACKETED = re.compile(r"\s*[（(\[【]([^）)\]】]{2,60})[）)\]】]\s*[:：]?")
_REMARK = re.compile(r"\s*[★※*]?\s*(?:备注|附注|注|说明)\s*[:：]")
_ITEM_LISTS = {"ar", "arp", "arh", "circled", "alpha", "bullet"}


def month_block(walk: Walk, index: int, piece: Piece) -> None:
    label = piece.label
    assert label is not None  # noqa: S101 - accepted labels are those of pieces that have one
    if not walk.in_schedule:
        _turn_into_schedule_heading(walk)
    end = label.length
    marker = piece.text[: piece.marker.length].strip() if piece.marker and not label.sectionlike else ""
    doubt = walk.doubts.get(index, "")
    emit(walk, piece, 0, end, Role.MONTH, marker=marker, months=walk.labels[index], doubt=doubt)
    walk.in_schedule, walk.block = True, Block()
    bracket = _BRACKETED.match(piece.text, end)
    if bracket:
        emit(walk, piece, end, bracket.end(), Role.THEME)
        end = bracket.end()
    rest = piece.text[end:]
    if not rest.strip():
        emit(walk, piece, end, len(piece.text), Role.ITEM)
        return
    if _THEME.match(rest.strip()) or _numbered_items_follow(walk, index, fold(rest)):
        emit(walk, piece, end, len(piece.text), Role.THEME)
        return
    _split_items(walk, piece, end)


def _turn_into_schedule_heading(walk: Walk) -> None:
    """A heading with nothing below it but months is the heading of the schedule."""
    if walk.segments and walk.marks and walk.marks[-1][0] >= len(walk.segments) - 2:
        place, mark = walk.marks[-1]
        behind = walk.segments[place + 1 :]
        rest = "".join(row.text for row in behind if row.role is Role.HEADING and row.joins)
        announced = is_schedule_title(walk.segments[place].text + rest)
        if walk.segments[place].role is Role.HEADING and all(
            segment.role in {Role.CHROME, Role.TABLE_HEAD}
            or (segment.role is Role.HEADING and segment.joins)
            or (announced and segment.role is Role.BODY and len(segment.text) <= 60)
            for segment in behind
        ):
            walk.segments[place] = replace(walk.segments[place], role=Role.SCHEDULE_HEADING)
            walk.schedule_mark = mark
            return
    walk.schedule_mark = None


def _numbered_items_follow(walk: Walk, index: int, rest: str) -> bool:
    """The label's line names the month's theme when a list counted from one begins below it."""
    if re.match(r"\s*(?:\(?1\)?[、.)]|①|\(?一\)?、)", rest) or index + 1 >= len(walk.pieces):
        return False
    following = walk.pieces[index + 1]
    return bool(
        following.marker
        and following.marker.number == 1
        and index + 1 not in walk.labels
        and not following.middle
        and following.marker.kind in _ITEM_LISTS
    )


def ends_schedule(walk: Walk, index: int, piece: Piece) -> bool:
    marker, block = piece.marker, walk.block
    if piece.look.cell:
        return False
    if block is not None and walk.pieces[index - 1].look.cell:
        return True  # what stands below a table of months is not part of it
    if marker is None:
        text = piece.text.strip()
        if piece.look.heading_level or (
            piece.look.bold and len(text) <= 25 and block is not None and not walk.pieces[max(index - 1, 0)].look.bold
        ):
            return True
        if block is None:
            # Between the schedule's heading and its first month stands an introduction.
            return not labels_follow(walk, index - 1)
        if is_schedule_title(text) and labels_follow(walk, index):
            return True
        if not labels_later(walk, index):
            return (
                is_closing(walk, index, piece)
                or SECTION_WORDS.fullmatch(text.rstrip(":：")) is not None
                or (len(text) > 90 and block.kind != "")
            )
        return False
    if block is None:
        return not labels_follow(walk, index - 1)
    if marker.kind == "lost":
        return False
    own = walk.schedule_mark
    if marker.kind == block.kind and marker.number == block.number + 1:
        return False
    if own and marker.kind == own.kind and marker.number == own.number + 1:
        return True
    if not own and marker.kind in walk.outline and marker.number == walk.outline[marker.kind] + 1:
        return True
    if marker.kind in {"part", "cn", "cnp"}:
        if marker.number == 1 and (not block.items or block.kind == marker.kind):
            return False
        return not (marker.kind == block.kind and marker.number > 1 and labels_later(walk, index))
    return bool(
        marker.kind in walk.outline
        and marker.number == walk.outline[marker.kind] + 1
        and marker.number > 1
        and block.kind != marker.kind
    )


def schedule_line(walk: Walk, piece: Piece) -> None:
    """A line inside the schedule: an item, or an introduction before the first month."""
    if walk.block is None or (_REMARK.match(piece.text) and not piece.marker):
        emit(walk, piece, 0, len(piece.text), Role.CLOSING if walk.block and not walk.any_heading else Role.BODY)
        return
    block = walk.block
    if piece.look.cell == "theme":
        emit(walk, piece, 0, len(piece.text), Role.THEME)
        return
    if piece.marker:
        if not block.kind or piece.marker.number == 1:
            block.kind = piece.marker.kind
        if piece.marker.kind in {block.kind, "lost"}:
            block.number = piece.marker.number or block.number + 1
        block.items += 1
        emit(walk, piece, 0, len(piece.text), Role.ITEM, marker=piece.text[: piece.marker.length].strip())
        return
    bullet = bullet_length(piece.folded)
    if bullet:
        block.items += 1
        emit(walk, piece, 0, len(piece.text), Role.ITEM, marker=piece.text[:bullet].strip())
        return
    if not block.items and len(piece.text) <= 60 and _THEME.match(piece.text.strip()):
        emit(walk, piece, 0, len(piece.text), Role.THEME)
        return
    _split_items(walk, piece, 0)


def _split_items(walk: Walk, piece: Piece, start: int) -> None:
    """Items parted by semicolons on one line; numbers within are cut already."""
    text = piece.text
    places = [start] + [found.end() for found in re.finditer(r"[；;]\s*", text) if found.start() >= start]
    for begin, end in zip(places, [*places[1:], len(text)], strict=True):
        if begin < end:
            inner = re.match(r"\s*(?:[(（]?\d{1,2}[)）、.．]|[①-⑳])\s*", text[begin:end])
            emit(walk, piece, begin, end, Role.ITEM, marker=inner.group(0).strip() if inner else "")
            if walk.block:
                walk.block.items += 1
                if inner:
                    walk.block.kind = "ar"
                    walk.block.number = int("".join(re.findall(r"\d+", inner.group(0))) or 1)
