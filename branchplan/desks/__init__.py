"""What waits on each desk: a page-sized read for each kind of role, a fixed number of queries each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from branches.models import User
from branches.scope import Held
from branchplan.desks.admin import admin_desk
from branchplan.desks.audit import audit_desk
from branchplan.desks.author import author_desk
from branchplan.desks.reviewer import reviewer_desk

BUILDERS: dict[str, Callable[[User, Held, date], dict[str, Any]]] = {
    "author": author_desk,
    "reviewer": reviewer_desk,
    "admin": admin_desk,
    "audit": audit_desk,
}
