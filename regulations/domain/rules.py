"""A rule with its source, and the book of rules in force on a day. Framework-free: rules are data, this is their shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Evidence(StrEnum):
    """How sure a source is; shown beside every rule and finding."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    LOCAL = "local"
    COMPUTED = "computed"

    @property
    def label(self) -> str:
        return _EVIDENCE_LABELS[self]


_EVIDENCE_LABELS = {
    Evidence.VERIFIED: "已核对原文",
    Evidence.SECONDARY: "据二手资料",
    Evidence.UNVERIFIED: "未核对原文",
    Evidence.LOCAL: "本地规定或惯例",
    Evidence.COMPUTED: "推算得出",
}


class Severity(StrEnum):
    """What breaking the rule means: not lawful, doubtful, worth knowing."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"

    @property
    def label(self) -> str:
        return {Severity.BLOCK: "必须", Severity.WARN: "提醒", Severity.INFO: "参考"}[self]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in one version. `valid_to` is the last day it holds; None means open. `parameters` are plain values by name.

    `national` is the rule a district's override replaces, None for a rule as the pack has it; `authority` is then the name of that
    district. Only the parameters of a rule with `local` may be overridden, within `limits` (see regulations.domain.parameters). `pack`
    is the identifier of the pack it stands in.
    """

    code: str
    title: str
    document: str
    version: str
    article: str
    severity: Severity
    evidence: Evidence
    valid_from: date | None = None
    valid_to: date | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    national: Rule | None = None
    local: bool = False
    limits: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    pack: str = ""
    authority: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells one version of a rule from the others of its code: code and first day ("" when open)."""
        return self.code, self.valid_from.isoformat() if self.valid_from else ""

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def source(self) -> str:
        """《中国共产党支部工作条例（试行）》第11条; the bare document where no article is known."""
        return f"{self.document}{self.article}"


class RuleBook:
    """Rules by code; several versions of a code may stand side by side, at most one holds on any day."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_code: dict[str, list[Rule]] = {}
        for rule in rules:
            self._by_code.setdefault(rule.code, []).append(rule)

    def versions(self, code: str) -> tuple[Rule, ...]:
        """Every version of the code, in the order of the packs; empty when the code is unknown."""
        return tuple(self._by_code.get(code, ()))

    def __iter__(self) -> Iterator[Rule]:
        for versions in self._by_code.values():
            yield from versions

    def find(self, code: str, on: date) -> Rule | None:
        """The version that holds on the day, None when there is none."""
        return next((rule for rule in self._by_code.get(code, ()) if rule.holds_on(on)), None)

    def rule(self, code: str, on: date) -> Rule:
        """The version that holds on the day; raises KeyError when there is none."""
        found = self.find(code, on)
        if found is None:
            raise KeyError(f"no rule {code} on {on.isoformat()}")
        return found

    def rule_or_first(self, code: str, on: date) -> Rule:
        """The version that holds on the day; for a day before the first version that one, by which old entries are reckoned."""
        return self.find(code, on) or self._by_code[code][0]

    def in_force(self, on: date) -> list[Rule]:
        """Every rule that holds on the day, in the order of the packs."""
        return [rule for rule in self if rule.holds_on(on)]
