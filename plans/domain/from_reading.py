"""What was read → what a plan begins with. Pure; nothing of the reading is lost but ornament, markers and month labels, which are
computed anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from plans.domain.draft import (
    HEADING_LENGTH,
    SIGNATURE_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    ItemDraft,
    PlanDraft,
    SectionDraft,
)
from plans.domain.outline import MAX_LEVEL
from plans.domain.period import Cycle, Period
from plans.domain.reading import PlanReading, ReadEntry, ReadPeriod, ReadSection
from regulations.domain.activities import activity_kind_of

_CYCLES = {
    "year": Cycle.CALENDAR_YEAR,
    "school_year": Cycle.SCHOOL_YEAR,
    "semester": Cycle.SEMESTER,
    "half_year": Cycle.HALF_YEAR,
}
_RESPONSIBLE_LENGTH = 60


@dataclass(frozen=True)
class DraftFacts:
    """What a person confirmed about the plan that is to come out."""

    period: Period
    title: str
    signature: str = ""
    signed_on: date | None = None


def period_of(read: ReadPeriod) -> Period | None:
    """The period in the portal's terms; None when the reading leaves the year open."""
    cycle = _CYCLES.get(read.kind)
    if cycle is None or read.year_start is None:
        return None
    part = read.part or 1 if cycle in {Cycle.SEMESTER, Cycle.HALF_YEAR} else 0
    return Period(cycle, read.year_start, part)


def entries_outside(reading: PlanReading, period: Period) -> tuple[ReadEntry, ...]:
    """Month blocks that name no month of the period: their lines would become text of the schedule's section."""
    return tuple(entry for entry in reading.schedule if _span(entry, period) is None)


def draft_from_reading(reading: PlanReading, facts: DraftFacts) -> PlanDraft:
    """Sections with levels up to four, schedule lines with kinds; lines without a month of the period go below the schedule's heading."""
    items = [item for entry in reading.schedule for item in _items(entry, facts.period)]
    left_over = [text for entry in entries_outside(reading, facts.period) for text in _as_text(entry)]
    sections: list[SectionDraft] = []
    preamble = "\n".join(
        part for part in (reading.title if len(reading.title) > TITLE_LENGTH else "", reading.preamble) if part
    )
    if preamble:
        sections.append(SectionDraft("preamble", 0, "", preamble))
    has_schedule = False
    for section in reading.sections:
        special = section.is_schedule and not has_schedule
        has_schedule = has_schedule or special
        body = "\n".join([section.body, *left_over]).strip("\n") if special else section.body
        sections.append(_section(section, "schedule" if special else "heading", body))
    if not has_schedule and (items or left_over):
        sections.append(SectionDraft("schedule", 1, "行事历", "\n".join(left_over)))
    if reading.closing:
        sections.append(SectionDraft("closing", 0, "", reading.closing))
    return PlanDraft(
        facts.period, facts.title[:TITLE_LENGTH], sections, items, facts.signature[:SIGNATURE_LENGTH], facts.signed_on
    )


def _section(section: ReadSection, kind: str, body: str) -> SectionDraft:
    heading, level = section.heading, section.level
    if level > MAX_LEVEL:
        heading, level = f"{section.marker}{heading}", MAX_LEVEL
    if len(heading) > HEADING_LENGTH:
        cut = max(
            (found.end() for found in re.finditer(r"[，,；;、]", heading[:HEADING_LENGTH])), default=HEADING_LENGTH
        )
        heading, body = heading[:cut].rstrip("，,；;、"), "\n".join(part for part in (heading[cut:], body) if part)
    return SectionDraft(kind, level, heading, body)


def _span(entry: ReadEntry, period: Period) -> tuple[date, date] | None:
    months = sorted(month for number in entry.months if (month := period.month_of(number)))
    return (months[0], months[-1]) if months else None


def _items(entry: ReadEntry, period: Period) -> Iterator[ItemDraft]:
    span = _span(entry, period)
    if span is None:
        return
    first, last = span
    for theme in split_text(entry.theme):
        yield ItemDraft(first, last, theme, activity_kind_of(theme), is_theme=True)
    for item in entry.items:
        responsible, text = item.responsible, item.text
        if len(responsible) > _RESPONSIBLE_LENGTH:
            responsible, text = "", f"{text}（{responsible}）"
        for part in split_text(text):
            yield ItemDraft(first, last, part, activity_kind_of(part), responsible_text=responsible)


def _as_text(entry: ReadEntry) -> list[str]:
    lines = (
        [f"{entry.label}：{entry.theme}" if entry.theme else f"{entry.label}："]
        if entry.theme or not entry.items
        else []
    )
    return lines + [
        f"{entry.label}：{item.text}" + (f"（{item.responsible}）" if item.responsible else "") for item in entry.items
    ]


def split_text(text: str, limit: int = TEXT_LENGTH) -> Sequence[str]:
    """Pieces of at most `limit` characters, cut at sentence ends where there are any."""
    pieces = []
    while len(text) > limit:
        cut = max((found.end() for found in re.finditer(r"[。；;]", text[:limit])), default=limit)
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text] if text else pieces
