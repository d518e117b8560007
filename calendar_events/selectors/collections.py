"""Reads of the collection lists: a branch's, one list with everybody on it, a member's own, what is due on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from branches.models import Branch, User
from branches.models.people import LEADING_ROLES
from branches.querysets import get_visible_or_404
from calendar_events.collections_permissions import check_can_keep_collections
from calendar_events.domain.collections import Standing
from calendar_events.models import CollectionDue, CollectionList, HandIn
from notices.domain.due import Audience, DueFact, staged
from notices.selectors.manners import Habits

SHOWN = 3


@dataclass(frozen=True)
class DueRow:
    """One member on a list with where they stand. Of whoever `is_gone` from the branch nothing more is asked."""

    due: CollectionDue
    standing: Standing
    is_gone: bool = False


#: Still on the roster of the branch that keeps the list.
HERE = Q(member__is_active=True, member__branch=F("collection__branch"))


def branch_with_collections(user: User, pk: UUID) -> Branch:
    """404 outside the branch, `NotAllowed` for everybody but its committee."""
    branch = get_visible_or_404(Branch.objects.visible_to(user).select_related("district"), pk=pk)
    check_can_keep_collections(user, branch)
    return branch


def with_sums(dues: QuerySet[CollectionDue]) -> Any:
    """Each with `handed`: the sum of what was handed in."""
    return dues.annotate(handed=Coalesce(Sum("hand_ins__amount"), 0))


def collections_of(branch: Branch, year: int) -> QuerySet[CollectionList]:
    """Lists that fall due in the year with `asked` and `met`, open ones first."""
    rows = CollectionList.objects.filter(branch=branch, due_on__year=year)
    return rows.order_by(F("closed_at").asc(nulls_first=True), "due_on", "pk")


def counts_for(lists: Sequence[CollectionList]) -> dict[UUID, tuple[int, int]]:
    """For each list how many owe something and how many of them have it all. One query."""
    dues = with_sums(CollectionDue.objects.filter(collection__in=lists, needed__gte=1)).annotate(here=HERE)
    found: dict[UUID, tuple[int, int]] = {row.pk: (0, 0) for row in lists}
    for key, needed, handed, here in dues.values_list("collection_id", "needed", "handed", "here"):
        if not here and handed < needed:
            continue
        asked, met = found[key]
        found[key] = asked + 1, met + (handed >= needed)
    return found


def rows_of(collection: CollectionList) -> list[DueRow]:
    """Everybody on the list by name. One query: never in the order of how much they handed in."""
    dues = with_sums(CollectionDue.objects.filter(collection=collection)).select_related("member")
    return [_row(collection, due) for due in dues.order_by("member__name_pinyin", "member_id")]


def _row(collection: CollectionList, due: Any) -> DueRow:
    gone = not due.member.is_active or due.member.branch_id != collection.branch_id
    standing = Standing(due.needed, due.handed)
    return DueRow(due, Standing(0, due.handed) if gone and not standing.is_met else standing, gone)


def own_dues(user: User, branch_ids: Sequence[UUID] | frozenset[UUID]) -> list[DueRow]:
    """What is asked of the user: open lists, and those closed that were not met are left aside. Two queries."""
    rows = _asked_of(user, branch_ids).select_related("collection__branch", "member")
    return [DueRow(due, Standing(due.needed, due.handed)) for due in rows]


def _asked_of(user: User, branch_ids: Sequence[UUID] | frozenset[UUID]) -> Any:
    """Of open lists, with `handed`, the nearest day first."""
    dues = with_sums(CollectionDue.objects.filter(member__user_id=user.pk, collection__closed_at__isnull=True))
    return dues.filter(collection__branch__in=branch_ids).order_by("collection__due_on", "pk")


def due_for(user: User, pk: UUID) -> CollectionDue:
    """One member on a list with what was handed in; 404 for those who must not know."""
    hand_ins = Prefetch("hand_ins", HandIn.objects.select_related("by").prefetch_related("attachments").order_by("at"))
    rows = CollectionDue.objects.visible_to(user).select_related("collection__branch__district", "member")
    return get_visible_or_404(rows.prefetch_related(hand_ins), pk=pk)


def due_on(branches: Sequence[Branch], day: date, habits: Habits) -> list[DueFact]:
    """Who is short as the day comes near: each member for themselves, and one line a list for the secretary. Two queries."""
    lists = {row.pk: row for row in CollectionList.objects.open().filter(branch__in=branches)}
    short: dict[UUID, list[CollectionDue]] = {}
    dues = with_sums(CollectionDue.objects.filter(collection__in=lists, needed__gte=1)).select_related("member")
    for due in dues.filter(HERE, handed__lt=F("needed")).order_by("member__name_pinyin", "pk"):
        short.setdefault(due.collection_id, []).append(due)
    facts = []
    for key, missing in short.items():
        row = lists[key]
        some = "、".join(due.member.name for due in missing[:SHOWN])
        rest = f"等{len(missing)}人" if len(missing) > SHOWN else ""
        facts.append(
            DueFact(
                kind="collection.short",
                key=f"collection:{key}",
                due_on=row.due_on,
                title=f"{row.title}还有{len(missing)}人没有交齐，",
                body=f"{some}{rest}还没有交齐。",
                audience=Audience(branch=row.branch_id, roles=tuple(sorted(LEADING_ROLES))),
                path=reverse("calendar_events:collection", args=[key]),
            )
        )
        facts += [_own(row, due) for due in missing if due.member.user_id]
    return [fact for found in facts if (fact := staged(found, day, habits.manners.windows))]


def _own(row: CollectionList, due: CollectionDue) -> DueFact:
    return DueFact(
        kind="collection.own",
        key=f"collection:{row.pk}:{due.pk}",
        due_on=row.due_on,
        title=f"请交{row.title}，",
        body=row.note,
        audience=Audience(branch=row.branch_id, person=due.member.user_id),
        path=reverse("calendar_events:collection_due", args=[due.pk]),
    )


def late_collections(branch: Branch, today: date) -> list[tuple[CollectionList, int]]:
    """For the desk: open lists past their day that somebody has not met, with how many; the longest overdue first. Two queries."""
    lists = list(CollectionList.objects.open().filter(branch=branch, due_on__lt=today).order_by("due_on", "pk"))
    counts = counts_for(lists)
    return [(row, asked - met) for row in lists for asked, met in [counts[row.pk]] if asked > met]


def owed_by(user: User, branch_ids: Sequence[UUID] | frozenset[UUID]) -> list[DueRow]:
    """What the user has still to hand in, the nearest day first; of the list its name, day and unit. One query."""
    rows = _asked_of(user, branch_ids).select_related("collection")
    shown = rows.only("needed", "collection__title", "collection__due_on", "collection__unit")
    found = [DueRow(due, Standing(due.needed, due.handed)) for due in shown]
    return [row for row in found if not (row.standing.is_met or row.standing.is_excused)]
