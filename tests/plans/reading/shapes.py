"""How a test writes down what a careful reader makes of a plan: one line a heading, one line a month."""

from __future__ import annotations

from documents.domain.source import SourceText
from plans.domain.reading import PlanReading, read_plan


def read(text: str) -> PlanReading:
    return read_plan(SourceText.from_lines(text.strip("\n")))


def outline(reading: PlanReading) -> list[str]:
    """ "1 指导思想", "2 加强学习": depth and heading, the schedule's heading marked with a star."""
    return [f"{section.level}{'*' if section.is_schedule else ''} {section.heading}" for section in reading.sections]


def schedule(reading: PlanReading) -> list[str]:
    """ "3: 学雷锋 | 支委会", "7,8 〔主题〕: …": months, theme, items."""
    lines = []
    for entry in reading.schedule:
        theme = f" 〔{entry.theme}〕" if entry.theme else ""
        lines.append(f"{','.join(map(str, entry.months))}{theme}: {' | '.join(item.text for item in entry.items)}")
    return lines


def bodies(reading: PlanReading) -> dict[str, str]:
    return {section.heading: section.body for section in reading.sections}
