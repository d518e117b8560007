"""组织关系接转: letters go out, come in, are accepted or returned. A letter ends once; the loser of a race is told so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from branches.models import Branch, User
from branches.models.people import AUTHOR_ROLES, LEADING_ROLES
from branches.scope import scope_of
from branches.selectors import holders_in_branch
from branches.services.accounts import enter_branch_as_member
from branches.services.audit import record
from documents.domain.content import format_date
from members.domain.transfers import valid_until, validity
from members.models import (
    PARTY_STATUSES,
    ConsentRequest,
    LeftBecause,
    Member,
    MemberStatus,
    Transfer,
    TransferKind,
)
from members.permissions import check_can_keep_roster, check_can_return_transfer, check_can_settle_transfer
from members.services.people import RosterError, end_duties, holding, take_off_roster
from notices.services.post import post
from regulations.selectors.rules import rule_book_for
from workflow.domain.transitions import EDITABLE, WAITING

_TO_APPROVERS_ONLY = "预备党员的组织关系只能转到有审批预备党员权限的基层党委所属的党组织，请核实后勾选。"


def send_transfer(*, member: Member, facts: Mapping[str, Any], by: User, at: datetime) -> Transfer:
    """A letter for somebody who goes: out of the portal, or `within` it when facts name to_branch. The person stays until it is accepted.

    `facts`: issued_on, and as they are known to_branch, counterpart, addressee, can_approve, reason, moved_on, dues_paid_to,
    letter_number (the next free one of the year when empty), valid_days (rule ED-09 when empty).
    """
    with holding(member, by=by) as held:
        branch = Branch.objects.select_for_update(of=("self",)).select_related("district").get(pk=held.branch.pk)
        if not held.is_active:
            raise RosterError(f"{held.name}不在名册上。")
        if held.status not in PARTY_STATUSES:
            raise RosterError("入党申请人、入党积极分子和发展对象没有党的组织关系，其培养材料另行转交。")
        if held.transfers.open().exists():
            raise RosterError(f"{held.name}已有一份在途的介绍信，请先办结。")
        _check_nothing_under_review(held)
        to_branch: Branch | None = facts.get("to_branch")
        if to_branch is not None and (to_branch.pk == branch.pk or to_branch.district_id != branch.district_id):
            raise RosterError("请选择本区的另一个党支部；转往区外时请填写对方党组织名称。")
        # Branches of one district stand below the same superior, which approves probationary members.
        can_approve = bool(to_branch) or bool(facts.get("can_approve"))
        if held.status == MemberStatus.PROBATIONARY and not can_approve:
            raise RosterError(_TO_APPROVERS_ONLY)
        number = facts.get("letter_number") or _next_number(branch, facts["issued_on"].year)
        if Transfer.objects.filter(branch=branch, letter_number=number).exclude(kind=TransferKind.IN).exists():
            raise RosterError(f"编号{number}已经用过，请换一个编号，或者留空由系统编号。")
        transfer = Transfer.objects.create(
            kind=TransferKind.WITHIN if to_branch else TransferKind.OUT,
            branch=branch,
            to_branch=to_branch,
            member=held,
            name=held.name,
            standing=held.status,
            counterpart=to_branch.name if to_branch else facts["counterpart"],
            can_approve=can_approve,
            letter_number=number,
            made_by=by,
            made_at=at,
            **_shared(facts, ("addressee", "reason", "moved_on", "dues_paid_to")),
            **_days(branch, facts),
        )
        _note(transfer, "transfer.send", branch, by=by, at=at)
        if to_branch:
            title = f"{held.name}的组织关系拟转入本支部，请确认"
            _tell(
                transfer,
                to_branch,
                title,
                f"介绍信{transfer.letter_number}，有效期至{format_date(transfer.valid_until)}。",
                at,
            )
    return transfer


def enter_incoming(*, branch: Branch, facts: Mapping[str, Any], by: User, at: datetime) -> Transfer:
    """A letter from outside the portal, as it was handed in. `facts`: name, standing, counterpart, issued_on, and what else is known.

    The person is entered on the roster when the letter is accepted.
    """
    check_can_keep_roster(by, branch)
    if facts["standing"] == MemberStatus.PROBATIONARY and not facts.get("can_approve"):
        raise RosterError(_TO_APPROVERS_ONLY.replace("转到", "从").replace("所属的党组织", "所属的党组织转来"))
    with transaction.atomic():
        transfer = Transfer.objects.create(
            kind=TransferKind.IN,
            branch=branch,
            name=facts["name"],
            standing=facts["standing"],
            counterpart=facts["counterpart"],
            can_approve=bool(facts.get("can_approve")),
            made_by=by,
            made_at=at,
            **_shared(facts, ("letter_number", "reason", "moved_on", "dues_paid_to")),
            **_days(branch, facts),
        )
        _note(transfer, "transfer.enter", branch, by=by, at=at)
    return transfer


def accept_transfer(*, transfer: Transfer, accepted_on: date, by: User, at: datetime) -> Transfer:
    """The person has arrived: in here with a new or an old entry, from branch to branch, or out by the receipt that came back.

    Raises RosterError when the letter was settled before, also by somebody at the same moment.
    """
    check_can_settle_transfer(by, transfer)
    if accepted_on < transfer.issued_on:
        raise RosterError(f"接收日期不能早于介绍信开具日期{format_date(transfer.issued_on)}。")
    with transaction.atomic():
        held = _settle(transfer, accepted_on=accepted_on, receipt_on=_receipt_day(transfer, accepted_on, at))
        if held.kind == TransferKind.IN:
            Transfer.objects.filter(pk=held.pk).update(member=_arrive(held, by=by, at=at))
        elif held.kind == TransferKind.WITHIN:
            _move(held, accepted_on, by=by, at=at)
        else:
            person = _person(held)
            take_off_roster(person, because=LeftBecause.TRANSFERRED, left_on=accepted_on, by=by, at=at)
        _note(held, "transfer.accept", held.to_branch or held.branch, by=by, at=at)
        if held.to_branch:
            _tell(
                held,
                held.branch,
                f"{held.name}的组织关系已由{held.to_branch.short_name}接收",
                "回执见组织关系接转记录。",
                at,
            )
    return held


def return_transfer(*, transfer: Transfer, returned_on: date, reason: str, by: User, at: datetime) -> Transfer:
    """The letter is void: sent back by the receiver or called back by the sender. The person stays where they were."""
    check_can_return_transfer(by, transfer)
    if returned_on < transfer.issued_on:
        raise RosterError(f"退回日期不能早于介绍信开具日期{format_date(transfer.issued_on)}。")
    with transaction.atomic():
        held = _settle(transfer, returned_on=returned_on, return_reason=reason)
        _note(held, "transfer.return", held.branch, by=by, at=at, reason=reason)
        if held.to_branch:
            other = held.to_branch if scope_of(by).holds_in(held.branch, AUTHOR_ROLES) else held.branch
            _tell(held, other, f"{held.name}的组织关系介绍信已退回", reason, at)
    return held


def _settle(transfer: Transfer, **outcome: Any) -> Transfer:
    """Compare and swap: only an open letter is settled, and only once."""
    if not Transfer.objects.open().filter(pk=transfer.pk).update(**outcome):
        raise RosterError("这份介绍信已经办结（可能刚由另一个人办理），请刷新后查看。")
    return Transfer.objects.select_related("branch__district", "to_branch__district", "member").get(pk=transfer.pk)


def _move(transfer: Transfer, accepted_on: date, *, by: User, at: datetime) -> None:
    """From branch to branch: the same row, so that history stays with the person; what hung on the old branch ends."""
    person = _person(transfer)
    old, new = transfer.branch, transfer.to_branch
    if new is None or person.branch_id != old.pk or not person.is_active:
        raise RosterError(f"{person.name}已不在{old.short_name}的名册上，请由对方核对后重新开具。")
    _check_nothing_under_review(person)
    end_duties(person, on=accepted_on, by=by, at=at)
    record(action="member.move_out", by=by, at=at, target=person, branch=old, detail={"to": new.short_name})
    person.branch, person.group = new, None
    person.version += 1
    person.save(update_fields=["branch", "group", "version"])
    record(action="member.move_in", by=by, at=at, target=person, branch=new, detail={"from": old.short_name})
    _move_requests(person, old, by=by, at=at)
    if person.user is not None:
        enter_branch_as_member(user=person.user, branch=new, by=by, at=at)


def _check_nothing_under_review(person: Member) -> None:
    """What the old branch has laid before the superior is decided or withdrawn first: afterwards neither branch could."""
    waiting = ConsentRequest.objects.filter(case__member=person, status__in=WAITING).first()
    if waiting:
        raise RosterError(f"《{waiting.title}》正在上级审核，请等批复或者撤回以后再接转组织关系。")


def _move_requests(person: Member, old: Branch, *, by: User, at: datetime) -> None:
    """Requests that are still to be handed in go on in the new branch, as the case does; what was decided stays the old branch's paper."""
    for request in ConsentRequest.objects.filter(case__member=person, branch=old, status__in=EDITABLE):
        request.branch = person.branch
        request.save(update_fields=["branch"])
        detail = {"from": old.short_name, "step": request.step}
        record(action="consent.move", by=by, at=at, target=request, branch=person.branch, detail=detail)


