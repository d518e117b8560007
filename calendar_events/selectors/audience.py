"""Who an event is for, as people of the branch's roster."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from branches.models import RoleAssignment, User
from branches.models.people import AUTHOR_ROLES
from branches.scope import scope_of
from calendar_events.models import Audience, CalendarEvent, EventInvitee
from members.models import PARTY_STATUSES, CommitteePost, Member, MemberStatus

_ON_THE_WAY = (MemberStatus.APPLICANT, MemberStatus.ACTIVIST, MemberStatus.CANDIDATE)


def people_asked(event: CalendarEvent) -> QuerySet[Member]:
    """Those on the roster whom the event is for, by name. All teachers (全体教职工) are those of them whom the roster knows."""
    return Member.objects.filter(_asked(event), branch=event.branch_id, is_active=True).order_by("name_pinyin", "pk")


def _asked(event: CalendarEvent) -> Q:
    match Audience(event.audience):
        case Audience.PARTY_MEMBERS:
            return Q(status__in=PARTY_STATUSES)
        case Audience.COMMITTEE:
            return _committee(event)
        case Audience.GROUP:
            return Q(status__in=PARTY_STATUSES, group=event.group_id)
        case Audience.APPLICANTS:
            return Q(status__in=_ON_THE_WAY)
        case Audience.CHOSEN:
            return Q(pk__in=event.invitees.values("member"))
        case Audience.STAFF:
            return Q()


def _committee(event: CalendarEvent) -> Q:
    """Who holds a post in the committee on the day, or, where no election was entered, writes for the branch."""
    posts = CommitteePost.objects.held_on(event.starts_on).filter(term__branch=event.branch_id)
    roles = RoleAssignment.objects.current(event.starts_on).filter(branch=event.branch_id, role__in=AUTHOR_ROLES)
    return Q(pk__in=posts.values("member")) | Q(user__in=roles.values("user"))


def own_entry(user: User, event: CalendarEvent) -> Member | None:
    """The reader's own entry on the roster if the event is for them."""
    return people_asked(event).filter(user=user).first()


def asked_on(user: User, day: date) -> Q:
    """Events that are for this person as the roster has them, or that they chair or write the record of. Two queries.

    The committee is that of `day`, not of each event: whoever left it is told nothing more of its meetings.
    """
    asked = Q(host_member__user=user.pk) | Q(recorder_member__user=user.pk)
    own = list(Member.objects.filter(user=user, is_active=True))
    asked |= Q(audience=Audience.CHOSEN, pk__in=EventInvitee.objects.filter(member__in=own).values("event"))
    for member in own:
        audiences = [Audience.STAFF]
        if member.status in PARTY_STATUSES:
            audiences.append(Audience.PARTY_MEMBERS)
            asked |= Q(audience=Audience.GROUP, group=member.group_id)
        if member.status in _ON_THE_WAY:
            audiences.append(Audience.APPLICANTS)
        asked |= Q(branch=member.branch_id, audience__in=audiences)
    posts = CommitteePost.objects.held_on(day).filter(member__in=own)
    committees = {*scope_of(user).branches_as(AUTHOR_ROLES), *posts.values_list("term__branch", flat=True)}
    return asked | Q(audience=Audience.COMMITTEE, branch__in=committees)
