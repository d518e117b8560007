"""The district at a glance: figures worked out by hand, the list behind each, and what both cost."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from branches.models import User
from branchplan.overview.behind import Measures, branches_behind, gaps
from branchplan.overview.models import BranchArrears, DistrictFigure
from branchplan.overview.reckoning import figures_on, measures_on, reckon
from branchplan.overview.selectors import Asked, Figure, branches_of, overview
from calendar_events.models import FulfilmentCount
from members.domain.development.stages import Stage
from members.models import CommitteeTerm, DevelopmentCase, DuesBase, Member, PayBasis
from notices.models import Job
from notices.services.jobs import run_next
from plans.models import PlanningRound, RoundTarget
from tests.cast import NOW, TODAY, Cast, plan_at
from workflow.domain.transitions import Status


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def stage(cast: Cast) -> Cast:
    """青榆一小: an approved plan, a term that ends in five months, a case that is late. 青榆幼儿园: a term that is over, nothing handed in.

    白鹭二中, of another district: a term that is over.
    """
    plan = plan_at(cast, Status.APPROVED)
    for branch, ends_on in (
        (cast.branch, date(2026, 8, 1)),
        (cast.kindergarten, date(2026, 2, 1)),
        (cast.far_branch, date(2026, 2, 1)),
    ):
        CommitteeTerm.objects.create(branch=branch, elected_on=date(2023, 2, 1), years=3, ends_on=ends_on)
    person = Member.objects.create(branch=cast.branch, name="柳青青", status="activist")
    DevelopmentCase.objects.create(
        member=person, opened_on=date(2025, 1, 1), stage=Stage.ACTIVIST, next_due=date(2026, 3, 1)
    )
    row = PlanningRound.objects.create(
        district=cast.district, title="2026年工作计划", cycle="year", year=2026, opens_on=date(2026, 1, 5),
        due_on=date(2026, 3, 1), state="open", created_by=cast.wei, created_at=NOW, opened_by=cast.wei, opened_at=NOW, changed_at=NOW,
    )  # fmt: skip
    asked: list[tuple[Any, dict[str, Any]]] = [
        (cast.branch, {"plan": plan, "state": "approved"}),
        (cast.kindergarten, {}),
    ]
    for place, (branch, facts) in enumerate(asked, 1):
        RoundTarget.objects.create(
            round=row, branch=branch, district=cast.district, school_kind=branch.school_kind, place=place, due_on=row.due_on,
            changed_at=NOW, **facts,
        )  # fmt: skip
    FulfilmentCount.objects.create(
        branch=cast.branch, month=date(2026, 1, 1), held=2, late=1, missed=1, reckoned_at=NOW
    )
    reckon(at=NOW)
    return cast


def test_figures_are_those_worked_out_by_hand(stage: Cast) -> None:
    view = overview(stage.he, Asked())
    assert {row.key: row.value for row in view.matters} == {
        "round_overdue": 1, "case_overdue": 1, "term_over": 1, "term_soon": 1, "dues_arrears": 0, "dues_unpublished": 0, "missed": 1,
    }  # fmt: skip
    assert (view.kept.value, view.kept.total, view.kept.percent) == (3, 4, "75%")
    assert [(row.label, row.value, row.width) for row in view.stages] == [("入党积极分子", 1, 320)]
    found = {row.key: (row.value, row.total) for row in view.gaps}
    assert found["gap:group_meeting"] == (1, 1)
    assert all(total == 1 for _, total in found.values())
    assert view.reckoned_at == NOW
    # The reviewer of the other district sees their own.
    assert {row.key: row.value for row in overview(stage.bai, Asked()).matters if row.value} == {"term_over": 1}
    assert overview(stage.he, Asked(kind="kindergarten")).kept.total == 0


def test_every_figure_of_branches_is_as_long_as_the_list_behind_it(stage: Cast) -> None:
    measures = measures_on(TODAY)
    assert measures == Measures(6, date(2026, 3, 31))  # ZB-09, DF-13
    rows = branches_of(stage.he, Asked())
    for key in (
        "round_overdue",
        "case_overdue",
        "term_over",
        "term_soon",
        "missed",
        f"stage:{Stage.ACTIVIST}",
        "gap:group_meeting",
    ):
        listed = branches_behind(key, rows, TODAY, measures)
        stored = sum(DistrictFigure.objects.filter(district=stage.district, key=key).values_list("value", flat=True))
        assert (key, listed.count() if listed is not None else None) == (key, stored)
    assert gaps(TODAY).filter(report__plan__branch=stage.branch).exists()


def test_reckoning_twice_gives_the_same_and_dues_are_late_from_april_on(stage: Cast) -> None:
    first = DistrictFigure.objects.count()
    assert reckon(at=NOW) == first == DistrictFigure.objects.count()
    assert sum(row[4] for row in figures_on(date(2026, 4, 1)) if row[2] == "dues_unpublished") == 3


def test_lists_follow_the_filters_and_the_workbook_holds_the_same(stage: Cast, settings: Any, tmp_path: Path) -> None:
    client = client_of(stage.he)
    page = client.get(reverse("overview:behind", args=["term_over"])).content.decode()
    assert ("青榆幼儿园" in page, "白鹭二中" in page, "2026年2月1日" in page) == (True, False, True)
    settings.JOBS_DIR = tmp_path
    answer = client.post(reverse("overview:export", args=["term_over"]) + "?kind=kindergarten")
    job = Job.objects.get()
    assert answer.url == f"/notices/jobs/{job.pk}/"
    assert run_next(now=timezone.now)
    rows = list(load_workbook(BytesIO((tmp_path / job.pk.hex).read_bytes())).worksheets[0].values)
    assert rows[0] == ("教育工委", "党组织", "学校类别", "任期届满", "欠交人数")
    assert rows[1:] == [("青榆区教育工委", "青榆幼儿园", "幼儿园", datetime(2026, 2, 1), None)]
    # An area that is not one's own is passed over, as on the page.
    client.post(reverse("overview:export", args=["term_over"]) + f"?area={stage.other_district.pk}&kind=x")
    assert run_next(now=timezone.now)
    other = Job.objects.exclude(pk=job.pk).get()
    assert "白鹭二中" not in [
        row[1] for row in load_workbook(BytesIO((tmp_path / other.pk.hex).read_bytes())).worksheets[0].values
    ]


def test_branches_with_members_in_arrears_are_counted_and_listed_without_names(stage: Cast) -> None:
    person = Member.objects.create(branch=stage.branch, name="欠费生", status="full", joined_on=date(2020, 1, 1))
    DuesBase.objects.create(
        member=person, from_month=date(2025, 9, 1), basis=PayBasis.WAGE, amount=5000, recorded_at=NOW
    )
    reckon(at=NOW)
    figures = {row.key: row.value for row in overview(stage.he, Asked()).matters}
    assert (figures["dues_arrears"], BranchArrears.objects.get(branch=stage.branch).members) == (1, 1)
    page = client_of(stage.he).get(reverse("overview:behind", args=["dues_arrears"])).content.decode()
    assert ("青榆一小" in page, "欠费生" in page) == (True, False)


def test_pages_cost_the_same_with_one_figure_and_with_all(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(cast.he)
    client.get(reverse("overview:district"))
    for branch in (cast.branch, cast.kindergarten):
        CommitteeTerm.objects.create(branch=branch, elected_on=date(2020, 2, 1), years=3, ends_on=date(2023, 2, 1))
        reckon(at=timezone.now())
        with django_assert_num_queries(7):  # the first look after a night adds up
            client.get(reverse("overview:district"))
        with django_assert_num_queries(6):
            client.get(reverse("overview:district"))
        with django_assert_num_queries(7):
            assert branch.short_name in client.get(reverse("overview:behind", args=["term_over"])).content.decode()


def test_sums_of_the_last_night_give_way_to_those_of_the_next(stage: Cast) -> None:
    client, over = client_of(stage.he), "term_over"
    before = {figure.key: figure.value for figure in overview(stage.he, Asked()).matters}
    client.get(reverse("overview:district"))
    CommitteeTerm.objects.create(branch=stage.branch, elected_on=date(2020, 2, 1), years=3, ends_on=date(2023, 2, 1))
    CommitteeTerm.objects.filter(branch=stage.branch, elected_on__gt=date(2020, 2, 1)).delete()
    reckon(at=NOW)  # the same moment, another reckoning
    after = {figure.key: figure.value for figure in overview(stage.he, Asked()).matters}
    assert after[over] == before[over] + 1


@pytest.mark.parametrize(
    ("value", "total", "words"), [(0, 0, "—"), (999, 1000, "99%"), (1000, 1000, "100%"), (1, 3, "33%")]
)
def test_only_what_is_whole_says_a_hundred(value: int, total: int, words: str) -> None:
    assert Figure("k", "计划兑现", value, total).percent == words
