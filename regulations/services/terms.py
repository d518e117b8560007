"""A district's school years: entered as a whole, taken back as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from branches.models import District, User
from branches.services.audit import record
from regulations.domain.terms import TermRow, check_terms
from regulations.models import TermCalendar, TermStretch
from regulations.permissions import check_can_keep_calendar


@transaction.atomic
def save_terms(
    *, district: District, school_year: int, rows: Sequence[TermRow], source: str, by: User, at: datetime
) -> TermCalendar:
    """The school year that begins in `school_year` has these stretches, in place of all it had.

    Raises TermsRefused with a sentence per row (its place in `rows`, -1 for the whole).
    """
    check_can_keep_calendar(by, district)
    District.objects.select_for_update().get(pk=district.pk)
    beside = TermStretch.objects.filter(
        calendar__district=district, calendar__school_year__in=[school_year - 1, school_year + 1]
    )
    check_terms(school_year, rows, [stretch.row() for stretch in beside])
    own = TermStretch.objects.filter(calendar__district=district, calendar__school_year=school_year)
    before = [str(row) for row in own.order_by("first")]
    calendar = TermCalendar.objects.filter(district=district, school_year=school_year).first()
    calendar = calendar or TermCalendar(district=district, school_year=school_year)
    calendar.source, calendar.by, calendar.at = source.strip(), by, at
    calendar.save()
    calendar.stretches.all().delete()
    stretches = [
        TermStretch(calendar=calendar, kind=row.kind.value, name=r.name, first=r.first, last=r.last)
        for row in rows
        for r in (row.stretch,)
    ]
    TermStretch.objects.bulk_create(stretches)
    detail = {"before": before, "after": [str(row) for row in stretches], "source": calendar.source}
    record(action="calendar.terms", by=by, at=at, target=calendar, district=district, detail=detail)
    return calendar


@transaction.atomic
def remove_terms(*, district: District, school_year: int, by: User, at: datetime) -> None:
    """Take the district's school year back: the one of the district above counts again. Nothing happens where there is none."""
    check_can_keep_calendar(by, district)
    calendar = TermCalendar.objects.select_for_update().filter(district=district, school_year=school_year).first()
    if calendar is None:
        return
    detail = {"before": [str(row) for row in calendar.stretches.order_by("first")]}
    record(action="calendar.terms_remove", by=by, at=at, target=calendar, district=district, detail=detail)
    calendar.delete()
