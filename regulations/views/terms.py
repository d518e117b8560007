"""School years of the district (校历)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import refusal
from branches.requests import PortalRequest
from regulations.domain.terms import CUSTOMARY, TermKind, TermsRefused, school_year_label
from regulations.forms.calendar import TermFormSet, TermSourceForm, term_initial
from regulations.permissions import check_can_keep_calendar
from regulations.selectors.calendar_pages import SchoolYear, school_year, school_years
from regulations.selectors.rule_pages import readable_districts
from regulations.services.terms import remove_terms, save_terms
from regulations.views.asked import asked_district, district_to_keep
from regulations.views.calendar import year_asked


@require_GET
def calendar_terms(request: PortalRequest) -> HttpResponse:
    """Every school year that was entered, this one and the next in any case."""
    district = asked_district(request)
    context = {
        "tab": "terms",
        "district": district,
        "districts": readable_districts(request.user),
        "years": school_years(district, timezone.localdate()),
        "refusal": refusal(check_can_keep_calendar, request.user, district),
    }
    return render(request, "regulations/term_list.html", context)


@require_http_methods(["GET", "POST"])
def calendar_terms_edit(request: PortalRequest, district: UUID, school_year_begins: int) -> HttpResponse:
    """The stretches of one school year."""
    place = district_to_keep(request, district)
    year = year_asked(str(school_year_begins), school_year_begins)
    known = school_year(place, year)
    posted = request.POST if request.method == "POST" else None
    rows = TermFormSet(posted, initial=_rows(known), prefix="row")
    form = TermSourceForm(posted, initial={"source": known.calendar.source if known.calendar and known.is_own else ""})
    whole = ""
    if posted is not None and all([rows.is_valid(), form.is_valid()]):
        try:
            source = form.cleaned_data["source"]
            save_terms(
                district=place, school_year=year, rows=rows.rows(), source=source, by=request.user, at=timezone.now()
            )
        except TermsRefused as error:
            whole = rows.add_refusal(error)
        else:
            messages.success(request, f"已保存{school_year_label(year)}校历。")
            return redirect(f"{reverse('regulations:calendar_terms')}?district={place.pk}")
    context = {"district": place, "known": known, "rows": rows, "form": form, "whole": whole}
    return render(request, "regulations/term_form.html", context, status=422 if posted is not None else 200)


@require_POST
def calendar_terms_remove(request: PortalRequest, district: UUID, school_year_begins: int) -> HttpResponse:
    """Take the district's school year back."""
    place = district_to_keep(request, district)
    year = year_asked(str(school_year_begins), school_year_begins)
    remove_terms(district=place, school_year=year, by=request.user, at=timezone.now())
    messages.success(request, f"已撤销{school_year_label(year)}的本区校历。")
    return redirect(f"{reverse('regulations:calendar_terms')}?district={place.pk}")


def _rows(known: SchoolYear) -> list[dict[str, object]]:
    """What holds so far, then the customary stretches that are still missing."""
    rows = [(TermKind(row.kind), row.name, row.first, row.last) for row in known.stretches]
    names = {row[1] for row in rows}
    missing = [(kind, name, None, None) for kind, name in CUSTOMARY if name not in names]
    return term_initial([*rows, *missing])
