"""Pieces → segments with roles: one walk from the first line to the last, with the head, the tail and the month labels known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from documents.domain.source import SourceText
from plans.domain.reading.labels import accepted_labels
from plans.domain.reading.levels import Mark, Place, place_marks
from plans.domain.reading.lines import source_lines
from plans.domain.reading.markers import bullet_length, fold
from plans.domain.reading.model import Role, Segment
from plans.domain.reading.phrases import SECTION_WORDS, is_schedule_title, looks_like_closing
from plans.domain.reading.pieces import Piece, cut_into_pieces
from plans.domain.reading.zones import Zones, find_zones

_THEME = re.compile(r"(?:第[一二三四五六七八九十\d]+专题|(?:本月|活动|月度|学习|党日)?主题)\s*[:：]?")
_BRACKETED = re.compile(r"\s*[（(\[【]([^）)\]】]{2,60})[）)\]】]\s*[:：]?")
_REMARK = re.compile(r"\s*[★※*]?\s*(?:备注|附注|注|说明)\s*[:：]")
_ATTACHMENTS = re.compile(r"\s*附\s*件\s*\d?\s*[:：]")
_ITEM_LISTS = {"ar", "arp", "arh", "circled", "alpha", "bullet"}


@dataclass(slots=True)
class _Block:
    """The month block that is open: the list its items are counted by."""

    kind: str = ""
    number: int = 0
    items: int = 0


@dataclass(slots=True)
class _Walk:
    pieces: list[Piece]
    zones: Zones
    labels: dict[int, tuple[int, ...]]
    doubts: dict[int, str]
    segments: list[Segment] = field(default_factory=list)
    marks: list[tuple[int, Mark]] = field(default_factory=list)
    block: _Block | None = None
    in_schedule: bool = False
    schedule_mark: Mark | None = None
    outline: dict[str, int] = field(default_factory=dict)
    heading_open: bool = False
    any_heading: bool = False
    has_cn: bool = False
    in_attachments: bool = False


def base_segments(source: SourceText) -> tuple[Segment, ...]:
    """Every character of the source that is not a blank line, in segments, as the reader sees it without anybody's help."""
    pieces = cut_into_pieces(source_lines(source))
    zones = find_zones(pieces)
    labels, doubts = accepted_labels(pieces, zones)
    walk = _Walk(pieces, zones, labels, doubts)
    walk.has_cn = any(piece.marker and piece.marker.kind == "cn" for piece in pieces)
    for index, piece in enumerate(pieces):
        _step(walk, index, piece)
    _level(walk)
    return tuple(walk.segments)


def _step(walk: _Walk, index: int, piece: Piece) -> None:
    zones = walk.zones
    if index in zones.chrome or piece.look.cell == "head":
        _emit(walk, piece, 0, piece.end - piece.start, Role.CHROME)
    elif index in zones.title:
        if zones.tag and index == zones.title[0]:
            _emit(walk, piece, 0, zones.tag, Role.CHROME)
            _emit(walk, piece, zones.tag, len(piece.text), Role.TITLE)
        else:
            _emit(walk, piece, 0, len(piece.text), Role.TITLE)
    elif index in zones.signature:
        _emit(walk, piece, 0, len(piece.text), Role.SIGNATURE)
    elif index in zones.date:
        _emit(walk, piece, 0, len(piece.text), Role.DATE)
    elif index in zones.mixed:
        _emit(walk, piece, 0, zones.mixed[index], Role.SIGNATURE)
        _emit(walk, piece, zones.mixed[index], len(piece.text), Role.DATE)
    elif index in walk.labels:
        _month(walk, index, piece)
    elif piece.joins and walk.segments:
        _join(walk, piece)
    elif walk.in_schedule and not _ends_schedule(walk, index, piece):
        _items(walk, piece)
    else:
        walk.in_schedule, walk.block = False, None
        _outline(walk, index, piece)


