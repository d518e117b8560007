"""Rounds for very many schools: a worker asks and urges them batch by batch, each once, and goes on where another stopped."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from branches.models import Branch
from notices.models import Job, OutboxEntry
from notices.services.jobs import Progress, run_next
from plans.models import PlanningRound
from plans.services.rounds import opening, pressing
from tests.cast import Cast
from tests.plans.rounds.stage import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast: Cast, client: Client, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """wei's desk, with 301 schools more than the two of the cast, asked a hundred at a time."""
    settings.JOBS_DIR = tmp_path
    Branch.objects.bulk_create(
        Branch(
            district=cast.district, name=f"第{n}小学党支部", school_name=f"第{n}小学", short_name=f"{n:03}小", school_kind="primary"
        )
        for n in range(301)
    )  # fmt: skip
    for module in (opening, pressing):
        monkeypatch.setattr(module, "BATCH", 100)
    client.force_login(cast.wei, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _open(cast: Cast, office: Client) -> tuple[PlanningRound, Job]:
    planning = written(cast, due_on=date(2099, 3, 20))
    answer = office.post(f"/plans/rounds/{planning.pk}/open/", {"base_version": planning.version})
    job = Job.objects.get()
    assert answer.url == f"/notices/jobs/{job.pk}/"
    planning.refresh_from_db()
    assert (planning.state, planning.to_ask, planning.targets.count()) == ("open", 303, 0)
    return planning, job


def test_a_worker_asks_them_all_and_the_next_goes_on_where_it_died(cast: Cast, office: Client) -> None:
    planning, job = _open(cast, office)
    steps = opening.ask_schools(Progress(job))
    next(steps)
    next(steps)
    planning.refresh_from_db()
    assert (planning.to_ask, planning.targets.count()) == (203, 100)
    board = office.get(f"/plans/rounds/{planning.pk}/board/").content.decode()
    assert "还有203所学校等待通知" in board
    assert office.post(f"/plans/rounds/{planning.pk}/ask-rest/").url == f"/notices/jobs/{job.pk}/"  # not a second one
    assert run_next(now=timezone.now)
    planning.refresh_from_db()
    job.refresh_from_db()
    assert (planning.to_ask, job.state, job.done, job.message) == (0, "done", 303, "已发布，通知了303所学校。")
    assert sorted(planning.targets.values_list("place", flat=True)) == list(range(1, 304))
    assert OutboxEntry.objects.filter(kind="round.opened").count() == 303
    assert f"/plans/rounds/{planning.pk}/board/" in office.get(f"/notices/jobs/{job.pk}/").content.decode()
    assert office.post(f"/plans/rounds/{planning.pk}/ask-rest/").url == f"/plans/rounds/{planning.pk}/board/"


def test_a_round_that_was_closed_meanwhile_asks_nobody_more(cast: Cast, office: Client) -> None:
    planning, job = _open(cast, office)
    office.post(f"/plans/rounds/{planning.pk}/close/")
    assert run_next(now=timezone.now)
    job.refresh_from_db()
    assert (job.state, planning.targets.count()) == ("failed", 0)
    assert job.message.startswith("这项布置已经结束，没有继续发布。")


def test_all_are_urged_by_a_worker_and_nobody_twice_a_day(cast: Cast, office: Client) -> None:
    planning, _ = _open(cast, office)
    assert run_next(now=timezone.now)
    address = f"/plans/rounds/{planning.pk}/board/urge/?kind=primary"
    job = Job.objects.get(pk=office.post(address).url.split("/")[-2])
    steps = pressing.urge_schools(Progress(job))
    next(steps)
    next(steps)
    assert OutboxEntry.objects.filter(kind="round.urged").count() == 100
    assert run_next(now=timezone.now)
    job.refresh_from_db()
    assert OutboxEntry.objects.filter(kind="round.urged").count() == 302  # not the kindergarten
    assert (job.state, job.total) == ("done", 202)
    assert "今天已经催过" in office.post(address, follow=True).content.decode()
