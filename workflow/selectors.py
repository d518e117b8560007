"""Reads for pages: history, remarks, what changed since the last look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from branches.models import AuditEntry, User
from branches.permissions import refusal
from workflow.domain.transitions import Action, Status, Transition, possible_actions
from workflow.models import Reviewable, Snapshot
from workflow.permissions import check_can_take


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


def history_of(document: Reviewable) -> list[Step]:
    """All steps of the paper, oldest first, in one query."""
    entries = AuditEntry.objects.about(document.kind, document.pk).filter(action__startswith="workflow.")
    return [
        Step(
            at=entry.at,
            actor=entry.actor_name,
            action=entry.action.removeprefix("workflow."),
            label=Action(entry.action.removeprefix("workflow.")).label,
            comment=entry.detail.get("comment", ""),
            snapshot=entry.detail.get("snapshot"),
        )
        for entry in entries.order_by("number")
    ]


def offers_for(document: Reviewable, user: User) -> list[Offer]:
    """Which buttons the page shows, in the order of the table; the system's own steps are left out."""
    rows = possible_actions(Status(document.status), returned_before=document.return_count > 0)
    return [
        Offer(row, refusal(check_can_take, row, user, document)) for row in rows if row.action is not Action.ARCHIVE
    ]


def latest_snapshot(document: Reviewable) -> Snapshot | None:
    return Snapshot.objects.of(document).order_by("-number").first()


def last_seen_snapshot(document: Reviewable, reviewer: User) -> Snapshot | None:
    """The submission this reviewer decided on last before the present one; else the one that was returned last; else None."""
    current = latest_snapshot(document)
    if current is None:
        return None
    decisions = AuditEntry.objects.about(document.kind, document.pk).filter(action="workflow.return")
    decision = decisions.filter(actor=reviewer).order_by("-number").first() or decisions.order_by("-number").first()
    if decision is None:
        return None
    earlier = Snapshot.objects.of(document).filter(taken_at__lte=decision.at, number__lt=current.number)
    return earlier.order_by("-number").first()