def _person(transfer: Transfer) -> Member:
    """Whom the letter is about, held until the transaction ends."""
    if transfer.member is None:
        raise RosterError("这份介绍信没有对应的名册记录。")
    rows = Member.objects.select_for_update(of=("self",)).select_related("branch__district", "user")
    return rows.get(pk=transfer.member.pk)


def _arrive(transfer: Transfer, *, by: User, at: datetime) -> Member:
    """Somebody from outside on the roster; facts the letter does not carry are filled in afterwards."""
    person = Member(branch=transfer.branch, name=transfer.name, status=transfer.standing)
    person.save(force_insert=True)
    record(
        action="member.add", by=by, at=at, target=person, branch=transfer.branch, detail={"from": transfer.counterpart}
    )
    return person


def _receipt_day(transfer: Transfer, accepted_on: date, at: datetime) -> date:
    """Out: the receipt is what tells of the acceptance. Else the portal itself is the receipt."""
    return max(accepted_on, timezone.localdate(at)) if transfer.kind == TransferKind.OUT else accepted_on


def _days(branch: Branch, facts: Mapping[str, Any]) -> dict[str, Any]:
    """issued_on, valid_days, valid_until, within what the district allows (ED-09)."""
    issued_on: date = facts["issued_on"]
    limits = validity(rule_book_for(branch.district, issued_on), issued_on)
    days = facts.get("valid_days") or limits.usual
    if not 1 <= days <= limits.longest:
        raise RosterError(f"介绍信有效期最长{limits.longest}天（{limits.rule.source}）。")
    return {"issued_on": issued_on, "valid_days": days, "valid_until": valid_until(issued_on, days)}


