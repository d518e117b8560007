"""What was held and not written down, whom nobody has talked with yet, and which lists are still open."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from branches.models import Branch
from branchplan.handover.domain.pack import Line
from calendar_events.models import ActivityRecord, CalendarEvent, CollectionList
from calendar_events.selectors.collections import counts_for
from calendar_events.selectors.talks import talk_matrix
from documents.domain.content import format_date


def records_of(branch: Branch, day: date) -> tuple[Line, ...]:
    """Eight queries. Administrators read packs too: what is for named people only has no name here, and nobody who owes a list."""
    return (*_events(branch, day), *_talks(branch, day), *_lists(branch))


def _events(branch: Branch, day: date) -> list[Line]:
    """This year's events of the branch that are over and have no finished record."""
    record = ActivityRecord.objects.filter(event=OuterRef("pk"))
    rows = CalendarEvent.objects.filter(branch=branch, owner="branch", ends_on__lt=day).planned()
    rows = rows.filter(starts_on__year=day.year).annotate(is_begun=Exists(record))
    rows = rows.filter(~Exists(record.finished())).order_by("starts_on", "pk")
    return [
        Line(
            f"record:{row.pk}",
            f"活动记录：{'限定人员的活动' if row.is_restricted else row.subject}",
            f"{format_date(row.starts_on)}开展，" + ("记录还没有存档" if row.is_begun else "还没有记录"),
            None,
            reverse("calendar_events:record", args=[row.pk]),
        )
        for row in rows
    ]


def _talks(branch: Branch, day: date) -> list[Line]:
    """The year's heart-to-heart talks that are still to come, as numbers."""
    matrix = talk_matrix(branch, day.year, day)
    open_pairs, alone = len(matrix.pairs_open), len(matrix.without_committee)
    if not (open_pairs or alone):
        return []
    parts = [f"支委之间还有{open_pairs}对" if open_pairs else "", f"还有{alone}名党员没有支委谈过" if alone else ""]
    note, page = "，".join(filter(None, parts)), reverse("calendar_events:talks", args=[branch.pk])
    return [Line(f"talks:{day.year}", f"{day.year}年谈心谈话", note, date(day.year, 12, 31), page)]


def _lists(branch: Branch) -> list[Line]:
    """收交清单 that are open, with how many have handed in."""
    lists = list(CollectionList.objects.open().filter(branch=branch).order_by("due_on", "pk"))
    counts = counts_for(lists)
    lines = []
    for row in lists:
        asked, met = counts[row.pk]
        page = reverse("calendar_events:collection", args=[row.pk])
        lines.append(Line(f"list:{row.pk}", f"收交：{row.title}", f"应交{asked}人，已交齐{met}人", row.due_on, page))
    return lines
