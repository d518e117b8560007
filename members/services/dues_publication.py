"""公布: what the branch shows its members about a year, kept as it was shown."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record
from members.domain.dues import DuesRefused
from members.models import DuesPublication
from members.permissions import check_can_keep_dues
from members.selectors.dues_overview import year_figures
from members.services.dues import DuesChangedMeanwhile, hold_ledger

NOTE_LENGTH = 300


@transaction.atomic
def publish_year(
    *, branch: Branch, year: int, with_people: bool, note: str, seen: int, by: User, at: datetime
) -> DuesPublication:
    """Freeze the year's figures for the members; `seen` is the revision the person had before their eyes, 0 for none.

    Amounts of single people are in it only where the branch chose so. Raises DuesRefused for a year to come and DuesChangedMeanwhile.
    """
    check_can_keep_dues(by, branch)
    held = hold_ledger(branch)
    today = timezone.localdate(at)
    if year > today.year:
        raise DuesRefused("这一年还没有到。", "year")
    last = DuesPublication.objects.filter(branch=held, year=year).aggregate(last=Max("revision"))["last"] or 0
    if last != seen:
        raise DuesChangedMeanwhile("其他人刚公布过这一年的情况，请看过以后再决定是否重新公布。")
    content = {**year_figures(held, year, today, with_people=with_people), "note": note.strip()}
    row = DuesPublication.objects.create(
        branch=held, year=year, revision=last + 1, content=content, published_by=by, published_at=at
    )
    detail = {"year": year, "revision": row.revision, "with_people": with_people}
    record(action="dues.publish", by=by, at=at, target=row, name=str(row), branch=held, detail=detail)
    return row
