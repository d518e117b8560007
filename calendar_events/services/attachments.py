"""Keeping files and taking them away again. What a file is, its content says; the trail keeps name, size and hash."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from branches.models import User
from branches.services.audit import record
from calendar_events.attachments_permissions import Owner, check_can_attach, check_can_remove_attachment
from calendar_events.domain.files import FileRefused, check_file, safe_filename
from calendar_events.models import Attachment, CalendarEvent, CollectionList, HandIn, Purpose, RegisterEntry

MOST_FILES = 60
_FIELDS = {CalendarEvent: "event", RegisterEntry: "entry", CollectionList: "collection", HandIn: "hand_in"}


def attach(*, to: Owner, data: bytes, filename: str, purpose: Purpose, by: User, at: datetime) -> Attachment:
    """Keep a file with what it belongs to; the same file twice is kept once. Raises FileRefused, NotAllowed."""
    check_can_attach(by, to)
    checked = check_file(data, filename, most_bytes=settings.ATTACHMENT_MOST_BYTES)
    field = _FIELDS[type(to)]
    branch = to.due.collection.branch if isinstance(to, HandIn) else to.branch
    present = Attachment.objects.filter(**{field: to})
    digest = hashlib.sha256(checked.data).hexdigest()
    if same := present.filter(sha256=digest).first():
        return same
    if present.count() >= MOST_FILES:
        raise FileRefused(f"附件已经有{MOST_FILES}个，请先删除不需要的。")
    row = Attachment(
        branch=branch,
        purpose=purpose,
        filename=safe_filename(filename, checked.kind),
        kind=checked.kind.ending,
        size=len(checked.data),
        sha256=digest,
        taken_on=checked.taken_on,
        uploaded_by=by,
        uploaded_at=at,
        **{field: to},
    )
    row.file.save(row.pk.hex, ContentFile(checked.data), save=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _note("attachment.add", row, by=by, at=at)
    except IntegrityError:  # the same file arrived twice at the same moment
        row.file.delete(save=False)
        return present.get(sha256=digest)
    return row


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User, at: datetime) -> None:
    """Take a file away; the trail keeps what it was. Nothing happens where somebody else has removed it already."""
    check_can_remove_attachment(by, attachment)
    deleted, _ = Attachment.objects.filter(pk=attachment.pk).delete()
    if deleted:
        _note("attachment.remove", attachment, by=by, at=at)
        file = attachment.file
        transaction.on_commit(lambda: file.delete(save=False))


def _note(action: str, row: Attachment, *, by: User, at: datetime) -> None:
    """At the thing it hangs on. The name of a file at something restricted may say what it is about: there only its kind is kept."""
    owner = row.owner
    closed = isinstance(owner, RegisterEntry) and owner.kind.restricted
    name = owner.kind.title if isinstance(owner, RegisterEntry) and closed else str(owner)
    detail = {
        "filename": row.file_kind.label if closed else row.filename,
        "purpose": row.get_purpose_display(),
        "bytes": row.size,
        "sha256": row.sha256,
    }
    record(action=action, by=by, at=at, target=owner, name=name, branch=row.branch, detail=detail)
