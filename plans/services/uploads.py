"""Files and pasted texts on their way to a plan: stored, decided line by line, thrown away."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from branches.models import Branch, User
from branches.permissions import check_can_write_for
from branches.services.audit import record
from documents.domain.source import SourceText, source_from_json, source_to_json
from plans.domain.reading import Decision, PlanReading, Role, read_plan
from plans.models import Plan, PlanUpload


class UploadConflict(Exception):
    """Decisions were made in another window meanwhile; nothing was overwritten."""

    def __str__(self) -> str:
        return "这份文件的读取结果刚在另一个页面被改过，已显示最新内容，请再选一次。"


@transaction.atomic
def store_upload(
    *, branch: Branch, source: SourceText, data: bytes, filename: str, by: User, at: datetime
) -> PlanUpload:
    """Keep the file as it came (outside the code tree, under its own number) and the text read out of it."""
    check_can_write_for(by, branch)
    upload = PlanUpload(
        branch=branch,
        uploaded_by=by,
        uploaded_at=at,
        filename=filename[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        source=source_to_json(source),
    )
    upload.file.save(upload.pk.hex, ContentFile(data), save=False)
    upload.save(force_insert=True)
    record(
        action="upload.create",
        by=by,
        at=at,
        target=upload,
        name=str(upload),
        branch=branch,
        detail={"sha256": upload.sha256, "bytes": len(data)},
    )
    return upload


def decide(*, upload: PlanUpload, segment: int, decision: Decision | None, base_version: int, by: User) -> PlanUpload:
    """What a person says a piece is; None takes the decision back. Raises UploadConflict when another window was faster."""
    check_can_write_for(by, upload.branch)
    decisions = dict(upload.decisions)
    if decision is None:
        decisions.pop(str(segment), None)
    else:
        decisions[str(segment)] = [decision.role.value, decision.level, list(decision.months)]
    changed = PlanUpload.objects.filter(pk=upload.pk, version=base_version).update(
        decisions=decisions, version=base_version + 1
    )
    stored = PlanUpload.objects.select_related("branch__district").get(pk=upload.pk)
    if not changed:
        raise UploadConflict
    return stored


@transaction.atomic
def delete_upload(*, upload: PlanUpload, by: User, at: datetime) -> None:
    """Throw file and text away."""
    check_can_write_for(by, upload.branch)
    record(
        action="upload.delete",
        by=by,
        at=at,
        target=upload,
        name=str(upload),
        branch=upload.branch,
        detail={"sha256": upload.sha256},
    )
    file = upload.file
    upload.delete()
    transaction.on_commit(lambda: file.delete(save=False))


def bind_to_plan(*, upload: PlanUpload, plan: Plan) -> None:
    """Remember which plan came out of the upload."""
    PlanUpload.objects.filter(pk=upload.pk).update(plan=plan)


def reading_of(upload: PlanUpload) -> PlanReading:
    """The source read with what was decided about it."""
    return read_plan(source_from_json(upload.source), decisions=decisions_of(upload))


def decisions_of(upload: PlanUpload) -> dict[int, Decision]:
    """Decisions by segment index."""
    return {
        int(index): Decision(Role(role), level, tuple(months))
        for index, (role, level, months) in upload.decisions.items()
    }
