"""Development cases: opened, ended, taken up again; what lists show of them; the yearly quota."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record
from members.cases_permissions import check_can_keep_case, check_can_set_quota, speaks_for_district
from members.domain.development.conversion import extended_end, probation_end
from members.domain.development.history import History
from members.domain.development.rules import DevelopmentRules
from members.domain.development.stages import Stage
from members.models import ClosedBecause, DevelopmentCase, DevelopmentQuota, Member, MemberStatus
from members.selectors.cases import Clock, case_of, clock_for, outlook_of, with_records
from members.services.people import write_member

_STANDING = {
    Stage.APPLICANT: MemberStatus.APPLICANT,
    Stage.ACTIVIST: MemberStatus.ACTIVIST,
    Stage.CANDIDATE: MemberStatus.CANDIDATE,
    Stage.PROBATIONARY: MemberStatus.PROBATIONARY,
    Stage.PROBATION_EXTENDED: MemberStatus.PROBATIONARY,
    Stage.FULL: MemberStatus.FULL,
    # Nobody's standing is worse than an applicant's: the roster has no word for it.
    Stage.CANCELLED: MemberStatus.APPLICANT,
}
_RANK = [*dict.fromkeys(_STANDING.values())]


class CaseError(Exception):
    """What was asked for cannot be written; the message says why."""


@contextmanager
def holding_case(case: DevelopmentCase, *, by: User | None) -> Iterator[DevelopmentCase]:
    """The case's row with its steps, held for the length of a change: whoever writes a step holds the case. `by` must keep the branch's cases; None where another check was made."""
    with transaction.atomic():
        DevelopmentCase.objects.select_for_update(of=("self",)).only("pk").get(pk=case.pk)
        held = with_records(DevelopmentCase.objects.filter(pk=case.pk)).get()
        if by is not None:
            check_can_keep_case(by, held.member.branch)
        yield held


def open_case(*, member: Member, opened_on: date, by: User, at: datetime) -> DevelopmentCase:
    """A new case of somebody on the roster; raises CaseError where one is open."""
    check_can_keep_case(by, member.branch)
    if not member.is_active:
        raise CaseError(f"{member.name}不在名册上，请先编入名册。")
    try:
        with transaction.atomic():
            case = DevelopmentCase.objects.create(member=member, opened_on=opened_on)
            record(action="case.open", by=by, at=at, target=case, name=str(case), branch=member.branch)
    except IntegrityError as error:
        raise CaseError(f"{member.name}已经有一份办理中的档案，一人一份。") from error
    return case


def close_case(*, case: DevelopmentCase, because: str, closed_on: date, by: User, at: datetime) -> DevelopmentCase:
    """The case ends before its last step; what was recorded stays."""
    with holding_case(case, by=by) as held:
        if held.closed_on:
            raise CaseError("这份档案已经终止。")
        if closed_on < held.opened_on:
            raise CaseError("终止日期不能早于建档日期。")
        held.closed_on, held.closed_because = closed_on, because
        held.save(update_fields=["closed_on", "closed_because"])
        _note(held, "case.close", by, at, because=ClosedBecause(because).label)
        recompute(held, timezone.localdate(at))
    return held


def reopen_case(*, case: DevelopmentCase, by: User, at: datetime) -> DevelopmentCase:
    """A case that was ended goes on; raises CaseError where the person has another one by now."""
    with holding_case(case, by=by) as held:
        if not held.closed_on:
            raise CaseError("这份档案正在办理中。")
        if DevelopmentCase.objects.filter(member=held.member, closed_on__isnull=True).exists():
            raise CaseError(f"{held.member.name}已经有另一份办理中的档案。")
        held.closed_on, held.closed_because = None, ""
        held.save(update_fields=["closed_on", "closed_because"])
        _note(held, "case.reopen", by, at)
        recompute(held, timezone.localdate(at))
    return held


def set_quota_year(*, case: DevelopmentCase, year: int | None, by: User, at: datetime) -> DevelopmentCase:
    """In which year's plan the person is to be admitted; None for none."""
    with holding_case(case, by=by) as held:
        if held.quota_year != year:
            held.quota_year = year
            held.save(update_fields=["quota_year"])
            _note(held, "case.quota_year", by, at, year=year)
    return held


