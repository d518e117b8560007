"""Whether identity numbers are kept, and who has which. Everything here answers "no" while the server has no keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from branches.models import Branch, District, User
from branches.querysets import get_visible_or_404
from members.domain.sealing import KeyRing
from members.models import IdentityNumber, KeepNumbers, Member, PeopleSetting

NO_KEYS = "服务器还没有配置身份证号的密钥，请运维人员按运维手册配置后再启用。"


def sealing_keys() -> KeyRing:
    return KeyRing(settings.IDENTITY_KEYS)


def index_keys() -> KeyRing:
    return KeyRing(settings.IDENTITY_INDEX_KEYS)


@dataclass(frozen=True)
class NumberPolicy:
    """Whether numbers are kept in a district on a day, and the decision that says so: None where nobody decided."""

    kept: bool
    decided: PeopleSetting | None


def number_policy(district: District, on: date) -> NumberPolicy:
    """The nearest decision at or above the district; one query."""
    codes = [code for code in district.path.split("/") if code]
    paths = ["/".join(codes[:length]) + "/" for length in range(1, len(codes) + 1)]
    rows = PeopleSetting.objects.filter(district__path__in=paths, valid_from__lte=on).select_related("district")
    latest: dict[str, PeopleSetting] = {}
    for row in rows.order_by("valid_from", "at"):
        latest[row.district.path] = row
    for path in reversed(paths):
        decided = latest.get(path)
        if decided and decided.keep_numbers != KeepNumbers.INHERIT:
            return NumberPolicy(decided.keep_numbers == KeepNumbers.YES and bool(sealing_keys()), decided)
    return NumberPolicy(False, None)


def keeps_numbers(branch: Branch, on: date) -> bool:
    """Are identity numbers asked for and shown in this branch? No query while the server has no keys."""
    return bool(sealing_keys()) and number_policy(branch.district, on).kept


def settings_of(district: District) -> QuerySet[PeopleSetting]:
    """What the district decided, newest first."""
    return PeopleSetting.objects.filter(district=district).select_related("by").order_by("-valid_from", "-at")


def district_to_set(user: User, pk: UUID | str) -> District:
    """404 for districts the user does not know of."""
    return get_visible_or_404(District.objects.visible_to(user), pk=pk)


def has_number(member: Member) -> bool:
    return IdentityNumber.objects.filter(member=member).exists()


def person_number(member: Member, today: date) -> dict[str, Any]:
    """For a person's page: whether numbers are kept here, and whether theirs is."""
    kept = keeps_numbers(member.branch, today)
    return {"numbers_kept": kept, "number_is_recorded": kept and has_number(member)}


def holders_of(number: str) -> QuerySet[IdentityNumber]:
    """Rows with this (normalised) number, by every index key."""
    return IdentityNumber.objects.filter(index__in=index_keys().indexes(number))


def numbers_of(members: Iterable[Member]) -> dict[UUID, str]:
    """Sealed numbers by member."""
    rows = IdentityNumber.objects.filter(member__in=list(members))
    return dict(rows.values_list("member_id", "sealed"))
