"""A schedule out of Excel: read and compared with the plan, then written exactly as it was shown. The file itself is not kept."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from branches.models import User
from documents.workbooks.guard import WorkbookRefused
from plans.models import (
    BatchSource,
    ItemBatch,
    Plan,
    PlanItem,
    ScheduleImport,
    ScheduleImportRow,
    ScheduleImportState,
)
from plans.models.batches import FILENAME_LENGTH
from plans.permissions import check_can_edit_plan
from plans.selectors.people import People, people_of
from plans.selectors.schedule_files import digest_of, known_lines, missing_row, read_row_of, row_of, typed
from plans.services.batches import Addition, write_batch
from plans.services.editing import editing, note_change
from plans.services.items import ItemFacts, facts_of_item
from plans.workbooks.schedule_matching import RowKind, match
from plans.workbooks.schedule_reading import ReadRow, read_schedule
from regulations.domain.quoting import quoted

#: A preview that nobody confirmed is thrown away after a day, the rows of a confirmed one after a month.
PREVIEW_KEPT, ROWS_KEPT = timedelta(days=1), timedelta(days=31)


class ImportRefused(Exception):
    """What was asked of a preview cannot be done; the message says why."""


class ScheduleChanged(ImportRefused):
    """The plan's schedule is no longer the one that the file was compared with. `lines` say what is different."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("预览之后行事历有变动，没有写入。请重新核对后再确认。")
        self.lines = lines


def upload_schedule(*, plan: Plan, data: bytes, filename: str, by: User, at: datetime) -> ScheduleImport:
    """Read the file and keep the preview. Raises WorkbookRefused with the sentence for the user."""
    check_can_edit_plan(by, plan)
    rows = read_schedule(io.BytesIO(data), filename, plan.period)
    if not rows:
        raise WorkbookRefused("表头下面没有内容。")
    schedule_import = ScheduleImport(
        plan=plan,
        filename=filename[:FILENAME_LENGTH],
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
        uploaded_at=at,
    )
    with transaction.atomic():
        schedule_import.save(force_insert=True)
        _compare(schedule_import, rows)
        detail = {"import": str(schedule_import.pk), "sha256": schedule_import.sha256, "rows": len(rows)}
        note_change(plan, "schedule.upload", by=by, at=at, **detail)
    return schedule_import


def compare_again(*, schedule_import: ScheduleImport, by: User, at: datetime) -> None:
    """Compare what the file said with the plan as it stands now. Raises ImportRefused when there is no preview any more."""
    with editing(schedule_import.plan, by=by) as plan:
        held = _preview(schedule_import)
        rows = [read_row_of(row) for row in held.rows.filter(number__gt=0).order_by("place")]
        held.rows.all().delete()
        _compare(held, rows)
        note_change(plan, "schedule.compare", by=by, at=at, **{"import": str(held.pk)})


def _compare(schedule_import: ScheduleImport, rows: Sequence[ReadRow]) -> None:
    verdicts, missing = match(rows, known_lines(schedule_import.plan))
    stored = [row_of(verdict, schedule_import, place) for place, verdict in enumerate(verdicts, 1)]
    stored += [missing_row(line, schedule_import, len(stored) + nth) for nth, line in enumerate(missing, 1)]
    ScheduleImportRow.objects.bulk_create(stored, batch_size=500)
    schedule_import.counts = Counter(str(row.kind) for row in stored)
    schedule_import.digest = digest_of(schedule_import)
    schedule_import.save(update_fields=["counts", "digest"])