def _next_number(branch: Branch, year: int) -> str:
    """〔2026〕3号: the first number of the year that the branch has not used."""
    used = set(
        Transfer.objects.filter(branch=branch, letter_number__startswith=f"〔{year}〕")
        .exclude(kind=TransferKind.IN)
        .values_list("letter_number", flat=True)
    )
    return next(word for n in range(1, len(used) + 2) if (word := f"〔{year}〕{n}号") not in used)


def _shared(facts: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: facts[name] for name in names if facts.get(name)}


def _note(transfer: Transfer, action: str, branch: Branch, *, by: User, at: datetime, **detail: Any) -> None:
    record(
        action=action,
        by=by,
        at=at,
        target=transfer,
        name=transfer.name,
        branch=branch,
        detail={"letter": transfer.letter_number, **detail},
    )


def _tell(transfer: Transfer, branch: Branch, title: str, body: str, at: datetime) -> None:
    """The secretary and deputy of the other branch."""
    post(
        to=holders_in_branch(branch, LEADING_ROLES, timezone.localdate(at)),
        kind="transfer",
        title=title,
        body=body,
        path=f"/members/transfers/{transfer.pk}/",
        dedupe_key=f"transfer:{transfer.pk}:{branch.pk}:{title[-6:]}",
        at=at,
    )
