"""Entering talks. What was said is sealed, and neither it nor the two names are in the trail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record
from calendar_events.models import Talk
from calendar_events.talks_permissions import (
    check_can_change_talk,
    check_can_enter_talk,
    enters_for_others,
    is_one_of_the_two,
    reads_notes,
)
from members.domain.sealing import SealBroken
from members.selectors.identity import sealing_keys

FACTS = ("kind", "speaker", "talked_with", "held_on", "place", "topic")
BATCH = 200


class TalkRefused(Exception):
    """A talk that cannot be entered so; `field` is what it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class TalkConflict(Exception):
    """Somebody else changed it first; nothing was overwritten."""

    def __str__(self) -> str:
        return "这次谈话的登记在您打开之后被修改了，请核对后再保存。"


@transaction.atomic
def enter_talk(*, branch: Branch, facts: Mapping[str, Any], notes: str, by: User, at: datetime) -> Talk:
    """A talk that took place. Raises TalkRefused."""
    check_can_enter_talk(by, branch)
    talk = Talk(branch=branch, recorded_by=by, recorded_at=at, **{name: facts[name] for name in FACTS})
    _check(talk, by=by, at=at)
    _seal(talk, notes if reads_notes(by, talk) else "")
    try:
        with transaction.atomic():
            talk.save(force_insert=True)
    except IntegrityError as error:
        raise TalkRefused("这两位当天的同类谈话已经登记过。", "held_on") from error
    _note("talk.enter", talk, by=by, at=at)
    return talk


@transaction.atomic
def change_talk(
    *, talk: Talk, facts: Mapping[str, Any], notes: str | None, base_version: int, by: User, at: datetime
) -> Talk:
    """Other facts, other notes (None: as they are). Raises TalkConflict, TalkRefused."""
    held = (
        Talk.objects.select_for_update(of=("self",)).select_related("branch", "speaker", "talked_with").get(pk=talk.pk)
    )
    check_can_change_talk(by, held)
    if held.version != base_version:
        raise TalkConflict
    may_write_notes = reads_notes(by, held)
    two = {held.speaker_id, held.talked_with_id}
    for name in FACTS:
        setattr(held, name, facts[name])
    _check(held, two, by=by, at=at)
    if notes is not None and may_write_notes:
        _seal(held, notes)
    held.version += 1
    held.save()
    _note("talk.change", held, by=by, at=at)
    return held


def notes_of(talk: Talk, reader: User) -> str:
    """What was said, for those who may read it; "" for everybody else. Raises TalkRefused when no key opens it."""
    if not talk.sealed or not reads_notes(reader, talk):
        return ""
    if not talk.key:
        return talk.sealed
    try:
        return sealing_keys().unseal(talk.sealed, _about(talk))
    except SealBroken as error:
        raise TalkRefused("谈话内容解不开：密钥不在服务器上，或者数据被改动过。请联系运维人员。") from error


def reseal_talks(*, batch: int = BATCH) -> int:
    """Seal with the key in use what is plain or sealed with another; returns how many. Safe to run again and to break off."""
    ring, done = sealing_keys(), 0
    if not ring:
        return 0
    while rows := list(Talk.objects.exclude(sealed="").exclude(key=ring.current).order_by("pk")[:batch]):
        with transaction.atomic():
            for talk in rows:
                plain = ring.unseal(talk.sealed, _about(talk)) if talk.key else talk.sealed
                _seal(talk, plain)
                Talk.objects.filter(pk=talk.pk, version=talk.version).update(sealed=talk.sealed, key=talk.key)
        done += len(rows)
    return done


def _seal(talk: Talk, notes: str) -> None:
    ring, plain = sealing_keys(), notes.strip()
    talk.key = ring.current if ring and plain else ""
    talk.sealed = ring.seal(plain, _about(talk)) if talk.key else plain


def _about(talk: Talk) -> bytes:
    return f"talk {talk.pk}".encode()


def _check(talk: Talk, two: Collection[UUID] = (), *, by: User, at: datetime) -> None:
    """`two`: who the talk is of already; they may have left the branch since."""
    if talk.speaker.pk == talk.talked_with.pk:
        raise TalkRefused("谈话人和谈话对象不能是同一个人。", "talked_with")
    for name in ("speaker", "talked_with"):
        person = getattr(talk, name)
        if person.branch_id != talk.branch_id and person.pk not in two:
            raise TalkRefused("请选本支部名册上的人。", name)
    if talk.held_on > timezone.localdate(at):
        raise TalkRefused("日期不能晚于今天。", "held_on")
    if not is_one_of_the_two(by, talk) and not enters_for_others(by, talk.branch, talk.kind):
        raise TalkRefused("只能登记自己参加的谈话。", "speaker")


def _note(action: str, talk: Talk, *, by: User, at: datetime) -> None:
    record(action=action, by=by, at=at, target=talk, name="谈话登记", branch=talk.branch, detail={})
