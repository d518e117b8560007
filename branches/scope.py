"""What a person's roles reach, read in one query and kept on the user object for the length of a request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

if TYPE_CHECKING:
    from branches.models import Branch, User

_MEMO = "_scope_memo"
#: Columns instead of rows: every request of everybody asks this.
_COLUMNS = (
    "pk", "role",
    "branch", "branch__short_name", "branch__is_active", "branch__district__path",
    "district", "district__name", "district__path",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """One role held today. Exactly one of `branch_id` and `district_id` is set; `path` is that of the (branch's) district."""

    id: UUID
    role: str
    role_name: str
    branch_id: UUID | None
    district_id: UUID | None
    organisation: str
    path: str

    @property
    def label(self) -> str:
        return f"{self.organisation} · {self.role_name}"


@dataclass(frozen=True)
class Scope:
    """All roles a person holds on one day. The union counts: switching roles changes the desk, not what one may see."""

    held: tuple[Held, ...]

    @cached_property
    def branch_ids(self) -> frozenset[UUID]:
        return frozenset(h.branch_id for h in self.held if h.branch_id)

    @cached_property
    def district_paths(self) -> frozenset[str]:
        return frozenset(h.path for h in self.held if h.district_id)

    @cached_property
    def reviewed_paths(self) -> frozenset[str]:
        return self._paths({"reviewer"})

    @cached_property
    def review_led_paths(self) -> frozenset[str]:
        return self._paths({"review_lead"})

    @cached_property
    def administered_paths(self) -> frozenset[str]:
        return self._paths({"administrator"})

    @cached_property
    def audited_paths(self) -> frozenset[str]:
        return self._paths({"auditor"})

    def _paths(self, roles: set[str]) -> frozenset[str]:
        """Whoever leads the reviewers of a district is a reviewer there."""
        if "reviewer" in roles:
            roles = {*roles, "review_lead"}
        return frozenset(h.path for h in self.held if h.district_id and h.role in roles)

    def branches_as(self, roles: Iterable[str]) -> frozenset[UUID]:
        """Branches in which one of `roles` is held."""
        wanted = set(roles)
        return frozenset(h.branch_id for h in self.held if h.branch_id and h.role in wanted)

    def holds_in(self, branch: Branch, roles: Iterable[str]) -> bool:
        """Is one of `roles` held in this branch itself?"""
        return branch.pk in self.branches_as(roles)

    def reaches(self, branch: Branch, role: str) -> bool:
        """Is the district role held at or above this branch?"""
        return any(branch.district.path.startswith(path) for path in self._paths({role}))


def scope_of(user: User, on: date | None = None) -> Scope:
    """The scope of `user` on a day, in one query; without a day: today, remembered on the user object.

    Reading the clock here and not at the doors is deliberate (docs/decisions/0002): every queryset of every page asks for
    today's scope, and handing the day down through each of them would only spread the same reading.
    """
    if on is None:
        memo = getattr(user, _MEMO, None)
        if memo is None:
            memo = _read(user, timezone.localdate())
            setattr(user, _MEMO, memo)
        return memo
    return _read(user, on)


def forget_scope(user: User) -> None:
    """Read the roles again at the next question, after they were changed."""
    if hasattr(user, _MEMO):
        delattr(user, _MEMO)


def _read(user: User, on: date) -> Scope:
    if not user.is_authenticated or not user.is_active:
        return Scope(())
    names = dict(user.assignments.model._meta.get_field("role").flatchoices)
    held = []
    for pk, role, branch_id, branch, is_active, branch_path, district_id, district, district_path in (
        user.assignments.current(on).order_by("starts_on", "pk").values_list(*_COLUMNS)
    ):
        if branch_id is None:
            held.append(Held(pk, role, names[role], None, district_id, district, district_path))
        elif is_active:
            held.append(Held(pk, role, names[role], branch_id, None, branch, branch_path))
    return Scope(tuple(held))
