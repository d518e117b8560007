"""Fixing bases and reliefs. Amounts never go into the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record
from members.domain.dues import Base, Basis, DuesRefused, check_base, first_of, name_of
from members.models import DuesBase, DuesRelief, Member
from members.permissions import check_can_keep_dues
from members.selectors.dues_rates import rate_table


class DuesChangedMeanwhile(Exception):
    """Somebody else recorded the same first; nothing was overwritten."""


@dataclass(frozen=True)
class BaseFacts:
    """A base as entered. `seen` is the revision of the same month that the person had before their eyes, 0 for none."""

    member: Member
    from_month: date
    basis: Basis
    amount: Decimal
    quarterly: bool = False
    components: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    seen: int = 0


@dataclass(frozen=True)
class ReliefFacts:
    """A relief as entered; approved_on and approval come together or later."""

    from_month: date
    to_month: date
    monthly: Decimal
    decided_on: date
    approved_on: date | None = None
    approval: str = ""


def hold_ledger(branch: Branch) -> Branch:
    """Locks the branch's row until the transaction ends: one change of its dues at a time. Others may refer to the branch meanwhile."""
    return Branch.objects.select_for_update(of=("self",), no_key=True).select_related("district").get(pk=branch.pk)


@transaction.atomic
def fix_bases(*, branch: Branch, facts: Sequence[BaseFacts], by: User, at: datetime) -> list[DuesBase]:
    """Bases of several members from a month on (DF-08; DF-13 asks for it each January). All of them or none.

    Raises DuesRefused, its `field` the id of the member where there are several, and DuesChangedMeanwhile.
    """
    check_can_keep_dues(by, branch)
    held = hold_ledger(branch)
    if not facts:
        return []
    months = [row.from_month for row in facts]
    table = rate_table(held.district, min(months), max(months))
    newest: dict[tuple[object, date], int] = {}
    stored = DuesBase.objects.filter(member__in=[row.member.pk for row in facts], from_month__in=months)
    for member, month, revision in stored.values_list("member_id", "from_month", "revision"):
        newest[member, month] = max(newest.get((member, month), 0), revision)
    rows = []
    for row in facts:
        if row.member.branch_id != held.pk or not row.member.is_party_member:
            raise DuesRefused(f"{row.member.name}不是本支部的党员。", str(row.member.pk))
        revision = newest.get((row.member.pk, row.from_month), 0)
        if revision != row.seen:
            raise DuesChangedMeanwhile(
                f"{row.member.name}自{name_of(row.from_month)}起的基数刚由其他人登记，请对照后再决定。"
            )
        base = Base(row.from_month, row.basis, row.amount, row.quarterly)
        try:
            check_base(base, table.in_month(row.from_month))
        except DuesRefused as refused:
            raise DuesRefused(f"{row.member.name}：{refused}", str(row.member.pk)) from refused
        rows.append(
            DuesBase(
                member=row.member,
                from_month=row.from_month,
                revision=revision + 1,
                basis=row.basis.value,
                amount=row.amount,
                components=dict(row.components),
                quarterly=row.quarterly,
                note=row.note.strip(),
                recorded_by=by,
                recorded_at=at,
            )
        )
    DuesBase.objects.bulk_create(rows)
    people = [f"{row.member.name}（{row.from_month:%Y-%m}起）" for row in rows]
    record(action="dues.base", by=by, at=at, target=held, branch=held, detail={"members": people})
    return rows


