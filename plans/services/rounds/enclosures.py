"""What goes with a round: the template's parts and attached files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from branches.models import User
from branches.services.audit import record
from plans.domain.rounds.fields import unknown_fields
from plans.models import PlanningRound, RoundAttachment, RoundChange, RoundPart, RoundState, TargetState
from plans.notices import announce_change
from plans.rounds_permissions import check_can_run_round
from plans.services.rounds.writing import RoundRefused, hold_round
from regulations.domain.quoting import quoted

MOST_PARTS, MOST_FILES = 60, 10
LARGEST_FILE = 20 * 1024 * 1024
ENDINGS = (".docx", ".doc", ".xlsx", ".xls", ".pdf", ".txt", ".png", ".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A section of the template as a form has it."""

    level: int
    heading: str
    body: str = ""
    hint: str = ""
    is_locked: bool = False


@transaction.atomic
def write_parts(
    *, planning: PlanningRound, parts: Sequence[PartFacts], base_version: int, by: User, at: datetime
) -> PlanningRound:
    """The whole template in place of the one before, until the round is opened: drafts begun later must not differ from those begun first.

    Raises RoundChanged, RoundRefused.
    """
    check_can_run_round(by, planning)
    held = hold_round(planning, base_version=base_version, at=at)
    if held.state != RoundState.DRAFT:
        raise RoundRefused("已经发布，学校可能已按模板起草，模板不能再改。")
    if len(parts) > MOST_PARTS:
        raise RoundRefused(f"模板最多{MOST_PARTS}段。")
    for part in parts:
        if part.is_locked and not part.body.strip() and not part.heading.strip():
            raise RoundRefused("固定部分要有标题。")
        if unknown := unknown_fields(part.body):
            raise RoundRefused(
                f"“{part.heading}”里的【{unknown[0]}】不是已有的信息，不会自动填写；请改名称或去掉方括号。"
            )
    held.parts.all().delete()
    RoundPart.objects.bulk_create(
        RoundPart(round=held, position=number, **{name: getattr(part, name) for name in PartFacts.__slots__})
        for number, part in enumerate(parts, 1)
    )
    detail = {"parts": len(parts), "locked": sum(part.is_locked for part in parts)}
    record(action="round.template", by=by, at=at, target=held, district=held.district, detail=detail)
    return held


@transaction.atomic
def attach_file(*, planning: PlanningRound, name: str, data: bytes, by: User, at: datetime) -> RoundAttachment:
    """Keep a file with the round, under its own number outside the code tree; schools of an opened round are told. Raises RoundRefused."""
    check_can_run_round(by, planning)
    held = _held(planning)
    name = PurePath(name.replace("\\", "/")).name[-120:]
    if not name.lower().endswith(ENDINGS):
        raise RoundRefused("只能上传 Word、Excel、PDF、文本和图片文件。")
    if not data or len(data) > LARGEST_FILE:
        raise RoundRefused(f"文件是空的，或者超过{LARGEST_FILE // 1024 // 1024} MB。")
    if held.attachments.count() >= MOST_FILES:
        raise RoundRefused(f"最多{MOST_FILES}个附件。")
    attachment = RoundAttachment(
        round=held, name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest(), added_by=by, added_at=at
    )
    attachment.file.save(attachment.pk.hex, ContentFile(data), save=False)
    attachment.save(force_insert=True)
    _tell(held, f"增加附件{quoted(name)}", by, at)
    detail = {"sha256": attachment.sha256, "bytes": attachment.size}
    record(action="round.attach", by=by, at=at, target=attachment, district=held.district, detail=detail)
    return attachment


@transaction.atomic
def remove_file(*, attachment: RoundAttachment, by: User, at: datetime) -> None:
    """Take a file away; schools of an opened round are told."""
    held = _held(attachment.round)
    check_can_run_round(by, held)
    _tell(held, f"取消附件{quoted(attachment.name)}", by, at)
    detail = {"sha256": attachment.sha256}
    record(action="round.detach", by=by, at=at, target=attachment, district=held.district, detail=detail)
    file = attachment.file
    attachment.delete()
    transaction.on_commit(lambda: file.delete(save=False))


def _held(planning: PlanningRound) -> PlanningRound:
    held = PlanningRound.objects.select_for_update(of=("self",)).select_related("district").get(pk=planning.pk)
    if held.state == RoundState.CLOSED:
        raise RoundRefused("这项布置已经结束，不能再修改。")
    return held


def _tell(planning: PlanningRound, words: str, by: User, at: datetime) -> None:
    if planning.state == RoundState.OPEN:
        change = RoundChange.objects.create(round=planning, text=words, changed_by=by, changed_at=at)
        waiting = planning.targets.exclude(state=TargetState.APPROVED)
        announce_change(planning, waiting.iterator(chunk_size=2000), change=change.pk, words=words, at=at)
