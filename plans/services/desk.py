"""Many papers of the queue in one go, each by itself: one that cannot be taken does not hold up the others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from branches.models import User
from branches.permissions import NotAllowed
from plans.models import Plan
from workflow.domain.transitions import Action
from workflow.services.perform import InvalidTransition, perform


def claim_plans(*, plans: Iterable[Plan], by: User, at: datetime) -> tuple[list[Plan], list[str]]:
    """Claim them one by one; returns those claimed, and for the others the school with the reason."""
    claimed: list[Plan] = []
    refused: list[str] = []
    for plan in plans:
        try:
            claimed.append(perform(plan, Action.CLAIM, by=by, at=at))
        except (NotAllowed, InvalidTransition) as error:
            refused.append(f"{plan.branch.short_name}：{error}")
    return claimed, refused
