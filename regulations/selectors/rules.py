"""The rule book of a district: the edition it goes by, with its own values and those of the districts above it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from branches.models import District
from regulations.domain.pack_storage import digest_of, packs_from_plain
from regulations.domain.packs import Pack, book_of, national_packs
from regulations.domain.rules import Rule, RuleBook
from regulations.models import RuleAdoption, RuleEdition, RuleOverride

KEPT_EDITIONS = 8


def lineage(path: str) -> list[str]:
    """Paths from the root down to this district: "yc/qy/" → ["yc/", "yc/qy/"]."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))]


def rule_book_for(district: District, on: date) -> RuleBook:
    """The edition the district goes by, with its own values and those of the districts above it on that day; the nearest wins.

    A rule with local values names the rule it replaces in `national` and the district in `authority`. At most four queries.
    """
    return rule_books_for([district], on)[district.pk]


def rule_books_for(
    districts: Collection[District], on: date, *, edition: RuleEdition | None = None
) -> dict[UUID, RuleBook]:
    """The books of several districts by id, in a constant number of queries; `edition` instead of the adopted ones."""
    paths = {path for district in districts for path in lineage(district.path)}
    overrides: dict[str, list[RuleOverride]] = {}
    for row in RuleOverride.objects.in_force(on).filter(district__path__in=paths).select_related("district"):
        overrides.setdefault(row.district.path, []).append(row)
    editions = dict.fromkeys((d.pk for d in districts), edition) if edition else editions_for(districts, on)
    books = {}
    for district in districts:
        nearest: dict[str, RuleOverride] = {}
        for path in lineage(district.path):
            nearest |= {row.code: row for row in overrides.get(path, [])}
        books[district.pk] = _overridden(_book_of_edition(editions[district.pk]), nearest.values(), on)
    return books


def rule_above(district: District, code: str, on: date) -> Rule | None:
    """The rule as it stands above the district: in the district's edition, with the values of the districts above it only."""
    edition = editions_for([district], on)[district.pk]
    superiors = lineage(district.path)[:-1]
    rows = RuleOverride.objects.in_force(on).filter(code=code, district__path__in=superiors).select_related("district")
    by_path = {row.district.path: row for row in rows}
    nearest = next((by_path[path] for path in reversed(superiors) if path in by_path), None)
    return _overridden(_book_of_edition(edition), [nearest] if nearest else [], on).find(code, on)


def editions_for(districts: Collection[District], on: date) -> dict[UUID, RuleEdition | None]:
    """The edition each district goes by: the last adopted in the nearest district that adopted one, else the newest loaded.

    None where none was ever loaded: the portal's own files count. Contents are not read here.
    """
    paths = {path for district in districts for path in lineage(district.path)}
    adopted: dict[str, RuleEdition] = {}
    rows = RuleAdoption.objects.by(on).filter(district__path__in=paths)
    for row in rows.select_related("district", "edition").defer("edition__content"):
        adopted[row.district.path] = row.edition
    nearest = {d.pk: next((adopted[p] for p in reversed(lineage(d.path)) if p in adopted), None) for d in districts}
    newest = None if all(nearest.values()) else newest_edition()
    return {pk: edition or newest for pk, edition in nearest.items()}


def districts_following(district: District, on: date) -> list[District]:
    """The district and those below it that have no adoption of their own nearer than the district: what its adoption decides for."""
    rows = list(District.objects.filter(path__startswith=district.path).order_by("path"))
    adopters = set(
        RuleAdoption.objects.by(on)
        .filter(district__path__startswith=district.path)
        .exclude(district=district)
        .values_list("district__path", flat=True)
    )
    return [row for row in rows if not adopters & set(lineage(row.path))]


def newest_edition() -> RuleEdition | None:
    """The edition loaded last, without its content."""
    return RuleEdition.objects.order_by("-number").defer("content").first()


def book_of_edition(edition: RuleEdition | None) -> RuleBook:
    """The rules of an edition as the packs had them; of the portal's own files for None."""
    return _book_of_edition(edition)


def _book_of_edition(edition: RuleEdition | None) -> RuleBook:
    if edition is None or edition.digest == _digest_of_files():
        return _book_of_files()
    return book_of(_packs_of_edition(edition.pk))


@lru_cache(maxsize=1)
def _digest_of_files() -> str:
    return digest_of(national_packs())


@lru_cache(maxsize=1)
def _book_of_files() -> RuleBook:
    return book_of(national_packs())


@lru_cache(maxsize=KEPT_EDITIONS)
def _packs_of_edition(pk: UUID) -> tuple[Pack, ...]:
    """Editions never change, so a process reads each once."""
    return packs_from_plain(RuleEdition.objects.values_list("content", flat=True).get(pk=pk))


def packs_of_edition(edition: RuleEdition | None) -> tuple[Pack, ...]:
    """The packs of an edition; the portal's own files for None."""
    if edition is None or edition.digest == _digest_of_files():
        return national_packs()
    return _packs_of_edition(edition.pk)


def _overridden(book: RuleBook, rows: Iterable[RuleOverride], on: date) -> RuleBook:
    """The book with the rows' values in the versions that hold on the day.

    A row whose rule is gone, or is no longer local, in this edition is left aside.
    """
    values = {row.code: row for row in rows}
    if not values:
        return book
    rules = []
    for rule in book:
        row = values.get(rule.code)
        if row is not None and rule.local and rule.holds_on(on):
            known = {name: value for name, value in row.parameters.items() if name in rule.parameters}
            parameters = {**rule.parameters, **known}
            rule = replace(rule, parameters=parameters, national=rule, authority=row.district.name)
        rules.append(rule)
    return RuleBook(rules)