@transaction.atomic
def grant_relief(*, member: Member, facts: ReliefFacts, by: User, at: datetime) -> DuesRelief:
    """Enter what the branch decided (DF-05); it counts from the day the superior's approval is entered too. Raises DuesRefused."""
    check_can_keep_dues(by, member.branch)
    held = hold_ledger(member.branch)
    _check_relief(facts, timezone.localdate(at))
    same_months = {"from_month__lte": facts.to_month, "to_month__gte": facts.from_month}
    overlapping = DuesRelief.objects.standing().filter(member=member, **same_months).first()
    if overlapping:
        raise DuesRefused(f"与已登记的{overlapping}重叠，请先把原来的提前结束；登记有误的，先撤销。", "from_month")
    relief = DuesRelief.objects.create(
        member=member,
        from_month=facts.from_month,
        to_month=facts.to_month,
        monthly=facts.monthly,
        decided_on=facts.decided_on,
        approved_on=facts.approved_on,
        approval=facts.approval.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    _note_relief("dues.relief", relief, held, by=by, at=at)
    return relief


@transaction.atomic
def approve_relief(
    *, relief: DuesRelief, approved_on: date, approval: str, base_version: int, by: User, at: datetime
) -> DuesRelief:
    """Enter the approval of the next higher committee. Raises DuesRefused and DuesChangedMeanwhile."""
    check_can_keep_dues(by, relief.member.branch)
    held = hold_ledger(relief.member.branch)
    if not approval.strip():
        raise DuesRefused("请填写批准单位和文号。", "approval")
    if approved_on < relief.decided_on:
        raise DuesRefused("上级批准不能早于支部讨论。", "approved_on")
    if approved_on > timezone.localdate(at):
        raise DuesRefused("批准日期不能晚于今天。", "approved_on")
    _change(relief, base_version, approved_on=approved_on, approval=approval.strip())
    _note_relief("dues.relief_approved", relief, held, by=by, at=at)
    return relief


@transaction.atomic
def end_relief(*, relief: DuesRelief, to_month: date, base_version: int, by: User, at: datetime) -> DuesRelief:
    """Let it end earlier. Raises DuesRefused and DuesChangedMeanwhile."""
    check_can_keep_dues(by, relief.member.branch)
    held = hold_ledger(relief.member.branch)
    month = first_of(to_month)
    if not relief.from_month <= month <= relief.to_month:
        raise DuesRefused("只能提前结束：请选原起止月份之间的月份。", "to_month")
    _change(relief, base_version, to_month=month)
    _note_relief("dues.relief_ended", relief, held, by=by, at=at)
    return relief


@transaction.atomic
def withdraw_relief(*, relief: DuesRelief, reason: str, base_version: int, by: User, at: datetime) -> DuesRelief:
    """Entered by mistake: the row stays with the reason and counts no more. Raises DuesRefused and DuesChangedMeanwhile."""
    check_can_keep_dues(by, relief.member.branch)
    held = hold_ledger(relief.member.branch)
    if not reason.strip():
        raise DuesRefused("请写明撤销的原因。", "reason")
    _change(relief, base_version, withdrawn_at=at, withdrawn_because=reason.strip())
    _note_relief("dues.relief_withdrawn", relief, held, by=by, at=at)
    return relief


def _check_relief(facts: ReliefFacts, today: date) -> None:
    if facts.to_month < facts.from_month:
        raise DuesRefused("截止月份不能早于起始月份。", "to_month")
    if facts.monthly < 0:
        raise DuesRefused("金额不能小于0。", "monthly")
    if facts.decided_on > today:
        raise DuesRefused("支部讨论日期不能晚于今天。", "decided_on")
    if bool(facts.approved_on) != bool(facts.approval.strip()):
        raise DuesRefused("批准日期和批准文号要一起填写；还没有批复的都空着。", "approved_on")
    if facts.approved_on and facts.approved_on < facts.decided_on:
        raise DuesRefused("上级批准不能早于支部讨论。", "approved_on")
    if facts.approved_on and facts.approved_on > today:
        raise DuesRefused("批准日期不能晚于今天。", "approved_on")


def _change(relief: DuesRelief, base_version: int, **values: object) -> None:
    rows = DuesRelief.objects.standing().filter(pk=relief.pk, version=base_version)
    changed = rows.update(version=F("version") + 1, **values)
    if not changed:
        if not DuesRelief.objects.standing().filter(pk=relief.pk).exists():
            raise DuesRefused("这条减免已经撤销。")
        raise DuesChangedMeanwhile("这条减免刚由其他人改过，请对照后再决定。")
    relief.refresh_from_db()


def _note_relief(action: str, relief: DuesRelief, branch: Branch, *, by: User, at: datetime) -> None:
    detail = {"from": f"{relief.from_month:%Y-%m}", "to": f"{relief.to_month:%Y-%m}"}
    record(action=action, by=by, at=at, target=relief, name=relief.member.name, branch=branch, detail=detail)
