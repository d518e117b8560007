"""What waits on each desk: a page-sized read for each kind of role. Filled by the apps' selectors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from branches.models import User
from branches.scope import Held


def author_desk(user: User, held: Held, today: date) -> dict[str, Any]:
    return {}


def reviewer_desk(user: User, held: Held, today: date) -> dict[str, Any]:
    return {}


def admin_desk(user: User, held: Held, today: date) -> dict[str, Any]:
    return {}


def audit_desk(user: User, held: Held, today: date) -> dict[str, Any]:
    return {}


BUILDERS: dict[str, Callable[[User, Held, date], dict[str, Any]]] = {
    "author": author_desk,
    "reviewer": reviewer_desk,
    "admin": admin_desk,
    "audit": audit_desk,
}
