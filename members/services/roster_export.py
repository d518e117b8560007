"""A roster as a file for one person, watermarked, gone after a day."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any, cast
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from branches.models import Branch, User
from branches.permissions import NotAllowed
from branches.services.audit import record, record_each
from members.models import Member, RosterExport
from members.permissions import check_can_see_roster
from members.roster_permissions import check_can_handle_numbers
from members.selectors.people import RosterQuery, roster
from members.selectors.roster_files import export_rows, group_names
from members.services.identity import NumberRefused, check_kept, open_number
from members.workbooks.roster_writing import write_export
from notices.models import Job
from notices.services.jobs import JobError, Progress, start_job, work

logger = logging.getLogger(__name__)

KIND = "members.roster_export"
KEPT = timedelta(hours=24)
AT_ONCE, MOST = 1_000, 20_000  # people; more than the first are written by a worker, more than the second by nobody
ROWS_A_STEP = 500


class ExportRefused(Exception):
    """What was asked for cannot be written out; the message says why."""


def order_export(
    *, branch: Branch, asked: RosterQuery, purpose: str, with_phones: bool, with_numbers: bool, by: User, at: datetime
) -> Job | None:
    """Have the people that `asked` names written out: at once where they are few (None), else by a worker (its job)."""
    people = roster(branch, asked, timezone.localdate(at))
    wish: dict[str, Any] = {"purpose": purpose, "with_phones": with_phones, "with_numbers": with_numbers}
    if people.count() <= AT_ONCE:
        export_roster(branch=branch, people=people, **wish, by=by, at=at)
        return None
    _prepared(branch, people, **wish, by=by, at=at)
    arguments = {"branch": str(branch.pk), "asked": asdict(asked), "wish": wish}
    arguments["back"] = reverse("members:export", args=[branch.pk])
    return start_job(kind=KIND, title=f"导出名册：{branch.short_name}", arguments=arguments, by=by, at=at)


@work(KIND)
def export_in_background(progress: Progress) -> Iterator[None]:
    """With the rights its owner has when it is done. Another worker that goes on begins anew, unless the file is there already."""
    branch = Branch.objects.select_related("district").get(pk=progress.arguments["branch"])
    people = roster(branch, RosterQuery(**progress.arguments["asked"]), timezone.localdate(progress.began_at))
    try:
        export = _prepared(branch, people, **progress.arguments["wish"], by=progress.owner, at=progress.began_at)
        export.pk = UUID(progress.checkpoint.setdefault("export", export.pk.hex))
        progress.total = people.count()
        if not RosterExport.objects.filter(pk=export.pk).exists():
            for done in _written(export, people):
                progress.done = min(done, progress.total)
                yield
    except (ExportRefused, NotAllowed, NumberRefused) as error:
        raise JobError(str(error)) from error
    progress.words = "名册已写好，24小时内可以下载。"


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
    wish: dict[str, Any] = {"purpose": purpose, "with_phones": with_phones, "with_numbers": with_numbers}
    export = _prepared(branch, people, **wish, by=by, at=at)
    for _ in _written(export, people):
        pass
    return export


def _prepared(
    branch: Branch,
    people: QuerySet[Member],
    *,
    purpose: str,
    with_phones: bool,
    with_numbers: bool,
    by: User,
    at: datetime,
) -> RosterExport:
    """What is to be written, not yet stored; raises what forbids it."""
    check_can_see_roster(by, branch)
    purpose = purpose.strip()
    if len(purpose) < 2:
        raise ExportRefused("请写明用途，如“年度党内统计”。")
    if with_numbers:
        check_can_handle_numbers(by, branch)
        check_kept(branch, timezone.localdate(at))
    if people.count() > MOST:
        raise ExportRefused(f"超过{MOST}人，请缩小范围。")
    return RosterExport(
        branch=branch,
        by=by,
        at=at,
        expires_at=at + KEPT,
        purpose=purpose,
        people=0,
        with_phones=with_phones,
        with_numbers=with_numbers,
    )


def _written(export: RosterExport, people: QuerySet[Member]) -> Iterator[int]:
    """Write and store it, saying after each portion how many people are read.

    The workbook is written at the end: half of one that is given up could not be closed.
    """
    rows = []
    for row in _opened(export_rows(people, with_phones=export.with_phones, with_numbers=export.with_numbers)):
        rows.append(row)
        if len(rows) % ROWS_A_STEP == 0:
            yield len(rows)
    with TemporaryFile() as target, transaction.atomic():
        export.people = write_export(
            target,
            rows,
            watermark=watermark(export),
            with_numbers=export.with_numbers,
            groups=group_names(export.branch),
        )
        target.seek(0)
        export.file.save(export.pk.hex, File(target), save=False)
        export.save(force_insert=True)
        of: dict[str, Any] = {"by": export.by, "at": export.at, "branch": export.branch}
        detail: dict[str, Any] = {"because": export.purpose, "people": export.people}
        detail |= {"phones": export.with_phones, "numbers": export.with_numbers}
        record(action="roster.export", target=export, detail=detail, **of)
        if export.with_numbers:
            holders = list(people.filter(identity_number__isnull=False))
            because = {"because": f"导出名册：{export.purpose}"}
            record_each(action="identity.show", targets=holders, detail=because, **of)
    yield export.people


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
