"""What each school shows: one function for each scene, all of them after the past years' plans were made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from branchplan.demo.history import Review, begun_on, coming_period, earlier_periods, moment
from branchplan.demo.people import Scene
from plans.domain.period import current_period
from plans.models import Plan
from plans.services.drafting import amend_plan
from plans.services.items import ItemFacts, add_item
from plans.services.sections import edit_section
from regulations.domain.activities import ActivityKind
from workflow.domain.transitions import Action
from workflow.models import ReviewComment
from workflow.services.perform import perform
from workflow.services.remarks import answer_issue

ISSUES = {
    "part": (
        "“每月集中学习”“定期研讨”没有写明时间和主讲人，党员不好准备，期末也不好检查。",
        "写明固定在每月第几周、由谁主讲，必读篇目另列。",
    ),
    "schedule": (
        "行事历中9月、10月没有党小组会，与前文“党小组会每月召开一次”不一致。",
        "补上9月、10月党小组会，或把前文改为实际能做到的次数。",
    ),
    "preamble": (
        "引言没有提到上年民主评议党员查摆出的问题，今年怎么改看不出来。",
        "补一句整改情况，并在主要工作中对应一项措施。",
    ),
}
NOTE = ("师徒同行一项写得具体，建议在片区交流。", "")
#: The first so many schools show two earlier years, the others one.
LONG_REMEMBERED = 4
ANSWER = "已写明：每月第一周星期五，由各支委轮流主讲，主讲人见行事历；必读篇目印发到人。"


def play(scene: Scene, today: date) -> list[Plan]:
    """Makes every plan of every school; returns those of the present and the coming period."""
    shown = []
    for place, act in zip(scene.places, _ACTS, strict=True):
        review = Review(place, scene)
        for period in earlier_periods(place.school.cycle, today, 2 if place.number < LONG_REMEMBERED else 1):
            review.approved(period, begun_on(period, today))
        shown += act(review, today)
    return shown


def _in_force(review: Review, today: date) -> Plan:
    period = current_period(review.place.school.cycle, today)
    return review.approved(period, begun_on(period, today), linked=review.place.number < LONG_REMEMBERED)


def _just_approved(review: Review, today: date) -> list[Plan]:
    return [_in_force(review, today)]


def _coming_returned(review: Review, today: date) -> list[Plan]:
    """In force, and the coming plan returned with three issues, the first of them answered."""
    current = _in_force(review, today)
    plan = review.draft(coming_period(review.place.school.cycle, today), today - timedelta(days=21))
    plan = review.claim(review.submit(plan, today - timedelta(days=12)), today - timedelta(days=8))
    for section, words in ISSUES.items():
        review.remark(plan, section, words, today - timedelta(days=7))
    review.remark(plan, "closing", NOTE, today - timedelta(days=7), is_issue=False)
    returned_at, last = moment(today - timedelta(days=6), 9, 30), today + timedelta(days=3)
    plan = perform(plan, Action.RETURN, by=review.reviewer, at=returned_at, answer_by=last)
    _answer(review, plan, today - timedelta(days=5), only=1)
    return [current, plan]


def _coming_draft(review: Review, today: date) -> list[Plan]:
    current = _in_force(review, today)
    return [current, review.draft(coming_period(review.place.school.cycle, today), today - timedelta(days=6))]


def _in_review(review: Review, today: date) -> list[Plan]:
    """The present plan, claimed, with remarks that the school does not see yet."""
    period = current_period(review.place.school.cycle, today)
    plan = review.submit(review.draft(period, today - timedelta(days=18)), today - timedelta(days=8))
    plan = review.claim(plan, today - timedelta(days=4))
    review.remark(plan, "part", ISSUES["part"], today - timedelta(days=3))
    review.remark(plan, "schedule", ISSUES["schedule"], today - timedelta(days=3))
    review.remark(plan, "preamble", ("引言简明，符合实际。", ""), today - timedelta(days=3), is_issue=False)
    return [plan]


def _amended_and_submitted(review: Review, today: date) -> list[Plan]:
    """The second revision is in force, the first archived; the coming plan waits for a reviewer."""
    revision = _revise(review, _in_force(review, today), today - timedelta(days=38))
    revision = review.submit(revision, today - timedelta(days=36), "根据开学后的实际调整两项安排，请审定。")
    revision = review.claim(revision, today - timedelta(days=34))
    revision = review.approve(revision, today - timedelta(days=33))
    coming = review.draft(coming_period(review.place.school.cycle, today), today - timedelta(days=14))
    return [revision, review.submit(coming, today - timedelta(days=5))]


def _amendment_begun(review: Review, today: date) -> list[Plan]:
    current = _in_force(review, today)
    return [current, _revise(review, current, today - timedelta(days=7))]


def _waiting(review: Review, today: date) -> list[Plan]:
    period = current_period(review.place.school.cycle, today)
    plan = review.draft(period, today - timedelta(days=15))
    return [review.submit(plan, today - timedelta(days=2))]


def _submitted_again(review: Review, today: date) -> list[Plan]:
    """Returned once, every issue answered, words changed, handed in again and claimed: the reviewer compares."""
    period = current_period(review.place.school.cycle, today)
    plan = review.draft(period, today - timedelta(days=30))
    plan = review.claim(review.submit(plan, today - timedelta(days=20)), today - timedelta(days=17))
    for section in ("part", "schedule"):
        review.remark(plan, section, ISSUES[section], today - timedelta(days=16))
    plan = perform(plan, Action.RETURN, by=review.reviewer, at=moment(today - timedelta(days=15)))
    _mend(review, plan, today - timedelta(days=11))
    _answer(review, plan, today - timedelta(days=11))
    plan = review.submit(plan, today - timedelta(days=10), "已按意见修改，请审。")
    return [review.claim(plan, today - timedelta(days=3))]


def _only_a_draft(review: Review, today: date) -> list[Plan]:
    period = current_period(review.place.school.cycle, today)
    return [review.draft(period, today - timedelta(days=4))]


def _approved_after_return(review: Review, today: date) -> list[Plan]:
    """Returned with one issue, mended, the issue found settled, approved."""
    period = current_period(review.place.school.cycle, today)
    begun = begun_on(period, today)
    plan = review.draft(period, begun)
    plan = review.claim(review.submit(plan, begun + timedelta(days=9)), begun + timedelta(days=12))
    review.remark(plan, "part", ISSUES["part"], begun + timedelta(days=12))
    plan = perform(plan, Action.RETURN, by=review.reviewer, at=moment(begun + timedelta(days=13)))
    _mend(review, plan, begun + timedelta(days=15))
    _answer(review, plan, begun + timedelta(days=15))
    plan = review.claim(review.submit(plan, begun + timedelta(days=16)), begun + timedelta(days=19))
    review.settle(plan, begun + timedelta(days=19))
    return [review.approve(plan, begun + timedelta(days=20), "意见已落实，同意。")]


def _coming_in_review(review: Review, today: date) -> list[Plan]:
    current = _in_force(review, today)
    plan = review.draft(coming_period(review.place.school.cycle, today), today - timedelta(days=16))
    plan = review.claim(review.submit(plan, today - timedelta(days=6)), today - timedelta(days=2))
    review.remark(plan, "part", ISSUES["part"], today - timedelta(days=2))
    return [current, plan]


def _answer(review: Review, plan: Plan, day: date, only: int | None = None) -> None:
    for issue in ReviewComment.objects.of(plan).open().order_by("number"):
        if only is None or issue.number == only:
            at = moment(day, 15, 10)
            answer_issue(issue=issue, document=plan, reply=ANSWER, by=review.place.secretary, at=at)


def _mend(review: Review, plan: Plan, day: date) -> None:
    """The school's change: a sentence more in the first part, a line more in the schedule."""
    part = plan.sections.present().filter(level=2).first()
    if part:
        body = f"{part.body}\n固定在每月第一周星期五下午，由支委轮流主讲，主讲人列入行事历。"
        edit_section(
            section=part, heading=part.heading, body=body, base_version=part.version,
            by=review.place.writer, at=moment(day, 10, 30),
        )  # fmt: skip
    month = plan.period.months[2]
    facts = ItemFacts(
        text="党小组会：对照计划检查落实情况", first_month=month, last_month=month, kind=ActivityKind.GROUP_MEETING
    )
    add_item(plan=plan, facts=facts, by=review.place.writer, at=moment(day, 10, 45))


def _revise(review: Review, plan: Plan, day: date) -> Plan:
    revision = amend_plan(plan=plan, by=review.place.writer, at=moment(day, 9, 10))
    _mend(review, revision, day + timedelta(days=1))
    return revision


#: One for each school, in the order of `SCHOOLS`.
_ACTS: tuple[Callable[[Review, date], list[Plan]], ...] = (
    _coming_returned,
    _coming_draft,
    _in_review,
    _amended_and_submitted,
    _amendment_begun,
    _waiting,
    _just_approved,
    _submitted_again,
    _just_approved,
    _only_a_draft,
    _approved_after_return,
    _coming_in_review,
)
