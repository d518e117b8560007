"""The two editors as their pages show them; a fixed number of queries however long the plan is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from branches.models import User
from documents.domain.numbering import compute_markers
from plans.domain.customary import hint_for
from plans.domain.outline import MAX_LEVEL, subtree
from plans.domain.panel_rows import Ghost
from plans.models import Plan, PlanItem, PlanSection, RoundPart, SectionKind
from regulations.domain.quoting import shortened
from workflow.models import ReviewComment


@dataclass
class SectionRow:
    """A section with its computed number, its hint while empty, and the issues raised at it."""

    section: PlanSection
    number: str
    hint: str
    child_count: int
    issues: list[ReviewComment] = field(default_factory=list)

    @property
    def label(self) -> str:
        special = {SectionKind.PREAMBLE: "引言", SectionKind.CLOSING: "结束语"}
        return special.get(SectionKind(self.section.kind), f"{self.number}{self.section.heading or '（无标题）'}")


@dataclass
class Removed:
    """What one removal took out, and the key that brings it back."""

    removal: UUID
    label: str


@dataclass
class OutlineEditor:
    plan: Plan
    rows: list[SectionRow]
    removed: list[Removed]
    general_issues: list[ReviewComment]
    missing_special: list[tuple[str, str]]
    max_level: int = MAX_LEVEL

    @property
    def last_outline_pk(self) -> UUID | str:
        """Behind which section a new one at the end goes."""
        return next(
            (
                row.section.pk
                for row in reversed(self.rows)
                if row.section.level == 1 and row.section.kind == SectionKind.HEADING
            ),
            "",
        )


@dataclass
class MonthCard:
    """A month with the lines that begin in it and those that run on from earlier months."""

    first_day: date
    items: list[PlanItem]
    running: list[PlanItem]
    ghosts: Sequence[Ghost] = ()


@dataclass
class ScheduleEditor:
    plan: Plan
    months: list[MonthCard]
    removed: list[Removed]
    issues: Mapping[UUID | None, list[ReviewComment]]

    @property
    def is_empty(self) -> bool:
        return not any(card.items for card in self.months)


def outline_editor(plan: Plan, user: User) -> OutlineEditor:
    """Sections in order with numbers, hints and issues."""
    everything = list(plan.sections.select_related("changed_by").order_by("position", "pk"))
    present = [row for row in everything if row.removal is None]
    said = _round_hints(plan)
    numbers = iter(compute_markers([row.level for row in present if row.level]))
    issues = _open_issues(plan, user)
    rows = []
    for index, section in enumerate(present):
        hint = said.get(section.heading) or hint_for(section.heading, plan.branch.school_kind)
        rows.append(
            SectionRow(
                section,
                next(numbers) if section.level else "",
                "" if section.body else hint,
                _children(present, index),
                issues.pop(section.pk, []),
            )
        )
    kinds = {row.kind for row in present}
    missing = [
        (kind.value, label)
        for kind, label in (
            (SectionKind.PREAMBLE, "引言"),
            (SectionKind.SCHEDULE, "行事历位置"),
            (SectionKind.CLOSING, "结束语"),
        )
        if kind not in kinds
    ]
    general = [issue for rest in issues.values() for issue in rest]
    return OutlineEditor(plan, rows, _removed_sections(everything), general, missing)


def _open_issues(plan: Plan, user: User) -> dict[UUID | None, list[ReviewComment]]:
    """By the section or line they stand at."""
    issues: dict[UUID | None, list[ReviewComment]] = defaultdict(list)
    for issue in ReviewComment.objects.visible_to(user, plan).open().order_by("number"):
        issues[issue.anchor].append(issue)
    return issues


def _round_hints(plan: Plan) -> dict[str, str]:
    """What the round's template says belongs below a heading."""
    if plan.round_id is None:
        return {}
    return dict(RoundPart.objects.filter(round=plan.round_id).exclude(hint="").values_list("heading", "hint"))


def schedule_editor(plan: Plan, user: User, ghosts: Mapping[date, Sequence[Ghost]]) -> ScheduleEditor:
    """Months of the period with their lines, the issues raised at these and, as ghosts, the lines that the checks miss there."""
    everything = list(
        plan.items.with_responsible()
        .select_related("measure", "changed_by")
        .order_by("first_month", "-is_theme", "position", "pk")
    )
    present = [item for item in everything if item.removal is None]
    months = [
        MonthCard(
            first_day,
            [item for item in present if item.first_month == first_day],
            [item for item in present if item.first_month < first_day <= item.last_month],
            ghosts.get(first_day, ()),
        )
        for first_day in plan.period.months
    ]
    issues = _open_issues(plan, user) if plan.return_count else {}
    return ScheduleEditor(plan, months, _removed_items(everything), issues)


def measures_of(plan: Plan) -> dict[str, tuple[PlanSection, str]]:
    """Sections a schedule line can carry out, by id, with their labels."""
    rows = [row for row in plan.sections.present() if row.level]
    numbers = compute_markers([row.level for row in rows])
    return {
        str(row.pk): (row, shortened(f"{number}{row.heading}", 40))
        for row, number in zip(rows, numbers, strict=True)
        if row.kind == SectionKind.HEADING
    }


def _children(rows: list[PlanSection], index: int) -> int:
    return len(subtree(rows, index)) - 1 if rows[index].level else 0


def _removed_items(rows: list[PlanItem]) -> list[Removed]:
    """One entry a removal: what was taken back together comes back together."""
    groups: dict[UUID, list[PlanItem]] = {}
    for row in rows:
        if row.removal:
            groups.setdefault(row.removal, []).append(row)
    return [
        Removed(
            removal,
            f"{group[0].first_month.month}月：{group[0].text}" + (f" 等{len(group)}条" if len(group) > 1 else ""),
        )
        for removal, group in groups.items()
    ]


def _removed_sections(rows: list[PlanSection]) -> list[Removed]:
    groups: dict[UUID, list[PlanSection]] = {}
    for row in rows:
        if row.removal:
            groups.setdefault(row.removal, []).append(row)
    return [
        Removed(
            removal,
            (group[0].heading or shortened(group[0].body, 20) or "空段落")
            + (f" 等{len(group)}段" if len(group) > 1 else ""),
        )
        for removal, group in groups.items()
    ]
