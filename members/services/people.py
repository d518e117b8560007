"""The roster: who is entered, changed, leaves and comes back. Every change raises the person's version and stands in the trail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from branches.models import AuditEntry, Branch, User
from branches.models.people import LEADING_ROLES
from branches.selectors import holders_in_branch
from branches.services.accounts import end_roles_in_branch
from branches.services.audit import record
from members.models import CommitteePost, LeftBecause, Member, PartyGroup
from members.permissions import check_can_keep_roster
from notices.services.post import post

#: What the committee may write about a person, by field name of `Member`.
FACTS = (
    "name",
    "status",
    "group",
    "sex",
    "birth_date",
    "ethnicity",
    "education",
    "post",
    "phone",
    "joined_on",
    "became_full_on",
    "is_retired",
    "in_difficulty",
    "is_moving",
)
LABELS = {field.name: str(field.verbose_name) for field in Member._meta.fields if field.name in FACTS}
#: The spelling of the name is written together with it.
_SPELLING = {"name": ("name_pinyin", "name_initials")}


class RosterError(Exception):
    """What was asked for cannot be written; the message says why."""


@dataclass
class MemberConflict(Exception):
    """Somebody else saved the same person first. `current` is what stands there now; nothing was overwritten."""

    current: Member

    def __str__(self) -> str:
        who = last_writer(self.current) or "其他人"
        return f"{who}在您打开之后修改了{self.current.name}的信息，请对照后再保存。"


def last_writer(member: Member) -> str:
    """Who changed the person last, by the trail."""
    entry = AuditEntry.objects.about(member._meta.label_lower, member.pk).order_by("-at", "-number").first()
    return entry.actor_name if entry else ""


@dataclass(frozen=True)
class Difference:
    """One fact that two people wrote differently, as words for the screen."""

    label: str
    theirs: str
    mine: str


def differences(current: Member, facts: Mapping[str, Any]) -> list[Difference]:
    """Where my facts are not what stands there now."""
    return [
        Difference(LABELS[name], shown(current, name), shown(Member(**{name: facts[name]}), name))
        for name in FACTS
        if name in facts and getattr(current, name) != facts[name]
    ]


def shown(member: Member, name: str) -> str:
    """A fact in the words of the screen: labels of choices, 是 and 否, — for nothing."""
    display = getattr(member, f"get_{name}_display", None)
    value = display() if display else getattr(member, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value) if value else "—"


@contextmanager
def holding(member: Member, *, by: User) -> Iterator[Member]:
    """The person's row, held for the length of a change, as it stands now. Refuses who does not keep this branch's roster."""
    with transaction.atomic():
        held = Member.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=member.pk)
        check_can_keep_roster(by, held.branch)
        yield held


def add_member(*, branch: Branch, facts: Mapping[str, Any], by: User, at: datetime) -> Member:
    """A new person on the roster. `facts` by the names in FACTS; what is left out stays empty. Raises RosterError for a double entry."""
    check_can_keep_roster(by, branch)
    _check_group(branch, facts.get("group"))
    with transaction.atomic():
        # The branch's row is the lock: two commissioners entering the same person make one entry.
        Branch.objects.select_for_update().get(pk=branch.pk)
        same = Member.objects.filter(branch=branch, is_active=True, name=facts["name"])
        if any(row.birth_date == facts.get("birth_date") for row in same):
            raise RosterError(f"名册里已经有{facts['name']}。确为同名的另一个人时，请填写不同的出生日期。")
        member = Member(branch=branch, **{name: facts[name] for name in FACTS if name in facts})
        member.save(force_insert=True)
        record(action="member.add", by=by, at=at, target=member, branch=branch)
    return member


def edit_member(*, member: Member, facts: Mapping[str, Any], base_version: int, by: User, at: datetime) -> Member:
    """Write new facts over the version they were written on; raises MemberConflict when that is no longer the latest.

    The trail keeps which facts were changed, not what they are: phone numbers and birthdays have no place there.
    """
    with holding(member, by=by) as held:
        changed = {name: facts[name] for name in FACTS if name in facts and getattr(held, name) != facts[name]}
        if not changed:
            return held  # the same facts arrived twice, as after a lost answer
        if held.version != base_version:
            raise MemberConflict(held)
        if not held.is_active:
            raise RosterError(f"{held.name}已不在名册上，请先办理重新编入。")
        _check_group(held.branch, changed.get("group"))
        write_member(held, changed, action="member.edit", by=by, at=at, fields=_labels(changed))
    return held


def leave_roster(*, member: Member, because: str, left_on: date, by: User, at: datetime) -> Member:
    """The person leaves the branch: group, posts and roles of the log-in end, the record stays."""
    with holding(member, by=by) as held:
        if not held.is_active:
            raise RosterError(f"{held.name}已经不在名册上。")
        if held.transfers.open().exists():
            raise RosterError(f"{held.name}的组织关系正在接转，请在“组织关系”里办结。")
        take_off_roster(held, because=because, left_on=left_on, by=by, at=at)
    return held


def come_back(*, member: Member, by: User, at: datetime) -> Member:
    """Somebody who left is on the roster of the same branch again, in no group. The log-in's roles are for the administrator to give."""
    with holding(member, by=by) as held:
        if held.is_active:
            raise RosterError(f"{held.name}在名册上。")
        changed = {"is_active": True, "left_on": None, "left_because": ""}
        write_member(held, changed, action="member.come_back", by=by, at=at)
    return held


