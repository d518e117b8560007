"""What a check looks at: the paper cut into fields of text with their places, the schedule, and what is known around it. Framework-free.

One shape for a plan in the portal (`material_of_paper`) and for a file that was only read (`material_of_reading`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from plans.domain.from_reading import period_of
from plans.domain.paper import Paper
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Period
from plans.domain.reading.model import PlanReading, ReadEntry
from regulations.domain.findings import Place

_BLANK = re.compile(r"[xXｘＸ×*_＿○]\s*月")


@dataclass(frozen=True, slots=True)
class Passage:
    """A field of text: `field` is title, heading, body, text (of a schedule line), theme or signature.

    `marker` stands before it (computed or as read); `headings` are those of the sections above and of its own, outermost first.
    `months` are calendar numbers, for schedule lines; `month` is the first of them as a date where the period is known.
    """

    part: str
    field: str
    text: str
    label: str
    kind: str
    level: int = 0
    marker: str = ""
    headings: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    month: date | None = None
    activity: str = ""
    responsible: str = ""

    def place(self, start: int, end: int) -> Place:
        """The place of these characters."""
        return Place(self.part, "text" if self.field == "theme" else self.field, start, end, self.label, self.month)


@dataclass(frozen=True, slots=True)
class BranchFacts:
    """What the portal knows of the branch; everything may be unknown (empty, None) for a file that was only read."""

    name: str = ""
    school_name: str = ""
    short_name: str = ""
    school_kind: str = ""
    district_name: str = ""
    has_committee: bool | None = None
    has_groups: bool | None = None
    members: tuple[str, ...] = ()
    former_members: tuple[str, ...] = ()
    admissions_in_pipeline: int | None = None


@dataclass(frozen=True)
class Material:
    """The paper for the checks. `period` is None when it could not be read; `year` then is the best guess or None.

    `covered` are the months (first days) the schedule is asked to fill: the whole period of a plan in the portal, the months that the
    schedule itself names for a file that was only read. `issued_on` is the day on the paper, else None. `chrome` are lines that were recognised as web-site remains.
    """

    passages: tuple[Passage, ...]
    period: Period | None
    year: int | None
    issued_on: date | None
    has_schedule: bool
    covered: tuple[date, ...] = ()
    chrome: tuple[str, ...] = ()
    branch: BranchFacts = field(default_factory=BranchFacts)
    plain_period: Mapping[str, int | str | None] = field(default_factory=dict)
    paper: PaperKind = PaperKind.PLAN

    @property
    def prose(self) -> tuple[Passage, ...]:
        """Everything but the schedule."""
        return tuple(passage for passage in self.passages if passage.kind != "line")

    @property
    def lines(self) -> tuple[Passage, ...]:
        """The schedule's lines and themes."""
        return tuple(passage for passage in self.passages if passage.kind == "line")


def material_of_paper(paper: Paper, *, branch: BranchFacts | None = None) -> Material:
    """A plan of the portal: places are origins, offsets count in the stored fields."""
    passages: list[Passage] = []
    if paper.title:
        passages.append(Passage("title", "title", paper.title, "标题", "title"))
    above: list[tuple[int, str]] = []
    for section in paper.sections:
        above = [row for row in above if row[0] < section.level] if section.level else []
        if section.heading:
            above.append((section.level, section.heading))
        headings = tuple(heading for _, heading in above)
        common = {
            "label": section.label,
            "kind": section.kind,
            "level": section.level,
            "marker": section.number,
            "headings": headings,
        }
        if section.heading:
            passages.append(Passage(section.origin, "heading", section.heading, **common))  # type: ignore[arg-type]
        if section.paragraphs:
            passages.append(Passage(section.origin, "body", section.body, **common))  # type: ignore[arg-type]
    for month in paper.months:
        for line in (*month.themes, *month.lines):
            months = tuple(day.month for day in paper.period.months if line.first_month <= day <= line.last_month)
            passages.append(
                Passage(
                    line.origin,
                    "theme" if line.is_theme else "text",
                    line.text,
                    f"{line.span or f'{line.first_month.month}月'}",
                    "line",
                    months=months,
                    month=line.first_month,
                    activity=line.kind,
                    responsible=line.responsible,
                )
            )
    if paper.signature:
        passages.append(Passage("signature", "signature", paper.signature, "署名", "signature"))
    return Material(
        tuple(passages),
        paper.period,
        paper.period.months[0].year,
        paper.signed_on,
        paper.has_schedule,
        paper.period.months if paper.has_schedule else (),
        branch=branch or BranchFacts(),
        paper=paper.kind,
    )


def material_of_reading(reading: PlanReading, *, branch: BranchFacts | None = None) -> Material:
    """A file that was read: places are `s0`, `s1` … for sections in order, `i0`, `i1` … for schedule lines."""
    passages = [Passage("title", "title", reading.title, "标题", "title")] if reading.title else []
    if reading.preamble:
        passages.append(Passage("preamble", "body", reading.preamble, "引言", "preamble"))
    above: list[tuple[int, str]] = []
    for number, section in enumerate(reading.sections):
        above = [row for row in above if row[0] < section.level]
        above.append((section.level, section.heading))
        headings = tuple(heading for _, heading in above)
        kind = "schedule" if section.is_schedule else "heading"
        label = f"{section.marker}{section.heading}"[:40]
        for field_name, text in (("heading", section.heading), ("body", section.body)):
            if text:
                passages.append(
                    Passage(f"s{number}", field_name, text, label, kind, section.level, section.marker, headings)
                )
    period = period_of(reading.period)
    passages.extend(_lines_read(reading.schedule, period))
    if reading.closing:
        passages.append(Passage("closing", "body", reading.closing, "结束语", "closing"))
    if reading.signature:
        passages.append(Passage("signature", "signature", reading.signature, "署名", "signature"))
    if reading.signed_on_text and not reading.signed_on:
        passages.append(Passage("signed_on", "signature", reading.signed_on_text, "成文日期", "signature"))
    plain = reading.period
    return Material(
        tuple(passages),
        period,
        plain.year_start,
        date.fromisoformat(reading.signed_on) if len(reading.signed_on) == len("2026-03-01") else None,
        any(entry.months for entry in reading.schedule),
        _covered(reading.schedule, period, plain.year_start),
        reading.chrome,
        branch or BranchFacts(school_name=reading.organisation),
        {"kind": plain.kind, "year_start": plain.year_start, "year_end": plain.year_end, "label": plain.label},
    )


def _covered(schedule: tuple[ReadEntry, ...], period: Period | None, year: int | None) -> tuple[date, ...]:
    """The months that the schedule names, in order; in a year of their own where the period is not known."""
    numbers = {number for entry in schedule for number in entry.months}
    known = {day.month: day for day in period.months} if period else {}
    return tuple(sorted(known.get(number) or date(year or 2000, number, 1) for number in numbers))


def _lines_read(schedule: tuple[ReadEntry, ...], period: Period | None) -> Iterator[Passage]:
    number = 0
    for entry in schedule:
        month = next((day for n in entry.months if period and (day := period.month_of(n))), None)
        texts = [("theme", entry.theme, "")] if entry.theme else []
        if not entry.months and _BLANK.search(entry.label):
            texts.insert(0, ("theme", entry.label, ""))  # X月份： is a blank itself
        texts += [("text", item.text, item.responsible) for item in entry.items]
        for field_name, text, responsible in texts:
            yield Passage(
                f"i{number}",
                field_name,
                text,
                entry.label,
                "line",
                months=entry.months,
                month=month,
                responsible=responsible,
            )
            number += 1
