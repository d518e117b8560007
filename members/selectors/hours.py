"""Study hours of a branch, of a member, of a district's branches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from branches.models import Branch, RoleAssignment
from branches.models.people import AUTHOR_ROLES
from members.domain.hours import Quota, Standing, lags_behind, quota_of, standing_of
from members.models import PARTY_STATUSES, CommitteePost, Member, StudyRecord, Transfer, TransferKind
from regulations.selectors.rules import rule_books_for

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class HoursRow:
    """A member's year: the quota that applies and what there is."""

    member: Member
    in_committee: bool
    standing: Standing
    lags: bool


def students(branch: Branch) -> QuerySet[Member]:
    """Everybody on the roster of whom hours are asked, by name."""
    return Member.objects.filter(branch=branch, is_active=True, status__in=PARTY_STATUSES).order_by("name_pinyin", "pk")


def of_branch_on(branch: Branch, members: Collection[Member], day: date) -> set[UUID]:
    """Those of the members who belonged to the branch on the day: still in it, or moved to another one since. One query."""
    moved = Transfer.objects.filter(branch=branch, kind=TransferKind.WITHIN, accepted_on__gt=day)
    gone = set(moved.filter(member__in=[row.pk for row in members]).values_list("member_id", flat=True))
    return {row.pk for row in members if row.branch_id == branch.pk or row.pk in gone}


def committee_members(members: Collection[Member], on: date) -> set[UUID]:
    """Who of them belongs to the committee on the day: by post in a term, or by the role of the log-in. Two queries."""
    keys = [member.pk for member in members]
    posts = CommitteePost.objects.held_on(on).filter(member__in=keys).values_list("member_id", flat=True)
    roles = (
        RoleAssignment.objects.current(on)
        .filter(role__in=AUTHOR_ROLES, branch__isnull=False, user__member__in=keys)
        .values_list("user__member__pk", "user__member__branch_id", "branch_id")
    )
    return set(posts) | {member for member, home, place in roles if home == place}


def hours_rows(members: Sequence[Member], branches: Collection[Branch], year: int, today: date) -> list[HoursRow]:
    """The year of these members. Quotas are those of today, for a past year those of its last day."""
    day = min(today, date(year, 12, 31))
    districts = {branch.district_id: branch.district for branch in branches}
    books = rule_books_for(list(districts.values()), day) if districts else {}
    quotas: dict[tuple[UUID, bool], Quota] = {
        (branch.pk, leads): quota_of(books[branch.district_id], day, in_committee=leads)
        for branch in branches
        for leads in (False, True)
    }
    leading = committee_members(members, day)
    sums = year_hours(members, year)
    rows = []
    for member in members:
        leads = member.pk in leading
        standing = standing_of([sums.get(member.pk, Decimal("0.0"))], quotas[member.branch_id, leads])
        rows.append(HoursRow(member, leads, standing, lags_behind(standing, today, year)))
    return rows


def year_hours(members: Collection[Member], year: int) -> dict[UUID, Decimal]:
    """Hours of a calendar year by member (ED-05)."""
    rows = StudyRecord.objects.filter(member__in=[m.pk for m in members], on__range=_days_of(year)).values("member")
    return {row["member"]: row["sum"].quantize(TENTH) for row in rows.annotate(sum=Sum("hours")).order_by("member")}


def records_of(member: Member, year: int) -> QuerySet[StudyRecord]:
    """The entries of a member's year, newest first."""
    rows = StudyRecord.objects.filter(member=member, on__range=_days_of(year)).select_related("recorded_by")
    return rows.order_by("-on", "kind")


def _days_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


@dataclass(frozen=True)
class BranchHours:
    """How a branch stands: members, who has met the quota, who lags behind the alert's share."""

    members: int
    met: int
    lagging: int


def branch_hours(branches: Sequence[Branch], year: int, today: date) -> dict[UUID, BranchHours]:
    """Counts of these branches in a constant number of queries."""
    members = list(
        Member.objects.filter(Q(branch__in=[b.pk for b in branches]), is_active=True, status__in=PARTY_STATUSES)
    )
    rows: dict[UUID, list[HoursRow]] = defaultdict(list)
    for row in hours_rows(members, branches, year, today):
        rows[row.member.branch_id].append(row)
    return {
        branch.pk: BranchHours(
            len(rows[branch.pk]),
            sum(row.standing.is_met for row in rows[branch.pk]),
            sum(row.lags for row in rows[branch.pk]),
        )
        for branch in branches
    }