def report_mistake(*, member: Member, text: str, by: User, at: datetime) -> int:
    """The person's own word to the secretary that something in the record is wrong; returns to how many people it went."""
    if member.user_id != by.pk:
        raise RosterError("只能就自己的信息提出更正。")
    leaders = list(holders_in_branch(member.branch, LEADING_ROLES, timezone.localdate(at)))
    if not leaders:
        raise RosterError("所在党支部还没有登记书记，请联系教育工委的管理员。")
    with transaction.atomic():
        record(action="member.report_mistake", by=by, at=at, target=member, branch=member.branch)
        post(
            to=leaders,
            kind="member.mistake",
            title=f"{member.name}反映名册信息有误",
            body=text,
            path=f"/members/{member.pk}/",
            # the same words on the same day are one message: a double click sends nothing twice
            dedupe_key=f"mistake:{member.pk}:{timezone.localdate(at)}:{sha256(text.encode()).hexdigest()[:16]}",
            at=at,
        )
    return len(leaders)


def take_off_roster(held: Member, *, because: str, left_on: date, by: User, at: datetime) -> None:
    """What leaving means, for a row already held: used by a transfer out as well."""
    end_duties(held, on=left_on, by=by, at=at)
    changed = {"is_active": False, "left_on": left_on, "left_because": because, "group": None}
    write_member(held, changed, action="member.leave", by=by, at=at, because=LeftBecause(because).label)


def end_duties(held: Member, *, on: date, by: User, at: datetime) -> None:
    """Posts, the lead of a group and the roles of the log-in in the person's branch end."""
    posts = CommitteePost.objects.lasting_beyond(on).filter(member=held)
    posts.filter(starts_on__gt=on).delete()  # would have ended before it began
    posts.update(ends_on=on)
    PartyGroup.objects.filter(leader=held).update(leader=None)
    if held.user is not None:
        end_roles_in_branch(user=held.user, branch=held.branch, by=by, at=at)


def write_member(
    held: Member, changed: Mapping[str, Any], *, action: str, by: User, at: datetime, **detail: Any
) -> None:
    """Write some fields of a row already held, raise its version, note it in the trail."""
    for name, value in changed.items():
        setattr(held, name, value)
    held.version += 1
    spelling = [extra for name in changed for extra in _SPELLING.get(name, ())]
    held.save(update_fields=[*changed, *spelling, "version"])
    record(action=action, by=by, at=at, target=held, branch=held.branch, detail=detail)


def _check_group(branch: Branch, group: PartyGroup | None) -> None:
    if group is not None and (group.branch_id != branch.pk or not group.is_active):
        raise RosterError("这个党小组不在用，或者不属于本支部。")


def _labels(changed: Mapping[str, Any]) -> list[str]:
    return [LABELS[name] for name in changed]