def confirm_schedule(*, schedule_import: ScheduleImport, digest: str, by: User, at: datetime) -> ItemBatch:
    """Write exactly the preview whose digest the user saw: its new and changed rows. Lines that the file leaves out stay.

    Raises ImportRefused (done already, another preview) or ScheduleChanged (somebody changed the schedule since).
    """
    with editing(schedule_import.plan, by=by) as plan:
        held = _preview(schedule_import)
        if not digest or held.digest != digest or digest_of(held) != digest:
            raise ImportRefused("您看到的预览已经不是最新的，没有写入。请看过现在的预览再确认。")
        items = {row.pk: row for row in plan.items.present().with_responsible().select_related("measure")}
        if lines := _what_changed(held, items):
            raise ScheduleChanged(lines)
        rows = list(held.rows.filter(kind__in=[RowKind.NEW, RowKind.CHANGED]).order_by("place"))
        if not rows:
            raise ImportRefused("没有可以写入的内容。")
        people = people_of(plan)
        new = [row for row in rows if row.kind == RowKind.NEW]
        changed = [(row, items[row.item_id]) for row in rows if row.item_id is not None and row.kind == RowKind.CHANGED]
        batch = write_batch(
            held=plan,
            source=BatchSource.WORKBOOK,
            label=held.filename,
            additions=[Addition(_new_facts(typed(row.changes), people)) for row in new],
            changes=[(item, _changed_facts(item, typed(row.changes), people)) for row, item in changed],
            by=by,
            at=at,
        )
        written = batch.rows.exclude(item__in=[item.pk for _, item in changed]).order_by("pk")
        for row, made in zip(new, written, strict=True):
            row.item_id = made.item_id
        ScheduleImportRow.objects.bulk_update(new, ["item"], batch_size=200)
        held.state, held.confirmed_digest, held.batch = ScheduleImportState.CONFIRMED, digest, batch
        held.save(update_fields=["state", "confirmed_digest", "batch"])
    return batch


def discard_schedule(*, schedule_import: ScheduleImport, by: User, at: datetime) -> None:
    """Throw a preview away. Raises ImportRefused when it was confirmed meanwhile."""
    check_can_edit_plan(by, schedule_import.plan)
    with transaction.atomic():
        rows = ScheduleImport.objects.filter(pk=schedule_import.pk, state=ScheduleImportState.PREVIEWED)
        if not rows.update(state=ScheduleImportState.DISCARDED):
            raise ImportRefused("这份预览已经处理过了。")
        schedule_import.rows.all().delete()
        detail = {"import": str(schedule_import.pk)}
        note_change(schedule_import.plan, "schedule.discard", by=by, at=at, **detail)


def forget_old_previews(*, at: datetime) -> int:
    """Throw away previews of yesterday and the rows of what was written a month ago; returns how many files."""
    stale = ScheduleImport.objects.filter(state=ScheduleImportState.PREVIEWED, uploaded_at__lt=at - PREVIEW_KEPT)
    keys = list(stale.values_list("pk", flat=True))
    done = ScheduleImport.objects.filter(pk__in=keys, state=ScheduleImportState.PREVIEWED).update(
        state=ScheduleImportState.DISCARDED
    )
    ScheduleImportRow.objects.filter(schedule_import__in=keys).delete()
    settled = ScheduleImport.objects.filter(
        state=ScheduleImportState.CONFIRMED, uploaded_at__lt=at - ROWS_KEPT, rows__isnull=False
    )
    old = list(settled.distinct().values_list("pk", flat=True))
    ScheduleImportRow.objects.filter(schedule_import__in=old).delete()
    return done + len(old)


def _preview(schedule_import: ScheduleImport) -> ScheduleImport:
    held = ScheduleImport.objects.select_for_update().get(pk=schedule_import.pk)
    if held.state != ScheduleImportState.PREVIEWED:
        raise ImportRefused("这份预览已经处理过了。")
    return held


def _what_changed(held: ScheduleImport, items: dict[Any, PlanItem]) -> list[str]:
    """Every line of the preview that is no longer as it was, and those that came since."""
    lines, seen = [], set()
    for row in held.rows.exclude(item=None).order_by("place"):
        seen.add(row.item_id)
        item = items.get(row.item_id)
        if row.kind == RowKind.FAULT:
            continue
        place = f"第{row.number}行" if row.number else "表里没有的"
        if item is None:
            lines.append(f"{place}{quoted(row.said, 40)}：已被删除")
        elif item.version != row.version:
            lines.append(f"{place}{quoted(row.said, 40)}：又被修改过")
    return lines + [f"行事历新增了{quoted(item.text, 40)}" for pk, item in items.items() if pk not in seen]


def _new_facts(facts: dict[str, Any], people: People) -> ItemFacts:
    responsible = facts.pop("responsible")
    return _with_responsible(ItemFacts(**facts), responsible, people)


def _changed_facts(item: PlanItem, changes: dict[str, Any], people: People) -> ItemFacts:
    responsible = changes.pop("responsible", None)
    facts = replace(facts_of_item(item), **changes)
    return facts if responsible is None else _with_responsible(facts, responsible, people)


def _with_responsible(facts: ItemFacts, name: str, people: People) -> ItemFacts:
    """A member or group of that name and no other; else the words as they are."""
    member, group = people.named(name)
    text = "" if member or group else name
    return replace(facts, responsible_member=member, responsible_group=group, responsible_text=text)
