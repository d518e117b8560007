"""The district's gaps: branches × kinds for a period."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from branches.scope import forget_scope
from branches.services.accounts import give_role
from branches.services.organisation import create_branch
from plans.domain.period import Cycle, Period
from plans.services.checks import mend
from plans.services.drafting import amend_plan
from plans.services.review import submit_plan
from tests.cast import NOW, Cast, plan_at
from tests.plans.test_review import as_, fresh
from workflow.domain.transitions import Action, Status
from workflow.services.perform import perform

URL = {"cycle": "year", "year": "2026", "part": "0"}


def verdicts(response: object, name: str) -> dict[str, str]:
    """Kinds and verdicts in the row of this branch."""
    rows = response.context["gaps"].rows  # type: ignore[attr-defined]
    row = next(row for row in rows if row.branch.short_name == name)
    return {kind: activity.verdict for kind, activity in row.activities.items()}


def test_branches_and_kinds_with_verdicts_in_words(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    response = as_(cast.he).get(reverse("plans:gaps"), URL)
    found = verdicts(response, "青榆一小")
    assert (found["committee_meeting"], found["theme_day"], found["dues"]) == ("below", "conflict", "absent")
    page = response.content.decode()
    assert all(word in page for word in ("不足", "前后不一", "未安排"))
    assert reverse("plans:review", args=[plan.pk]) in page
    assert verdicts(response, "青榆幼儿园") == {}
    assert "未提交" in page


def test_the_columns_count_the_plans_with_a_gap(cast: Cast) -> None:
    plan_at(cast, Status.SUBMITTED)
    columns = {row.kind: row for row in as_(cast.he).get(reverse("plans:gaps"), URL).context["gaps"].columns}
    assert (columns["dues"].gaps, columns["dues"].plans) == (1, 1)


def test_the_newest_submission_of_the_newest_revision_counts(cast: Cast) -> None:
    plan = plan_at(cast, Status.APPROVED)
    revision = amend_plan(plan=plan, by=cast.lin, at=NOW)
    revision = fresh(revision)
    mend(plan=revision, key="", choice="party_lecture:2026-05-01", by=cast.lin, at=NOW)
    client = as_(cast.he)
    assert (
        verdicts(client.get(reverse("plans:gaps"), URL), "青榆一小")["party_lecture"] == "absent"
    )  # the draft is the school's
    revision = submit_plan(plan=fresh(revision), comment="", by=cast.lin, at=NOW)
    assert verdicts(client.get(reverse("plans:gaps"), URL), "青榆一小")["party_lecture"] == "below"
    revision = perform(revision, Action.WITHDRAW, by=cast.lin, at=NOW)
    mend(plan=revision, key="", choice="heart_to_heart_talk:2026-12-01", by=cast.lin, at=NOW)
    submit_plan(plan=fresh(revision), comment="", by=cast.lin, at=NOW)
    found = verdicts(client.get(reverse("plans:gaps"), URL), "青榆一小")
    assert (found["party_lecture"], found["heart_to_heart_talk"]) == ("below", "met")


def test_other_districts_other_kinds_and_other_years_are_left_out(cast: Cast) -> None:
    plan_at(cast, Status.SUBMITTED)

    def names(**more: str) -> list[str]:
        response = as_(cast.he).get(reverse("plans:gaps"), {**URL, **more})
        return [row.branch.short_name for row in response.context["gaps"].rows]

    assert names() == ["青榆一小", "青榆幼儿园"]
    assert names(kind="kindergarten") == ["青榆幼儿园"]
    assert names(gaps="on") == ["青榆一小"]
    assert names(gaps="on", year="2025") == []
    elsewhere = as_(cast.bai).get(reverse("plans:gaps"), URL)
    assert [row.branch.short_name for row in elsewhere.context["gaps"].rows] == ["白鹭二中"]


def test_wrong_filters_are_told(cast: Cast) -> None:
    response = as_(cast.he).get(reverse("plans:gaps"), {"year": "abc"})
    assert response.status_code == 422


def test_a_semester_needs_no_part(cast: Cast) -> None:
    response = as_(cast.he).get(reverse("plans:gaps"), {"cycle": "semester", "year": "2026"})
    assert response.context["gaps"].period == Period(Cycle.SEMESTER, 2026, 1)


@pytest.mark.parametrize("count", [1, 4])
def test_queries_do_not_grow(cast: Cast, count: int, django_assert_num_queries: object) -> None:
    for number in range(count):
        branch = create_branch(
            district=cast.district,
            by=None,
            at=NOW,
            name=f"第{number}小学党支部",
            school_name=f"第{number}小学",
            short_name=f"{number}小",
            school_kind="primary",
        )
        cast.branch = branch
        give_role(user=cast.lin, role="secretary", organisation=branch, starts_on=date(2025, 9, 1), by=None, at=NOW)
        forget_scope(cast.lin)
        plan_at(cast, Status.SUBMITTED)
    client = as_(cast.he)
    client.get(reverse("plans:gaps"), URL)
    with django_assert_num_queries(10):  # type: ignore[operator]
        response = client.get(reverse("plans:gaps"), URL)
    assert sum(bool(row.activities) for row in response.context["gaps"].rows) == count
