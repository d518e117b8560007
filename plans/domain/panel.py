"""The answer of the checks as a person reads it: findings by section, the gravest first, similar ones folded, dismissed ones apart; the
coverage as a grid of kinds and months. Framework-free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plans.domain.checks.model import ActivityVerdict, CheckReport, Verdict
from plans.domain.panel_rows import (
    COVERAGE,
    SCHEDULE,
    WHOLE,
    Cell,
    Excuse,
    Fold,
    Ghost,
    GridRow,
    Group,
    Row,
    offer_of,
)
from plans.domain.paper import Paper
from regulations.domain.findings import Finding, Level, SuggestedLine, finding_from_plain

_NAMES = {WHOLE: "全文", COVERAGE: "应有的活动", SCHEDULE: "行事历"}
_PLACE = {"title": "标题", "signature": "署名"}


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
    rows = [
        Row(finding, excuses.get(finding.key) if excuses else None, *_target(finding, places))
        for finding in report.findings
    ]
    standing = [row for row in rows if row.excuse is None]
    counts = Counter(row.finding.level for row in standing)
    gaps = {row.finding.rule: row for row in reversed(rows) if not row.finding.where.part}  # of each rule the first
    grid = tuple(_grid_row(verdict, paper, gaps.get(verdict.rule)) for verdict in report.activities)
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


def _grid_row(verdict: ActivityVerdict, paper: Paper, gap: Row | None) -> GridRow:
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
