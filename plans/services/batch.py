"""Clean plans approved together: drawn, a sample read, then each approved by itself."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from branches.models import District, User
from branches.permissions import NotAllowed, check_can_review, refusal
from branches.services.audit import record
from notices.models import Job, JobState
from notices.services.jobs import Progress, start_job, work
from plans.models import ApprovalBatch, ApprovalItem, BatchState, ItemState, Plan
from plans.selectors.queue import queue
from plans.services.review import approve_plan
from workflow.domain.transitions import UNCLAIMED, Action, Status
from workflow.models import ReviewComment
from workflow.selectors import review_settings_of
from workflow.services.perform import InvalidTransition, perform

MOST = 200
#: So many are approved while the reviewer waits; more are left to a worker.
AT_ONCE = 10
#: Not decided yet.
LEFT = (ItemState.WAITING, ItemState.READ)


class BatchRefused(Exception):
    """A batch that cannot be drawn or approved; the message says why."""


def clean_plans(user: User) -> list[Plan]:
    """What may be approved together: checked, compared, nothing found, in time, no open issue, nobody else's and not of one's own school."""
    rows = queue(user).filter(status__in=sorted(UNCLAIMED), is_clean=True).exclude(passed_by=user)
    rows = rows.filter(Q(assigned_to__isnull=True) | Q(assigned_to=user))
    remarked = ReviewComment.objects.filter(document_kind=Plan._meta.label_lower).open().values("document_id")
    found = rows.exclude(pk__in=remarked).order_by("submitted_at", "pk")[:MOST]
    return [plan for plan in found if not refusal(check_can_review, user, plan.branch)]


def sample_size(count: int, percent: int, least: int) -> int:
    """How many of `count` are read: so many per cent, rounded up, at least `least`, never more than there are."""
    return min(count, max(least, ceil(count * percent / 100)))


@dataclass(frozen=True, slots=True)
class Share:
    """The plans of one district, and how many of them are drawn by its habits: `percent` of them, `least` at least."""

    district: District
    plans: Sequence[Plan]
    size: int
    percent: int
    least: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a draw would be, district by district: none is read more rarely for the plans of another beside it."""

    shares: Sequence[Share]

    @property
    def plans(self) -> int:
        return sum(len(share.plans) for share in self.shares)

    @property
    def size(self) -> int:
        return sum(share.size for share in self.shares)


def drawing_of(plans: Sequence[Plan]) -> Drawing | None:
    """What a draw from these plans would be; None for no plans. One query."""
    if not plans:
        return None
    of_district: dict[District, list[Plan]] = defaultdict(list)
    for plan in plans:
        of_district[plan.branch.district].append(plan)
    habits = review_settings_of(of_district)
    shares = []
    for district, own in of_district.items():
        percent, least = habits[district.pk].sample_percent, habits[district.pk].sample_least
        shares.append(Share(district, own, sample_size(len(own), percent, least), percent, least))
    return Drawing(shares)


