"""A draft out of a round's template and what the school brings along: last year's words or the customary headings. Framework-free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plans.domain.draft import PlanDraft, SectionDraft
from plans.domain.outline import MAX_LEVEL, subtree
from plans.domain.rounds.fields import fill


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the template, 1 ≤ level ≤ 4."""

    level: int
    heading: str
    body: str
    is_locked: bool


def with_template(base: PlanDraft, parts: Sequence[Part], known: Mapping[str, str]) -> PlanDraft:
    """The base with the template in front, fields filled in.

    A free part takes over the text that the base has under the same heading, with everything below it; what the base has besides follows
    the template, so that nothing is lost. Preamble, schedule and closing keep their places.
    """
    if not parts:
        return base
    outline = [row for row in base.sections if row.kind == "heading"]
    written: list[SectionDraft] = []
    for part in parts:
        section = SectionDraft("heading", part.level, part.heading, fill(part.body, known), is_locked=part.is_locked)
        taken = [] if part.is_locked else _taken(outline, part.heading)
        if taken:
            outline = [row for row in outline if not any(row is other for other in taken)]
            text = "\n".join(filter(None, (section.body, taken[0].body)))
            section = replace(section, body=text)
        written += [section, *_below(taken, part.level)]
    head, schedule, tail = (
        [row for row in base.sections if row.kind == kind] for kind in ("preamble", "schedule", "closing")
    )
    return replace(base, sections=[*head, *written, *outline, *schedule, *tail])


def without_locked(draft: PlanDraft) -> PlanDraft:
    """An earlier paper without what its own round had laid down: this year's round says it anew, or not at all."""
    return replace(draft, sections=[row for row in draft.sections if not row.is_locked])


def _taken(outline: Sequence[SectionDraft], heading: str) -> list[SectionDraft]:
    """The first section with the heading and all that is below it."""
    wanted = "".join(heading.split())
    start = next((i for i, row in enumerate(outline) if "".join(row.heading.split()) == wanted), None)
    return [] if start is None else [outline[n] for n in subtree(outline, start)]


def _below(taken: Sequence[SectionDraft], level: int) -> list[SectionDraft]:
    """What was below a section that now has another level."""
    if not taken:
        return []
    shift = level - taken[0].level
    return [replace(row, level=min(MAX_LEVEL, max(1, row.level + shift))) for row in taken[1:]]
