"""Reads of the requests: the queue of the district, one request with its remarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from branches.models import User
from branches.querysets import below
from branches.scope import scope_of
from members.domain.development.steps import Step, development_steps
from members.models import ConsentRequest
from workflow.domain.transitions import WAITING, Status
from workflow.models import ReviewComment
from workflow.selectors import Offer, history_of, latest_snapshot, offers_for
from workflow.selectors import Step as HistoryStep


@dataclass(frozen=True)
class RequestPage:
    """A request as a page shows it. `content` is what was handed in last, or what stands there now while it is the school's."""

    request: ConsentRequest
    step: Step
    content: Mapping[str, Any]
    remarks: list[ReviewComment]
    offers: dict[str, Offer]
    history: list[HistoryStep]

    @property
    def paragraphs(self) -> list[str]:
        return [line.strip() for line in str(self.content["body"]).split("\n") if line.strip()]

    @property
    def open_count(self) -> int:
        return sum(remark.is_issue and remark.settled_at is None for remark in self.remarks)

    @property
    def unanswered(self) -> int:
        """Issues that the branch has not answered yet."""
        return sum(r.is_issue and r.settled_at is None and bool(r.published_at) and not r.reply for r in self.remarks)


def request_rows(user: User) -> QuerySet[ConsentRequest]:
    """The requests the user may see, with everything their pages name."""
    rows = ConsentRequest.objects.visible_to(user)
    return rows.select_related("branch__district", "claimed_by", "case__member__branch__district")


def consent_queue(user: User, asked: Mapping[str, Any]) -> QuerySet[ConsentRequest]:
    """What was handed in below one's districts, oldest first. `asked`: status, step, q, mine."""
    rows = request_rows(user).filter(below(scope_of(user).reviewed_paths, "branch__district__"))
    status = asked.get("status") or ""
    if not status:
        rows = rows.filter(status__in=sorted(WAITING))
    elif status == "all":
        rows = rows.exclude(status=Status.DRAFT)
    else:
        rows = rows.filter(status=status)
    if asked.get("step"):
        rows = rows.filter(step=int(asked["step"]))
    if q := asked.get("q"):
        rows = rows.filter(
            Q(branch__short_name__icontains=q)
            | Q(branch__school_name__icontains=q)
            | Q(case__member__name__icontains=q)
        )
    if asked.get("mine"):
        rows = rows.filter(claimed_by=user)
    return rows.order_by("submitted_at", "pk")


def waiting_for_review(user: User) -> int:
    """How many requests wait for somebody to claim them."""
    return consent_queue(user, {"status": Status.SUBMITTED.value}).count()


def request_page(request: ConsentRequest, user: User) -> RequestPage:
    """A fixed number of queries."""
    snapshot = None if request.is_editable else latest_snapshot(request)
    content = (
        snapshot.content if snapshot else {"title": request.title, "recipient": request.recipient, "body": request.body}
    )
    remarks = ReviewComment.objects.visible_to(user, request).select_related("author", "replied_by")
    return RequestPage(
        request,
        development_steps()[request.step],
        content,
        list(remarks.order_by("number", "created_at", "pk")),
        {offer.action.value: offer for offer in offers_for(request, user)},
        history_of(request),
    )
