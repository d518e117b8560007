"""Two versions of a plan: what became of its sections and of the lines of its schedule. Framework-free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.domain.paper import Paper, PaperLine, PaperSection
from workflow.domain.compare import Change, Part, PartChange, Piece, compare_parts
from workflow.domain.compare.parts import pair_parts

FACTS = "facts"


@dataclass(frozen=True, slots=True)
class LineChange:
    """What became of a line of the schedule. `months` and `was_months` ("3月", "3—4月") differ where it was put off or brought forward."""

    id: str
    change: Change
    months: str
    was_months: str
    pieces: tuple[Piece, ...]

    @property
    def is_moved(self) -> bool:
        return bool(self.months and self.was_months) and self.months != self.was_months


@dataclass(frozen=True)
class PaperChanges:
    """`sections` are all sections of the new version in its order, removed ones between them, the unchanged ones too; `lines` only changed
    lines, by month. `facts` is title, signature and date."""

    facts: PartChange
    sections: tuple[PartChange, ...]
    lines: tuple[LineChange, ...]

    @property
    def changed(self) -> tuple[PartChange, ...]:
        """Sections that a reader has to look at."""
        return tuple(change for change in self.sections if change.change is not Change.SAME)

    @property
    def count(self) -> int:
        return len(self.changed) + len(self.lines) + (self.facts.change is not Change.SAME)


def compare_papers(old: Paper, new: Paper) -> PaperChanges:
    """Everything that changed from one version of a plan to another, or from last year's plan to this one's."""
    parts = compare_parts(section_parts(old), section_parts(new))
    facts = next(change for change in parts if change.id == FACTS)
    sections = tuple(change for change in parts if change.id != FACTS)
    return PaperChanges(
        facts, sections, tuple(change for _, change in sorted(_line_changes(old, new), key=lambda row: row[0]))
    )


def paired_sections(old: Paper, new: Paper) -> list[tuple[PaperSection, PaperSection | None]]:
    """Each section of the old version with the one that follows it in the new one, None where none does. Nothing else is compared."""
    partner = {i: j for j, i in pair_parts(section_parts(old)[1:], section_parts(new)[1:]).items()}
    return [(row, new.sections[partner[i]] if i in partner else None) for i, row in enumerate(old.sections)]


def section_parts(paper: Paper) -> list[Part]:
    """Title with signature and date as one part, then every section: numbers are in the label only, so renumbering is no change."""
    signed = f"{paper.signed_on.year}年{paper.signed_on.month}月{paper.signed_on.day}日" if paper.signed_on else ""
    facts = "\n".join(text for text in (paper.title, paper.signature, signed) if text)
    return [
        Part(FACTS, "标题、署名和日期", facts),
        *(
            Part(section.origin, section.label, section.text, section.heading or section.kind)
            for section in paper.sections
        ),
    ]


def _line_changes(old: Paper, new: Paper) -> Iterator[tuple[int, LineChange]]:
    """Each with the place of its month in the period."""
    place = {month.first_day.month: number for number, month in enumerate(new.months)}
    before, after = ({line.origin: line for line in paper.lines} for paper in (old, new))
    for change in compare_parts(*([_line_part(line) for line in rows.values()] for rows in (before, after))):
        now, was = after.get(change.id), before.get(change.old_id)
        if change.change is Change.REMOVED:
            now = None
        months, was_months = (_months(line) if line else "" for line in (now, was))
        told = change.change
        if told in {Change.SAME, Change.MOVED}:  # the order within a month tells nothing
            if months == was_months:
                continue
            told = Change.MOVED
        line = now or was
        at = place.get(line.first_month.month, len(place)) if line else 0
        yield at, LineChange(change.id, told, months, was_months, change.pieces)


def _line_part(line: PaperLine) -> Part:
    theme = "主题：" if line.is_theme else ""
    text = f"{theme}{line.text}" + (f"（{line.responsible}）" if line.responsible else "")
    return Part(line.origin, _months(line), text)


def _months(line: PaperLine) -> str:
    if line.planned_on:
        return f"{line.planned_on.month}月{line.planned_on.day}日" + (f"（{line.span}）" if line.span else "")
    return line.span or f"{line.first_month.month}月"
