"""Reads of the letters of introduction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from branches.models import Branch, User
from branches.querysets import below
from branches.scope import scope_of
from members.domain.transfers import due_to_move
from members.models import Member, Transfer, TransferKind
from regulations.domain.rules import Rule, RuleBook


@dataclass(frozen=True)
class TransferDesk:
    """What waits in one branch. `coming` awaits this branch's confirmation; `moving` are people whose transfer may be due (ED-08)."""

    coming: list[Transfer]
    going: list[Transfer]
    expired: list[Transfer]
    moving: list[Member]
    moving_rule: Rule | None


def transfers_of_branch(branch: Branch, rows: QuerySet[Transfer] | None = None) -> QuerySet[Transfer]:
    """Letters the branch wrote down or receives, newest first; of `rows` only, when given."""
    rows = (Transfer.objects.all() if rows is None else rows).filter(Q(branch=branch) | Q(to_branch=branch))
    return rows.select_related("branch", "to_branch", "member").order_by("-issued_on", "-made_at")


def transfer_desk(branch: Branch, book: RuleBook, today: date) -> TransferDesk:
    """Open letters sorted by what is to be done; two queries."""
    waiting = list(transfers_of_branch(branch, Transfer.objects.open()))
    return TransferDesk(
        coming=[row for row in waiting if row.kind == TransferKind.IN or row.to_branch_id == branch.pk],
        going=[row for row in waiting if row.kind != TransferKind.IN and row.branch_id == branch.pk],
        expired=[row for row in waiting if row.valid_until < today],
        moving=list(Member.objects.filter(branch=branch, is_active=True, is_moving=True).order_by("name_pinyin")),
        moving_rule=book.find("ED-08", today),
    )


def expired_in_district(user: User, today: date) -> QuerySet[Transfer]:
    """Open letters whose days are over, in the branches the user looks at from above."""
    scope = scope_of(user)
    paths = scope.reviewed_paths | scope.administered_paths
    rows = Transfer.objects.expired(today).filter(below(paths, "branch__district__"))
    return rows.select_related("branch", "to_branch").order_by("valid_until", "pk")


def hint_on_move(transfer: Transfer, book: RuleBook) -> str:
    """Says that the transfer was due before the letter was written (ED-08); "" when it was not or nothing is known."""
    if transfer.moved_on is None:
        return ""
    due = due_to_move(transfer.moved_on, book, transfer.issued_on)
    if due is None or transfer.issued_on <= due:
        return ""
    return f"变动日期{transfer.moved_on:%Y-%m-%d}，到{due:%Y-%m-%d}已满6个月，开具介绍信时已经超过。"


def branches_nearby(branch: Branch) -> QuerySet[Branch]:
    """Other branches in use of the same district: between these the portal moves people itself."""
    return (
        Branch.objects.filter(district=branch.district_id, is_active=True).exclude(pk=branch.pk).order_by("short_name")
    )
