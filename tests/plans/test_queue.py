"""The queue: order, filters, whose a paper is, claiming and giving away, one by one and many at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from branches.models import AuditEntry, District
from branches.scope import forget_scope
from branches.services.accounts import give_role
from branches.services.organisation import create_district
from notices.models import Notice
from plans.domain.period import Cycle, Period
from plans.models import Plan
from plans.selectors.queue import neighbour, next_in_queue, queue, sorted_queue
from plans.services.drafting import create_plan
from plans.services.review import submit_plan
from tests.cast import NOW, Cast, plan_at, plan_draft
from workflow.domain.transitions import Action, Status
from workflow.models import ReviewAssignment
from workflow.services.assign import assign_area, assign_paper
from workflow.services.perform import perform


def as_(user: object) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("branch__district", "claimed_by", "assigned_to").get(pk=plan.pk)


def years(cast: Cast, *risks: int) -> list[Plan]:
    """A submitted plan of 青榆一小 for each, 2026 and on, with this risk."""
    plans = [plan_at(cast, Status.SUBMITTED, period=Period(Cycle.CALENDAR_YEAR, 2026 + n)) for n in range(len(risks))]
    for plan, risk in zip(plans, risks, strict=True):
        Plan.objects.filter(pk=plan.pk).update(risk=risk)
    return [fresh(plan) for plan in plans]


def kindergarten_plan(cast: Cast) -> Plan:
    plan = create_plan(branch=cast.kindergarten, draft=plan_draft(), source="blank", by=cast.fang, at=NOW)
    return submit_plan(plan=plan, comment="", by=cast.fang, at=NOW)


def make_lead(cast: Cast) -> None:
    give_role(
        user=cast.shen, role="review_lead", organisation=cast.district, starts_on=date(2025, 9, 1), by=None, at=NOW
    )
    forget_scope(cast.shen)


def shown(response: object) -> list[int]:
    return [row.year for row in response.context["shown"].rows]  # type: ignore[attr-defined]


# --- order ----------------------------------------------------------------------------------------------------------------


def test_the_riskiest_first_and_reasons_in_words(cast: Cast) -> None:
    years(cast, 10, 40, 25)
    response = as_(cast.he).get(reverse("plans:queue"))
    assert shown(response) == [2027, 2028, 2026]
    assert shown(as_(cast.he).get(reverse("plans:queue"), {"sort": "risk"})) == [2026, 2028, 2027]
    row = response.context["shown"].rows[0].risk
    page = response.content.decode()
    assert all(reason["words"] in page for reason in row.reasons)


@pytest.mark.parametrize("sort", ["-risk", "risk", "school", "-school", "submitted", "-submitted", "year", "status"])
def test_walking_through_the_queue_is_the_order_of_the_queue(cast: Cast, sort: str) -> None:
    years(cast, 10, 40, 10, 25)
    rows = queue(cast.he)
    order = list(sorted_queue(rows, sort))
    walked = [order[0].pk]
    while (after := neighbour(fresh(Plan(pk=walked[-1])), rows, sort, forwards=True)) is not None:
        walked.append(after)
    assert walked == [plan.pk for plan in order]
    back = [neighbour(plan, rows, sort, forwards=False) for plan in order]
    assert back == [None, *walked[:-1]]


def test_the_links_lead_through_the_filtered_queue_and_say_where_it_ends(cast: Cast) -> None:
    first, second = years(cast, 30, 20)
    he, query = as_(cast.he), "?status=submitted"
    page = he.get(f"/plans/{first.pk}/review/{query}").content.decode()
    onward, backward = (f"/plans/{first.pk}/review/{way}/{query}" for way in ("next", "previous"))
    assert (f'href="{onward}"' in page, f'href="{backward}"' in page) == (True, True)
    assert he.get(onward).url == f"/plans/{second.pk}/review/{query}"
    end = he.get(f"/plans/{second.pk}/review/next/{query}", follow=True)
    assert end.redirect_chain == [(f"/plans/{second.pk}/review/{query}", 302)]
    assert "这是最后一份，后面没有了。" in end.content.decode()
    assert "这是第一份，前面没有了。" in he.get(backward, follow=True).content.decode()


def test_after_a_plan_that_left_the_queue_comes_the_next_one_and_at_the_end_the_first(cast: Cast) -> None:
    plans = years(cast, 30, 20, 10)
    waiting = queue(cast.he).filter(status=Status.SUBMITTED)
    perform(plans[1], Action.CLAIM, by=cast.he, at=NOW)
    assert next_in_queue(plans[1], waiting, "") == plans[2].pk
    assert next_in_queue(plans[2], waiting, "") == plans[0].pk
    perform(plans[0], Action.CLAIM, by=cast.he, at=NOW)
    assert next_in_queue(plans[2], waiting, "") is None


# --- filters --------------------------------------------------------------------------------------------------------------


def test_filters_by_who_has_it(cast: Cast) -> None:
    plans = years(cast, 30, 20, 10, 5)
    perform(plans[0], Action.CLAIM, by=cast.he, at=NOW)
    Plan.objects.filter(pk=plans[1].pk).update(assigned_to=cast.he, assigned_at=NOW)
    Plan.objects.filter(pk=plans[2].pk).update(assigned_to=cast.shen, assigned_at=NOW)
    client = as_(cast.he)
    assert shown(client.get(reverse("plans:queue"), {"who": "me"})) == [2026, 2027]
    assert shown(client.get(reverse("plans:queue"), {"who": "nobody"})) == [2029]
    assert shown(client.get(reverse("plans:queue"), {"who": str(cast.shen.pk)})) == [2028]
    wrong = client.get(reverse("plans:queue"), {"who": "x"})
    assert (wrong.status_code, "没有这名审核员。" in wrong.content.decode()) == (422, True)


def test_filters_by_what_was_found_and_by_area(cast: Cast) -> None:
    plans = years(cast, 30, 0)
    Plan.objects.filter(pk=plans[1].pk).update(is_clean=True)
    east = create_district(name="青榆区东片", code="e", parent=cast.district, by=None, at=NOW)
    client = as_(cast.he)
    assert shown(client.get(reverse("plans:queue"), {"only": "clean"})) == [2027]
    assert shown(client.get(reverse("plans:queue"), {"only": "found"})) == [2026]
    assert shown(client.get(reverse("plans:queue"), {"only": "late"})) == []
    assert shown(client.get(reverse("plans:queue"), {"area": str(east.pk)})) == []
    assert shown(client.get(reverse("plans:queue"), {"area": str(cast.district.pk)})) == [2026, 2027]


# --- claiming -------------------------------------------------------------------------------------------------------------


def test_one_is_claimed_and_opened_with_the_filters(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    response = as_(cast.he).post(reverse("plans:claim_many"), {"one": plan.pk, "query": "kind=primary"})
    assert response.url == f"{reverse('plans:review', args=[plan.pk])}?kind=primary"
    assert fresh(plan).claimed_by == cast.he


def test_all_of_an_area_are_claimed_but_not_the_own_school(cast: Cast) -> None:
    plan_at(cast, Status.SUBMITTED)
    other = kindergarten_plan(cast)
    page = as_(cast.duan).post(reverse("plans:claim_many"), {"all": "1", "query": ""}, follow=True).content.decode()
    assert "已认领1份。" in page
    assert "青榆一小：您在该党支部任职或编入该党支部" in page
    assert [plan.pk for plan in Plan.objects.filter(claimed_by=cast.duan)] == [other.pk]


def test_nothing_ticked_is_told(cast: Cast) -> None:
    plan_at(cast, Status.SUBMITTED)
    page = as_(cast.he).post(reverse("plans:claim_many"), {"plan": ["nonsense"]}, follow=True).content.decode()
    assert "没有选中可以办理的计划。" in page


def test_a_wrong_filter_or_sign_does_not_claim_everything(cast: Cast) -> None:
    plan_at(cast, Status.SUBMITTED)
    for sent in ({"all": "1", "query": "year=1200"}, {"plan": ["g" * 36]}):
        page = as_(cast.he).post(reverse("plans:claim_many"), sent, follow=True).content.decode()
        assert "没有选中可以办理的计划。" in page
    assert not Plan.objects.filter(claimed_by__isnull=False).exists()


# --- giving papers to reviewers -------------------------------------------------------------------------------------------


def test_the_lead_gives_papers_away_with_one_message(cast: Cast) -> None:
    make_lead(cast)
    years(cast, 30, 20)
    form = {"all": "1", "reviewer": str(cast.he.pk), "query": ""}
    page = as_(cast.shen).post(reverse("plans:assign_many"), form, follow=True).content.decode()
    assert "已分给何清2份。" in page
    notice = Notice.objects.get(kind="workflow.assign")
    assert (notice.recipient, notice.title) == (cast.he, "沈一鸣分给您2份材料审核")
    assert AuditEntry.objects.filter(action="review.assign").count() == 2


def test_only_the_lead_gives_papers_away_and_never_to_the_own_school(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    form = {"one": plan.pk, "reviewer": str(cast.duan.pk)}
    assert as_(cast.he).post(reverse("plans:assign_many"), form).status_code == 403
    make_lead(cast)
    page = as_(cast.shen).post(reverse("plans:assign_many"), form, follow=True).content.decode()
    assert "不能分给段落：不是这里的审核员，或者在该党支部任职" in page
    assert fresh(plan).assigned_to is None
    missing = as_(cast.shen).post(reverse("plans:assign_many"), {"one": plan.pk})
    assert (missing.status_code, "请选择审核员。" in missing.content.decode()) == (422, True)


def test_what_was_given_to_one_is_not_claimed_by_another(cast: Cast) -> None:
    make_lead(cast)
    plan = plan_at(cast, Status.SUBMITTED)
    assign_paper(document=plan, reviewer=cast.he, by=cast.shen, at=NOW)
    give_role(user=cast.wei, role="reviewer", organisation=cast.district, starts_on=date(2025, 9, 1), by=None, at=NOW)
    page = as_(cast.wei).post(reverse("plans:claim_many"), {"one": plan.pk}, follow=True).content.decode()
    assert "已分给何清审核，需要调整请找审核组长。" in page
    assert perform(fresh(plan), Action.CLAIM, by=cast.shen, at=NOW).claimed_by == cast.shen  # whoever leads may step in


def test_a_reviewer_who_left_does_not_block_the_paper(cast: Cast) -> None:
    make_lead(cast)
    plan = plan_at(cast, Status.SUBMITTED)
    assign_paper(document=plan, reviewer=cast.he, by=cast.shen, at=NOW)
    cast.he.assignments.update(ends_on=date(2026, 1, 1))
    give_role(user=cast.wei, role="reviewer", organisation=cast.district, starts_on=date(2025, 9, 1), by=None, at=NOW)
    forget_scope(cast.wei)
    assert perform(fresh(plan), Action.CLAIM, by=cast.wei, at=NOW).claimed_by == cast.wei


def test_the_reviewer_gives_it_back_into_the_queue(cast: Cast) -> None:
    make_lead(cast)
    plan = plan_at(cast, Status.SUBMITTED)
    assign_paper(document=plan, reviewer=cast.he, by=cast.shen, at=NOW)
    as_(cast.he).post(reverse("plans:unassign", args=[plan.pk]))
    assert fresh(plan).assigned_to is None
    again = as_(cast.he).post(reverse("plans:unassign", args=[plan.pk]))
    assert again.status_code == 403  # nothing of his any more: only the lead takes back


# --- standing rules -------------------------------------------------------------------------------------------------------


@pytest.fixture
def east(cast: Cast) -> District:
    """青榆一小 lies in the eastern area of its district."""
    area = create_district(name="青榆区东片", code="e", parent=cast.district, by=None, at=NOW)
    type(cast.branch).objects.filter(pk=cast.branch.pk).update(district=area)
    cast.branch.refresh_from_db()
    make_lead(cast)
    return area


def test_the_nearest_rule_gives_the_paper(cast: Cast, east: District) -> None:
    def rule(district: District, reviewer: object, **facts: object) -> ReviewAssignment:
        given = {"school_kind": "", "branch": None, **facts}
        return assign_area(district=district, reviewer=reviewer, by=cast.shen, at=NOW, **given)  # type: ignore[arg-type]

    rule(cast.district, cast.duan)  # a member of 青榆一小: passed over
    rule(cast.district, cast.shen, school_kind="primary")
    assert plan_at(cast, Status.SUBMITTED).assigned_to == cast.shen
    rule(east, cast.he)
    assert plan_at(cast, Status.SUBMITTED, period=Period(Cycle.CALENDAR_YEAR, 2027)).assigned_to == cast.he
    rule(cast.district, cast.shen, branch=cast.branch)
    third = plan_at(cast, Status.SUBMITTED, period=Period(Cycle.CALENDAR_YEAR, 2028))
    assert third.assigned_to == cast.shen
    assert Notice.objects.filter(kind="workflow.submit", recipient=cast.he).count() == 1


def test_rules_are_made_and_ended_on_their_page(cast: Cast, east: District) -> None:
    lead = as_(cast.shen)
    form = {"district": str(east.pk), "school_kind": "", "branch": "", "reviewer": str(cast.he.pk)}
    assert lead.post(reverse("plans:assignments"), form).status_code == 302
    twice = lead.post(reverse("plans:assignments"), form)
    assert (twice.status_code, "已经分给一名审核员" in twice.content.decode()) == (422, True)
    own = lead.post(
        reverse("plans:assignments"), {**form, "branch": str(cast.branch.pk), "reviewer": str(cast.duan.pk)}
    )
    assert (own.status_code, "不能审核它的材料" in own.content.decode()) == (422, True)
    row = ReviewAssignment.objects.get()
    assert "青榆区东片" in as_(cast.he).get(reverse("plans:assignments")).content.decode()
    assert as_(cast.he).post(reverse("plans:assignment_end", args=[row.pk])).status_code == 403
    lead.post(reverse("plans:assignment_end", args=[row.pk]))
    assert not ReviewAssignment.objects.standing().exists()
    assert plan_at(cast, Status.SUBMITTED).assigned_to is None


def test_settings_hold_below_and_wrong_numbers_are_told(cast: Cast) -> None:
    place = reverse("plans:review_settings", args=[cast.district.pk])
    form = {"answer_days": "7", "sample_percent": "20", "sample_least": "3"}
    assert as_(cast.he).get(place).status_code == 403
    wrong = as_(cast.wei).post(place, {**form, "sample_percent": "120"})
    assert (wrong.status_code, "120" in wrong.content.decode()) == (422, True)
    assert as_(cast.wei).post(place, form).status_code == 302
    page = as_(cast.wei).get(reverse("plans:assignments")).content.decode()
    assert "退回后7个工作日" in page
    assert "20%，至少3份" in page


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_queue_do_not_grow(cast: Cast, count: int, django_assert_num_queries: object) -> None:
    years(cast, *range(count))
    client = as_(cast.he)
    client.get(reverse("plans:queue"))
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(reverse("plans:queue"))
