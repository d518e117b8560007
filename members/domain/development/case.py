"""A development case as it is recorded: what was done, when, by whom. Everything may be unknown. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

FIRST_STEP, LAST_STEP = 1, 25


class Review(StrEnum):
    """What a review found (政治审查, 预审)."""

    PASSED = "合格"
    FAILED = "不合格"


class Conversion(StrEnum):
    """What a meeting decided about a probationary member."""

    FULL = "按期转正"
    EXTENDED = "延长预备期"
    CANCELLED = "取消资格"


class Organiser(StrEnum):
    """Who held the training."""

    COMMITTEE = "党委"
    ORGANISATION_DEPARTMENT = "组织部"
    BRANCH = "党支部"


class Approver(StrEnum):
    """What kind of party organisation approved."""

    COMMITTEE = "党委"
    GENERAL_BRANCH = "党总支"
    BRANCH = "党支部"
    LEADING_GROUP = "党组"
    TEMPORARY = "临时党组织"


@dataclass(frozen=True, slots=True)
class Supporter:
    """培养联系人 or 入党介绍人."""

    full_member: bool | None = None


@dataclass(frozen=True, slots=True)
class Training:
    """短期集中培训. `days` and `hours` in all."""

    days: Decimal | None = None
    hours: Decimal | None = None
    organiser: Organiser | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The count of a 党员大会.

    `eligible` are the full members with a vote (应到会), `present` those who came, `written` the opinions sent beforehand, `yes` the votes
    for, written ones included; `secret` is 无记名投票.
    """

    eligible: int | None = None
    present: int | None = None
    written: int | None = None
    yes: int | None = None
    secret: bool | None = None


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step of the 25. None is unknown. Without `on` the step has begun and is not done.

    `on` of steps 6 and 21 is the first day of the period; of step 8 the day of listing (2026) or of the record with the superior (2014).
    """

    step: int
    on: date | None = None
    contacts: tuple[Supporter, ...] | None = None
    reviews: tuple[date, ...] | None = None
    consent_on: date | None = None
    notice_start: date | None = None
    notice_end: date | None = None
    introducers: tuple[Supporter, ...] | None = None
    review: Review | None = None
    training: Training | None = None
    meeting: Meeting | None = None
    approver: Approver | None = None
    probation_start: date | None = None
    conversion: Conversion | None = None
    extension_months: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A person on the way into the Party. `today` is the day the case is to be read as of, where it has one of its own."""

    birth_date: date | None = None
    steps: tuple[StepRecord, ...] = ()
    today: date | None = None
    id: str | int | None = None
