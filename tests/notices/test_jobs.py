"""Long work: progress, cancel, going on after a crash, a result for its owner alone and for a day only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from branches.models import User
from branchplan.reminding.call_list import KIND
from members.models import Member
from members.services.committee import record_term
from notices.models import Job, JobState
from notices.services import jobs
from notices.services.jobs import JobError, Progress, cancel_job, clear_expired, run_next, start_job, work
from tests.cast import NOW, Cast

pytestmark = pytest.mark.usefixtures("_folder")


@pytest.fixture
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.JOBS_DIR = tmp_path / "jobs"


def _clock() -> datetime:
    return NOW


class PowerCut(BaseException):
    """The worker is gone in the middle of its work."""


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[int], None]]:
    """Work of five steps that writes down what it counted; what stands in the list is called at each step."""
    monkeypatch.setattr(jobs, "_works", dict(jobs._works))
    hooks: list[Callable[[int], None]] = []

    @work("test.count")
    def count(progress: Progress) -> Iterator[None]:
        progress.total, progress.filename = 5, "数.txt"
        seen: list[int] = progress.checkpoint.setdefault("seen", [])
        while progress.done < 5:
            for hook in hooks:
                hook(progress.done)
            seen.append(progress.done)
            progress.done += 1
            yield
        progress.path.write_text(",".join(map(str, seen)), encoding="utf-8")

    return hooks


def _start(by: User) -> Job:
    return start_job(kind="test.count", title="数一数", arguments={}, by=by, at=NOW)


def _login(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_work_is_done_and_its_owner_alone_gets_the_result(cast: Cast, counting: list[Any]) -> None:
    job = _start(cast.lin)
    assert (run_next(now=_clock), run_next(now=_clock)) == (True, False)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.percent) == (JobState.DONE, 5, 5, 100)
    url = reverse("notices:job_result", args=[job.pk])
    Job.objects.update(expires_at=datetime.now(tz=NOW.tzinfo) + timedelta(hours=1))
    answer = _login(cast.lin).get(url)
    assert b"".join(answer.streaming_content) == b"0,1,2,3,4"  # type: ignore[attr-defined]
    assert _login(cast.he).get(url).status_code == 404


def test_another_worker_goes_on_where_a_dead_one_stopped(cast: Cast, counting: list[Any]) -> None:
    job = _start(cast.lin)

    def cut(step: int) -> None:
        if step == 3:
            raise PowerCut

    counting.append(cut)
    with pytest.raises(PowerCut):
        run_next(now=_clock)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.RUNNING, 3)
    counting.clear()
    assert not run_next(now=_clock)  # its lease still runs
    assert run_next(now=lambda: NOW + timedelta(minutes=6))
    job.refresh_from_db()
    assert (job.state, job.checkpoint["seen"], job.attempts) == (JobState.DONE, [0, 1, 2, 3, 4], 2)


def test_work_that_kills_every_worker_is_given_up(cast: Cast, counting: list[Any]) -> None:
    job = _start(cast.lin)

    def cut(step: int) -> None:
        raise PowerCut

    counting.append(cut)
    for turn in range(3):
        with pytest.raises(PowerCut):
            run_next(now=lambda turn=turn: NOW + timedelta(minutes=6 * turn))  # type: ignore[misc]
    run_next(now=lambda: NOW + timedelta(minutes=30))
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "多次中断，已停止。请重新发起。")


def test_cancelled_while_it_runs_it_stops_at_the_next_step(cast: Cast, counting: list[Any]) -> None:
    job = _start(cast.lin)
    counting.append(lambda step: cancel_job(job=job, by=cast.lin, at=NOW) if step == 2 else None)
    run_next(now=_clock)
    job.refresh_from_db()
    assert (job.state, job.done, job.result) == (JobState.CANCELLED, 3, "")


def test_cancelled_before_it_begins_it_never_runs(cast: Cast, counting: list[Any]) -> None:
    job = _start(cast.lin)
    cancel_job(job=job, by=cast.lin, at=NOW)
    assert not run_next(now=_clock)


def test_a_worker_that_lost_its_job_writes_nothing_any_more(cast: Cast, counting: list[Any]) -> None:
    job = _start(cast.lin)
    other = uuid4()
    counting.append(lambda step: Job.objects.filter(pk=job.pk).update(claim=other) if step == 2 else None)
    run_next(now=_clock)
    job.refresh_from_db()
    assert (job.claim, job.state, job.done) == (other, JobState.RUNNING, 2)


def test_a_reason_is_told_and_a_fault_is_not_explained(cast: Cast, counting: list[Any]) -> None:
    def refuse(step: int) -> None:
        raise JobError("没有可导出的内容。")

    counting.append(refuse)
    job = _start(cast.lin)
    run_next(now=_clock)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "没有可导出的内容。")
    for fault, name in ((lambda step: [][step], "IndexError"), (lambda step: {}[step], "KeyError")):
        counting[:] = [fault]
        job = _start(cast.lin)
        run_next(now=_clock)
        job.refresh_from_db()
        assert job.message == f"程序出错（{name}），已记录日志。"
    Job.objects.filter(pk=_start(cast.lin).pk).update(kind="test.gone")
    run_next(now=_clock)
    assert Job.objects.get(kind="test.gone").message == "任务已不存在"


def test_asking_again_while_it_waits_gives_the_same_job(cast: Cast, counting: list[Any]) -> None:
    assert _start(cast.lin) == _start(cast.lin)
    assert _start(cast.he) != _start(cast.lin)


def test_results_go_after_a_day_with_their_files(cast: Cast, counting: list[Any], settings: Any) -> None:
    _start(cast.lin)
    run_next(now=_clock)
    assert len(list(Path(settings.JOBS_DIR).iterdir())) == 1
    assert clear_expired(at=NOW + timedelta(hours=23)) == 0
    assert clear_expired(at=NOW + timedelta(hours=24)) == 1
    assert list(Path(settings.JOBS_DIR).iterdir()) == []


def test_the_call_list_names_school_secretary_and_phone(cast: Cast, settings: Any) -> None:
    """青榆一小 elected on 1 February 2020 for three years: overdue since 2023."""
    Member.objects.filter(user=cast.lin).update(phone="13900001234")
    facts = {"elected_on": NOW.date().replace(year=2020, month=2, day=1)}
    record_term(branch=cast.branch, facts=facts, by=cast.lin, at=NOW)
    job = start_job(kind=KIND, title="催办名单", arguments={"day": NOW.date().isoformat()}, by=cast.he, at=NOW)
    run_next(now=_clock)
    job.refresh_from_db()
    assert (job.state, job.message, job.filename) == (JobState.DONE, "", "催办名单-2026-03-02.xlsx")
    sheet = load_workbook(BytesIO((Path(settings.JOBS_DIR) / job.result).read_bytes())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1] == ("学校", "书记", "电话", "催办事项", "到期日", "联系情况")
    assert ("青榆一小", "林向阳", "13900001234", "本届支部委员会任期届满，应当换届", "2023-02-01", None) in rows
