"""Plans and how they went through review, every step taken through the services at a believable time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from branches.models import User
from branchplan.demo.people import Place, Scene
from branchplan.demo.wording import compose
from members.models import Member
from plans.domain.paper import PaperSection, paper_from
from plans.domain.period import Cycle, Period, current_period
from plans.models import Plan
from plans.services.drafting import create_plan
from plans.services.items import ItemFacts, edit_item
from plans.services.review import approve_plan, submit_plan
from workflow.domain.anchoring import quoted_words
from workflow.domain.transitions import Action
from workflow.models import ReviewComment
from workflow.services.perform import perform
from workflow.services.remarks import Anchor, Words, add_remark, anchored, settle_issue

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: A plan in force was drafted at least so long before today, so that later steps still lie in the past.
SETTLED = timedelta(days=60)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An hour of that day; what falls on a weekend happens late on the Friday before, still in the same order."""
    beyond = max(0, day.weekday() - 4)
    if beyond:
        day, hour, minute = day - timedelta(days=beyond), 16 + beyond, (hour * 60 + minute) // 30
    return datetime.combine(day, time(hour, minute), SHANGHAI)


@dataclass(frozen=True)
class Review:
    """Plans of one school with the day from which on things happen to them."""

    place: Place
    scene: Scene

    @property
    def reviewer(self) -> User:
        return self.scene.reviewers[self.place.number % 2]

    def draft(self, period: Period, begun: date, *, linked: bool = False) -> Plan:
        """Written by the committee's writer, the lines given to people of the roster when `linked`."""
        plan = create_plan(
            branch=self.place.branch,
            draft=compose(self.place, period, moment(begun + timedelta(days=9)).date()),
            source="blank",
            by=self.place.writer,
            at=moment(begun, 9, 20),
        )
        if linked:
            link_responsible(self.place, plan, moment(begun + timedelta(days=1), 15, 30))
        return plan

    def submit(self, plan: Plan, day: date, comment: str = "") -> Plan:
        return submit_plan(plan=plan, comment=comment, by=self.place.secretary, at=moment(day, 16, 40))

    def claim(self, plan: Plan, day: date) -> Plan:
        return perform(plan, Action.CLAIM, by=self.reviewer, at=moment(day, 8, 50))

    def remark(self, plan: Plan, section: str, words: tuple[str, str], day: date, is_issue: bool = True) -> None:
        """At the first section of that kind: "part" is a heading of the second level, "" the paper as a whole."""
        body, suggestion = words
        before = ReviewComment.objects.of(plan).count()  # issues are numbered in the order in which they were written
        add_remark(
            document=plan,
            anchor=anchor_at(plan, section),
            words=Words(body, suggestion, is_issue),
            by=self.reviewer,
            at=moment(day, 14, 5) + timedelta(minutes=before),
        )

    def settle(self, plan: Plan, day: date) -> None:
        """The claimant finds every issue settled."""
        for issue in ReviewComment.objects.of(plan).open():
            settle_issue(issue=issue, document=plan, settled=True, by=self.reviewer, at=moment(day, 15, 20))

    def approve(self, plan: Plan, day: date, comment: str = "") -> Plan:
        return approve_plan(plan=plan, comment=comment, by=self.reviewer, at=moment(day, 11, 15))

    def approved(self, period: Period, begun: date, *, linked: bool = False) -> Plan:
        """The straight way: handed in on the day under its signature, approved a week later."""
        plan = self.submit(self.draft(period, begun, linked=linked), begun + timedelta(days=9))
        plan = self.claim(plan, begun + timedelta(days=13))
        return self.approve(
            plan, begun + timedelta(days=15), "同意，请抓好落实。" if self.place.number % 3 == 0 else ""
        )


def anchor_at(plan: Plan, section: str) -> Anchor:
    """The anchor the reviewer's page would make: first words of the section as the quotation."""
    found = next((row for row in paper_from(plan.review_content()).sections if _fits(row, section)), None)
    if found is None:
        return Anchor()
    words = found.paragraphs[0].split("。")[0][:60] if found.paragraphs else ""
    return anchored(UUID(found.id), found.label, quoted_words(found.text, words))


def _fits(row: PaperSection, section: str) -> bool:
    return row.level == 2 if section == "part" else row.kind == section


def link_responsible(place: Place, plan: Plan, at: datetime) -> None:
    """Lines whose responsible person or group is on the roster point there, so that members see which lines are theirs."""
    members = {row.name: row for row in Member.objects.filter(branch=place.branch)}
    groups = {row.name: row for row in place.groups}
    for item in plan.items.present():
        member, group = members.get(item.responsible_text), groups.get(item.responsible_text)
        if member is None and group is None:
            continue
        facts = ItemFacts(
            text=item.text,
            first_month=item.first_month,
            last_month=item.last_month,
            kind=item.kind,
            is_theme=item.is_theme,
            responsible_member=member,
            responsible_group=group,
        )
        edit_item(item=item, facts=facts, base_version=item.version, by=place.writer, at=at)


def earlier_periods(cycle: Cycle, today: date, years: int) -> Iterator[Period]:
    """Every period of this cycle that began in so many years before the present one, oldest first."""
    last = current_period(cycle, today)
    year = today.year - years
    part = 1 if cycle in {Cycle.SEMESTER, Cycle.HALF_YEAR} else 0
    period = Period(cycle, year, part)
    while period.months[0] < last.months[0]:
        yield period
        period = period.next()


def begun_on(period: Period, today: date) -> date:
    """The day on which work on a plan of the period usually starts, early enough before today."""
    return min(period.months[0] + timedelta(days=5), today - SETTLED)


def coming_period(cycle: Cycle, today: date) -> Period:
    """What schools write in these weeks: next year's plan from October on, else that of a half-year."""
    if today.month >= 10:
        return Period(cycle, today.year + 1, 1 if cycle in {Cycle.SEMESTER, Cycle.HALF_YEAR} else 0)
    return Period(Cycle.HALF_YEAR, today.year, 1 if today.month <= 3 else 2)
