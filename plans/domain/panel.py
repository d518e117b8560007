"""The answer of the checks as a person reads it: findings by section, the gravest first, similar ones folded, dismissed ones apart; the
coverage as a grid of kinds and months. Framework-free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from plans.domain.checks.model import ActivityVerdict, CheckReport, Verdict
from plans.domain.paper import Paper
from regulations.domain.findings import Finding, Level, Replacement, SuggestedLine, finding_from_plain
from regulations.domain.rules import Evidence

#: Where findings stand that belong to no section: as parts of the panel.
WHOLE, COVERAGE, SCHEDULE = "whole", "coverage", "schedule"
_NAMES = {WHOLE: "全文", COVERAGE: "应有的活动", SCHEDULE: "行事历"}
MAX_WORDS = 4
_PLACE = {"title": "标题", "signature": "署名"}


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why a finding does not apply here: in the school's words, with who said so and when."""

    reason: str
    by: str
    at: datetime
    id: str = ""

    def to_plain(self) -> dict[str, str]:
        """As JSON, for the frozen report."""
        return {"reason": self.reason, "by": self.by, "at": self.at.isoformat(), "id": self.id}

    @classmethod
    def from_plain(cls, row: Mapping[str, str]) -> Excuse:
        """The reverse of `to_plain`."""
        return cls(row["reason"], row["by"], datetime.fromisoformat(row["at"]), row["id"])


@dataclass(frozen=True, slots=True)
class Offer:
    """A mend as a button: `choice` tells the mends of a finding apart and stays the same while others are carried out."""

    choice: str
    label: str
    text: str
    month: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A finding with what can be done about it. `anchor` names its place on a page, `tab` the editor ("outline", "schedule") it is in."""

    finding: Finding
    excuse: Excuse | None = None
    anchor: str = ""
    tab: str = "outline"

    @property
    def evidence(self) -> str:
        """How sure the source is, in words."""
        return Evidence(self.finding.evidence).label

    @property
    def offers(self) -> list[Offer]:
        return [offer_of(mend) for mend in self.finding.mends]

    @property
    def lines(self) -> list[Offer]:
        """The offers that add schedule lines."""
        return [offer for offer in self.offers if offer.month]

    @property
    def replacements(self) -> list[Offer]:
        return [offer for offer in self.offers if not offer.month]


def offer_of(mend: Replacement | SuggestedLine) -> Offer:
    """The button of a mend; it says what it will put."""
    if isinstance(mend, Replacement):
        return Offer(mend.text, f"改为“{mend.text}”" if mend.text else "删去", mend.text)
    return Offer(f"{mend.kind}:{mend.month.isoformat()}", f"{mend.month.month}月", mend.text, mend.month)


@dataclass(frozen=True, slots=True)
class Fold:
    """Findings of one kind in one section: the first is shown, the others on demand."""

    first: Row
    rest: tuple[Row, ...] = ()

    @property
    def rest_words(self) -> str:
        """What the folded ones are about: “某某小学”、“20XX年”."""
        texts = dict.fromkeys(row.finding.text[:12] for row in self.rest if row.finding.text)
        return "、".join(f"“{text}”" for text in list(texts)[:MAX_WORDS]) + ("等" if len(texts) > MAX_WORDS else "")


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of a section. `part` is the section's lasting identifier, or WHOLE, COVERAGE, SCHEDULE."""

    part: str
    label: str
    folds: tuple[Fold, ...]

    @property
    def rows(self) -> list[Row]:
        return [row for fold in self.folds for row in (fold.first, *fold.rest)]

    @property
    def gravest(self) -> Level:
        return min((row.finding.level for row in self.rows), key=lambda level: level.rank)

    @property
    def id(self) -> str:
        """For the page: letters, digits and hyphens only."""
        return f"group-{self.part}"


@dataclass(frozen=True, slots=True)
class Ghost:
    """A line that is missing in a month, one click away from being a draft."""

    choice: str
    kind: str
    text: str
    month: date

    @property
    def id(self) -> str:
        return f"ghost-{self.kind}-{self.month:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind in a month: how the schedule holds it, or the ghost of what is missing."""

    month: date
    is_planned: bool
    ghost: Ghost | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A kind over the period's months."""

    verdict: ActivityVerdict
    cells: tuple[Cell, ...]
    excuse: Excuse | None

    @property
    def planned(self) -> int:
        return sum(cell.is_planned for cell in self.cells)


@dataclass(frozen=True)
class Panel:
    """Everything the panel shows. Counts are of what is not dismissed."""

    groups: tuple[Group, ...]
    excused: tuple[Row, ...]
    excused_by_part: Mapping[str, Sequence[Row]]
    months: tuple[date, ...]
    grid: tuple[GridRow, ...]
    errors: int
    warnings: int
    infos: int
    ghosts: Mapping[date, Sequence[Ghost]] = field(default_factory=dict)
    has_failed: bool = False

    @classmethod
    def of_failed_checks(cls) -> Panel:
        """Shown when a check tripped: nothing is known, and nothing is in the way."""
        return cls((), (), {}, (), (), 0, 0, 0, has_failed=True)

    @property
    def total(self) -> int:
        return self.errors + self.warnings + self.infos

    @property
    def met(self) -> int:
        return sum(row.verdict.verdict is Verdict.MET for row in self.grid)

    @property
    def required(self) -> int:
        return sum(row.verdict.verdict is not Verdict.NOT_REQUIRED for row in self.grid)

    @property
    def by_part(self) -> dict[str, Group]:
        """For the reviewer: the findings beside their section."""
        return {group.part: group for group in self.groups}


