"""Reads of the ledger of points: by person in the order of names, never by points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from branches.models import Branch
from members.models import PARTY_STATUSES, Member, PointsEntry, PointsScheme


@dataclass
class PointsRow:
    member: Member
    total: Decimal


@dataclass
class PointsPage:
    """A branch's year: people with their sums, and the newest lines."""

    scheme: PointsScheme
    year: int
    rows: list[PointsRow]
    lines: list[PointsEntry]


def points_page(branch: Branch, year: int) -> PointsPage:
    """A fixed number of queries."""
    scheme = PointsScheme.objects.filter(branch=branch).first() or PointsScheme(branch=branch)
    entries = PointsEntry.objects.filter(branch=branch, on__year=year)
    sums = dict(entries.values_list("member").annotate(total=Sum("points")).order_by())
    people = Member.objects.filter(branch=branch, is_active=True, status__in=PARTY_STATUSES).order_by(
        "name_pinyin", "pk"
    )
    lines = entries.select_related("member", "entered_by", "reversal").order_by("-on", "-entered_at", "pk")[:50]
    rows = [PointsRow(person, sums.get(person.pk, Decimal(0))) for person in people]
    return PointsPage(scheme, year, rows, list(lines))


def own_points(member: Member, today: date) -> dict[str, Any]:
    """One's own sum of the year, for one's own page; nothing while the branch keeps no points."""
    if not PointsScheme.objects.filter(branch=member.branch_id, is_enabled=True).exists():
        return {"own_points": None}
    lines = PointsEntry.objects.filter(member=member, on__year=today.year).order_by("-on", "pk")
    rows = list(lines)
    return {"own_points": {"total": sum((row.points for row in rows), Decimal(0)), "lines": rows}}
