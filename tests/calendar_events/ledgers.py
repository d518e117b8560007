"""What the tests of the ledgers share: entries in registers, files, logged-in clients."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from branches.models import Branch, User
from calendar_events.domain.registers import Owner, register_of
from calendar_events.models import RegisterEntry
from calendar_events.services.registers import add_entry
from members.models import Member
from tests.cast import NOW, TODAY, Cast
from tests.members.desks import client_of, entry_of

__all__ = ["client_of", "entry", "entry_of", "facts"]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


def facts(key: str, subject: str = "青年教师", *, owner: Member | None = None, **more: Any) -> dict[str, Any]:
    """What `add_entry` wants for a register, filled in as little as it lets pass."""
    register = register_of(key)
    given: dict[str, Any] = {
        "subject": subject,
        "first_day": TODAY - timedelta(days=30),
        "last_day": date(2026, 7, 1) if register.last_label else None,
        "is_public": False,
        "values": {},
    }
    if register.owner is Owner.MEMBER:
        given["owner_member"] = owner
    if register.owner is Owner.POST:
        given["owner_post"] = "组织委员"
    return given | more


def entry(
    cast: Cast,
    key: str,
    subject: str = "青年教师",
    *,
    by: User | None = None,
    branch: Branch | None = None,
    **more: Any,
) -> RegisterEntry:
    return add_entry(
        branch=branch or cast.branch,
        register=register_of(key),
        facts=facts(key, subject, **more),
        by=by or cast.lin,
        at=NOW,
    )
