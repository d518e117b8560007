"""Reads of the roster: one branch's list, the district's search, one person with what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from branches.models import AuditEntry, Branch, User
from branches.models.people import AUTHOR_ROLES
from branches.querysets import get_visible_or_404
from branches.scope import Held, scope_of
from members.models import PARTY_STATUSES, CommitteePost, Member, PartyGroup
from members.permissions import check_can_see_roster

SHOWN_ENTRIES = 30
SORTS = {
    "name": ("name_pinyin", "pk"),
    "group": ("group__name", "name_pinyin", "pk"),
    "joined": (F("joined_on").asc(nulls_last=True), "name_pinyin", "pk"),
    "status": ("status", "name_pinyin", "pk"),
}
FLAGS = {"retired": "is_retired", "difficulty": "in_difficulty", "moving": "is_moving"}
#: What the trail calls a change, in the words of the page.
ACTIONS = {
    "member.add": "编入名册",
    "member.edit": "修改信息",
    "member.leave": "离开名册",
    "member.come_back": "重新编入名册",
    "member.group": "调整党小组",
    "member.follow_case": "按发展党员记录更新身份",
    "member.move_out": "组织关系转出",
    "member.move_in": "组织关系转入",
    "member.undo_add": "撤销编入名册",
    "identity.record": "登记身份证号",
    "identity.replace": "更换身份证号",
    "identity.show": "查看身份证号",
    "identity.remove": "删除身份证号",
    "member.report_mistake": "本人反映信息有误",
}


@dataclass(frozen=True)
class RosterQuery:
    """What a roster is asked for; "" asks for everything. `group` is an id or "none", `status` a standing or "party"."""

    q: str = ""
    group: str = ""
    status: str = ""
    flag: str = ""
    left: bool = False
    sort: str = "name"


@dataclass(frozen=True)
class HistoryLine:
    """One line of a person's history."""

    at: object
    actor: str
    action: str
    detail: str
    place: str


def branch_with_roster(user: User, pk: UUID | str) -> Branch:
    """The branch whose pages about people are asked for: 404 for those outside it, `NotAllowed` for its ordinary members."""
    branch = get_visible_or_404(Branch.objects.visible_to(user).select_related("district"), pk=pk)
    check_can_see_roster(user, branch)
    return branch


def own_branch_id(user: User, acting: Held | None) -> UUID | None:
    """The branch whose roster the user keeps: that of the acting role, else the first; None for everybody else."""
    own = scope_of(user).branches_as(AUTHOR_ROLES)
    if acting and acting.branch_id in own:
        return acting.branch_id
    return min(own, key=str, default=None)


def roster(branch: Branch, asked: RosterQuery, today: date) -> QuerySet[Member]:
    """The people of the branch that fit, with group and today's posts (`current_posts`)."""
    rows = Member.objects.filter(branch=branch, is_active=not asked.left)
    if asked.q:
        rows = rows.filter(_sounds_like(asked.q))
    if asked.group == "none":
        rows = rows.filter(group__isnull=True)
    elif asked.group:
        rows = rows.filter(group__pk=asked.group)
    if asked.status == "party":
        rows = rows.filter(status__in=PARTY_STATUSES)
    elif asked.status:
        rows = rows.filter(status=asked.status)
    if asked.flag in FLAGS:
        rows = rows.filter(**{FLAGS[asked.flag]: True})
    return _with_posts(rows.select_related("group"), today).order_by(*SORTS.get(asked.sort, SORTS["name"]))


def people_of_district(user: User, q: str, today: date) -> QuerySet[Member]:
    """People on the rosters the user sees whose name, pinyin or initials begin with `q`: a search by prefix, which an index answers."""
    rows = Member.objects.visible_to(user).filter(_begins_with(q), is_active=True)
    return _with_posts(rows.select_related("branch", "group"), today).order_by("name_pinyin", "pk")


def groups_in_use(branch: Branch) -> QuerySet[PartyGroup]:
    return PartyGroup.objects.filter(branch=branch, is_active=True).select_related("leader").order_by("name")


def person(user: User, pk: UUID | str) -> Member:
    """One person the user may see, with branch and group; 404 else."""
    rows = Member.objects.visible_to(user).select_related("branch__district", "group__leader")
    return get_visible_or_404(rows, pk=pk)


def duties_of(member: Member) -> QuerySet[CommitteePost]:
    """Every post the person held, newest first."""
    rows = CommitteePost.objects.filter(member=member).select_related("term__branch", "member")
    return rows.order_by(F("ends_on").desc(nulls_first=True), "-starts_on")


def history_of_member(member: Member) -> list[HistoryLine]:
    """What the trail says about the person, newest first, in whichever branch it was written."""
    rows = AuditEntry.objects.about(member._meta.label_lower, member.pk).select_related("branch")
    return [_line(entry) for entry in rows.order_by("-at", "-number")[:SHOWN_ENTRIES]]


def _line(entry: AuditEntry) -> HistoryLine:
    detail = entry.detail
    words: Iterable[str] = detail.get("fields") or [
        str(detail[name]) for name in ("because", "group", "to", "from") if detail.get(name)
    ]
    place = entry.branch.short_name if entry.branch else ""
    return HistoryLine(entry.at, entry.actor_name, ACTIONS.get(entry.action, entry.action), "、".join(words), place)


def _with_posts(rows: QuerySet[Member], today: date) -> QuerySet[Member]:
    posts = CommitteePost.objects.held_on(today).order_by("starts_on")
    return rows.prefetch_related(Prefetch("posts", posts, to_attr="current_posts"))


def _sounds_like(q: str) -> Q:
    """Anywhere in the name, or in how it is typed."""
    typed = q.lower().replace(" ", "").replace("'", "")
    if typed.isascii():
        return Q(name__icontains=q) | Q(name_pinyin__contains=typed) | Q(name_initials__startswith=typed)
    return Q(name__contains=q)


def _begins_with(q: str) -> Q:
    typed = q.lower().replace(" ", "").replace("'", "")
    if typed.isascii():
        return Q(name_pinyin__startswith=typed) | Q(name_initials__startswith=typed)
    return Q(name__startswith=q)
