"""Writing and verifying the audit trail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from branches.models import AuditChain, AuditEntry, Branch, District, User
from branches.scope import scope_of
from branches.selectors import acting_role


def record(
    *,
    action: str,
    by: User | None,
    at: datetime,
    target: models.Model,
    name: str = "",
    branch: Branch | None = None,
    district: District | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry to the chain of the organisation concerned. Call it inside the transaction of the change itself.

    What concerns no organisation (somebody's own password, work in the background) stands in that of whoever did it, where an auditor
    reads it; what the system does on its own account in the chain "system", for the auditors at the top.

    The chain's head is locked until the transaction ends, so entries of one organisation stand in the order of their commits.
    """
    named = [(target, name or str(target))]
    (entry,) = _append(action, by, at, named, branch, district, detail)
    return entry


def record_each(
    *,
    action: str,
    by: User | None,
    at: datetime,
    targets: Sequence[models.Model],
    branch: Branch | None = None,
    district: District | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """One entry a target, for changes by the hundred: the chain's head is locked and written once."""
    _append(action, by, at, [(target, str(target)) for target in targets], branch, district, detail)


def _append(
    action: str,
    by: User | None,
    at: datetime,
    targets: Sequence[tuple[models.Model, str]],
    branch: Branch | None,
    district: District | None,
    detail: dict[str, Any] | None,
) -> list[AuditEntry]:
    branch_id, district_id = _place(by, branch, district)
    chain_name = f"branch:{branch_id}" if branch_id else f"district:{district_id}" if district_id else "system"
    entries: list[AuditEntry] = []
    with transaction.atomic(savepoint=False):
        chain = _held(chain_name) or _begun(chain_name)
        for target, name in targets:
            entry = AuditEntry(
                chain=chain,
                number=chain.length + 1,
                at=at,
                actor=by,
                actor_name=by.display_name if by else "系统",
                action=action,
                target_kind=target._meta.label_lower,
                target_id=str(target.pk),
                target_name=name[:200],
                branch_id=branch_id,
                district_id=district_id,
                detail=detail or {},
                previous_hash=chain.head,
            )
            entry.hash = _digest(entry)
            chain.length, chain.head = entry.number, entry.hash
            entries.append(entry)
        AuditEntry.objects.bulk_create(entries, batch_size=200)
        AuditChain.objects.filter(pk=chain_name).update(length=chain.length, head=chain.head)
    return entries


def _place(by: User | None, branch: Branch | None, district: District | None) -> tuple[UUID | None, UUID | None]:
    """The keys of the branch and of the district; at most one of them where the caller names none."""
    if branch or district or by is None:
        return branch.pk if branch else None, district.pk if district else None
    held = acting_role(scope_of(by), None)
    return (held.branch_id, held.district_id) if held else (None, by.home_id)


def _held(name: str) -> AuditChain | None:
    return AuditChain.objects.select_for_update().filter(pk=name).first()


def _begun(name: str) -> AuditChain:
    """The first entry of an organisation; of two at the same moment the second waits for the first."""
    AuditChain.objects.bulk_create([AuditChain(name=name)], ignore_conflicts=True)
    return AuditChain.objects.select_for_update().get(pk=name)


@dataclass(frozen=True)
class Fault:
    """A place where a chain does not hold."""

    chain: str
    number: int
    message: str


def verify() -> Iterator[Fault]:
    """Walk every chain and yield what does not hold: changed, missing or surplus entries, in chain order."""
    for chain in AuditChain.objects.order_by("name").iterator():
        number, head = 0, ""
        entries = AuditEntry.objects.filter(chain=chain).order_by("number")
        for entry in entries.iterator(chunk_size=2000):
            number += 1
            if entry.number != number:
                yield Fault(chain.name, number, f"应为第{number}条，实际为第{entry.number}条：中间有记录缺失")
                number = entry.number
            if entry.previous_hash != head:
                yield Fault(chain.name, number, "与前一条记录不衔接")
            if entry.hash != _digest(entry):
                yield Fault(chain.name, number, "内容与校验值不符：记录被改动过")
            head = entry.hash
        if (chain.length, chain.head) != (number, head):
            yield Fault(chain.name, number, f"链尾应为第{chain.length}条，实际到第{number}条：末尾记录缺失或多出")


def _digest(entry: AuditEntry) -> str:
    content = [
        entry.chain_id,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.actor_id or ""),
        entry.actor_name,
        entry.action,
        entry.target_kind,
        entry.target_id,
        entry.target_name,
        str(entry.branch_id or ""),
        str(entry.district_id or ""),
        entry.detail,
        entry.previous_hash,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
