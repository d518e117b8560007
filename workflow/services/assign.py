"""Who reviews what: single papers given to a reviewer, and areas, kinds of schools or schools as a standing rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from branches.models import Branch, District, User
from branches.permissions import NotAllowed, check_can_lead_review, check_can_review, refusal
from branches.scope import scope_of
from branches.services.audit import record
from notices.services.post import post
from workflow.domain.transitions import UNCLAIMED
from workflow.models import Reviewable, ReviewAssignment
from workflow.permissions import check_can_assign
from workflow.services.perform import InvalidTransition, SomebodyFaster


@transaction.atomic
def assign_paper(*, document: Reviewable, reviewer: User, by: User, at: datetime) -> None:
    """Give a paper that nobody has claimed to a reviewer; only they, and whoever leads, may claim it then."""
    check_can_assign(by, document, reviewer)
    if document.passed_by_id == reviewer.pk:
        raise InvalidTransition(f"初审是{reviewer.display_name}办的，复核须分给另一名审核员。")
    unclaimed = type(document)._default_manager.filter(pk=document.pk, status__in=sorted(UNCLAIMED))
    if not unclaimed.exclude(passed_by=reviewer).update(assigned_to=reviewer, assigned_at=at):
        raise SomebodyFaster("刚才已有人认领，或者学校已撤回，没有分派。")
    _note(document, "assign", by, at, reviewer)


def assign_papers(
    *, documents: Iterable[Reviewable], reviewer: User, by: User, at: datetime, path: str
) -> tuple[int, list[str]]:
    """The same for many, each by itself, with one message to the reviewer. Returns how many and why others were not; `path` is the queue."""
    done, refused = 0, []
    for document in documents:
        try:
            assign_paper(document=document, reviewer=reviewer, by=by, at=at)
        except (NotAllowed, InvalidTransition) as error:
            refused.append(f"{document.branch.short_name}：{error}")
        else:
            done += 1
    if done and reviewer.pk != by.pk:
        title = f"{by.display_name}分给您{done}份材料审核"
        key = f"assign:{reviewer.pk}:{at.isoformat()}"
        post(to=[reviewer], kind="workflow.assign", title=title, body="", path=path, dedupe_key=key, at=at)
    return done, refused


@transaction.atomic
def unassign_paper(*, document: Reviewable, by: User, at: datetime) -> None:
    """Take it back into the common queue: whoever leads, or the reviewer it was given to."""
    if document.assigned_to_id != by.pk:
        check_can_lead_review(by, document.branch)
    given = type(document)._default_manager.filter(
        pk=document.pk, status__in=sorted(UNCLAIMED), assigned_to=document.assigned_to_id
    )
    if document.assigned_to is None or not given.update(assigned_to=None, assigned_at=None):
        raise SomebodyFaster("刚才已有人认领或者改派，没有收回。")
    _note(document, "unassign", by, at, document.assigned_to)


def _note(document: Reviewable, verb: str, by: User, at: datetime, reviewer: User) -> None:
    detail = {"reviewer": reviewer.display_name, "reviewer_id": str(reviewer.pk)}
    name = document.review_title()
    record(action=f"review.{verb}", by=by, at=at, target=document, name=name, branch=document.branch, detail=detail)


class AssignmentRefused(Exception):
    """A standing rule that cannot be kept; the message says why."""


@transaction.atomic
def assign_area(
    *, district: District, school_kind: str, branch: Branch | None, reviewer: User, by: User, at: datetime
) -> ReviewAssignment:
    """From now on `reviewer` gets what is handed in from there; papers that wait already stay as they are."""
    if not any(district.path.startswith(path) for path in scope_of(by).review_led_paths):
        raise NotAllowed("只有审核组长可以分派审核任务。")
    if not any(district.path.startswith(path) for path in scope_of(reviewer).reviewed_paths):
        raise AssignmentRefused(f"{reviewer.display_name}不是这里的审核员。")
    if branch and refusal(check_can_review, reviewer, branch):
        raise AssignmentRefused(f"{reviewer.display_name}在该党支部任职或编入该党支部，不能审核它的材料。")
    try:
        with transaction.atomic():
            row = ReviewAssignment.objects.create(
                district=branch.district if branch else district,
                school_kind="" if branch else school_kind,
                branch=branch,
                reviewer=reviewer,
                assigned_by=by,
                assigned_at=at,
            )
    except IntegrityError as error:
        raise AssignmentRefused("这里已经分给一名审核员，请先结束原来的分工。") from error
    detail = {"where": row.where, "reviewer": reviewer.display_name}
    record(action="review.assign_area", by=by, at=at, target=row, name=row.where, district=district, detail=detail)
    return row


@transaction.atomic
def end_assignment(*, assignment: ReviewAssignment, by: User, at: datetime) -> None:
    """Nothing more is given by it; twice is as good as once."""
    district = assignment.district
    if not any(district.path.startswith(path) for path in scope_of(by).review_led_paths):
        raise NotAllowed("只有审核组长可以分派审核任务。")
    if ReviewAssignment.objects.standing().filter(pk=assignment.pk).update(ended_by=by, ended_at=at):
        detail = {"where": assignment.where, "reviewer": assignment.reviewer.display_name}
        record(
            action="review.end_area", by=by, at=at, target=assignment, name=assignment.where, district=district,
            detail=detail,
        )  # fmt: skip
