"""Reads of talks: the year's matrix, my own, one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from branches.models import Branch, User
from branches.querysets import get_visible_or_404
from calendar_events.domain.talks import Talked, Talker, TalkMatrix, matrix_of
from calendar_events.models import Talk, TalkKind
from members.models import PARTY_STATUSES, Member
from members.selectors.hours import committee_members


def talk_matrix(branch: Branch, year: int, today: date) -> TalkMatrix:
    """Heart-to-heart talks of a year among the party members of the branch. Four queries."""
    members = list(
        Member.objects.filter(branch=branch, is_active=True, status__in=PARTY_STATUSES).order_by("name_pinyin", "pk")
    )
    leading = committee_members(members, min(today, date(year, 12, 31)))
    people = [Talker(row.pk, row.name, row.pk in leading) for row in members]
    talks = Talk.objects.filter(branch=branch, kind=TalkKind.HEART, held_on__year=year)
    found = [Talked(*row) for row in talks.values_list("speaker_id", "talked_with_id", "held_on")]
    return matrix_of(people, found)


def talks_of(user: User, branch: Branch, year: int) -> QuerySet[Talk]:
    """Talks of a year that the user knows of, newest first."""
    rows = Talk.objects.visible_to(user).filter(branch=branch, held_on__year=year)
    return rows.select_related("speaker", "talked_with", "branch").order_by("-held_on", "pk")


def own_talks(user: User) -> QuerySet[Talk]:
    rows = Talk.objects.filter(Q(speaker__user_id=user.pk) | Q(talked_with__user_id=user.pk))
    return rows.select_related("speaker", "talked_with", "branch").order_by("-held_on", "pk")


def talk_for(user: User, pk: UUID) -> Talk:
    """404 for those who must not know."""
    rows = Talk.objects.visible_to(user).select_related("branch__district", "speaker", "talked_with", "recorded_by")
    return get_visible_or_404(rows, pk=pk)
