"""Pieces → segments with roles: one walk from the first line to the last, with the head, the tail and the month labels known."""

from __future__ import annotations

import re
from dataclasses import replace

from documents.domain.source import SourceText
from plans.domain.reading.labels import accepted_labels
from plans.domain.reading.levels import Mark, Place, place_marks
from plans.domain.reading.lines import source_lines
from plans.domain.reading.model import Role, Segment
from plans.domain.reading.phrases import SECTION_WORDS, is_schedule_title
from plans.domain.reading.pieces import Piece, cut_into_pieces
from plans.domain.reading.schedule_walk import ends_schedule, month_block, schedule_line
from plans.domain.reading.walk import Walk, emit, heading_end, is_closing, is_ended, labels_follow
from plans.domain.reading.zones import find_zones

_ATTACHMENTS = re.compile(r"\s*附\s*件\s*\d?\s*[:：]")


def base_segments(source: SourceText) -> tuple[Segment, ...]:
    """Every character of the source that is not a blank line, in segments, as the reader sees it without anybody's help."""
    pieces = cut_into_pieces(source_lines(source))
    zones = find_zones(pieces)
    labels, doubts = accepted_labels(pieces, zones)
    walk = Walk(pieces, zones, labels, doubts)
    walk.has_cn = any(piece.marker and piece.marker.kind == "cn" for piece in pieces)
    for index, piece in enumerate(pieces):
        _step(walk, index, piece)
    _level(walk)
    return tuple(walk.segments)


def _step(walk: Walk, index: int, piece: Piece) -> None:
    zones = walk.zones
    if index in zones.chrome or piece.look.cell == "head":
        emit(walk, piece, 0, piece.end - piece.start, Role.CHROME if index in zones.chrome else Role.TABLE_HEAD)
    elif index in zones.title:
        if zones.tag and index == zones.title[0]:
            emit(walk, piece, 0, zones.tag, Role.CHROME)
            emit(walk, piece, zones.tag, len(piece.text), Role.TITLE)
        else:
            emit(walk, piece, 0, len(piece.text), Role.TITLE)
    elif index in zones.signature:
        emit(walk, piece, 0, len(piece.text), Role.SIGNATURE)
    elif index in zones.date:
        emit(walk, piece, 0, len(piece.text), Role.DATE)
    elif index in zones.mixed:
        emit(walk, piece, 0, zones.mixed[index], Role.SIGNATURE)
        emit(walk, piece, zones.mixed[index], len(piece.text), Role.DATE)
    elif index in walk.labels:
        month_block(walk, index, piece)
    elif piece.joins and walk.segments:
        _join(walk, piece)
    elif walk.in_schedule and not ends_schedule(walk, index, piece):
        schedule_line(walk, piece)
    else:
        walk.in_schedule, walk.block = False, None
        _outline(walk, index, piece)


def _join(walk: Walk, piece: Piece) -> None:
    """The piece goes on with whatever the piece before it was."""
    last = walk.segments[-1]
    if last.role is Role.HEADING and walk.heading_open:
        end = heading_end(piece.folded, 0)
        emit(walk, piece, 0, end, Role.HEADING, joins=True, doubt="这一行接着上一行的标题，请看一看。")
        walk.heading_open = end == len(piece.text) and not is_ended(piece.text)
        emit(walk, piece, end, len(piece.text), Role.BODY)
        return
    role = last.role if last.role in {Role.BODY, Role.PREAMBLE, Role.ITEM, Role.CLOSING, Role.THEME} else Role.BODY
    emit(walk, piece, 0, len(piece.text), role, joins=role is last.role)


def _outline(walk: Walk, index: int, piece: Piece) -> None:
    mark = _mark_of(walk, index, piece)
    if mark is None:
        role = Role.BODY if walk.any_heading else Role.PREAMBLE
        if (walk.any_heading and is_closing(walk, index, piece)) or (
            role is Role.BODY and walk.segments and walk.segments[-1].role is Role.CLOSING
        ):
            role = Role.CLOSING
        emit(walk, piece, 0, len(piece.text), role)
        return
    begin = piece.marker.length if piece.marker else 0
    schedule = is_schedule_title(piece.rest.strip()) and labels_follow(walk, index)
    end = len(piece.text) if schedule else heading_end(piece.folded, begin)
    role = Role.SCHEDULE_HEADING if schedule else Role.HEADING
    marker = piece.text[:begin].strip()
    emit(walk, piece, 0, end, role, marker=marker)
    walk.marks.append((len(walk.segments) - 1, mark))
    walk.any_heading = True
    walk.outline[mark.kind] = mark.number or walk.outline.get(mark.kind, 0) + 1
    walk.heading_open = end == len(piece.text) and not is_ended(piece.text)
    emit(walk, piece, end, len(piece.text), Role.BODY)
    if schedule:
        walk.in_schedule, walk.block, walk.schedule_mark = True, None, mark


def _mark_of(walk: Walk, index: int, piece: Piece) -> Mark | None:
    """What makes the piece a heading: a marker, Word's outline level, bold type, or being a well-known section name."""
    text = piece.rest
    look = piece.look
    if look.cell:
        return None
    if _ATTACHMENTS.match(piece.text):
        walk.in_attachments = not labels_follow(walk, index)
    elif walk.in_attachments:
        walk.in_attachments = bool(piece.marker and piece.marker.kind == "ar" and len(text) <= 40)
    if walk.in_attachments:
        return None
    if piece.marker:
        marker = piece.marker
        if marker.kind == "alpha" and "alpha" not in walk.outline and marker.number != 1:
            return None
        return Mark(marker.kind, marker.number, marker.style, marker.depth)
    if look.heading_level and len(text) <= 60:
        return Mark(f"style{min(look.heading_level, 4)}", 0)
    if is_schedule_title(text) and labels_follow(walk, index):
        return Mark("plain", 0)
    short = len(text) <= 25 and not re.search(r"[。；，,;]$", text)
    if look.bold and short and not look.right_aligned:
        return Mark("bold" if walk.has_cn else "plain", 0)
    if short and not walk.has_cn and SECTION_WORDS.fullmatch(text.rstrip(":：")) and index + 1 < len(walk.pieces):
        return Mark("plain", 0)
    return None


def _level(walk: Walk) -> None:
    """Levels for all headings, and what is doubtful about their numbers."""
    places: list[Place] = place_marks([mark for _, mark in walk.marks])
    for order, ((index, mark), place) in enumerate(zip(walk.marks, places, strict=True)):
        doubt = place.doubt
        following = places[order + 1] if order + 1 < len(places) else None
        if (
            following
            and following.level == place.level + 1
            and following.number == 2
            and following.doubt
            and mark.kind in {"cn", "cnp"}
        ):
            doubt = "第1条可能和这个标题连在了一行；建成草稿后，可以在编辑页把它拆成两段。"
        segment = walk.segments[index]
        walk.segments[index] = replace(segment, level=place.level, doubt=segment.doubt or doubt)
    level = 0
    for index, segment in enumerate(walk.segments):
        if segment.role is Role.HEADING and segment.joins:
            walk.segments[index] = replace(segment, level=level)
        elif segment.level:
            level = segment.level
