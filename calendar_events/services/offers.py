"""Lines of an approved plan become events, or are given up with a reason; confirming twice makes nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from branches.models import Branch, User
from branches.permissions import check_can_write_for
from branches.services.audit import record, record_each
from calendar_events.domain.promises import Promised
from calendar_events.models import Audience, CalendarEvent, DroppedPromise
from calendar_events.models.events import REASON_LENGTH, SUBJECT_LENGTH
from calendar_events.selectors.promises import items_of, promises_in
from calendar_events.selectors.revisions import moving_keys, revision_changes
from calendar_events.services.event_facts import COLUMNS, EventError, EventFacts, Keeps, cleaned
from members.models import PartyGroup
from members.selectors.people import groups_in_use
from plans.models import Plan, PlanItem
from regulations.domain.activities import ActivityKind
from regulations.domain.quoting import quoted
from workflow.domain.transitions import Status


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decided about one promise. `per_group` makes one event for each party group."""

    origin: UUID
    month: date
    day: date
    last_day: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    per_group: bool = False


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many events were made, and how many promises had theirs already."""

    made: int
    already: int


def confirm_offers(*, plan: Plan, choices: Sequence[Choice], by: User, at: datetime) -> Confirmed:
    """Make events of promises. What is kept by an event or was given up is passed over; all in one transaction.

    Raises EventError, naming the line, where a choice cannot be; then nothing is made.
    """
    with transaction.atomic():
        held, items, promises = _holding(plan, by=by)
        groups = list(groups_in_use(held.branch)) if any(choice.per_group for choice in choices) else []
        kept = _settled(held, items, at)
        wanted = [choice for choice in choices if (choice.origin, choice.month) not in kept]
        rows = [
            row
            for choice in wanted
            for row in _events(held, promises, items, choice, groups if choice.per_group else [], by, at)
        ]
        try:
            with transaction.atomic():
                CalendarEvent.objects.bulk_create(rows)
        except IntegrityError as error:
            raise EventError("有的条目刚刚已经排成活动，请刷新后再确认。") from error
        if rows:
            record_each(
                action="event.add", by=by, at=at, targets=rows, branch=held.branch, detail={"plan": str(held.pk)}
            )
    return Confirmed(len(rows), len(choices) - len(wanted))


def schedule_again(*, plan: Plan, choice: Choice, by: User, at: datetime) -> CalendarEvent:
    """One event more for a promise that has one already: the line is done in several goes."""
    with transaction.atomic():
        held, items, promises = _holding(plan, by=by)
        last = CalendarEvent.objects.filter(
            branch=held.branch_id, item_origin=choice.origin, promised_month=choice.month
        ).aggregate(last=Max("promised_turn"))["last"]
        (event,) = _events(held, promises, items, choice, [], by, at, turn=(last or 0) + 1)
        event.save(force_insert=True)
        record(action="event.add", by=by, at=at, target=event, branch=held.branch, detail={"plan": str(held.pk)})
    return event


def drop_promise(*, plan: Plan, origin: UUID, month: date, reason: str, by: User, at: datetime) -> DroppedPromise:
    """The line will not be kept in this month. It stays in the count of what was promised."""
    reason = reason.strip()
    with transaction.atomic():
        held, _, promises = _holding(plan, by=by)
        promised = promises.get((origin, month))
        if promised is None:
            raise EventError("计划里没有这一条。")
        if not reason:
            raise EventError("请写明不再安排的原因。")
        if len(reason) > REASON_LENGTH:
            raise EventError(f"原因最多{REASON_LENGTH}字。")
        if (
            CalendarEvent.objects.filter(branch=held.branch_id, item_origin=origin, promised_month=month)
            .planned()
            .exists()
        ):
            raise EventError("这一条已经排成活动，请先取消活动。")
        row, _ = DroppedPromise.objects.update_or_create(
            branch=held.branch, item_origin=origin, month=month, defaults={"reason": reason, "by": by, "at": at}
        )
        detail = {"month": f"{month:%Y-%m}", "reason": reason}
        record(
            action="promise.drop", by=by, at=at, target=row, name=promised.line.text, branch=held.branch, detail=detail
        )
    return row


def restore_promise(*, plan: Plan, origin: UUID, month: date, by: User, at: datetime) -> None:
    """It is to be kept after all."""
    with transaction.atomic():
        held, _, _ = _holding(plan, by=by)
        row = DroppedPromise.objects.filter(branch=held.branch_id, item_origin=origin, month=month).first()
        if row is None:
            raise EventError("这一条没有标记为不再安排。")
        record(
            action="promise.restore", by=by, at=at, target=row, branch=held.branch, detail={"month": f"{month:%Y-%m}"}
        )
        row.delete()


Promises = dict[tuple[UUID, date], Promised]


def _holding(plan: Plan, *, by: User) -> tuple[Plan, dict[UUID, PlanItem], Promises]:
    """The plan's row, held: two people who confirm at once do so one after the other, and no revision comes into force in between."""
    held = Plan.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=plan.pk)
    check_can_write_for(by, held.branch)
    if held.status != Status.APPROVED:
        raise EventError("只有审定并且在用的计划可以排日期；请看最新一版。")
    items = items_of(held)
    return held, items, {row.key: row for row in promises_in(items.values())}


