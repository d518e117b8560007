"""A plan as a reader sees it: numbered sections, months with their lines. Made of the JSON that snapshots hold, so that what was
submitted and what stands now are read by the same eyes. Framework-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from documents.domain.numbering import compute_markers
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Cycle, Period

LABEL_LENGTH = 24


@dataclass(frozen=True, slots=True)
class PaperSection:
    """`origin` is the same in all revisions; `number` is the computed marker, "" for preamble and closing."""

    id: str
    origin: str
    kind: str
    level: int
    number: str
    heading: str
    paragraphs: tuple[str, ...]

    @property
    def label(self) -> str:
        """How remarks and lists call the section: （一）过好组织生活."""
        special = {"preamble": "引言", "closing": "结束语"}
        return special.get(self.kind, f"{self.number}{self.heading or '（无标题）'}")

    @property
    def body(self) -> str:
        """The paragraphs as one field of text."""
        return "\n".join(self.paragraphs)

    @property
    def text(self) -> str:
        """Heading and body, what a comparison compares."""
        return "\n".join(part for part in (self.heading, *self.paragraphs) if part)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of the schedule in one of its months; `span` says 3—4月 where it runs over several."""

    id: str
    origin: str
    text: str
    kind: str
    is_theme: bool
    responsible: str
    first_month: date
    last_month: date
    planned_on: date | None = None

    @property
    def label(self) -> str:
        """How remarks and lists call the line: 行事历9月：召开支部党员大会…"""
        words = self.text if len(self.text) <= LABEL_LENGTH else f"{self.text[: LABEL_LENGTH - 1]}…"
        return f"行事历{self.first_month.month}月：{words}"

    @property
    def span(self) -> str:
        return f"{self.first_month.month}—{self.last_month.month}月" if self.last_month > self.first_month else ""


@dataclass(frozen=True, slots=True)
class PaperMonth:
    """A month of the period with its theme and the lines that begin in it; `running` are those that began earlier."""

    first_day: date
    themes: tuple[PaperLine, ...]
    lines: tuple[PaperLine, ...]
    running: tuple[PaperLine, ...]

    @property
    def label(self) -> str:
        """9月"""
        return f"{self.first_day.month}月"

    @property
    def beginning(self) -> tuple[PaperLine, ...]:
        """What begins in it, themes first."""
        return (*self.themes, *self.lines)

    @property
    def is_empty(self) -> bool:
        return not (self.themes or self.lines or self.running)


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole plan, or another paper in its shape."""

    title: str
    period: Period
    sections: tuple[PaperSection, ...]
    months: tuple[PaperMonth, ...]
    signature: str
    signed_on: date | None
    kind: PaperKind = PaperKind.PLAN

    @property
    def has_schedule(self) -> bool:
        return any(not month.is_empty for month in self.months)

    @property
    def lines(self) -> list[PaperLine]:
        """Every line of the schedule once, month by month, themes first."""
        return [line for month in self.months for line in month.beginning]

    @property
    def has_schedule_section(self) -> bool:
        return any(section.kind == "schedule" for section in self.sections)

    def section(self, origin: str) -> PaperSection | None:
        """The section with this lasting identifier."""
        return next((section for section in self.sections if section.origin == origin), None)

    def with_below(self, section: PaperSection) -> tuple[PaperSection, ...]:
        """The section; where it is a heading without words of its own, with those below it."""
        if section.paragraphs or not section.level:
            return (section,)
        following = self.sections[self.sections.index(section) + 1 :]
        return section, *takewhile(lambda row: row.level > section.level, following)


def paper_from(content: Mapping[str, Any]) -> Paper:
    """The paper in a plan's content (`Plan.review_content()` or a snapshot of it)."""
    period = Period(Cycle(content["period"]["cycle"]), content["period"]["year"], content["period"]["part"])
    markers = iter(compute_markers([row["level"] for row in content["sections"] if row["level"]]))
    sections = tuple(
        PaperSection(
            row["id"],
            row["origin"],
            row["kind"],
            row["level"],
            next(markers) if row["level"] else "",
            row["heading"],
            tuple(line for line in row["body"].split("\n") if line),
        )
        for row in content["sections"]
    )
    lines = tuple(_line(row) for row in content["items"])
    return Paper(
        content["title"],
        period,
        sections,
        tuple(_month(first_day, lines) for first_day in period.months),
        content["signature"],
        date.fromisoformat(content["signed_on"]) if content["signed_on"] else None,
        PaperKind(content.get("paper", PaperKind.PLAN)),  # what was handed in before there were others is a plan
    )


def _line(row: Mapping[str, Any]) -> PaperLine:
    return PaperLine(
        row["id"],
        row["origin"],
        row["text"],
        row["kind"],
        row["is_theme"],
        row["responsible"],
        date.fromisoformat(row["first_month"]),
        date.fromisoformat(row["last_month"]),
        date.fromisoformat(row["planned_on"]) if row.get("planned_on") else None,  # snapshots of 2026 began without it
    )


def _month(first_day: date, lines: tuple[PaperLine, ...]) -> PaperMonth:
    beginning = [line for line in lines if line.first_month == first_day]
    return PaperMonth(
        first_day,
        tuple(line for line in beginning if line.is_theme),
        tuple(line for line in beginning if not line.is_theme),
        tuple(line for line in lines if line.first_month < first_day <= line.last_month),
    )
