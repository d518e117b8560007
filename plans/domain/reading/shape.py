"""The reading as plain data for other programs: an outline of nested sections, the schedule by month, the facts."""

from __future__ import annotations

from typing import Any

from plans.domain.reading.model import PlanReading
from plans.domain.reading.phrases import MASKED


def to_plain(reading: PlanReading) -> dict[str, Any]:
    """JSON-ready: outline nodes carry level, marker, heading, body and children; masked names are given as null."""
    outline: list[dict[str, Any]] = []
    stack: list[dict[str, Any]] = []
    for section in reading.sections:
        node = {
            "level": section.level,
            "marker": section.marker,
            "heading": section.heading,
            "body": section.body,
            "children": [],
        }
        while stack and stack[-1]["level"] >= section.level:
            stack.pop()
        (stack[-1]["children"] if stack else outline).append(node)
        stack.append(node)
    period = reading.period
    return {
        "title": reading.title or None,
        "organisation": reading.organisation or None,
        "period": {
            "kind": period.kind,
            "year_start": period.year_start,
            "year_end": period.year_end,
            "semester": period.part if period.kind == "semester" else None,
            "half": period.part if period.kind == "half_year" else None,
            "label": period.label or None,
        },
        "preamble": reading.preamble,
        "outline": outline,
        "schedule": [
            {
                "months": list(entry.months),
                "marker": entry.marker,
                "label": entry.label,
                "theme": entry.theme or None,
                "items": [item.text for item in entry.items],
                "markers": [item.marker for item in entry.items],
                "responsible": [item.responsible for item in entry.items],
            }
            for entry in reading.schedule
        ],
        "closing": reading.closing,
        "signature": reading.signature if reading.signature and not MASKED.search(reading.signature) else None,
        "signature_text": reading.signature,
        "signed_date": reading.signed_on or None,
        "signed_date_text": reading.signed_on_text,
        "table_heads": list(reading.table_heads),
        "chrome": list(reading.chrome),
        "doubts": [{"text": segment.text.strip(), "why": segment.doubt} for segment in reading.doubts],
    }
