"""台账: everything a branch keeps of a year as one zip, made in the background and resumed where a worker left off."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from branches.models import Branch, User
from branches.permissions import NotAllowed, check_can_lead
from calendar_events.domain.archive import Entry, Gap, entries, gaps
from calendar_events.selectors.archive import Source, archive_sources, expected_of
from documents.workbooks.tables import table_workbook
from notices.models import Job
from notices.services.jobs import JobError, Progress, start_job, work

KIND = "calendar_events.archive"
INDEX, MISSING = "index.xlsx", "缺少的材料.xlsx"
_INDEX_COLUMNS = (("目录", 28.0), ("序号", 8.0), ("日期", 12.0), ("材料", 50.0), ("类别", 16.0), ("文件", 90.0))
_MISSING_COLUMNS = (("目录", 28.0), ("缺少的材料", 50.0), ("应有", 8.0), ("现有", 8.0))


def start_archive(*, branch: Branch, year: int, by: User, at: datetime) -> Job:
    """Queue the archive of the branch's year. The secretary and the deputy only: it holds everything the branch has. Raises NotAllowed."""
    check_can_lead(by, branch)
    title = f"{branch.short_name}{year}年台账"
    return start_job(kind=KIND, title=title, arguments={"branch": str(branch.pk), "year": year}, by=by, at=at)


@work(KIND)
def write_archive(progress: Progress) -> Iterator[None]:
    """Every document into the scratch folder, one a step, then the zip. A document that lies there already is not made again."""
    branch = Branch.objects.select_related("district").get(pk=UUID(progress.arguments["branch"]))
    year, today = int(progress.arguments["year"]), timezone.localdate(progress.began_at)
    try:
        check_can_lead(progress.owner, branch)
    except NotAllowed as error:
        raise JobError(str(error)) from error
    sources = archive_sources(branch, year, today, progress.owner)
    by_id = {source.document.id: source for source in sources}
    placed = entries([source.document for source in sources], f"{branch.short_name}{year}年台账")
    progress.filename = f"{branch.short_name}{year}年台账.zip"
    progress.total = len(placed) + 1
    progress.scratch.mkdir(parents=True, exist_ok=True)
    yield
    for number, entry in enumerate(placed, 1):
        _keep(progress.scratch / _name(entry.document.id), by_id[entry.document.id])
        progress.done = number
        yield
    lacking = gaps([source.document for source in sources], expected_of(branch, year, today))
    _pack(progress, placed, lacking)
    progress.done = progress.total
    yield


def _keep(place: Path, source: Source) -> None:
    """Written under another name first: what has the right name is whole, whenever the worker dies."""
    if place.exists():
        return
    beside = place.with_suffix(".new")
    beside.write_bytes(source.write())
    beside.replace(place)


def _name(identifier: str) -> str:
    """The same in every run, whatever the title is and whichever documents were added since."""
    return hashlib.sha256(identifier.encode()).hexdigest()[:32]


def _pack(progress: Progress, placed: Sequence[Entry], lacking: Sequence[Gap]) -> None:
    root = placed[0].path.split("/")[0] if placed else progress.filename.removesuffix(".zip")
    beside = progress.path.with_suffix(".new")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in placed:
            archive.write(progress.scratch / _name(entry.document.id), entry.path)
        archive.writestr(f"{root}/{INDEX}", _index(placed))
        archive.writestr(f"{root}/{MISSING}", _missing(lacking))
    beside.replace(progress.path)


def _index(placed: Sequence[Entry]) -> bytes:
    rows = [
        (
            entry.folder.label,
            entry.number,
            entry.document.on,
            entry.document.title,
            entry.document.activity.label if entry.document.activity else "",
            entry.path.split("/", 1)[1],
        )
        for entry in placed
    ]
    return table_workbook("目录", _INDEX_COLUMNS, rows)


def _missing(lacking: Sequence[Gap]) -> bytes:
    rows = [(gap.folder.label, gap.what, gap.needed, gap.have) for gap in lacking]
    return table_workbook("缺少的材料", _MISSING_COLUMNS, rows)
