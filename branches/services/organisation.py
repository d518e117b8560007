"""Districts and branches: made and changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from branches.models import Branch, District, User
from branches.permissions import check_can_administer
from branches.services.audit import record


@transaction.atomic
def create_district(*, name: str, code: str, parent: District | None, by: User | None, at: datetime) -> District:
    """A node below `parent`, or a root. The path is fixed at birth: moving a subtree would rewrite who sees what."""
    if by is not None and parent is not None:
        check_can_administer(by, parent)
    path = f"{parent.path if parent else ''}{code}/"
    district = District.objects.create(name=name, code=code, parent=parent, path=path)
    record(action="district.create", by=by, at=at, target=district, district=district)
    return district


@transaction.atomic
def create_branch(*, district: District, by: User | None, at: datetime, **facts: Any) -> Branch:
    """A branch with the given fields of `Branch`."""
    if by is not None:
        check_can_administer(by, district)
    branch = Branch.objects.create(district=district, **facts)
    record(action="branch.create", by=by, at=at, target=branch, branch=branch)
    return branch


@transaction.atomic
def change_branch(*, branch: Branch, by: User, at: datetime, **facts: Any) -> Branch:
    """Change some fields; the trail keeps old and new values."""
    check_can_administer(by, branch.district)
    before = {field: getattr(branch, field) for field in facts}
    changed = {field: value for field, value in facts.items() if before[field] != value}
    if not changed:
        return branch
    for field, value in changed.items():
        setattr(branch, field, value)
    branch.save(update_fields=list(changed))
    detail = {field: [str(before[field]), str(value)] for field, value in changed.items()}
    record(action="branch.change", by=by, at=at, target=branch, branch=branch, detail=detail)
    return branch
