"""Schools of the cast and as many more as a test needs, which hand in plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from branches.models import Branch, District, User
from branches.services.accounts import give_role
from branches.services.organisation import create_branch
from documents.domain.source import SourceText
from plans.domain.from_reading import DraftFacts, draft_from_reading
from plans.domain.period import Cycle, Period
from plans.domain.reading import read_plan
from plans.models import CopyingReport, Plan
from plans.services.drafting import create_plan
from plans.services.review import submit_plan
from tests.cast import NOW, PERIOD, Cast


@dataclass
class Schools:
    """Each plan is handed in a minute after the one before."""

    cast: Cast
    clock: datetime = NOW
    more: list[tuple[Branch, User]] = field(default_factory=list)

    def draft(self, branch: Branch, by: User, text: str, year: int = PERIOD.year) -> Plan:
        """A plan of the branch with these words."""
        period = Period(Cycle.CALENDAR_YEAR, year)
        reading = read_plan(SourceText.from_lines(text))
        facts = DraftFacts(period=period, title=reading.title or "工作计划", signature="", signed_on=None)
        draft = draft_from_reading(reading, facts)
        return create_plan(branch=branch, draft=draft, source="file", by=by, at=self.clock)

    def hand_in(self, branch: Branch, by: User, text: str, year: int = PERIOD.year) -> tuple[Plan, CopyingReport]:
        return self.submit(self.draft(branch, by, text, year), by)

    def submit(self, plan: Plan, by: User) -> tuple[Plan, CopyingReport]:
        self.clock += timedelta(minutes=1)
        plan = submit_plan(plan=plan, comment="", by=by, at=self.clock)
        return plan, CopyingReport.objects.get(plan=plan, submission=plan.submission_count)

    def first(self, text: str, year: int = PERIOD.year) -> tuple[Plan, CopyingReport]:
        """青榆一小 hands it in."""
        return self.hand_in(self.cast.branch, self.cast.lin, text, year)

    def second(self, text: str, year: int = PERIOD.year) -> tuple[Plan, CopyingReport]:
        """青榆幼儿园 hands it in."""
        return self.hand_in(self.cast.kindergarten, self.cast.fang, text, year)

    def another(self, text: str, district: District | None = None) -> tuple[Plan, CopyingReport]:
        """A school that was not there before hands it in."""
        number = len(self.more) + 1
        branch = create_branch(
            district=district or self.cast.district,
            by=None,
            at=NOW,
            name=f"第{number}新校党支部",
            school_name=f"第{number}新校",
            short_name=f"{number}新校",
            school_kind="primary",
        )
        user = User(username=f"new{number}", display_name=f"新书记{number}", must_change_password=False)
        user.set_unusable_password()
        user.save(force_insert=True)
        give_role(user=user, role="secretary", organisation=branch, starts_on=date(2025, 9, 1), by=None, at=NOW)
        self.more.append((branch, user))
        return self.hand_in(branch, user, text)
