"""The administrator's desk: organisations and log-ins that need attention."""

from __future__ import annotations

from datetime import date
from typing import Any

from branches.models import Branch, RoleAssignment, User
from branches.models.people import LEADING_ROLES
from branches.querysets import below
from branches.scope import Held, scope_of
from branchplan.handover.selectors.pages import open_below
from notices.selectors.feedback import letters_to_answer
from plans.selectors.rounds.office import rounds_going_on

SHOWN = 12
SHOWN_ROUNDS = 4


def admin_desk(user: User, held: Held, today: date) -> dict[str, Any]:
    """How many there are, letters to answer, branches without a secretary, log-ins that still have their first password."""
    paths = scope_of(user).administered_paths
    branches = Branch.objects.filter(below(paths, "district__"), is_active=True)
    led = RoleAssignment.objects.current(today).filter(role__in=LEADING_ROLES, user__is_active=True).values("branch")
    accounts = User.objects.visible_to(user).filter(is_active=True)
    return {
        "rounds": rounds_going_on(user, today, shown=SHOWN_ROUNDS),
        "branch_count": branches.count(),
        "account_count": accounts.count(),
        "letters": list(letters_to_answer(user, state="open", kind="", text="")[:SHOWN]),
        "handovers": list(open_below(user)[:SHOWN]),
        "leaderless": list(branches.exclude(pk__in=led).order_by("short_name")[:SHOWN]),
        "first_passwords": list(accounts.filter(must_change_password=True).order_by("name_pinyin", "pk")[:SHOWN]),
    }