def _settled(plan: Plan, items: dict[UUID, PlanItem], at: datetime) -> set[tuple[UUID, date]]:
    """Promises that an event keeps, that were given up, or that wait for an event of another month to be decided about."""
    origins = list(items)
    events = CalendarEvent.objects.filter(branch=plan.branch_id, item_origin__in=origins).planned()
    dropped = DroppedPromise.objects.filter(branch=plan.branch_id, item_origin__in=origins)
    changes = revision_changes(plan, items, timezone.localdate(at)) if plan.amends_id else []
    return {
        *((origin, month) for origin, month in events.values_list("item_origin", "promised_month") if origin and month),
        *dropped.values_list("item_origin", "month"),
        *moving_keys(changes),
    }


def _events(
    plan: Plan, promises: Promises, items: dict[UUID, PlanItem], choice: Choice, groups: Sequence[PartyGroup],
    by: User, at: datetime, turn: int = 1,
) -> list[CalendarEvent]:  # fmt: skip
    """Unsaved: one, or one for each group."""
    promised = promises.get((choice.origin, choice.month))
    if promised is None:
        raise EventError("计划里没有这一条，请刷新后再确认。")
    item = items[choice.origin]
    made = []
    for number, group in enumerate(groups or [item.responsible_group], turn):
        try:
            facts = cleaned(plan.branch, facts_for(plan.branch, item, choice, group))
        except EventError as error:
            raise EventError(f"{quoted(item.text, 20)}：{error}") from error
        keeps = Keeps(choice.origin, choice.month, number, item.text, item.measure.origin if item.measure else None)
        made.append(
            CalendarEvent(
                branch=plan.branch, created_by=by, created_at=at, changed_by=by, changed_at=at,
                **{name: getattr(facts, name) for name in COLUMNS},
                **{row.name: getattr(keeps, row.name) for row in fields(keeps)},
            )
        )  # fmt: skip
    return made


def facts_for(branch: Branch, item: PlanItem, choice: Choice, group: PartyGroup | None) -> EventFacts:
    """What an event of the line says; a line that is too long for a subject stands in full in the note."""
    subject, audience = subject_of(item.text), _audience(item, group)
    host = item.responsible_member
    if host and (host.branch_id != branch.pk or not host.is_active):
        host = None  # left since the plan was written: somebody else will
    if group is not None and audience == Audience.GROUP and group.name not in subject:
        subject = subject_of(f"{group.name}：{item.text}")
    return EventFacts(
        subject,
        choice.day,
        choice.last_day or choice.day,
        item.kind,
        starts_at=choice.starts_at,
        ends_at=choice.ends_at,
        place=choice.place,
        host_member=host,
        note=item.text if len(item.text) > SUBJECT_LENGTH else "",
        audience=audience,
        group=group if audience == Audience.GROUP else None,
    )


def subject_of(text: str) -> str:
    """The line's words, cut where they are too long."""
    return text if len(text) <= SUBJECT_LENGTH else f"{text[: SUBJECT_LENGTH - 1]}…"


def _audience(item: PlanItem, group: PartyGroup | None) -> Audience:
    if group is not None:
        return Audience.GROUP
    return Audience.COMMITTEE if item.kind == ActivityKind.COMMITTEE_MEETING else Audience.PARTY_MEMBERS
