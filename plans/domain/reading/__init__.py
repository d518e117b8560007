"""The reader: from the lines of last year's file to a structured plan. Framework-free; `read_plan` is the door."""

from __future__ import annotations

from collections.abc import Mapping

from documents.domain.source import SourceText
from plans.domain.reading.assemble import assemble
from plans.domain.reading.classify import base_segments
from plans.domain.reading.decisions import apply_decisions
from plans.domain.reading.model import (
    Decision,
    PlanReading,
    ReadEntry,
    ReadItem,
    ReadPeriod,
    ReadSection,
    Role,
    Segment,
)
from plans.domain.reading.shape import to_plain

__all__ = [
    "Decision",
    "PlanReading",
    "ReadEntry",
    "ReadItem",
    "ReadPeriod",
    "ReadSection",
    "Role",
    "Segment",
    "assemble",
    "classify",
    "read_plan",
    "to_plain",
]


def classify(source: SourceText, *, decisions: Mapping[int, Decision] | None = None) -> tuple[Segment, ...]:
    """The source in segments, each with its role; `decisions` by segment index go before what the reader thinks."""
    segments = base_segments(source)
    return apply_decisions(segments, decisions) if decisions else segments


def read_plan(source: SourceText, *, decisions: Mapping[int, Decision] | None = None) -> PlanReading:
    """The plan in the source. Every character of the source is in one of the reading's segments."""
    return assemble(classify(source, decisions=decisions))
