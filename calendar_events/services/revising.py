"""What somebody decided about events whose line a revision changed is carried out, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from branches.models import User
from branches.permissions import check_can_write_for
from calendar_events.domain.promises import Promised
from calendar_events.domain.revising import Fate
from calendar_events.models import CalendarEvent
from calendar_events.selectors.promises import items_of
from calendar_events.selectors.revisions import RevisionRow, revision_changes
from calendar_events.services.event_facts import EventError
from calendar_events.services.events import EventConflict, cancel_event, changing, move_event, note, save_change
from calendar_events.services.offers import subject_of
from plans.models import Plan
from regulations.domain.quoting import quoted
from workflow.domain.transitions import Status

KEEP, ADOPT, MOVE, CANCEL = "keep", "adopt", "move", "cancel"
#: What may be decided about each fate.
DECISIONS = {Fate.REWORDED: (ADOPT, KEEP), Fate.MOVED: (MOVE, KEEP, CANCEL), Fate.GONE: (CANCEL, KEEP)}


@dataclass(frozen=True, slots=True)
class Decided:
    """About one event: keep it as it is, adopt the line's new words, move it to `day`, or cancel it for `reason`."""

    event: UUID
    base_version: int
    decision: str
    day: date | None = None
    reason: str = ""


def apply_revision(*, plan: Plan, decisions: Sequence[Decided], by: User, at: datetime) -> int:
    """Returns how many events that was. What is over or held is never among them.

    Raises EventConflict when somebody changed one of the events meanwhile, EventError when the plan or the event no longer asks for it.
    """
    with transaction.atomic():
        held = Plan.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=plan.pk)
        check_can_write_for(by, held.branch)
        if held.status != Status.APPROVED:
            raise EventError("这一版计划已经被新的一版替代，请看最新一版。")
        rows = {row.event.pk: row for row in revision_changes(held, items_of(held), timezone.localdate(at))}
        for decided in decisions:
            row = rows.get(decided.event)
            if row is None or not row.fate.is_asked or decided.decision not in DECISIONS[row.fate]:
                raise EventError("有的活动刚刚有了变化，请刷新后再决定。")
            _carry_out(row, decided, by=by, at=at)
    return len(decisions)


def _carry_out(row: RevisionRow, decided: Decided, *, by: User, at: datetime) -> None:
    event, promised, base = row.event, row.changed.promised, decided.base_version
    if event.version != base:
        raise EventConflict(event)
    if decided.decision == CANCEL:
        cancel_event(event=event, reason=decided.reason, base_version=base, by=by, at=at)
        return
    if decided.decision == MOVE:
        if decided.day is None:
            raise EventError(f"{quoted(event.subject)}：请选择改到哪一天。")
        base = move_event(event=event, starts_on=decided.day, base_version=base, by=by, at=at).version
    with changing(event, base, by=by) as held:
        if decided.decision == ADOPT and promised is not None:
            held.subject, held.kind = subject_of(promised.line.text), promised.line.kind.value
            held.also = [kind for kind in held.also if kind != held.kind]
        _tie(held, promised)
        save_change(held, told=False, by=by, at=at)
        note(held, "event.revise", by=by, at=at, decision=decided.decision)


def _tie(event: CalendarEvent, promised: Promised | None) -> None:
    """To what it keeps from now on: another month of its line, or no line at all."""
    if promised is None:
        event.item_origin = event.promised_month = None
        event.item_text, event.promised_turn = "", 1
        return
    same = CalendarEvent.objects.planned().filter(
        branch=event.branch_id, item_origin=promised.line.origin, promised_month=promised.month
    )
    turns = set(same.exclude(pk=event.pk).values_list("promised_turn", flat=True))
    event.promised_month, event.item_text = promised.month, promised.line.text
    event.promised_turn = next(turn for turn in range(1, len(turns) + 2) if turn not in turns)
