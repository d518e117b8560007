"""What members see of the schedule: approved plans of their branch, each line in each of its months, nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from calendar_events.models import CalendarEvent, DroppedPromise
from members.models import Member
from plans.domain.period import Cycle, Period
from plans.models import PlanItem
from tests.calendar_events.events import event_of
from tests.cast import NOW, Cast, plan_at
from tests.plans.test_review import as_
from workflow.domain.transitions import Status


def _texts(cast: Cast, month: str, who: str = "tang") -> list[list[str]]:
    calendar = as_(cast.people[who]).get(f"{reverse('calendar_events:month')}?month={month}").context["calendar"]
    return [[line.item.text for line in (*view.themes, *view.lines)] for view in calendar.months]


def test_this_month_and_the_next_with_lines_that_run_over_both(cast: Cast) -> None:
    plan_at(cast, Status.APPROVED)
    assert _texts(cast, "2026-03") == [["主题党日：走进社区服务站", "青年教师结对听课"], ["青年教师结对听课"]]


@pytest.mark.parametrize("state", [Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED, Status.ARCHIVED])
def test_nothing_of_plans_that_are_not_in_force(cast: Cast, state: Status) -> None:
    plan_at(cast, state)
    assert _texts(cast, "2026-03") == [[], []]


def test_nothing_of_other_branches(cast: Cast) -> None:
    plan_at(cast, Status.APPROVED)
    assert _texts(cast, "2026-03", who="gu") == [[], []]


def test_a_line_with_a_date_is_shown_once(cast: Cast) -> None:
    """The event of the line over March and April stands in April: the line is shown in neither month."""
    plan = plan_at(cast, Status.APPROVED)
    pairs = plan.items.present().get(text="青年教师结对听课")
    facts = {"item_origin": pairs.origin, "promised_month": pairs.first_month, "starts_on": date(2026, 4, 16)}
    event_of(cast, "青年教师结对听课", **facts)
    assert _texts(cast, "2026-03") == [["主题党日：走进社区服务站"], []]
    calendar = as_(cast.tang).get(f"{reverse('calendar_events:month')}?month=2026-04").context["calendar"]
    assert [event.subject for event in calendar.months[0].events] == ["青年教师结对听课"]
    CalendarEvent.objects.update(state="cancelled", cancelled_reason="停课")
    assert _texts(cast, "2026-03")[0] == ["主题党日：走进社区服务站", "青年教师结对听课"]


def test_a_line_given_up_is_not_shown(cast: Cast) -> None:
    plan = plan_at(cast, Status.APPROVED)
    pairs = plan.items.present().get(text="青年教师结对听课")
    facts = {"item_origin": pairs.origin, "month": pairs.first_month, "reason": "并入区教研", "by": cast.lin, "at": NOW}
    DroppedPromise.objects.create(branch=cast.branch, **facts)
    assert _texts(cast, "2026-03") == [["主题党日：走进社区服务站"], []]


def test_overlapping_plans_show_a_shared_line_once(cast: Cast) -> None:
    plan_at(cast, Status.APPROVED)
    plan_at(cast, Status.APPROVED, period=Period(Cycle.SEMESTER, 2025, 2))
    assert _texts(cast, "2026-04")[0].count("青年教师结对听课") == 1


def test_lines_of_me_and_my_group_are_marked(cast: Cast) -> None:
    plan = plan_at(cast, Status.APPROVED)
    PlanItem.objects.filter(plan=plan, text__startswith="主题党日").update(responsible_group=cast.group)
    PlanItem.objects.filter(plan=plan, text__startswith="青年教师").update(
        responsible_member=Member.objects.get(user=cast.lin)
    )
    calendar = as_(cast.tang).get(f"{reverse('calendar_events:month')}?month=2026-03").context["calendar"]
    assert [(line.item.text[:4], line.is_mine) for line in calendar.months[0].lines] == [
        ("主题党日", True),
        ("青年教师", False),
    ]


@pytest.mark.parametrize("month", ["2026-13", "xx", "2026-00", "9999-01"])
def test_months_that_do_not_exist_are_not_found(cast: Cast, month: str) -> None:
    assert as_(cast.tang).get(f"{reverse('calendar_events:month')}?month={month}").status_code == 404


@pytest.mark.parametrize("plans", [1, 3])
def test_queries_do_not_grow_with_plans(cast: Cast, plans: int, django_assert_num_queries: object) -> None:
    for number in range(plans):
        plan_at(cast, Status.APPROVED, period=Period(Cycle.CALENDAR_YEAR, 2026 + number))
    client = as_(cast.tang)
    client.get(reverse("calendar_events:year"))
    with django_assert_num_queries(17):  # type: ignore[operator]
        client.get(f"{reverse('calendar_events:month')}?month=2026-03")
