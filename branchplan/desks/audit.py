"""The auditor's desk: what was done lately."""

from __future__ import annotations

from datetime import date
from typing import Any

from branches.models import AuditEntry, User
from branches.scope import Held

SHOWN = 20


def audit_desk(user: User, held: Held, today: date) -> dict[str, Any]:
    """The newest entries and those about log-ins and roles."""
    rows = AuditEntry.objects.visible_to(user).select_related("branch", "district").order_by("-at", "-number")
    return {
        "entries": list(rows[:SHOWN]),
        "accounts": list(rows.filter(target_kind__in=["branches.user", "branches.roleassignment"])[:SHOWN]),
    }
