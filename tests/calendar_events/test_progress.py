"""What became of the plan of 青榆一小: four promises (January, March, March to April, December). Seen on 1 May 2026."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertNumQueries

from calendar_events.domain.fulfilment import Outcome, Tally
from calendar_events.models import DroppedPromise, FulfilmentCount
from calendar_events.selectors.district_progress import DistrictAsked, district_progress_page
from calendar_events.selectors.progress import progress_page
from calendar_events.services.figures import reckon_all
from calendar_events.services.offers import drop_promise, restore_promise
from plans.domain.period import Cycle, Period
from plans.models import Plan, PlanItem
from tests.calendar_events.events import event_of
from tests.cast import NOW, Cast, plan_at
from workflow.domain.transitions import Status

MAY_DAY = date(2026, 5, 1)
ON_MAY_DAY = datetime(2026, 5, 1, 3, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return plan_at(cast, Status.APPROVED)


def line(plan: Plan, text: str) -> PlanItem:
    return plan.items.present().get(text__startswith=text)


def outcomes(plan: Plan, today: date = MAY_DAY) -> dict[str, str]:
    return {row.promised.line.text: row.outcome.value for part in progress_page(plan, today).parts for row in part.kept}


def drop(plan: Plan, cast: Cast, text: str = "主题党日", reason: str = "与区里活动合并") -> DroppedPromise:
    item = line(plan, text)
    return drop_promise(plan=plan, origin=item.origin, month=item.first_month, reason=reason, by=cast.lin, at=NOW)


def test_what_was_not_done_is_not_kept_and_what_is_to_come_is_open(plan: Plan) -> None:
    assert outcomes(plan) == {
        "召开支委会，讨论全年工作": "missed",
        "主题党日：走进社区服务站": "missed",
        "青年教师结对听课": "missed",  # its time ended with April
        "召开支部党员大会，总结全年工作": "open",
    }
    page = progress_page(plan, MAY_DAY)
    assert page.total == Tally(missed=3, open=1)
    assert list(page.months) == [date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 12, 1)]


def test_a_line_of_two_months_is_open_until_the_second_is_over(plan: Plan) -> None:
    assert outcomes(plan, date(2026, 4, 30))["青年教师结对听课"] == "open"


def test_lines_stand_at_their_measure_or_where_their_words_belong(plan: Plan) -> None:
    committee = line(plan, "召开支委会")
    committee.measure = plan.sections.get(heading="带好青年教师")
    committee.save()
    rows = {
        part.label: [row.promised.line.text[:6] for row in part.kept] for part in progress_page(plan, MAY_DAY).parts
    }
    assert rows["（二）带好青年教师"] == [
        "召开支委会，",
        "青年教师结对",
    ]  # the first by its measure, the second by its words
    assert rows["（一）过好组织生活"] == ["主题党日：走", "召开支部党员"]
    assert rows["一、指导思想"] == []


def test_a_reason_is_shown_and_the_promise_still_counts(plan: Plan, cast: Cast) -> None:
    drop(plan, cast)
    page = progress_page(plan, MAY_DAY)
    assert outcomes(plan)["主题党日：走进社区服务站"] == "dropped"
    assert page.total == Tally(dropped=1, missed=2, open=1)
    assert page.total.rate == 0


def test_what_is_taken_up_again_counts_as_not_done(plan: Plan, cast: Cast) -> None:
    row = drop(plan, cast)
    restore_promise(plan=plan, origin=row.item_origin, month=row.month, by=cast.lin, at=NOW)
    assert outcomes(plan)["主题党日：走进社区服务站"] == "missed"


def test_an_event_that_is_cancelled_gives_its_reason(plan: Plan, cast: Cast) -> None:
    item = line(plan, "主题党日")
    facts = {"item_origin": item.origin, "promised_month": item.first_month}
    event_of(cast, state="cancelled", cancelled_reason="台风停课", **facts)
    kept = {row.promised.line.text: row for part in progress_page(plan, MAY_DAY).parts for row in part.kept}
    assert kept[item.text].promise.dropped == "台风停课"
    event_of(cast, starts_on=date(2026, 3, 20), **facts)  # planned anew: not given up
    assert outcomes(plan)[item.text] == Outcome.MISSED.value


def test_every_night_the_counts_are_reckoned_and_twice_changes_nothing(plan: Plan) -> None:
    assert reckon_all(at=ON_MAY_DAY) == 3
    first = list(FulfilmentCount.objects.order_by("month").values_list("month", "missed", "open"))
    assert first == [
        (date(2026, 1, 1), 1, 0),
        (date(2026, 3, 1), 1, 0),
        (date(2026, 4, 1), 1, 0),
        (date(2026, 12, 1), 0, 1),
    ]
    reckon_all(at=ON_MAY_DAY)
    assert list(FulfilmentCount.objects.order_by("month").values_list("month", "missed", "open")) == first


def test_counts_of_months_that_the_plan_no_longer_has_go(plan: Plan) -> None:
    reckon_all(at=ON_MAY_DAY)
    PlanItem.objects.filter(text__startswith="召开支委会").update(removal=uuid4())
    reckon_all(at=ON_MAY_DAY.replace(day=2))
    assert date(2026, 1, 1) not in FulfilmentCount.objects.values_list("month", flat=True)


def test_the_database_keeps_one_row_a_month(cast: Cast) -> None:
    facts = {"branch": cast.branch, "month": date(2026, 1, 1), "reckoned_at": NOW}
    FulfilmentCount.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        FulfilmentCount.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        FulfilmentCount.objects.create(**{**facts, "month": date(2026, 1, 2)})


def test_the_district_sees_its_own_branches_by_name(plan: Plan, cast: Cast) -> None:
    reckon_all(at=ON_MAY_DAY)
    page = district_progress_page(cast.he, DistrictAsked(2026), number="1", size=50)
    assert [(row.branch.short_name, row.tally.missed, row.tally.open) for row in page.lines] == [
        ("青榆幼儿园", 0, 0),
        ("青榆一小", 3, 1),
    ]
    assert page.total == Tally(missed=3, open=1)
    assert [row.plan is not None for row in page.lines] == [False, True]
    wei = district_progress_page(cast.wei, DistrictAsked(2026), number="1", size=50)
    assert (wei.total, [row.plan for row in wei.lines]) == (page.total, [None, None])  # reads no plans
    only = district_progress_page(cast.he, DistrictAsked(2026, only=True), number="1", size=50)
    assert [row.branch.short_name for row in only.lines] == ["青榆一小"]
    assert district_progress_page(cast.bai, DistrictAsked(2026), number="1", size=50).total == Tally()


@pytest.mark.parametrize("plans", [1, 3])
def test_the_pages_ask_the_same_number_of_questions_for_one_plan_and_three(cast: Cast, plans: int) -> None:
    made = [plan_at(cast, Status.APPROVED, period=Period(Cycle.CALENDAR_YEAR, 2026 + n)) for n in range(plans)]
    reckon_all(at=ON_MAY_DAY)
    for item in PlanItem.objects.all():
        event_of(cast, item_origin=item.origin, promised_month=item.first_month, starts_on=item.first_month)
    client = Client()
    client.force_login(cast.lin)
    with assertNumQueries(OWN_QUERIES):
        assert client.get(reverse("calendar_events:progress", args=[made[0].pk])).status_code == 200
    client.force_login(cast.he)
    with assertNumQueries(DISTRICT_QUERIES):
        assert client.get(reverse("calendar_events:progress_district"), {"year": 2026}).status_code == 200


OWN_QUERIES, DISTRICT_QUERIES = 23, 13


def test_wrong_input_is_told_beside_the_field_and_kept(plan: Plan, cast: Cast) -> None:
    item = line(plan, "主题党日")
    client = Client()
    client.force_login(cast.lin)
    url = reverse("calendar_events:promise_drop", args=[plan.pk, item.origin, "2026-03"])
    answer = client.post(url, {"reason": "长" * 201})
    assert answer.status_code == 422
    assert "原因请控制在200字以内。" in answer.text
    assert "长" * 201 in answer.text
    assert (
        client.get(reverse("calendar_events:promise_drop", args=[plan.pk, item.origin, "2026-05"])).status_code == 404
    )
    assert (
        client.get(reverse("calendar_events:promise_drop", args=[plan.pk, item.origin, "nonsense"])).status_code == 404
    )
    client.force_login(cast.he)
    wrong = client.get(reverse("calendar_events:progress_district"), {"year": "1066"})
    assert (wrong.status_code, "年份" in wrong.text) == (422, True)
