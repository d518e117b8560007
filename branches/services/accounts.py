"""Log-ins and roles: made, given, ended."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from branches.models import Branch, District, Role, RoleAssignment, User
from branches.models.people import DISTRICT_ROLES
from branches.permissions import check_can_administer, check_can_manage_account
from branches.scope import forget_scope
from branches.services.audit import record
from branches.services.personal_keys import revoke_keys

# No 0/O, 1/l/I: first passwords are read from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"


class AccountError(Exception):
    """What was asked for is not possible; the message says why."""


def first_password() -> str:
    """A random first password of 12 characters with letters, capitals and digits, to be changed at the first login."""
    alphabet = LETTERS + CAPITALS + DIGITS
    word = [secrets.choice(LETTERS), secrets.choice(CAPITALS), secrets.choice(DIGITS)]
    word += [secrets.choice(alphabet) for _ in range(9)]
    secrets.SystemRandom().shuffle(word)
    return "".join(word)


@transaction.atomic
def create_account(
    *,
    username: str,
    display_name: str,
    email: str,
    role: str,
    organisation: Branch | District,
    starts_on: date,
    by: User | None,
    at: datetime,
) -> tuple[User, str]:
    """A new log-in with its first role in `organisation`, and its first password (shown once, never stored in the clear)."""
    _check(by, organisation)
    password = first_password()
    user = User.objects.create_user(username=username, email=email, password=password, display_name=display_name)
    record(action="account.create", by=by, at=at, target=user, name=display_name, **_place(organisation))
    give_role(user=user, role=role, organisation=organisation, starts_on=starts_on, by=by, at=at)
    return user, password


@transaction.atomic
def reset_password(*, user: User, organisation: Branch | District, by: User, at: datetime) -> tuple[str, str]:
    """A new first password for `user`, and in words which keys ended with the old one (日历订阅地址2个).

    Whoever asks for it may have lost the account to somebody: the old password, all sessions opened with it, and what opens anything
    in the person's name without it are void.
    """
    check_can_manage_account(by, user)
    _check(by, organisation)
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    ended = revoke_keys(user=user, by=by, at=at)
    detail = {"ended": ended} if ended else None
    place = _place(organisation)
    record(action="account.reset_password", by=by, at=at, target=user, name=user.display_name, detail=detail, **place)
    return password, ended


@transaction.atomic
def change_password(*, user: User, password: str, at: datetime, with_keys: bool = False) -> str:
    """The user's own new password; `with_keys` ends what opens anything in their name without it, and says which there were.

    Raises ValidationError when it breaks the rules.
    """
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    ended = revoke_keys(user=user, by=user, at=at) if with_keys else ""
    detail = {"ended": ended} if ended else None
    record(action="account.change_password", by=user, at=at, target=user, name=user.display_name, detail=detail)
    return ended


@transaction.atomic
def give_role(
    *, user: User, role: str, organisation: Branch | District, starts_on: date, by: User | None, at: datetime
) -> RoleAssignment:
    """`user` holds `role` in `organisation` from `starts_on`. Giving the same current role again returns the one there is."""
    _check(by, organisation)
    if by is not None and by.pk == user.pk:
        raise AccountError("不能给自己加角色，请由另一名管理员办理。")
    _check_separation(user, role, starts_on)
    where = {"district": organisation} if role in DISTRICT_ROLES else {"branch": organisation}
    held = RoleAssignment.objects.current(starts_on).filter(user=user, role=role, **where).first()
    if held:
        return held
    return _begin(RoleAssignment(user=user, role=role, starts_on=starts_on, **where), by, at)


@transaction.atomic
def end_role(*, assignment: RoleAssignment, last_day: date, by: User, at: datetime) -> RoleAssignment:
    """The role ends with `last_day`; one that would end before it began is removed."""
    _check(by, assignment.organisation)
    _end(assignment, last_day, by, at)
    return assignment


@transaction.atomic
def end_roles_in_branch(*, user: User, branch: Branch, by: User, at: datetime) -> int:
    """Whoever leaves a branch sees nothing more of it from now on, nor later through a role that was to begin; returns how many ended.

    Follows from a person's leaving, which its caller has checked: no administrator is asked.
    """
    today = timezone.localdate(at)
    roles = list(
        RoleAssignment.objects.not_over(today)
        .filter(user=user, branch=branch)
        .select_related("user", "branch__district")
    )
    for assignment in roles:
        _end(assignment, ended_yesterday(today), by, at)
    forget_scope(user)
    return len(roles)


@transaction.atomic
def enter_branch_as_member(*, user: User, branch: Branch, by: User, at: datetime) -> RoleAssignment:
    """The log-in of somebody who was taken in by `branch` reads there from today; its caller has checked the taking in."""
    today = timezone.localdate(at)
    held = RoleAssignment.objects.current(today).filter(user=user, branch=branch, role=Role.MEMBER).first()
    if held:
        return held
    return _begin(RoleAssignment(user=user, role=Role.MEMBER, starts_on=today, branch=branch), by, at)


@transaction.atomic
def set_account_activity(
    *, user: User, is_active: bool, organisation: Branch | District, by: User, at: datetime
) -> None:
    """Close a log-in or open it again. What the person did stays in the trail under their name."""
    check_can_manage_account(by, user)
    _check(by, organisation)
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    action = "account.activate" if is_active else "account.deactivate"
    record(action=action, by=by, at=at, target=user, name=user.display_name, **_place(organisation))


def _begin(assignment: RoleAssignment, by: User | None, at: datetime) -> RoleAssignment:
    assignment.save(force_insert=True)
    user, place = assignment.user, assignment.organisation
    starts_on = assignment.starts_on.isoformat()
    detail = {"role": str(assignment.role), "user": user.display_name, "starts_on": starts_on}
    record(action="role.give", by=by, at=at, target=assignment, detail=detail, **_place(place))
    _look_after(user, assignment.organisation_district)
    return assignment


def _end(assignment: RoleAssignment, last_day: date, by: User, at: datetime) -> None:
    user, place = assignment.user, assignment.organisation
    detail = {"role": assignment.role, "user": user.display_name, "last_day": last_day.isoformat()}
    record(action="role.end", by=by, at=at, target=assignment, detail=detail, **_place(place))
    if last_day < assignment.starts_on:
        assignment.delete()
    else:
        assignment.ends_on = last_day
        assignment.save(update_fields=["ends_on"])
    _look_after(user, assignment.organisation_district)


def _look_after(user: User, district: District) -> None:
    """Somebody always looks after a log-in: the district of its last role, or `district` when not even that one was kept."""
    roles = RoleAssignment.objects.filter(user=user).select_related("branch__district", "district")
    last = roles.order_by(F("ends_on").desc(nulls_first=True)).first()
    user.home = district if last is None else last.organisation_district if last.ends_on else None
    user.save(update_fields=["home"])
    forget_scope(user)


#: Who administers does not audit (三员分离): one person never holds both.
SEPARATED = {Role.DISTRICT_ADMINISTRATOR: Role.AUDITOR, Role.AUDITOR: Role.DISTRICT_ADMINISTRATOR}


def _check_separation(user: User, role: str, on: date) -> None:
    other = SEPARATED.get(Role(role))
    if other and RoleAssignment.objects.filter(user=user, role=other).exclude(ends_on__lt=on).exists():
        raise AccountError(f"{user.display_name}已是{other.label}。管理员和审计员须由不同的人担任。")


def ended_yesterday(today: date) -> date:
    """The last day to write down when a role is to stop counting at once."""
    return today - timedelta(days=1)


def _check(by: User | None, organisation: Branch | District) -> None:
    """`by` is None only for set-up commands run on the server itself."""
    if by is not None:
        check_can_administer(by, organisation if isinstance(organisation, District) else organisation.district)


def _place(organisation: Branch | District) -> dict[str, Any]:
    return {"district" if isinstance(organisation, District) else "branch": organisation}
