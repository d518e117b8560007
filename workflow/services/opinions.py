"""审核意见书 and 整改对照表: what went out with a return and what came back. Called by `perform` in its transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from branches.models import User
from workflow.models import Opinion, Reviewable, ReviewComment, Snapshot
from workflow.services.looks import note_look


def issue_opinion(document: Reviewable, *, comment: str, by: User, at: datetime) -> Opinion:
    """Freeze the open issues as they were just published. Whoever returns a paper has looked at it."""
    last = Opinion.objects.of(document).aggregate(last=Max("number"))["last"] or 0
    issues = ReviewComment.objects.of(document).open().filter(published_at__isnull=False).order_by("number")
    snapshot = Snapshot.objects.of(document).order_by("-number")[0]
    note_look(document=document, snapshot=snapshot, by=by, at=at)
    return Opinion.objects.create(
        document_kind=document.kind,
        document_id=document.pk,
        number=last + 1,
        snapshot=snapshot,
        issues=[_issue(issue) for issue in issues],
        comment=comment,
        answer_by=document.answer_by,
        issued_by=by,
        issued_at=at,
    )


def freeze_answers(document: Reviewable, snapshot: Snapshot) -> None:
    """The answers to the last return, with which the school hands in again; nothing when it is the first time or a second try."""
    opinion = Opinion.objects.of(document).order_by("-number").first()
    if opinion is None:
        return
    # A submission that was withdrawn and handed in again brings the answers as they are now.
    rows = ReviewComment.objects.of(document).filter(pk__in=[issue["id"] for issue in opinion.issues])
    opinion.answers = {str(row.pk): {"reply": row.reply, "wording_state": row.wording_state} for row in rows}
    opinion.answered_with = snapshot.number
    opinion.save(update_fields=["answers", "answered_with"])


def _issue(issue: ReviewComment) -> dict[str, Any]:
    return {
        "id": str(issue.pk),
        "number": issue.number,
        "place": issue.anchor_label or "全文",
        "quote": issue.quote,
        "severity": issue.severity,
        "clause": issue.clause,
        "body": issue.body,
        "suggestion": issue.suggestion,
        "wording": issue.wording,
    }
