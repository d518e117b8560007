"""What the pages about the rule book show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from branches.models import District, User
from branches.querysets import below
from branches.scope import Held, scope_of
from regulations.domain.diff import BookDiff, diff_books
from regulations.domain.parameters import adjustable_parameters, shown_parameter, shown_parameters, vocabulary
from regulations.domain.rules import Rule
from regulations.models import EditionPreview, RuleEdition, RuleOverride
from regulations.selectors.rules import editions_for, lineage, newest_edition, rule_above, rule_book_for, rule_books_for

ACTIVITY_LABEL = vocabulary()["activity"].label


def readable_districts(user: User) -> QuerySet[District]:
    """Districts whose book the user may read: those their roles reach, and the one their own branch belongs to; in order of the tree."""
    scope = scope_of(user)
    own = {held.path for held in scope.held}
    return District.objects.filter(below(scope.district_paths) | Q(path__in=own)).order_by("path")


def district_to_read(user: User, acting: Held | None, asked: UUID | None) -> District | None:
    """The district asked for, if the user may read it; without one, the district of the role the user acts in."""
    rows = readable_districts(user)
    if asked is not None:
        return rows.filter(pk=asked).first()
    return rows.filter(path=acting.path).first() if acting else None


@dataclass(frozen=True)
class RuleRow:
    """A rule in the list, with its values in words; the kind of activity is said by the title."""

    rule: Rule

    @property
    def values(self) -> list[tuple[str, str]]:
        return [row for row in shown_parameters(self.rule) if row[0] != ACTIVITY_LABEL]

    @property
    def is_adjustable(self) -> bool:
        return bool(adjustable_parameters(self.rule))


@dataclass(frozen=True)
class RuleList:
    """Rules of a district's book, in the order of the packs."""

    rows: list[RuleRow]

    @property
    def documents(self) -> list[str]:
        return sorted({row.rule.document for row in self.rows})

    def narrowed(self, *, q: str, document: str, evidence: str, only: str) -> RuleList:
        """The rows that fit; "" fits everything. `only` is "", "local" or "set"."""
        return RuleList([row for row in self.rows if _fits(row.rule, q, document, evidence, only)])


def rule_list(district: District, on: date, *, past: bool = False) -> RuleList:
    """Rules of the district's book that hold on the day, with `past` also those that do not."""
    book = rule_book_for(district, on)
    return RuleList([RuleRow(rule) for rule in (book if past else book.in_force(on))])


def _fits(rule: Rule, words: str, document: str, evidence: str, only: str) -> bool:
    return (
        all(word.lower() in f"{rule.code} {rule.title}".lower() for word in words.split())
        and document in {"", rule.document}
        and evidence in {"", rule.evidence.value}
        and (only != "local" or bool(adjustable_parameters(rule)))
        and (only != "set" or rule.national is not None)
    )


@dataclass(frozen=True)
class ValueRow:
    """One parameter: what the national rule says, what the superior district made of it, what counts here."""

    label: str
    national: str
    above: str
    here: str


@dataclass(frozen=True)
class RulePage:
    """One rule of a district's book: the version that holds (else the last), all versions, values beside each other, and their history."""

    rule: Rule
    holds: bool
    versions: tuple[Rule, ...]
    above: Rule | None
    values: list[ValueRow]
    own: RuleOverride | None
    history: list[HistoryRow]

    @property
    def has_superior_values(self) -> bool:
        return self.above is not None and self.above.national is not None

    @property
    def is_adjustable(self) -> bool:
        return self.holds and bool(adjustable_parameters(self.rule))


@dataclass(frozen=True)
class HistoryRow:
    """A local value as it was set, with its state in words."""

    override: RuleOverride
    state: str
    values: list[tuple[str, str]]


def rule_page(district: District, code: str, on: date) -> RulePage | None:
    """None where the district's book has no rule of that code. A constant number of queries."""
    book = rule_book_for(district, on)
    versions = book.versions(code)
    if not versions:
        return None
    holding = book.find(code, on)
    rule = holding or versions[-1]
    rows = RuleOverride.objects.filter(code=code, district__path__in=lineage(district.path))
    history = list(rows.select_related("district", "by", "closed_by").order_by("-at"))
    own = next((row for row in history if row.district_id == district.pk and row.holds_on(on)), None)
    above = rule_above(district, code, on)
    return RulePage(rule, holding is not None, versions, above, _values(rule, above), own, _history(history, on))


def _values(rule: Rule, above: Rule | None) -> list[ValueRow]:
    national = (rule.national or rule).parameters
    superior = above.parameters if above else national
    rows = []
    for name, value in rule.parameters.items():
        if value != "":
            label, here = shown_parameter(name, value)
            words = [shown_parameter(name, values.get(name, value))[1] for values in (national, superior)]
            rows.append(ValueRow(label, words[0], words[1], here))
    return rows


def _history(rows: Iterable[RuleOverride], on: date) -> list[HistoryRow]:
    return [
        HistoryRow(row, _state(row, on), [shown_parameter(name, value) for name, value in row.parameters.items()])
        for row in rows
    ]


def _state(row: RuleOverride, on: date) -> str:
    if row.withdrawn:
        return "未生效即撤回"
    if row.valid_from > on:
        return "尚未生效"
    return "现行" if row.holds_on(on) else "已终止"


@dataclass(frozen=True)
class EditionChange:
    """What adopting the newest edition changes in a district's book. `newest` is None where the district is up to date."""

    current: RuleEdition | None
    newest: RuleEdition | None
    diff: BookDiff | None
    preview: EditionPreview | None


def edition_change(district: District, on: date) -> EditionChange:
    """The district's book beside the one it would be in the newest edition, local values applied to both."""
    current, newest = editions_for([district], on)[district.pk], newest_edition()
    if newest is None or current is None or newest.pk == current.pk:
        return EditionChange(current, None, None, None)
    old, new = (rule_books_for([district], on, edition=edition)[district.pk] for edition in (current, newest))
    preview = EditionPreview.objects.filter(district=district, edition=newest).first()
    return EditionChange(current, newest, diff_books(old, new), preview)