def panel_of(report: CheckReport, paper: Paper, excuses: Mapping[str, Excuse]) -> Panel:
    """The panel for this paper; `excuses` by the findings' keys."""
    places = _places(paper)
    rows = [Row(finding, excuses.get(finding.key), *_target(finding, places)) for finding in report.findings]
    standing = [row for row in rows if row.excuse is None]
    counts = Counter(row.finding.level for row in standing)
    grid = tuple(_grid_row(verdict, paper, rows) for verdict in report.activities)
    ghosts: dict[date, list[Ghost]] = {}
    for line in grid:
        for cell in line.cells:
            if cell.ghost:
                ghosts.setdefault(cell.month, []).append(cell.ghost)
    excused = [row for row in rows if row.excuse]
    order = _order(paper)
    rules = {row.rule for row in report.activities}
    return Panel(
        _groups(standing, order, rules),
        tuple(excused),
        _by_part(excused, order, rules),
        paper.period.months,
        grid,
        counts[Level.ERROR],
        counts[Level.WARNING],
        counts[Level.INFO],
        ghosts,
    )


def _places(paper: Paper) -> dict[str, tuple[str, str]]:
    """Where on which tab each part stands, by its lasting identifier."""
    places = {section.origin: (f"section-{section.id}", "outline") for section in paper.sections}
    for month in paper.months:
        places |= {line.origin: (f"item-{line.id}", "schedule") for line in (*month.themes, *month.lines)}
    return places | {"title": ("facts", "outline"), "signature": ("facts", "outline")}


def _target(finding: Finding, places: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    month = finding.where.month
    return places.get(finding.where.part) or (
        f"month-{month:%Y-%m}" if month else "",
        "schedule" if month else "outline",
    )


def _order(paper: Paper) -> dict[str, tuple[int, str]]:
    """Place and label of each section."""
    return {section.origin: (number, section.label) for number, section in enumerate(paper.sections, 1)}


def _by_part(
    rows: Iterable[Row], order: Mapping[str, tuple[int, str]], coverage_rules: set[str]
) -> dict[str, list[Row]]:
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(_part(row.finding, order, coverage_rules), []).append(row)
    return parts


def _groups(rows: Iterable[Row], order: Mapping[str, tuple[int, str]], coverage_rules: set[str]) -> tuple[Group, ...]:
    """The gravest section first, then in reading order."""
    groups = [
        Group(part, order[part][1] if part in order else _NAMES.get(part) or _PLACE[part], _folds(found))
        for part, found in _by_part(rows, order, coverage_rules).items()
    ]
    last = len(order) + 1
    return tuple(sorted(groups, key=lambda group: (group.gravest.rank, order.get(group.part, (last,))[0])))


def _part(finding: Finding, order: Mapping[str, Any], coverage_rules: set[str]) -> str:
    part = finding.where.part
    if part in order or part in _PLACE:
        return part
    if part or finding.where.month:
        return SCHEDULE
    return COVERAGE if finding.rule in coverage_rules else WHOLE


def _folds(rows: Sequence[Row]) -> tuple[Fold, ...]:
    """Gravest first, what one click mends before the rest; findings of one code and level fold away behind their first."""
    folds: dict[tuple[int, str], list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.finding.level.rank, not row.finding.mends)):
        folds.setdefault((row.finding.level.rank, row.finding.code), []).append(row)
    return tuple(Fold(found[0], tuple(found[1:])) for found in folds.values())


def _grid_row(verdict: ActivityVerdict, paper: Paper, rows: Sequence[Row]) -> GridRow:
    gap = next((row for row in rows if row.finding.rule == verdict.rule and not row.finding.where.part), None)
    ghosts = {}
    if gap and gap.excuse is None:
        for mend in gap.finding.mends:
            if isinstance(mend, SuggestedLine):
                ghosts[mend.month] = Ghost(offer_of(mend).choice, mend.kind, mend.text, mend.month)
    cells = tuple(Cell(month, month.month in verdict.months, ghosts.get(month)) for month in paper.period.months)
    return GridRow(verdict, cells, gap.excuse if gap else None)


def report_from_plain(content: Mapping[str, Any]) -> CheckReport:
    """The reverse of `CheckReport.to_plain`, as far as pages need it: findings and activities."""
    return CheckReport(
        tuple(finding_from_plain(row) for row in content["findings"]),
        tuple(
            ActivityVerdict(
                row["kind"],
                name,
                Verdict(row["verdict"]),
                row["required"],
                row["stated"] or "",
                tuple(row["stated_per_year"]),
                tuple(row["months"]),
                tuple(date.fromisoformat(day) for day in row["missing"]),
                tuple(row["evidence"]),
                row["rule"],
                row["source"],
            )
            for name, row in content["activities"].items()
        ),
    )