def set_quota(*, branch: Branch, year: int, number: int | None, by: User, at: datetime) -> DevelopmentQuota | None:
    """发展党员计划数 of a branch and year; None takes it away. What the district set, only the district changes."""
    check_can_set_quota(by, branch)
    by_district = speaks_for_district(by, branch)
    with transaction.atomic():
        Branch.objects.select_for_update().get(pk=branch.pk)
        former = DevelopmentQuota.objects.filter(branch=branch, year=year).first()
        if former and former.by_district and not by_district:
            raise CaseError(f"{year}年计划数由上级下达，请联系教育工委调整。")
        if number is None:
            if former:
                former.delete()
        else:
            facts = {"number": number, "set_by": by, "set_at": at, "by_district": by_district}
            DevelopmentQuota.objects.update_or_create(branch=branch, year=year, defaults=facts)
        detail = {"year": year, "from": former.number if former else None, "to": number}
        record(action="case.quota", by=by, at=at, target=branch, branch=branch, detail=detail)
    return DevelopmentQuota.objects.filter(branch=branch, year=year).first()


def recompute(
    case: DevelopmentCase,
    today: date,
    clock: Clock | None = None,
    *,
    by: User | None = None,
    at: datetime | None = None,
) -> DevelopmentCase:
    """The only writer of what lists show of a case. With `by` and `at` the person's standing on the roster follows."""
    fresh = with_records(DevelopmentCase.objects.filter(pk=case.pk)).get()
    clock = clock or clock_for(fresh.member.branch.district, today)
    former = Stage(fresh.stage)
    view = outlook_of(fresh, today, clock)
    first = view.nearest
    withdrawn = fresh.closed_because == ClosedBecause.WITHDRAWN
    ended = fresh.closed_on is not None or view.stage is Stage.CANCELLED or (view.stage is Stage.FULL and not view.next)
    kept: dict[str, Any] = {
        "stage": Stage.WITHDRAWN if withdrawn else view.stage,
        "next_step": first.step if first else None,
        "next_earliest": first.earliest if first else None,
        "next_due": first.due if first else None,
        "is_open": not ended,
    }
    changed = {name: value for name, value in kept.items() if getattr(fresh, name) != value}
    if changed:
        DevelopmentCase.objects.filter(pk=fresh.pk).update(**changed)
        for name, value in changed.items():
            setattr(fresh, name, value)
    if by and at and fresh.closed_on is None:
        _follow(fresh, former, view.stage, clock.rules, today, by=by, at=at)
    return fresh


def recompute_open(today: date) -> int:
    """All open cases anew, for a task once a day: reviews that have no number of their own fall due with time. Returns how many changed."""
    rows = DevelopmentCase.objects.in_progress().select_related("member__branch__district").order_by("pk")
    clocks: dict[object, Clock] = {}
    changed = 0
    for case in rows.iterator(chunk_size=500):
        district = case.member.branch.district
        clock = clocks.setdefault(district.pk, None) or clock_for(district, today)  # type: ignore[arg-type]
        clocks[district.pk] = clock
        before = (case.stage, case.next_step, case.next_earliest, case.next_due, case.is_open)
        after = recompute(case, today, clock)
        changed += before != (after.stage, after.next_step, after.next_earliest, after.next_due, after.is_open)
    return changed


def touch(case: DevelopmentCase) -> None:
    """One change more."""
    DevelopmentCase.objects.filter(pk=case.pk).update(version=F("version") + 1)


def _follow(
    case: DevelopmentCase, former: Stage, stage: Stage, rules: DevelopmentRules, today: date, *, by: User, at: datetime
) -> None:
    """The roster says what the dated steps say. An old file with gaps lowers nobody: only what the case itself had set is taken back."""
    standing = _STANDING.get(stage)
    if standing is None:
        return
    member = Member.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=case.member_id)
    set_by_case = _STANDING.get(former) == member.status
    rises = _RANK.index(standing) > _RANK.index(MemberStatus(member.status))
    if not (set_by_case or rises or stage is Stage.CANCELLED):
        return
    history = History(case_of(case, case.present_steps), today)  # type: ignore[attr-defined]
    wanted: dict[str, Any] = {"status": standing}
    if standing in (MemberStatus.PROBATIONARY, MemberStatus.FULL):
        wanted["joined_on"] = history.on(15) or member.joined_on
    elif set_by_case and former in (Stage.PROBATIONARY, Stage.PROBATION_EXTENDED, Stage.FULL):
        wanted |= {"joined_on": None, "became_full_on": None}
    if standing == MemberStatus.FULL:
        end = probation_end(history, rules)
        for turn in history.rounds():
            end = (extended_end(end, turn.meeting) or end) if turn.meeting else end
        wanted["became_full_on"] = end.day if end else member.became_full_on
    elif standing == MemberStatus.PROBATIONARY and set_by_case:
        wanted["became_full_on"] = None
    changed = {name: value for name, value in wanted.items() if getattr(member, name) != value}
    if changed:
        write_member(member, changed, action="member.follow_case", by=by, at=at)


def _note(case: DevelopmentCase, action: str, by: User, at: datetime, **detail: Any) -> None:
    record(action=action, by=by, at=at, target=case, name=str(case), branch=case.member.branch, detail=detail)
