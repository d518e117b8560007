"""A roster file from upload to preview. The file is read once and then deleted; the preview is what can be confirmed."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from branches.models import Branch, User
from branches.permissions import refusal
from branches.services.audit import record
from documents.workbooks.guard import WorkbookRefused
from members.domain.roster_matching import ReadRow, Roster
from members.domain.sealing import SealBroken
from members.models import ImportState, RosterImport, RosterImportRow
from members.permissions import check_can_keep_roster
from members.roster_permissions import check_can_handle_numbers
from members.selectors.identity import index_keys, keeps_numbers, sealing_keys
from members.selectors.roster_files import digest_of, group_ids, known_people, missing_row, row_of, typed
from members.workbooks.roster_reading import MAX_BYTES, Context, SheetRow, read_roster
from notices.models import JobState
from notices.services.jobs import JobError, Progress, start_job, work

logger = logging.getLogger(__name__)

#: Files up to this size are read while the user waits, larger ones by a worker.
READ_AT_ONCE = 256 * 1024
BATCH = 500
KIND = "members.read_roster"
#: A preview that nobody confirmed is thrown away after a day, the way back after a week.
PREVIEW_KEPT = timedelta(days=1)
UNDO_DAYS = 7
_UNEXPECTED = "读取时出了意外，没有读完。请另存为 .xlsx 再上传；再不行请联系运维人员。"


class ImportRefused(Exception):
    """What was asked of an import cannot be done; the message says why."""


def upload_roster(*, branch: Branch, data: bytes, filename: str, by: User, at: datetime) -> RosterImport:
    """Keep the file outside the code tree under its own number, and have it read: at once when it is small, else by a worker."""
    check_can_keep_roster(by, branch)
    if len(data) > MAX_BYTES:
        raise ImportRefused("文件超过10 MB。请只保留名册这一张表，或者分成几个文件。")
    roster_import = RosterImport(
        branch=branch,
        uploaded_by=by,
        uploaded_at=at,
        filename=filename[:200],
        sha256=hashlib.sha256(data).hexdigest(),
    )
    with transaction.atomic():
        roster_import.file.save(roster_import.pk.hex, ContentFile(data), save=False)
        if len(data) > READ_AT_ONCE:
            arguments = {"import": str(roster_import.pk), "back": reverse("members:import", args=[roster_import.pk])}
            roster_import.job = start_job(
                kind=KIND, title=f"读取名册：{filename[:100]}", arguments=arguments, by=by, at=at
            )
        roster_import.save(force_insert=True)
        detail = {"sha256": roster_import.sha256, "bytes": len(data)}
        record(action="roster.upload", by=by, at=at, target=roster_import, branch=branch, detail=detail)
    if roster_import.job is None:
        for _ in _preview(roster_import.pk, lambda: at):
            pass
        roster_import.refresh_from_db()
    return roster_import


@work(KIND)
def read_in_background(progress: Progress) -> Iterator[None]:
    """A large file; a worker that takes over from a dead one begins it anew. What cannot be read fails with the reason."""
    pk = UUID(progress.arguments["import"])
    for progress.done in _preview(pk, timezone.now):
        yield
    read = RosterImport.objects.get(pk=pk)
    if read.state != ImportState.PREVIEWED:
        raise JobError(read.refusal or "这次导入已经放弃。")
    progress.words = f"读完{read.rows_read}行。请看预览，确认后才写入。"


def _preview(pk: UUID, now: Callable[[], datetime]) -> Iterator[int]:
    """Make the preview, saying how many rows are read before each batch is stored. Nothing when it is done already."""
    unread = RosterImport.objects.filter(pk=pk, state__in=[ImportState.WAITING, ImportState.READING])
    if not unread.update(state=ImportState.READING):
        return
    roster_import = RosterImport.objects.select_related("branch__district", "uploaded_by").get(pk=pk)
    roster_import.rows.all().delete()
    try:
        with roster_import.file.open("rb") as file:
            yield from _read(roster_import, file, now)
    except WorkbookRefused as error:
        _refuse(roster_import, str(error))
    except Exception as error:  # noqa: BLE001 - a file may trip over anything; the user must get an answer
        # the type only: messages of libraries quote cells
        logger.error("roster %s could not be read: %s", pk, type(error).__name__)
        _refuse(roster_import, _UNEXPECTED)
    roster_import.file.delete(save=False)
    RosterImport.objects.filter(pk=pk).update(file="")


def _refuse(roster_import: RosterImport, message: str) -> None:
    roster_import.rows.all().delete()
    RosterImport.objects.filter(pk=roster_import.pk).update(state=ImportState.REFUSED, refusal=message[:300])


def _read(roster_import: RosterImport, file: object, now: Callable[[], datetime]) -> Iterator[int]:
    branch, today = roster_import.branch, timezone.localdate(now())
    with_numbers = keeps_numbers(branch, today) and not refusal(
        check_can_handle_numbers, roster_import.uploaded_by, branch
    )
    context = Context(groups=group_ids(branch), today=today, with_numbers=with_numbers)
    read = read_roster(file, Path(roster_import.filename).name, context)  # type: ignore[arg-type]
    counts: Counter[str] = Counter()
    yield from _judge(roster_import, _sealed(read.rows, roster_import), counts)
    _finish(roster_import, counts, now(), notes=read.notes)


def _sealed(rows: Iterable[SheetRow], roster_import: RosterImport) -> Iterator[tuple[ReadRow, str]]:
    """Rows as they are matched, with the number sealed: from here on nothing holds it openly."""
    ring, index = sealing_keys(), index_keys()
    for row in rows:
        indexes = tuple(index.indexes(row.identity)) if row.identity else ()
        sealed = ring.seal(row.identity, about_row(roster_import.pk, row.number)) if row.identity else ""
        yield ReadRow(row.number, row.facts, row.faults, indexes), sealed


def _judge(roster_import: RosterImport, rows: Iterable[tuple[ReadRow, str]], counts: Counter[str]) -> Iterator[int]:
    """Match and count, and store the preview batch by batch, saying before each how many rows are read."""
    roster = Roster(known_people(roster_import.branch))
    batch: list[RosterImportRow] = []
    read = 0
    for row, sealed in rows:
        read += 1
        stored = row_of(roster.judge(row), roster_import, read)
        stored.sealed = sealed
        counts[stored.kind] += 1
        batch.append(stored)
        if len(batch) == BATCH:
            yield read
            RosterImportRow.objects.bulk_create(batch)
            batch = []
    for place, known in enumerate(roster.missing(), read + 1):
        batch.append(missing_row(known, roster_import, place))
        counts["missing"] += 1
    yield read
    RosterImportRow.objects.bulk_create(batch, batch_size=BATCH)


def _finish(roster_import: RosterImport, counts: Counter[str], at: datetime, **facts: object) -> None:
    # only while it is being read: it may have been thrown away meanwhile
    RosterImport.objects.filter(pk=roster_import.pk, state=ImportState.READING).update(
        state=ImportState.PREVIEWED,
        counts=dict(counts),
        rows_read=sum(counts.values()) - counts["missing"],
        digest=digest_of(roster_import),
        previewed_at=at,
        **facts,
    )


@transaction.atomic
def preview_again(*, roster_import: RosterImport, by: User, at: datetime) -> None:
    """Match the rows that were read with the roster as it stands now. Raises ImportRefused when there is no preview."""
    check_can_keep_roster(by, roster_import.branch)
    pending = RosterImport.objects.filter(pk=roster_import.pk, state=ImportState.PREVIEWED)
    if not pending.update(state=ImportState.READING):
        raise ImportRefused("这份预览已经处理过了。")
    groups = set(group_ids(roster_import.branch).values())
    rows = [
        _read_again(row, roster_import, groups) for row in roster_import.rows.filter(number__gt=0).order_by("place")
    ]
    roster_import.rows.all().delete()
    counts: Counter[str] = Counter()
    for _ in _judge(roster_import, rows, counts):
        pass
    _finish(roster_import, counts, at)


def _read_again(row: RosterImportRow, roster_import: RosterImport, groups: set[str]) -> tuple[ReadRow, str]:
    faults = [(column, message) for column, message in row.read_faults]
    facts = typed(row.read)
    if facts.get("group") and facts["group"] not in groups:
        del facts["group"]
        faults.append(("group", "这个党小组已停用"))
    indexes: tuple[str, ...] = ()
    if row.sealed:
        try:
            number = sealing_keys().unseal(row.sealed, about_row(roster_import.pk, row.number))
            indexes = tuple(index_keys().indexes(number))
        except SealBroken:
            faults.append(("identity", "解不开，请重新上传文件"))
    return ReadRow(row.number, facts, tuple(faults), indexes), row.sealed


@transaction.atomic
def discard_import(*, roster_import: RosterImport, by: User, at: datetime) -> None:
    """Throw a preview away. Raises ImportRefused when it was confirmed meanwhile."""
    check_can_keep_roster(by, roster_import.branch)
    open_states = [ImportState.WAITING, ImportState.PREVIEWED, ImportState.REFUSED]
    if not RosterImport.objects.filter(pk=roster_import.pk, state__in=open_states).update(state=ImportState.DISCARDED):
        raise ImportRefused("这次导入正在读取，或者已经处理过了。")
    _forget(roster_import)
    record(action="roster.discard", by=by, at=at, target=roster_import, branch=roster_import.branch)


def forget_old_imports(*, at: datetime) -> int:
    """Throw away previews of yesterday, what a stopped job left unread, and what is kept for undoing longer than a week; returns how many
    imports."""
    unread = [ImportState.WAITING, ImportState.READING]
    stale = RosterImport.objects.filter(
        Q(state__in=[*unread, ImportState.PREVIEWED, ImportState.REFUSED], uploaded_at__lt=at - PREVIEW_KEPT)
        | Q(state__in=unread, job__state__in=[JobState.CANCELLED, JobState.FAILED])
    )
    done = 0
    for roster_import in stale:
        done += stale.filter(pk=roster_import.pk).update(state=ImportState.DISCARDED)
        _forget(roster_import)
    settled = RosterImport.objects.filter(
        state__in=[ImportState.CONFIRMED, ImportState.UNDONE],
        confirmed_at__lt=at - timedelta(days=UNDO_DAYS),
        rows__isnull=False,
    )
    for roster_import in settled.distinct():
        roster_import.rows.all().delete()
        done += 1
    return done


def _forget(roster_import: RosterImport) -> None:
    roster_import.rows.all().delete()
    if roster_import.file:
        file = roster_import.file
        RosterImport.objects.filter(pk=roster_import.pk).update(file="")
        transaction.on_commit(lambda: file.delete(save=False))


def about_row(roster_import: UUID, number: int) -> bytes:
    """What an identity number is bound to while it waits in a preview."""
    return b"import " + roster_import.bytes + number.to_bytes(4, "big")