def _emit(
    walk: _Walk,
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


def _join(walk: _Walk, piece: Piece) -> None:
    """The piece goes on with whatever the piece before it was."""
    last = walk.segments[-1]
    if last.role is Role.HEADING and walk.heading_open:
        end = heading_end(piece.folded, 0)
        _emit(walk, piece, 0, end, Role.HEADING, joins=True, doubt="这一行接着上一行的标题，请看一看。")
        walk.heading_open = end == len(piece.text) and not _is_ended(piece.text)
        _emit(walk, piece, end, len(piece.text), Role.BODY)
        return
    role = last.role if last.role in {Role.BODY, Role.PREAMBLE, Role.ITEM, Role.CLOSING, Role.THEME} else Role.BODY
    _emit(walk, piece, 0, len(piece.text), role, joins=role is last.role)


def _outline(walk: _Walk, index: int, piece: Piece) -> None:
    mark = _mark_of(walk, index, piece)
    if mark is None:
        role = Role.BODY if walk.any_heading else Role.PREAMBLE
        if (walk.any_heading and _is_closing(walk, index, piece)) or (
            role is Role.BODY and walk.segments and walk.segments[-1].role is Role.CLOSING
        ):
            role = Role.CLOSING
        _emit(walk, piece, 0, len(piece.text), role)
        return
    begin = piece.marker.length if piece.marker else 0
    schedule = is_schedule_title(piece.rest.strip()) and _labels_follow(walk, index)
    end = len(piece.text) if schedule else heading_end(piece.folded, begin)
    role = Role.SCHEDULE_HEADING if schedule else Role.HEADING
    marker = piece.text[:begin].strip()
    _emit(walk, piece, 0, end, role, marker=marker)
    walk.marks.append((len(walk.segments) - 1, mark))
    walk.any_heading = True
    walk.outline[mark.kind] = mark.number or walk.outline.get(mark.kind, 0) + 1
    walk.heading_open = end == len(piece.text) and not _is_ended(piece.text)
    _emit(walk, piece, end, len(piece.text), Role.BODY)
    if schedule:
        walk.in_schedule, walk.block, walk.schedule_mark = True, None, mark


def _mark_of(walk: _Walk, index: int, piece: Piece) -> Mark | None:
    """What makes the piece a heading: a marker, Word's outline level, bold type, or being a well-known section name."""
    text = piece.rest
    look = piece.look
    if look.cell:
        return None
    if _ATTACHMENTS.match(piece.text):
        walk.in_attachments = not _labels_follow(walk, index)
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
    if is_schedule_title(text) and _labels_follow(walk, index):
        return Mark("plain", 0)
    short = len(text) <= 25 and not re.search(r"[。；，,;]$", text)
    if look.bold and short and not look.right_aligned:
        return Mark("bold" if walk.has_cn else "plain", 0)
    if short and not walk.has_cn and SECTION_WORDS.fullmatch(text.rstrip(":：")) and index + 1 < len(walk.pieces):
        return Mark("plain", 0)
    return None


def _labels_follow(walk: _Walk, index: int) -> bool:
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


def _is_closing(walk: _Walk, index: int, piece: Piece) -> bool:
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


def _month(walk: _Walk, index: int, piece: Piece) -> None:
    label = piece.label
    assert label is not None  # noqa: S101 - accepted labels are those of pieces that have one
    if not walk.in_schedule:
        _turn_into_schedule_heading(walk)
    end = label.length
    marker = piece.text[: piece.marker.length].strip() if piece.marker and not label.sectionlike else ""
    doubt = walk.doubts.get(index, "")
    _emit(walk, piece, 0, end, Role.MONTH, marker=marker, months=walk.labels[index], doubt=doubt)
    walk.in_schedule, walk.block = True, _Block()
    bracket = _BRACKETED.match(piece.text, end)
    if bracket:
        _emit(walk, piece, end, bracket.end(), Role.THEME)
        end = bracket.end()
    rest = piece.text[end:]
    if not rest.strip():
        _emit(walk, piece, end, len(piece.text), Role.ITEM)
        return
    if _THEME.match(rest.strip()) or _numbered_items_follow(walk, index, fold(rest)):
        _emit(walk, piece, end, len(piece.text), Role.THEME)
        return
    _split_items(walk, piece, end)


def _turn_into_schedule_heading(walk: _Walk) -> None:
    """A heading with nothing below it but months is the heading of the schedule."""
    if walk.segments and walk.marks and walk.marks[-1][0] >= len(walk.segments) - 2:
        place, mark = walk.marks[-1]
        behind = walk.segments[place + 1 :]
        announced = is_schedule_title(walk.segments[place].text)
        if walk.segments[place].role is Role.HEADING and all(
            segment.role is Role.CHROME or (announced and segment.role is Role.BODY and len(segment.text) <= 60)
            for segment in behind
        ):
            walk.segments[place] = replace(walk.segments[place], role=Role.SCHEDULE_HEADING)
            walk.schedule_mark = mark
            return
    walk.schedule_mark = None


def _numbered_items_follow(walk: _Walk, index: int, rest: str) -> bool:
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


def _ends_schedule(walk: _Walk, index: int, piece: Piece) -> bool:
    marker, block = piece.marker, walk.block
    if piece.look.cell:
        return False
    if marker is None:
        text = piece.text.strip()
        if piece.look.heading_level or (
            piece.look.bold and len(text) <= 25 and block is not None and not walk.pieces[max(index - 1, 0)].look.bold
        ):
            return True
        if block is None:
            # Between the schedule's heading and its first month stands an introduction.
            return not _labels_follow(walk, index - 1)
        if is_schedule_title(text) and _labels_follow(walk, index):
            return True
        if not _labels_later(walk, index):
            return (
                _is_closing(walk, index, piece)
                or SECTION_WORDS.fullmatch(text.rstrip(":：")) is not None
                or (len(text) > 90 and block.kind != "")
            )
        return False
    if block is None:
        return not _labels_follow(walk, index - 1)
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
        return not (marker.kind == block.kind and marker.number > 1 and _labels_later(walk, index))
    return bool(
        marker.kind in walk.outline
        and marker.number == walk.outline[marker.kind] + 1
        and marker.number > 1
        and block.kind != marker.kind
    )


def _labels_later(walk: _Walk, index: int) -> bool:
    return any(place > index for place in walk.labels)


def _items(walk: _Walk, piece: Piece) -> None:
    """A line inside the schedule: an item, or an introduction before the first month."""
    if walk.block is None or (_REMARK.match(piece.text) and not piece.marker):
        _emit(walk, piece, 0, len(piece.text), Role.CLOSING if walk.block and not walk.any_heading else Role.BODY)
        return
    block = walk.block
    if piece.look.cell == "theme":
        _emit(walk, piece, 0, len(piece.text), Role.THEME)
        return
    if piece.marker:
        if not block.kind or piece.marker.number == 1:
            block.kind = piece.marker.kind
        if piece.marker.kind in {block.kind, "lost"}:
            block.number = piece.marker.number or block.number + 1
        block.items += 1
        _emit(walk, piece, 0, len(piece.text), Role.ITEM, marker=piece.text[: piece.marker.length].strip())
        return
    bullet = bullet_length(piece.folded)
    if bullet:
        block.items += 1
        _emit(walk, piece, 0, len(piece.text), Role.ITEM, marker=piece.text[:bullet].strip())
        return
    if not block.items and len(piece.text) <= 60 and _THEME.match(piece.text.strip()):
        _emit(walk, piece, 0, len(piece.text), Role.THEME)
        return
    _split_items(walk, piece, 0)


def _split_items(walk: _Walk, piece: Piece, start: int) -> None:
    """Items parted by semicolons on one line; numbers within are cut already."""
    text = piece.text
    places = [start] + [found.end() for found in re.finditer(r"[；;]\s*", text) if found.start() >= start]
    for begin, end in zip(places, [*places[1:], len(text)], strict=True):
        if begin < end:
            inner = re.match(r"\s*(?:[(（]?\d{1,2}[)）、.．]|[①-⑳])\s*", text[begin:end])
            _emit(walk, piece, begin, end, Role.ITEM, marker=inner.group(0).strip() if inner else "")
            if walk.block:
                walk.block.items += 1
                if inner:
                    walk.block.kind = "ar"
                    walk.block.number = int("".join(re.findall(r"\d+", inner.group(0))) or 1)


def heading_end(folded: str, start: int) -> int:
    """Where the heading stops: behind the first 。:; that is not within quotes, else at the end of the line."""
    depth = 0
    for position in range(start, len(folded)):
        char = folded[position]
        if char in "“《(":
            depth += 1
        elif char in "”》)":
            depth = max(0, depth - 1)
        elif char in "。;:!?" and (depth == 0 or position - start > 60):
            return position + 1
    return len(folded)


def _is_ended(text: str) -> bool:
    return bool(re.search(r"[。：:;；!！?？.]\s*$", text))


def _level(walk: _Walk) -> None:
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
            doubt = "第1条可能和这个标题连在了一行，请看一看要不要分开。"
        segment = walk.segments[index]
        walk.segments[index] = replace(segment, level=place.level, doubt=segment.doubt or doubt)
    level = 0
    for index, segment in enumerate(walk.segments):
        if segment.role is Role.HEADING and segment.joins:
            walk.segments[index] = replace(segment, level=level)
        elif segment.level:
            level = segment.level


def source_text(segments: Sequence[Segment]) -> str:
    """The characters of all segments, lines joined by newlines (blank lines fall away)."""
    text, line = "", -1
    for segment in segments:
        text += ("\n" if line >= 0 and segment.line != line else "") + segment.text
        line = segment.line
    return text
