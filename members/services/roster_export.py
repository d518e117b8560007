"""A roster as a file for one person, watermarked, gone after a day."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any, cast

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record, record_each
from members.models import Member, RosterExport
from members.permissions import check_can_see_roster
from members.roster_permissions import check_can_handle_numbers
from members.selectors.roster_files import export_rows, group_names
from members.services.identity import NumberRefused, check_kept, open_number
from members.workbooks.roster_writing import write_export

logger = logging.getLogger(__name__)

KEPT = timedelta(hours=24)
MOST = 20_000


class ExportRefused(Exception):
    """What was asked for cannot be written out; the message says why."""


def export_roster(
    *,
    branch: Branch,
    people: QuerySet[Member],
    purpose: str,
    with_phones: bool = False,
    with_numbers: bool = False,
    by: User,
    at: datetime,
) -> RosterExport:
    """Write the people (of this branch) out. The purpose stands in the trail and on the sheet; it is the reason for whole phone numbers too.

    Identity numbers only for whom `check_can_handle_numbers` lets, where they are kept; each person whose number went out has an entry.
    """
    check_can_see_roster(by, branch)
    purpose = purpose.strip()
    if len(purpose) < 2:
        raise ExportRefused("请写明用途，如“年度党内统计”。")
    if with_numbers:
        check_can_handle_numbers(by, branch)
        check_kept(branch, timezone.localdate(at))
    if people.count() > MOST:
        raise ExportRefused(f"超过{MOST}人，请缩小范围。")
    export = RosterExport(
        branch=branch,
        by=by,
        at=at,
        expires_at=at + KEPT,
        purpose=purpose[:100],
        people=0,
        with_phones=with_phones,
        with_numbers=with_numbers,
    )
    rows = _opened(export_rows(people, with_phones=with_phones, with_numbers=with_numbers))
    with TemporaryFile() as target, transaction.atomic():
        export.people = write_export(
            target, rows, watermark=watermark(export), with_numbers=with_numbers, groups=group_names(branch)
        )
        target.seek(0)
        export.file.save(export.pk.hex, File(target), save=False)
        export.save(force_insert=True)
        detail = {"because": export.purpose, "people": export.people, "phones": with_phones, "numbers": with_numbers}
        record(action="roster.export", by=by, at=at, target=export, branch=branch, detail=detail)
        if with_numbers:
            holders = list(people.filter(identity_number__isnull=False))
            because = {"because": f"导出名册：{export.purpose}"}
            record_each(action="identity.show", by=by, at=at, targets=holders, branch=branch, detail=because)
    return export


def watermark(export: RosterExport) -> str:
    """Who took what, when and what for."""
    moment = timezone.localtime(export.at)
    return (
        f"{export.branch.short_name}党员名册　{export.by.display_name}（{export.by.username}）于{moment:%Y-%m-%d %H:%M}导出　"
        f"用途：{export.purpose}　内部资料，不得外传"
    )


def _opened(rows: Iterator[tuple[dict[str, Any], str]]) -> Iterator[dict[str, Any]]:
    for facts, sealed in rows:
        if sealed:
            try:
                facts["identity"] = open_number(cast("Any", facts["pk"]), sealed)
            except NumberRefused:
                facts["identity"] = ""
                logger.warning("a sealed identity number of an export does not open")
        yield facts


def delete_expired_exports(*, at: datetime) -> int:
    """Delete the files whose day is over; the rows stay as a record. Returns how many."""
    expired = RosterExport.objects.filter(expires_at__lte=at).exclude(file="")
    for export in expired:
        export.file.delete(save=False)
        RosterExport.objects.filter(pk=export.pk).update(file="")
    return len(expired)
