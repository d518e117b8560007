"""Identity numbers: recorded sealed, shown one at a time for a reason, found without opening any.

A number is never in the trail, in a message, in an address or in a log; the trail says who did what for which reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from branches.models import Branch, District, User
from branches.permissions import check_can_administer
from branches.services.audit import record
from members.domain.identity import contradictions, normalised
from members.domain.sealing import SealBroken
from members.models import IdentityNumber, KeepNumbers, Member, PeopleSetting
from members.permissions import check_can_see_roster
from members.roster_permissions import check_can_handle_numbers
from members.selectors.identity import (
    NO_KEYS,
    holders_of,
    index_keys,
    keeps_numbers,
    number_policy,
    sealing_keys,
)

BATCH = 200


class NumberRefused(Exception):
    """A number that cannot be recorded, shown or looked for; the message says why and holds no number."""


class SettingRefused(Exception):
    """A decision that cannot be made; the message says why."""


def record_number(*, member: Member, number: str, by: User, at: datetime) -> list[str]:
    """Keep the number (any spelling) of a person; returns sentences on what it contradicts. Raises IdentityNumberError, NumberRefused."""
    check_can_handle_numbers(by, member.branch)
    today = timezone.localdate(at)
    check_kept(member.branch, today)
    plain = normalised(number)
    with transaction.atomic():
        Branch.objects.select_for_update().get(pk=member.branch_id)
        others = holders_of(plain).filter(member__branch=member.branch, member__is_active=True)
        other = others.exclude(member=member).select_related("member").first()
        if other is not None:
            raise NumberRefused(f"本支部名册上的{other.member.name}已经登记了这个号码，请核对。")
        replaced = write_number(member.pk, plain, by=by, at=at)
        action = "identity.replace" if replaced else "identity.record"
        record(action=action, by=by, at=at, target=member, branch=member.branch)
    return contradictions(plain, birth_date=member.birth_date, sex=member.sex, today=today)


def show_number(*, member: Member, reason: str, by: User, at: datetime) -> str:
    """The number itself; the reason goes into the trail before anything is shown. Raises NumberRefused."""
    check_can_handle_numbers(by, member.branch)
    check_kept(member.branch, timezone.localdate(at))
    reason = _reason(reason)
    row = IdentityNumber.objects.filter(member=member).first()
    if row is None:
        raise NumberRefused(f"没有登记{member.name}的身份证号。")
    number = open_number(member.pk, row.sealed)
    record(action="identity.show", by=by, at=at, target=member, branch=member.branch, detail={"because": reason})
    return number


def remove_number(*, member: Member, reason: str, by: User, at: datetime) -> None:
    """Forget the number: it is deleted. Possible where numbers are no longer kept, too."""
    check_can_handle_numbers(by, member.branch)
    reason = _reason(reason)
    with transaction.atomic():
        deleted, _ = IdentityNumber.objects.filter(member=member).delete()
        if deleted:
            record(
                action="identity.remove", by=by, at=at, target=member, branch=member.branch, detail={"because": reason}
            )


def find_by_number(*, branch: Branch, number: str, reason: str, by: User, at: datetime) -> list[Member]:
    """Whose number it is among the people of the branch. Raises IdentityNumberError, NumberRefused."""
    check_can_see_roster(by, branch)
    check_can_handle_numbers(by, branch)
    check_kept(branch, timezone.localdate(at))
    reason = _reason(reason)
    rows = holders_of(normalised(number)).filter(member__branch=branch).select_related("member")
    found = [row.member for row in rows.order_by("member__name_pinyin")]
    detail = {"because": reason, "found": len(found)}
    record(action="identity.find", by=by, at=at, target=branch, branch=branch, detail=detail)
    return found


def check_kept(branch: Branch, on: date) -> None:
    """Raises NumberRefused where numbers are not kept."""
    if not keeps_numbers(branch, on):
        raise NumberRefused("这里不登记身份证号：上级教育工委没有启用。")


def open_number(member: UUID, sealed: str) -> str:
    """Raises NumberRefused when no key opens it."""
    try:
        return sealing_keys().unseal(sealed, _about(member))
    except SealBroken as error:
        raise NumberRefused("这个号码解不开：密钥不在服务器上，或者数据被改动过。请联系运维人员。") from error


def write_number(member: UUID, number: str, *, by: User, at: datetime) -> bool:
    """Seal and store a normalised number; True when it took another's place. For services that have checked and will audit."""
    ring, index = sealing_keys(), index_keys()
    _, is_new = IdentityNumber.objects.update_or_create(
        member_id=member,
        defaults={
            "sealed": ring.seal(number, _about(member)),
            "key": ring.current,
            "index": index.index(number),
            "index_key": index.current,
            "recorded_by": by,
            "recorded_at": at,
        },
    )
    return not is_new


