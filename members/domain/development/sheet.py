"""What the papers of a case are made of: the person and the recorded steps, with visible blanks for what is not known. Framework-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from documents.domain.content import format_date

#: ASCII underscores run together and are not broken over two lines.
BLANK = "______"
BLANK_DAY = "______年____月____日"


@dataclass(frozen=True, slots=True)
class SheetStep:
    """A recorded step: its day, its details as in `plain`, names of its people, and the facts that only papers need."""

    on: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """A case for its papers. `steps` by (step, turn); `superior` is who consents."""

    name: str
    branch: str
    superior: str
    school: str = ""
    sex: str = ""
    birth_date: date | None = None
    ethnicity: str = ""
    education: str = ""
    post: str = ""
    group: str = ""
    secretary: str = ""
    steps: Mapping[tuple[int, int], SheetStep] = field(default_factory=dict)
    probation_end: date | None = None

    def step(self, number: int, turn: int = 1) -> SheetStep:
        """The recorded step, or one of blanks."""
        return self.steps.get((number, turn), SheetStep())

    def last(self, number: int) -> SheetStep:
        """The second record of a step where there is one."""
        return self.steps.get((number, 2)) or self.step(number)

    def day(self, number: int, turn: int = 1) -> str:
        return day_or_blank(self.step(number, turn).on)

    def names(self, number: int) -> str:
        """Contacts (5) or introducers (9)."""
        return "、".join(self.step(number).names) or f"{BLANK}、{BLANK}"

    @property
    def particulars(self) -> str:
        """张三，女，汉族，1998年7月出生，大学本科学历，现任语文教师"""
        born = f"{self.birth_date.year}年{self.birth_date.month}月出生" if self.birth_date else f"{BLANK}出生"
        education = f"{self.education}学历" if self.education else f"{BLANK}学历"
        parts = [self.name, self.sex or BLANK, self.ethnicity or BLANK, born, education, f"现任{self.post or BLANK}"]
        return "，".join(parts)


def day_or_blank(day: date | str | None) -> str:
    """2026年6月12日, or a blank to be filled in by hand."""
    if isinstance(day, str):
        day = date.fromisoformat(day)
    return format_date(day) if day else BLANK_DAY


def or_blank(value: object) -> str:
    return BLANK if value in (None, "") else str(value)