@transaction.atomic
def draw_batch(*, by: User, at: datetime, chosen: Collection[str] | None = None) -> ApprovalBatch:
    """Clean plans, all or those `chosen` by their keys, with a sample drawn by lot. One batch at a time: another draw would be another sample.

    What is chosen and no longer clean is left out.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if ApprovalBatch.objects.filter(reviewer=by).going_on().exists():
        raise BatchRefused("您还有一批没有办完。")
    plans = [plan for plan in clean_plans(by) if chosen is None or str(plan.pk) in chosen]
    drawn = drawing_of(plans)
    if drawn is None:
        raise BatchRefused("所选的计划现在都不能一并审定。" if chosen else "现在没有可以一并审定的计划。")
    lot = secrets.SystemRandom()
    samples = [(share, {plan.pk for plan in lot.sample(share.plans, share.size)}) for share in drawn.shares]
    sample = {pk for _, own in samples for pk in own}
    batch = ApprovalBatch.objects.create(reviewer=by, drawn_at=at)
    ApprovalItem.objects.bulk_create(
        ApprovalItem(batch=batch, plan=plan, submission=plan.submission_count, is_sample=plan.pk in sample)
        for plan in plans
    )
    for share, own in samples:
        detail = {"plans": len(share.plans), "sample": [str(pk) for pk in sorted(own)]}
        record(action="batch.draw", by=by, at=at, target=batch, name=str(batch), district=share.district, detail=detail)
    return batch


@transaction.atomic
def note_read(*, item: ApprovalItem, is_fine: bool, by: User, at: datetime) -> None:
    """A plan of the sample was read: fine, or to be taken out and reviewed by itself. A plan taken out of the sample is
    replaced by lot with one of the same district."""
    batch = ApprovalBatch.objects.select_for_update().get(pk=item.batch_id, reviewer=by)
    if batch.state != BatchState.READING:
        raise BatchRefused("这一批已经办过了。")
    state = ItemState.READ if is_fine and item.is_sample else ItemState.TAKEN_OUT
    if not batch.items.filter(pk=item.pk, state=ItemState.WAITING).update(state=state):
        return
    if state is ItemState.TAKEN_OUT and item.is_sample:
        others = batch.items.filter(state=ItemState.WAITING, is_sample=False)
        rest = list(others.filter(plan__branch__district=item.plan.branch.district_id).values_list("pk", flat=True))
        if rest:
            batch.items.filter(pk=secrets.choice(rest)).update(is_sample=True)
    record(
        action="batch.read" if is_fine else "batch.take_out", by=by, at=at, target=item.plan, name=str(item.plan),
        branch=item.plan.branch, detail={"batch": str(batch.pk)},
    )  # fmt: skip


def is_with_worker(batch: ApprovalBatch) -> bool:
    """Whether a worker has the batch or will have it. A job that was cancelled, failed or is forgotten has let go of it."""
    return (
        batch.job is not None
        and Job.objects.filter(pk=batch.job, state__in=[JobState.WAITING, JobState.RUNNING]).exists()
    )


@transaction.atomic
def approve_batch(*, batch: ApprovalBatch, by: User, at: datetime) -> ApprovalBatch:
    """Begin to approve what is left, or go on where it was interrupted; many are left to a worker.

    Raises BatchRefused while the sample is not read.
    """
    held = ApprovalBatch.objects.select_for_update().get(pk=batch.pk, reviewer=by)
    left = held.items.filter(state__in=LEFT).count()
    if held.state == BatchState.APPROVING and is_with_worker(held):
        return held  # pressed twice
    if held.state not in {BatchState.READING, BatchState.APPROVING}:
        raise BatchRefused("这一批已经办过了。")
    if held.state == BatchState.READING and (
        unread := held.items.filter(is_sample=True, state=ItemState.WAITING).count()
    ):
        raise BatchRefused(f"抽到的计划还有{unread}份没有看。")
    held.job = None
    if left > AT_ONCE:
        arguments = {"batch": str(held.pk), "back": reverse("plans:batch")}
        job = start_job(kind="plans.approve_batch", title=f"一并审定{left}份计划", arguments=arguments, by=by, at=at)
        held.job = job.pk
    held.state = BatchState.APPROVING
    held.save(update_fields=["state", "job"])
    return held


def finish_batch(*, batch: ApprovalBatch, by: User) -> Iterator[ApprovalItem]:
    """Approve plan by plan, each in a transaction of its own; yields behind each. What changed in between is skipped and says why."""
    for pk in list(batch.items.filter(state__in=LEFT).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            item = ApprovalItem.objects.select_for_update().get(pk=pk)
            if item.state in LEFT:  # else somebody else's click or worker was at it meanwhile
                _approve(item, by, timezone.now())
        yield item
    ApprovalBatch.objects.filter(pk=batch.pk, state=BatchState.APPROVING).update(
        state=BatchState.DONE, ended_at=timezone.now()
    )


def _approve(item: ApprovalItem, by: User, at: datetime) -> None:
    try:
        with transaction.atomic():
            plan = Plan.objects.select_related("branch__district", "claimed_by", "assigned_to", "passed_by").get(
                pk=item.plan_id
            )
            if plan.submission_count != item.submission or not plan.is_clean:
                raise InvalidTransition("学校又提交过，请单独审核。")
            if plan.status not in UNCLAIMED:
                raise InvalidTransition(f"现在是“{Status(plan.status).label}”，没有办。")
            plan = perform(plan, Action.CLAIM, by=by, at=at, comment="一并审定")
            if plan.status == Status.IN_REVIEW and plan.two_reviews:
                perform(plan, Action.PASS, by=by, at=at, comment="一并审定")
                item.state = ItemState.PASSED
            else:
                approve_plan(plan=plan, comment="", by=by, at=at)
                item.state = ItemState.APPROVED
    except (InvalidTransition, NotAllowed) as refused:
        item.state, item.note = ItemState.SKIPPED, str(refused)[:200]
    item.save(update_fields=["state", "note"])


@transaction.atomic
def drop_batch(*, batch: ApprovalBatch, by: User, at: datetime) -> None:
    """Give up what is not decided: before anything was approved, or after the worker was stopped. Twice is as good as once."""
    held = ApprovalBatch.objects.select_for_update().get(pk=batch.pk, reviewer=by)
    is_stopped = held.state == BatchState.APPROVING and held.job is not None and not is_with_worker(held)
    if held.state == BatchState.READING or is_stopped:
        held.state, held.ended_at = BatchState.DROPPED, at
        held.save(update_fields=["state", "ended_at"])
        record(action="batch.drop", by=by, at=at, target=held, name=str(held))


@work("plans.approve_batch")
def approve_in_background(progress: Progress) -> Iterator[None]:
    """The same for many. What is approved already is not looked at again, so a worker that dies is followed by the next."""
    batch = ApprovalBatch.objects.get(pk=progress.arguments["batch"])
    progress.total = batch.items.exclude(state=ItemState.TAKEN_OUT).count()
    progress.done = progress.total - batch.items.filter(state__in=LEFT).count()
    for _ in finish_batch(batch=batch, by=progress.owner):
        progress.done += 1
        yield