@transaction.atomic
def set_people_setting(
    *, district: District, keep_numbers: str, valid_from: date, reason: str, by: User, at: datetime
) -> PeopleSetting:
    """Decide for the district and what lies below whether identity numbers are kept, from a day on. Raises SettingRefused."""
    check_can_administer(by, district)
    if valid_from < timezone.localdate(at):
        raise SettingRefused("起始日期不能早于今天。")
    if keep_numbers == KeepNumbers.YES and not sealing_keys():
        raise SettingRefused(NO_KEYS)
    if not reason.strip():
        raise SettingRefused("请写明依据或理由。")
    before = number_policy(district, valid_from)
    row = PeopleSetting.objects.create(
        district=district, keep_numbers=keep_numbers, valid_from=valid_from, reason=reason.strip(), by=by, at=at
    )
    detail = {
        "before": before.decided.keep_numbers if before.decided else KeepNumbers.NO.value,
        "after": keep_numbers,
        "valid_from": valid_from.isoformat(),
        "reason": row.reason,
    }
    record(action="people.setting", by=by, at=at, target=row, district=district, detail=detail)
    return row


@dataclass
class Rotation:
    """How far a rotation has come. `broken`: ids of people whose number no key on the ring opens."""

    renewed: int
    broken: list[UUID]


def rotate_numbers(*, at: datetime, batch: int = BATCH) -> Iterator[Rotation]:
    """Seal and index again whatever was sealed with an older key, batch after batch, each in a transaction; yields after each.

    Stopped half-way it goes on where it was: the rows themselves say which keys they use.
    """
    ring, index = sealing_keys(), index_keys()
    if not ring:
        raise NumberRefused(NO_KEYS)
    done = Rotation(0, [])
    stale = IdentityNumber.objects.filter(~Q(key=ring.current) | ~Q(index_key=index.current)).order_by("pk")
    last: UUID | None = None
    while rows := list((stale.filter(pk__gt=last) if last else stale)[:batch]):
        last = rows[-1].pk
        with transaction.atomic():
            before = done.renewed
            for row in rows:
                _renew(row, done)
            if done.renewed > before:
                detail = {"renewed": done.renewed - before, "key": ring.current, "index_key": index.current}
                record(action="identity.rotate", by=None, at=at, target=rows[0], name="身份证号密钥", detail=detail)
        yield done


def _renew(row: IdentityNumber, done: Rotation) -> None:
    ring, index = sealing_keys(), index_keys()
    try:
        number = ring.unseal(row.sealed, _about(row.member_id))
    except SealBroken:
        done.broken.append(row.member_id)
        return
    # only over what was read: a number changed meanwhile is sealed with the current key anyway
    done.renewed += IdentityNumber.objects.filter(pk=row.pk, sealed=row.sealed).update(
        sealed=ring.seal(number, _about(row.member_id)),
        key=ring.current,
        index=index.index(number),
        index_key=index.current,
    )


def _about(member: UUID) -> bytes:
    return b"member " + member.bytes


def _reason(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < 2:
        raise NumberRefused("请写明理由，如“核对党内统计信息”。")
    return reason
