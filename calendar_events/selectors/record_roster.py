"""Who was due at an event on its day, from the roster as it was then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from branches.models import Branch, RoleAssignment
from branches.models.people import AUTHOR_ROLES
from calendar_events.domain.record_roster import is_full_on, was_member_on
from calendar_events.models import Audience, CalendarEvent
from members.models import PARTY_STATUSES, CommitteePost, Member, MemberStatus, Transfer, TransferKind


@dataclass(frozen=True)
class PersonDue:
    """Somebody due, with the standing of the day."""

    member: Member
    is_full: bool


def roster_on(branch: Branch, day: date) -> list[Member]:
    """The people of the branch on a day, by name: without those who came later, with those who have left since. Three queries."""
    later = Transfer.objects.filter(accepted_on__gt=day)
    came = later.filter(Q(to_branch=branch) | Q(branch=branch, kind=TransferKind.IN)).values("member")
    went = later.filter(branch=branch, kind=TransferKind.WITHIN).values("member")
    here = Q(branch=branch) & (Q(is_active=True) | Q(left_on__gt=day))
    rows = Member.objects.filter((here & ~Q(pk__in=came)) | Q(pk__in=went))
    return list(rows.order_by("name_pinyin", "pk"))


def people_due(event: CalendarEvent, day: date) -> list[PersonDue]:
    """Those whom the event was for. Committee posts and roles are those of the day; for groups and standings the roster's days count."""
    rows = [
        PersonDue(
            member, is_full_on(day, is_full=member.status == MemberStatus.FULL, became_full_on=member.became_full_on)
        )
        for member in roster_on(event.branch, day)
    ]
    party = [
        row
        for row in rows
        if row.member.status in PARTY_STATUSES and was_member_on(day, joined_on=row.member.joined_on)
    ]
    match Audience(event.audience):
        case Audience.PARTY_MEMBERS:
            return party
        case Audience.GROUP:
            return [row for row in party if row.member.group_id == event.group_id]
        case Audience.COMMITTEE:
            return _committee(event, party, day)
        case Audience.APPLICANTS:
            return [row for row in rows if row.member.status not in PARTY_STATUSES]
        case Audience.CHOSEN:
            invited = set(event.invitees.values_list("member_id", flat=True))
            return [row for row in rows if row.member.pk in invited]
        case Audience.STAFF:
            return rows


def _committee(event: CalendarEvent, party: list[PersonDue], day: date) -> list[PersonDue]:
    posts = CommitteePost.objects.held_on(day).filter(term__branch=event.branch_id)
    roles = RoleAssignment.objects.current(day).filter(branch=event.branch_id, role__in=AUTHOR_ROLES)
    members, users = set(posts.values_list("member_id", flat=True)), set(roles.values_list("user_id", flat=True))
    return [row for row in party if row.member.pk in members or row.member.user_id in users]
