"""May this user do this with a register? Each check raises `NotAllowed` with the sentence the user sees."""

from __future__ import annotations

from branches.models import Branch, Role, User
from branches.permissions import NotAllowed, refusal
from branches.scope import scope_of
from calendar_events.domain.registers import DistrictSees, Register
from calendar_events.models import RegisterEntry


def keeps_register(user: User, branch: Branch, register: Register) -> bool:
    """Whether the user holds one of the roles that keep it."""
    return scope_of(user).holds_in(branch, register.readers)


def check_can_keep_register(user: User, branch: Branch, register: Register) -> None:
    """Who reads all of it in the branch writes it too."""
    if not keeps_register(user, branch, register):
        who = "、".join(Role(role).label for role in Role if role.value in register.readers)
        raise NotAllowed(f"“{register.title}”由{branch.short_name}的{who}登记。")


def check_can_see_register(user: User, branch: Branch, register: Register) -> None:
    """The list itself: who keeps it, the branch's members where entries are public or theirs to add, the district where it sees entries."""
    scope = scope_of(user)
    if keeps_register(user, branch, register):
        return
    if branch.pk in scope.branch_ids and (register.public or register.members_add or register.owner_reads):
        return
    above = scope.reaches(branch, Role.REVIEWER) or scope.reaches(branch, Role.DISTRICT_ADMINISTRATOR)
    if not (above and register.district is DistrictSees.ENTRIES):
        raise NotAllowed(f"“{register.title}”只由{branch.short_name}的有关人员查看。")


def check_can_export_register(user: User, branch: Branch, register: Register) -> None:
    """Lists leave the portal with those who keep them, and with the district where it sees the entries."""
    scope = scope_of(user)
    above = scope.reaches(branch, Role.REVIEWER) or scope.reaches(branch, Role.DISTRICT_ADMINISTRATOR)
    if not (above and register.district is DistrictSees.ENTRIES):
        check_can_keep_register(user, branch, register)


def check_can_see_registers(user: User, branch: Branch) -> None:
    """The overview: everybody in the branch, reviewers and administrators above."""
    scope = scope_of(user)
    above = scope.reaches(branch, Role.REVIEWER) or scope.reaches(branch, Role.DISTRICT_ADMINISTRATOR)
    if branch.pk not in scope.branch_ids and not above:
        raise NotAllowed("登记簿由本支部党员和上级教育工委的审核员、管理员查看。")


def check_can_see_district_registers(user: User) -> None:
    """Numbers of all branches below."""
    scope = scope_of(user)
    if not (scope.reviewed_paths or scope.administered_paths):
        raise NotAllowed("各支部的登记簿由上级教育工委的审核员和管理员查看。")


def check_can_add_entry(user: User, branch: Branch, register: Register) -> None:
    """Who keeps the register; every member of the branch where members write for themselves."""
    if register.members_add and branch.pk in scope_of(user).branch_ids:
        return
    check_can_keep_register(user, branch, register)


def check_can_edit_entry(user: User, entry: RegisterEntry) -> None:
    """Who keeps the register; who wrote an entry as a member, until the branch has taken it up."""
    if keeps_register(user, entry.branch, entry.kind):
        return
    own = entry.created_by_id == user.pk and entry.kind.members_add
    if own and not entry.is_public and entry.state == entry.kind.first_state.key:
        return
    if own:
        raise NotAllowed("支部已经公布或处理，要修改请联系支部书记。")
    check_can_keep_register(user, entry.branch, entry.kind)


def check_can_look(user: User, entry: RegisterEntry) -> None:
    """Who keeps the register, and the owner where looks are theirs to write."""
    if entry.kind.owner_looks and entry.owner_member and entry.owner_member.user_id == user.pk:
        return
    check_can_keep_register(user, entry.branch, entry.kind)


def check_can_claim(user: User, entry: RegisterEntry) -> None:
    """A member of the branch takes over what nobody has taken yet."""
    if not (entry.kind.claimable and entry.is_public) or entry.branch_id not in scope_of(user).branch_ids:
        raise NotAllowed("只有本支部的党员可以认领。")


def check_can_attach_to_entry(user: User, entry: RegisterEntry) -> None:
    """Who may edit it or look at it."""
    if refusal(check_can_edit_entry, user, entry):
        check_can_look(user, entry)
