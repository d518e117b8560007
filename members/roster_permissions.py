"""May this user handle identity numbers? Raises `NotAllowed` with the sentence the user sees."""

from __future__ import annotations

from branches.models import Branch, Role, User
from branches.models.people import LEADING_ROLES
from branches.permissions import NotAllowed
from branches.scope import scope_of

#: Few, by purpose: who leads the branch and who keeps its organisation work. The district sees none.
NUMBER_ROLES = LEADING_ROLES | {Role.ORGANISATION_COMMISSIONER}


def check_can_handle_numbers(user: User, branch: Branch) -> None:
    """Secretary, deputy and organisation commissioner of the branch itself."""
    if not scope_of(user).holds_in(branch, NUMBER_ROLES):
        raise NotAllowed(f"身份证号由{branch.short_name}的书记、副书记和组织委员登记、查看。")
