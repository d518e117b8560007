"""What a reviewer's batch asks of a plan that is open."""

from __future__ import annotations

from branches.models import User
from plans.models import ApprovalItem, BatchState, ItemState, Plan
from workflow.domain.transitions import UNCLAIMED


def sample_to_read(plan: Plan, user: User) -> ApprovalItem | None:
    """The plan's place in the user's batch while it is drawn and not read; no query for a plan that cannot be in one."""
    if not plan.is_clean or plan.status not in UNCLAIMED:
        return None
    rows = ApprovalItem.objects.filter(plan=plan, is_sample=True, state=ItemState.WAITING)
    return rows.filter(batch__reviewer=user, batch__state=BatchState.READING).first()
