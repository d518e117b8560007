"""Reads for pages: history, remarks, what changed since the last look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from branches.models import AuditEntry, District, User
from branches.permissions import check_can_review, refusal
from workflow.domain.transitions import WAITING, Action, Status, Transition, possible_actions
from workflow.models import Reviewable, ReviewAssignment, ReviewerLook, ReviewSettings, Snapshot
from workflow.permissions import check_can_take
from workflow.reminders import PaperFacts


@dataclass(frozen=True)
class Step:
    """One line of a paper's history."""

    at: datetime
    actor: str
    action: str
    label: str
    comment: str
    snapshot: int | None


@dataclass(frozen=True)
class Offer:
    """A button: the step and, when the user may not take it, the sentence that says why."""

    transition: Transition
    refusal: str

    @property
    def action(self) -> Action:
        return self.transition.action


#: A paper in one of these waits for somebody.
REMINDED = (*sorted(WAITING), Status.RETURNED)


def waiting_facts(row: Reviewable) -> PaperFacts | None:
    """Since when a paper stands where it stands, for reminders; `row` with its branch."""
    moment = {
        Status.SUBMITTED: row.submitted_at,
        Status.IN_REVIEW: row.claimed_at,
        Status.PASSED: row.passed_at,
        Status.RECHECKING: row.claimed_at,
        Status.RETURNED: row.decided_at,
    }
    since = moment[Status(row.status)]
    if since is None:
        return None
    return PaperFacts(
        kind=row.kind,
        id=row.pk,
        title=row.review_title(),
        branch=row.branch_id,
        district=row.branch.district_id,
        status=Status(row.status),
        since=localdate(since),
        turn=row.submission_count,
        author_path=row.author_path(),
        reviewer_path=row.reviewer_path(),
        claimed_by=row.claimed_by_id,
        answer_by=row.answer_by,
    )


def history_of(document: Reviewable) -> list[Step]:
    """All steps of the paper, oldest first, in one query."""
    entries = AuditEntry.objects.about(document.kind, document.pk).filter(action__startswith="workflow.")
    return [
        Step(at, actor, action, Action(action).label, detail.get("comment", ""), detail.get("snapshot"))
        for at, actor, name, detail in entries.order_by("number").values_list("at", "actor_name", "action", "detail")
        for action in [name.removeprefix("workflow.")]
    ]


def offers_for(document: Reviewable, user: User) -> list[Offer]:
    """Which buttons the page shows, in the order of the table; the system's own steps are left out."""
    rows = possible_actions(
        Status(document.status), returned_before=document.return_count > 0, two_reviews=document.two_reviews
    )
    return [
        Offer(row, refusal(check_can_take, row, user, document)) for row in rows if row.action is not Action.ARCHIVE
    ]


def reviewer_by_rule(document: Reviewable) -> User | None:
    """Who gets what this branch hands in: by its school, else by the nearest area, there by the kind of school before the whole area.

    A reviewer who may not (any more) review the branch is passed over.
    """
    branch = document.branch
    codes = branch.district.path.rstrip("/").split("/")
    paths = ["/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))]
    of_area = Q(branch__isnull=True, district__path__in=paths, school_kind__in=["", branch.school_kind])
    rows = ReviewAssignment.objects.standing().filter(Q(branch=branch) | of_area).select_related("district", "reviewer")
    nearest = sorted(rows, key=lambda row: (row.branch_id is None, -len(row.district.path), row.school_kind == ""))
    return next((row.reviewer for row in nearest if not refusal(check_can_review, row.reviewer, branch)), None)


def review_settings_of(districts: Iterable[District]) -> dict[UUID, ReviewSettings]:
    """The habits that hold in each district, by its key: its own, else those of the nearest one above, else the usual ones (not stored).
    One query."""
    lineages = {district: _lineage(district) for district in districts}
    paths = {path for lineage in lineages.values() for path in lineage}
    rows = ReviewSettings.objects.filter(district__path__in=paths).select_related("district")
    stored = {row.district.path: row for row in rows}
    found = {}
    for district, lineage in lineages.items():
        nearest = next((stored[path] for path in reversed(lineage) if path in stored), None)
        found[district.pk] = nearest or ReviewSettings(district=district)
    return found


def review_settings_for(district: District) -> ReviewSettings:
    """The same for one."""
    return review_settings_of([district])[district.pk]


def _lineage(district: District) -> list[str]:
    """Paths from the topmost district down to this one."""
    codes = district.path.rstrip("/").split("/")
    return ["/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))]


def latest_snapshot(document: Reviewable) -> Snapshot | None:
    return Snapshot.objects.of(document).order_by("-number").first()


def look_of(document: Reviewable, reviewer: User) -> ReviewerLook | None:
    """What this reviewer has looked at."""
    return ReviewerLook.objects.of(document).filter(reviewer=reviewer).first()


def seen_before(document: Reviewable, look: ReviewerLook | None, current: Snapshot | None) -> Snapshot | None:
    """The snapshot that a reviewer saw last before the current one; None when they have seen no other."""
    if current is None or look is None:
        return None
    number = look.previous if look.number >= current.number else look.number
    return Snapshot.objects.of(document).filter(number=number).first() if number else None
