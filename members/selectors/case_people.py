"""Who may be a contact or an introducer on a day, and who may get a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Q, QuerySet

from branches.models import Branch
from members.models import DevelopmentCase, Member, MemberStatus


@dataclass(frozen=True)
class Supporter:
    """A person of the roster as contact or introducer. `is_full` is None where the roster does not say since when; `reason` says why not."""

    member: Member
    is_full: bool | None
    reason: str

    @property
    def label(self) -> str:
        since = f"（{self.member.became_full_on}转正）" if self.member.became_full_on else ""
        return f"{self.member.name}{since}"


def supporters(branch: Branch, on: date, today: date, *, besides: Member | None = None) -> list[Supporter]:
    """Everybody on the branch's roster, also those who left it since, with whether they may be it on the day. One query."""
    rows = Member.objects.filter(branch=branch).annotate(
        arrived_on=Max("transfers__accepted_on", filter=Q(transfers__to_branch=branch))
    )
    if besides:
        rows = rows.exclude(pk=besides.pk)
    return [_supporter(member, on, today) for member in rows.order_by("name_pinyin", "pk")]


def may_support(branch: Branch, on: date, today: date, *, besides: Member | None = None) -> list[Supporter]:
    """Full members of the branch on the day, not excluded from it."""
    return [row for row in supporters(branch, on, today, besides=besides) if not row.reason]


def _supporter(member: Member, on: date, today: date) -> Supporter:
    reason = ""
    if member.status != MemberStatus.FULL:
        reason = f"{member.name}是{member.get_status_display()}，不是正式党员"
    elif member.became_full_on and member.became_full_on > on:
        reason = f"{member.name}在 {member.became_full_on} 才转为正式党员"
    elif member.left_on and member.left_on <= on:
        reason = f"{member.name}已在 {member.left_on} 离开本支部"
    elif not member.is_active and member.left_on is None:
        reason = f"{member.name}已不在本支部的名册上"
    elif member.arrived_on and member.arrived_on > on:  # type: ignore[attr-defined]
        reason = f"{member.name}的组织关系在 {member.arrived_on} 才转入本支部"  # type: ignore[attr-defined]
    known = member.became_full_on is not None or on >= today
    is_full = False if member.status != MemberStatus.FULL or "才转为" in reason else True if known else None
    return Supporter(member, is_full, reason)


def people_without_case(branch: Branch) -> QuerySet[Member]:
    """Who may get a case: on the roster and without an open one, applicants first."""
    taken = DevelopmentCase.objects.filter(closed_on__isnull=True).values("member_id")
    rows = Member.objects.filter(branch=branch, is_active=True).exclude(pk__in=taken)
    return rows.order_by(F("became_full_on").asc(nulls_first=True), "name_pinyin", "pk")
