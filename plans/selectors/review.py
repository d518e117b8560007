"""Reads for the reviewer's pages and for the school's list of issues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from branches.models import User
from plans.domain.panel_rows import Group, Row
from plans.domain.paper import Paper, PaperSection, paper_from
from plans.domain.parts import PaperChanges, compare_papers
from plans.models import Plan
from plans.selectors.checks import FrozenReport, frozen_report
from workflow.domain.compare import Change, PartChange
from workflow.models import ReviewComment, Snapshot
from workflow.selectors import latest_snapshot, seen_before

QUOTE_LENGTH = 300


@dataclass
class ReviewPart:
    """A section as it was submitted, what changed in it since the reviewer's last look, and the remarks at it."""

    section: PaperSection
    change: PartChange | None
    remarks: list[ReviewComment] = field(default_factory=list)
    found: Group | None = None
    excused: Sequence[Row] = ()


@dataclass
class ReviewPage:
    """The plan from its latest snapshot: nothing moves under the reviewer's eyes."""

    plan: Plan
    snapshot: Snapshot | None
    paper: Paper
    parts: list[ReviewPart]
    changes: PaperChanges | None
    removed: list[PartChange]
    loose: list[ReviewComment]
    seen: Snapshot | None
    frozen: FrozenReport | None
    loose_excused: list[Row]
    open_count: int
    unpublished_count: int

    @property
    def changed_count(self) -> int:
        return self.changes.count if self.changes else 0


def review_page(plan: Plan, user: User) -> ReviewPage:
    """A fixed number of queries."""
    snapshot = latest_snapshot(plan)
    paper = paper_from(snapshot.content if snapshot else plan.review_content())
    seen = seen_before(plan, user, snapshot)
    changes = compare_papers(paper_from(seen.content), paper) if seen else None
    changed = {change.id: change for change in changes.changed} if changes else {}
    remarks = list(
        ReviewComment.objects.visible_to(user, plan)
        .select_related("author", "replied_by", "settled_by")
        .order_by("created_at", "pk")
    )
    at_section: dict[str, list[ReviewComment]] = defaultdict(list)
    for remark in remarks:
        at_section[str(remark.anchor or "")].append(remark)
    frozen = frozen_report(plan, paper)
    found = frozen.panel.by_part if frozen else {}
    excused = dict(frozen.panel.excused_by_part) if frozen else {}
    parts = [
        ReviewPart(
            section,
            changed.pop(section.origin, None),
            at_section.pop(section.id, []),
            found.get(section.origin),
            excused.pop(section.origin, []),
        )
        for section in paper.sections
    ]
    return ReviewPage(
        plan=plan,
        snapshot=snapshot,
        paper=paper,
        parts=parts,
        changes=changes,
        removed=[change for change in changed.values() if change.change is Change.REMOVED],
        loose=[remark for rest in at_section.values() for remark in rest],
        seen=seen,
        frozen=frozen,
        loose_excused=[row for rest in excused.values() for row in rest],
        open_count=sum(remark.is_issue and remark.settled_at is None for remark in remarks),
        unpublished_count=sum(remark.published_at is None for remark in remarks),
    )


def remark_on_finding(page: ReviewPage, key: str) -> dict[str, str]:
    """The words of a remark that a finding of the report suggests; nothing when there is no such finding."""
    groups = page.frozen.panel.groups if page.frozen else ()
    row = next((row for group in groups for row in group.rows if row.finding.key == key), None)
    if row is None:
        return {}
    mend = "、".join(offer.label for offer in row.replacements)
    return {
        "quote": row.finding.text[:QUOTE_LENGTH],
        "body": row.finding.message,
        "suggestion": mend or row.finding.hint,
    }


def issues_of(plan: Plan, user: User) -> list[ReviewComment]:
    """Published remarks, the open issues first, in their numbering."""
    rows = (
        ReviewComment.objects.visible_to(user, plan)
        .filter(published_at__isnull=False)
        .select_related("author", "replied_by")
    )
    return sorted(
        rows,
        key=lambda remark: (remark.settled_at is not None, not remark.is_issue, remark.number or 0, remark.created_at),
    )


def snapshots_of(plan: Plan) -> list[Snapshot]:
    """All snapshots, oldest first, without their content."""
    return list(Snapshot.objects.of(plan).defer("content").select_related("taken_by").order_by("number"))
