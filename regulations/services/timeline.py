"""What a district knows of congresses, plenums and campaigns, and which observed days it lists."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from branches.models import District, User
from branches.services.audit import record
from regulations.domain.observances import observance_book
from regulations.domain.timeline_entries import TimelineFact, TimelineRefused, check_fact
from regulations.models import ObservanceChoice, TimelineEntry
from regulations.permissions import check_can_keep_calendar
from regulations.selectors.calendar import timeline_for

_FIELDS = ("congress", "plenum", "name", "topic", "first", "last", "confirmed", "lasting")


class UnknownObservance(LookupError):
    """The portal's data know no day of that key."""


@transaction.atomic
def save_timeline_entry(
    *, district: District, fact: TimelineFact, source: str, by: User, at: datetime
) -> TimelineEntry:
    """The district goes by this fact, in place of what was known under the same key. Raises TimelineRefused with a sentence per field."""
    check_can_keep_calendar(by, district)
    District.objects.select_for_update().get(pk=district.pk)
    source = source.strip()
    if not source:
        raise TimelineRefused({"source": "请写明出处，如公报或通知的名称。"})
    check_fact(fact, timeline_for(district), timezone.localdate(at))
    entry = TimelineEntry.objects.filter(district=district, key=fact.key).first()
    before = _plain(entry) if entry else None
    entry = entry or TimelineEntry(district=district, key=fact.key, kind=fact.kind.value)
    for name in _FIELDS:
        setattr(entry, name, getattr(fact, name))
    entry.writings, entry.evidence = list(fact.writings), fact.evidence.value
    entry.source, entry.by, entry.at = source, by, at
    entry.save()
    detail = {"before": before, "after": _plain(entry)}
    record(action="timeline.set", by=by, at=at, target=entry, district=district, detail=detail)
    return entry


@transaction.atomic
def remove_timeline_entry(*, district: District, key: str, by: User, at: datetime) -> None:
    """What is known above the district counts again. Nothing happens where the district entered nothing."""
    check_can_keep_calendar(by, district)
    entry = TimelineEntry.objects.select_for_update().filter(district=district, key=key).first()
    if entry is None:
        return
    record(action="timeline.remove", by=by, at=at, target=entry, district=district, detail={"before": _plain(entry)})
    entry.delete()


@transaction.atomic
def list_observance(*, district: District, key: str, listed: bool, by: User, at: datetime) -> ObservanceChoice:
    """The district lists the observed day, or leaves it out. Raises UnknownObservance."""
    check_can_keep_calendar(by, district)
    book = observance_book()
    names = {row.key: row.name for row in book.observances} | {row.key: row.name for row in book.plain_days}
    if key not in names:
        raise UnknownObservance(key)
    choice, _ = ObservanceChoice.objects.update_or_create(
        district=district, key=key, defaults={"listed": listed, "by": by, "at": at}
    )
    detail = {"listed": listed}
    record(action="observance.list", by=by, at=at, target=choice, name=names[key], district=district, detail=detail)
    return choice


def _plain(entry: TimelineEntry) -> dict[str, object]:
    return {
        **{name: getattr(entry, name) for name in ("congress", "plenum", "name", "writings", "topic")},
        "first": entry.first.isoformat(),
        "last": entry.last.isoformat() if entry.last else None,
        "confirmed": entry.confirmed,
        "lasting": entry.lasting,
        "evidence": entry.evidence,
        "source": entry.source,
    }
