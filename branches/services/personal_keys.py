"""What opens something in a person's name without the password: subscriptions to the calendar, say.

An app above names what it hands out in the setting PERSONAL_KEYS; with the password such keys can end too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from branches.models import User


class Revoke(Protocol):
    """Makes all of a person's void, audits each and returns how many there were."""

    def __call__(self, *, user: User, by: User, at: datetime) -> int: ...


@dataclass(frozen=True)
class PersonalKeys:
    """One sort of key. `label` is what people call it; `count(user)` those in use."""

    label: str
    count: Callable[[User], int]
    revoke: Revoke


def keys_in_use(user: User) -> str:
    """日历订阅地址2个; "" for somebody who has none."""
    return _said((kind.label, kind.count(user)) for kind in _kinds())


def revoke_keys(*, user: User, by: User, at: datetime) -> str:
    """All of them are void from now on; says which there were, as `keys_in_use`. The caller checks."""
    return _said([(kind.label, kind.revoke(user=user, by=by, at=at)) for kind in _kinds()])


def _kinds() -> list[PersonalKeys]:
    return [import_string(name) for name in settings.PERSONAL_KEYS]


def _said(counts: Iterable[tuple[str, int]]) -> str:
    return "、".join(f"{label}{count}个" for label, count in counts if count)
