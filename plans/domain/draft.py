"""What a new plan begins with, before anything is stored: sections, schedule lines and facts. Framework-free."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Period

TITLE_LENGTH = 100
SIGNATURE_LENGTH = 60
HEADING_LENGTH = 300
TEXT_LENGTH = 1000


@dataclass(frozen=True)
class SectionDraft:
    """A section to be written; `kind` is preamble, heading, schedule or closing, level 0 for preamble and closing.

    `origin` ties it to the section it comes from. A locked one is a round's fixed part.
    """

    kind: str
    level: int
    heading: str
    body: str
    origin: uuid.UUID | None = None
    is_locked: bool = False


@dataclass(frozen=True)
class ItemDraft:
    """A schedule line to be written, months as first days within the period; `planned_on` is a day of the first month."""

    first_month: date
    last_month: date
    text: str
    kind: str
    is_theme: bool = False
    responsible_text: str = ""
    origin: uuid.UUID | None = None
    planned_on: date | None = None


@dataclass(frozen=True)
class PlanDraft:
    """Everything a new plan (or summary …) begins with."""

    period: Period
    title: str
    sections: Sequence[SectionDraft] = field(default_factory=tuple)
    items: Sequence[ItemDraft] = field(default_factory=tuple)
    signature: str = ""
    signed_on: date | None = None
    paper: PaperKind = PaperKind.PLAN
