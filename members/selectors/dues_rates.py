"""Which rates held in which month: the rule book with a district's own values, as they changed over time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from uuid import UUID

from branches.models import District
from members.domain.dues import Rates, first_of, month_after, rates_of
from regulations.domain.rules import RuleBook
from regulations.models import RuleAdoption, RuleOverride
from regulations.selectors.rules import lineage, rule_books_for


class RateTable:
    """Rates by month. A change in the course of a month counts from the next one."""

    def __init__(self, books: Mapping[date, RuleBook]) -> None:
        self._months = sorted(books)
        self._books = books
        self.in_month = lru_cache(maxsize=None)(self._in_month)

    def _in_month(self, month: date) -> Rates:
        place = max(bisect_right(self._months, month) - 1, 0)
        return rates_of(self._books[self._months[place]], month)


def rate_tables(districts: Collection[District], first: date, last: date) -> dict[UUID, RateTable]:
    """Tables for the months from first to last by id of the district. Two queries, and those of the rule book for each day on which
    something changed within these months: as a rule none."""
    paths = {path for district in districts for path in lineage(district.path)}
    changes = {first}
    overrides = RuleOverride.objects.filter(code__startswith="DF-", withdrawn=False, district__path__in=paths)
    for starts, ends in overrides.values_list("valid_from", "valid_to"):
        changes.add(_first_month_from(starts))
        if ends:
            changes.add(month_after(first_of(ends)))
    for adopted in RuleAdoption.objects.filter(district__path__in=paths).values_list("adopted_on", flat=True):
        changes.add(_first_month_from(adopted))
    months = sorted(month for month in changes if first <= month <= last)
    books = {month: rule_books_for(districts, month) for month in months}
    return {
        district.pk: RateTable({month: found[district.pk] for month, found in books.items()}) for district in districts
    }


def rate_table(district: District, first: date, last: date) -> RateTable:
    """The table of one district."""
    return rate_tables([district], first, last)[district.pk]


def _first_month_from(day: date) -> date:
    return day if day.day == 1 else month_after(first_of(day))
