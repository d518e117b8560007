"""Dues and hours on other people's pages: the section of “我的”, the section of a person's page."""

from __future__ import annotations

from datetime import date
from typing import Any

from members.domain.dues import first_of, month_after
from members.domain.dues_account import line_of, lines_of, totals_of
from members.domain.dues_ladder import arrears_of
from members.models import Member
from members.selectors.dues import months_of
from members.selectors.dues_accounts import accounts_of
from members.selectors.dues_overview import DISTRICT_MONTHS
from members.selectors.dues_rates import rate_table
from members.selectors.hours import hours_rows


def own_dues(member: Member, today: date) -> dict[str, Any]:
    """`own_dues`: this year's sums and hours in short; None for those who are not members of the Party."""
    if not member.is_party_member:
        return {"own_dues": None}
    account = accounts_of([member])[member.pk]
    current = first_of(today)
    since = min(month_after(current, -DISTRICT_MONTHS), date(today.year, 1, 1))
    rates = rate_table(member.branch.district, since, date(today.year, 12, 1)).in_month
    arrears = arrears_of(account, today=today, rates_in=rates, since=since)
    lines = lines_of(account, months_of(today.year), today=today, rates_in=rates)
    this_month = line_of(account, current, today=today, rates=rates(current))
    short = {
        "year": today.year,
        "paid": totals_of(lines).paid,
        "monthly": this_month.assessed.due if this_month.assessed else None,
        "late_count": arrears.count,
        "late_amount": arrears.amount,
        "hours": hours_rows([member], [member.branch], today.year, today)[0],
    }
    return {"own_dues": short}


def person_dues(member: Member, today: date) -> dict[str, Any]:
    """`person_dues`: whether there is anything to link to."""
    return {"person_dues": member.is_party_member}
