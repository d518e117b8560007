"""The head and the tail of a plan: title lines before the text, signature and date behind it, site ornament around both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plans.domain.reading.markers import fold
from plans.domain.reading.phrases import (
    BLANK_DATE,
    COLLECTOR_TAG,
    DATE_AT_END,
    DATE_LINE,
    MORE_TEXTS,
    ORGANISATION_LINE,
    SECTION_WORDS,
    TITLE,
    is_chrome,
    is_schedule_title,
)
from plans.domain.reading.pieces import Piece

_SALUTATION = re.compile(r"[^。；]{2,40}[:：]$")


@dataclass(slots=True)
class Zones:
    """Indexes into the pieces: title lines (tag: characters of a collector's tag to cut off), chrome, signature, date; `mixed` holds
    lines with the name in front of the date, by the length of the name."""

    title: list[int] = field(default_factory=list)
    tag: int = 0
    chrome: set[int] = field(default_factory=set)
    signature: set[int] = field(default_factory=set)
    date: set[int] = field(default_factory=set)
    mixed: dict[int, int] = field(default_factory=dict)


def find_zones(pieces: Sequence[Piece]) -> Zones:
    """Look from both ends inwards; whatever is not sure to be ornament stays in the text."""
    zones = Zones()
    for index, piece in enumerate(pieces):
        if is_chrome(piece.text) and not piece.look.cell:
            zones.chrome.add(index)
    _find_other_titles(pieces, zones)
    _find_title(pieces, zones)
    _find_tail(pieces, zones)
    return zones


def _find_other_titles(pieces: Sequence[Piece], zones: Zones) -> None:
    """The titles of other texts that a site lists behind this one."""
    opening = next((i for i in sorted(zones.chrome) if MORE_TEXTS.match(pieces[i].text.strip())), None)
    if opening is None or opening < len(pieces) // 2:
        return
    for index in range(opening + 1, len(pieces)):
        text = pieces[index].text.strip()
        if len(text) > 50 or re.search(r"[。；;]", text) or DATE_LINE.match(pieces[index].folded):
            return
        zones.chrome.add(index)


def _find_title(pieces: Sequence[Piece], zones: Zones) -> None:
    front: list[int] = []
    for index, piece in enumerate(pieces[:14]):
        if index in zones.chrome:
            continue
        tag = COLLECTOR_TAG.match(piece.text)
        tagged = bool(tag and tag.group(0).strip() and ("【" in tag.group(0) or "篇" in tag.group(0)))
        if not tagged and _begins_text(piece, bool(front)):
            break
        front.append(index)
        if tagged and tag:
            zones.tag = tag.end() if len(tag.group(0)) < len(piece.text) else 0
            zones.title = [index]
            break
        if len(front) == 6:
            break
    if zones.title or not front:
        return
    named = [i for i in front if TITLE.search(pieces[i].text)]
    if not named:
        first = front[0]
        if (pieces[first].look.centred or pieces[first].look.heading_level == 1 or pieces[first].look.bold) and len(
            pieces[first].text.strip()
        ) <= 40:
            zones.title = [first]
        return
    main = named[0]
    if pieces[main].text.strip().startswith(("——", "—", "--")) and main > 0:
        main = front[0]
    lines = [main]
    position = front.index(main)
    for before in reversed(front[:position]):
        if _first_half_of_title(pieces[before], pieces[main]):
            lines.insert(0, before)
        else:
            break
    zones.title = lines
    for after in front[position + 1 :]:
        text = fold(pieces[after].text)
        if DATE_LINE.match(text):
            if (
                "日" not in text
                and sum(bool(piece.label and piece.label.alone and piece.label.year) for piece in pieces) > 1
            ):
                return
            zones.date.add(after)
        elif ORGANISATION_LINE.match(text) and len(text.strip()) <= 30:
            zones.signature.add(after)
        elif found := _name_and_date(text):
            zones.mixed[after] = found


def _first_half_of_title(piece: Piece, main: Piece) -> bool:
    text = piece.text.strip()
    if len(text) > 40 or re.search(r"[。；，,;:：]$", text) or DATE_LINE.match(piece.folded):
        return False
    if piece.look.heading_level and not main.look.heading_level:
        return False
    return bool(re.search(r"20\d\d|学年|学期|年度|党|支部|学校|小学|中学|幼儿园|关于", text)) or piece.look.centred


def _begins_text(piece: Piece, have_front: bool) -> bool:
    text = piece.text.strip()
    if piece.look.cell or (
        piece.label and piece.label.strong and not DATE_LINE.match(piece.folded) and not re.search(r"20\d\d", text)
    ):
        return True
    if (
        piece.marker
        and piece.marker.kind not in {"alpha"}
        and not (piece.marker.kind == "ar" and re.match(r"\d{4}", text))
    ):
        return True
    if len(text) > 60 or (len(text) > 30 and re.search(r"[。；;!！]$", text)) or re.search(r"[。；]$", text):
        return True
    if _SALUTATION.match(text) and not TITLE.search(text):
        return True
    if is_schedule_title(text) and not re.search(r"20|计划|党", text):
        return True
    return have_front and SECTION_WORDS.fullmatch(text) is not None


def _name_and_date(folded: str) -> int:
    """The length of the name in "××党支部 2026年3月1日", 0 when it is not such a line."""
    if len(folded) > 60:
        return 0
    found = DATE_AT_END.match(folded)
    if found and ORGANISATION_LINE.match(found.group("name")):
        return found.end("name")
    return 0


def _find_tail(pieces: Sequence[Piece], zones: Zones) -> None:
    last = next((i for i in range(len(pieces) - 1, -1, -1) if i not in zones.chrome), -1)
    seen = 0
    index = last
    while index >= 0 and seen < 4 and index not in zones.title:
        piece = pieces[index]
        if index in zones.chrome:
            index -= 1
            continue
        text = piece.folded.strip()
        seen += 1
        if piece.look.cell:
            break
        if (DATE_LINE.match(text) or BLANK_DATE.match(text)) and index not in zones.date:
            if any(i > index for i in zones.date if i > last - 8) or _opens_block(pieces, index, zones):
                break
            zones.date.add(index)
        elif length := _name_and_date(text):
            zones.mixed[index] = length + (len(piece.folded) - len(piece.folded.lstrip()))
            break
        elif ORGANISATION_LINE.match(text) and len(text) <= 30 and not (piece.marker and piece.marker.kind != "lost"):
            if piece.label and piece.label.strong:
                break
            zones.signature.add(index)
        elif (piece.look.right_aligned and len(text) <= 30 and not piece.marker) or (
            zones.date
            and max(zones.date) > index
            and re.match(r"(?:党支部)?(?:书记|负责人|落款|署名|制定人|起草人|撰写人)\s*:", text)
            and len(text) <= 25
        ):
            zones.signature.add(index)
        else:
            break
        index -= 1


def _opens_block(pieces: Sequence[Piece], index: int, zones: Zones) -> bool:
    """A bare "2026年3月" with lines behind it is a month label of the schedule."""
    piece = pieces[index]
    if piece.label is None:
        return False
    behind = [
        i
        for i in range(index + 1, len(pieces))
        if i not in zones.chrome and i not in zones.signature and i not in zones.date
    ]
    return bool(behind)
