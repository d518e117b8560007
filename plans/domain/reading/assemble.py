"""Segments → the plan as read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from plans.domain.reading.facts import read_date, read_organisation, read_period
from plans.domain.reading.model import PlanReading, ReadEntry, ReadItem, ReadSection, Role, Segment

_END = " \t\u3000\u00a0。．.；;：:，,、"


def assemble(segments: Sequence[Segment]) -> PlanReading:
    """Put the pieces in their places; a piece whose role has no home yet (an item before any month) becomes body text where it stands."""
    texts: dict[Role, list[Segment]] = {role: [] for role in Role}
    blocks: list[list[Segment]] = []
    builder = _Sections()
    for segment in segments:
        role = segment.role
        if role in {Role.HEADING, Role.SCHEDULE_HEADING}:
            builder.heading(segment)
        elif role is Role.MONTH:
            blocks.append([segment])
        elif role in {Role.ITEM, Role.THEME} and blocks:
            blocks[-1].append(segment)
        elif role in {Role.BODY, Role.ITEM, Role.THEME}:
            if builder.empty:
                texts[Role.PREAMBLE].append(segment)
            else:
                builder.body(segment)
        else:
            texts[role].append(segment)
    read_sections = builder.finished()
    schedule = tuple(_entry(block) for block in blocks)
    title = _join_title(texts[Role.TITLE])
    preamble = paragraphs(texts[Role.PREAMBLE])
    closing = paragraphs(texts[Role.CLOSING])
    signature = " ".join(_signature(segment.text) for segment in texts[Role.SIGNATURE]).strip()
    signed_on = next((day for segment in reversed(texts[Role.DATE]) if (day := read_date(segment.text))), "")
    body = "\n".join(
        (
            preamble,
            *(f"{section.heading}\n{section.body}" for section in read_sections),
            *(item.text for entry in schedule for item in entry.items),
            closing,
        )
    )
    months = [month for entry in schedule for month in entry.months]
    collected = any(segment.role is Role.CHROME and "篇" in segment.text for segment in segments[:4])
    opening = preamble or (read_sections[0].body if read_sections else "")
    return PlanReading(
        segments=tuple(segments),
        title=title,
        organisation=read_organisation(title, signature, opening),
        period=read_period(title, body, months, signed_on, collected=collected),
        preamble=preamble,
        sections=read_sections,
        schedule=schedule,
        closing=closing,
        signature=signature,
        signed_on=signed_on,
        signed_on_text=" ".join(segment.text.strip() for segment in texts[Role.DATE]),
        chrome=tuple(segment.text.strip() for segment in texts[Role.CHROME]),
        table_heads=tuple(segment.text.strip() for segment in texts[Role.TABLE_HEAD]),
        characters=sum(len(segment.text.strip()) for segment in segments),
    )


class _Sections:
    """Collects headings with what stands below them."""

    def __init__(self) -> None:
        self._groups: list[tuple[list[Segment], list[Segment]]] = []

    @property
    def empty(self) -> bool:
        return not self._groups

    def heading(self, segment: Segment) -> None:
        if segment.joins and self._groups and not self._groups[-1][1]:
            self._groups[-1][0].append(segment)
        else:
            self._groups.append(([segment], []))

    def body(self, segment: Segment) -> None:
        self._groups[-1][1].append(segment)

    def finished(self) -> tuple[ReadSection, ...]:
        return tuple(_section(heads, bodies) for heads, bodies in self._groups)


def _section(heads: list[Segment], bodies: list[Segment]) -> ReadSection:
    first = heads[0]
    text = "".join(segment.text.strip() if number else segment.text.lstrip() for number, segment in enumerate(heads))
    if first.marker and text.startswith(first.marker):
        text = text[len(first.marker) :]
    return ReadSection(
        level=max(first.level, 1),
        marker=first.marker,
        heading=text.strip().rstrip(_END),
        body=paragraphs(bodies),
        is_schedule=first.role is Role.SCHEDULE_HEADING,
        segments=tuple(segment.index for segment in (*heads, *bodies)),
    )


def paragraphs(segments: Sequence[Segment]) -> str:
    """Segments as paragraphs parted by newlines; pieces of one line, and lines that go on, are one paragraph."""
    text, line = "", None
    for segment in segments:
        part = segment.text.strip()
        if not text:
            text = part
        elif segment.joins or segment.line == line:
            text += part
        else:
            text += "\n" + part
        line = segment.line
    return text


def _entry(block: list[Segment]) -> ReadEntry:
    label, *rest = block
    items: list[ReadItem] = []
    themes: list[str] = []
    for segment in rest:
        text = segment.text.strip()
        if segment.role is Role.THEME:
            themes.append(_theme(text))
        elif segment.joins and items:
            last = items[-1]
            items[-1] = replace(last, text=last.text + text, segments=(*last.segments, segment.index))
        else:
            if segment.marker and text.startswith(segment.marker):
                text = text[len(segment.marker) :]
            if _trim(text):
                items.append(ReadItem(text, segment.responsible, (segment.index,), segment.marker))
    written = label.text.strip()
    if label.marker and written.startswith(label.marker):
        written = written[len(label.marker) :]
    return ReadEntry(
        label.months,
        written.strip(_END + "—－-【】[]★※●"),
        "。".join(dict.fromkeys(themes)),
        tuple(replace(item, text=_trim(item.text)) for item in items),
        label.marker,
    )


def _theme(text: str) -> str:
    inner = re.fullmatch(r"[（(\[【](.*)[）)\]】]\s*[:：]?", text)
    return _trim(inner.group(1) if inner else text)


def _trim(text: str) -> str:
    return text.strip().rstrip(_END)


def _join_title(segments: Sequence[Segment]) -> str:
    return "".join(
        re.sub(r"\s+", "", segment.text) if not re.search(r"[A-Za-z]", segment.text) else segment.text.strip()
        for segment in segments
    ).rstrip("：:")


def _signature(text: str) -> str:
    return re.sub(r"[（(]\s*(?:盖章|公章|章)\s*[）)]", "", text.strip()).strip(_END)
