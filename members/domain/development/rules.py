"""The 发展党员工作细则 as the clock reads it: numbers and articles by the day of the step. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from regulations.domain.packs import national_rule_book
from regulations.domain.rules import Rule, RuleBook


@dataclass(frozen=True)
class DevelopmentRules:
    """The rules of development in a rule book. Days before the oldest text are read by the oldest text."""

    book: RuleBook

    def rule(self, code: str, on: date) -> Rule:
        """The version that holds on the day; raises KeyError for a code that the day's text does not have."""
        return self.book.rule(code, max(on, self._first_day()))

    def has(self, code: str, on: date) -> bool:
        return self.book.find(code, max(on, self._first_day())) is not None

    def number(self, code: str, parameter: str, on: date) -> int:
        """A whole number of a rule: months, people, days."""
        return int(self.rule(code, on).parameters[parameter])

    def optional_number(self, code: str, parameter: str, on: date) -> int | None:
        """The same where the day's text may have none."""
        if not self.has(code, on):
            return None
        value = self.rule(code, on).parameters.get(parameter)
        return None if value is None else int(value)

    def needs_notice(self, on: date) -> bool:
        """A candidate is listed after consent and 公示 (第十三条, 2026) rather than by decision and record (2014)."""
        return self.has("DV-NOTICE", on)

    def version(self, on: date) -> str:
        """Name of the text that holds on the day: "2014", "2026"."""
        return self.rule("DV-CANDIDATE", on).version

    def _first_day(self) -> date:
        return _first_day(self.book)


@cache
def _first_day(book: RuleBook) -> date:
    return min(rule.valid_from or date.min for rule in book if rule.code == "DV-CANDIDATE")


@cache
def national_development_rules() -> DevelopmentRules:
    """The rules that ship with the portal."""
    return DevelopmentRules(national_rule_book())


def cited(rule: Rule, articles: tuple[str, ...] = ()) -> str:
    """《中国共产党发展党员工作细则》（2026年）第十三条, or with the given articles."""
    version = f"（{rule.version}年）" if rule.version else ""
    return f"{rule.document}{version}{'、'.join(articles) or rule.article}"
