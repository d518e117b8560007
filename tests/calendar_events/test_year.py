"""From records to progress, summary and archive: the year of `tests.calendar_events.year`, seen on 1 May 2026."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from branches.permissions import NotAllowed
from calendar_events.domain.fulfilment import Tally
from calendar_events.models import ActivityRecord, FulfilmentCount
from calendar_events.selectors.archive import archive_page
from calendar_events.selectors.progress import progress_page
from calendar_events.services import archive as service
from calendar_events.services.archive import start_archive
from calendar_events.services.figures import reckon_all
from calendar_events.services.record_finishing import correct_record
from calendar_events.services.summary import draft_summary
from notices.models import Job, JobState
from notices.services.jobs import run_next
from plans.models import Plan
from plans.services.editing import PlanTextError
from plans.services.rounds.drafts import begin_paper
from tests.calendar_events.events import talk_with
from tests.calendar_events.year import ON_MAY_DAY, year_of
from tests.cast import Cast
from tests.members.case_steps import case_up_to
from tests.plans.rounds.stage import opened, target_of
from tests.worker import Worker, wait_until

MAY_DAY = date(2026, 5, 1)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return year_of(cast)


def test_finished_records_keep_promises_in_time_or_late(plan: Plan) -> None:
    page = progress_page(plan, MAY_DAY)
    kept = {row.promised.line.text: row.outcome.value for part in page.parts for row in part.kept}
    assert kept == {
        "召开支委会，讨论全年工作": "held",
        "主题党日：走进社区服务站": "late",
        "青年教师结对听课": "missed",
        "召开支部党员大会，总结全年工作": "open",
    }
    assert page.total == Tally(held=1, late=1, missed=1, open=1)
    assert [event.subject for event in page.beyond] == ["看望退休教师"]
    counts = {row.label: row.held for row in page.meetings}
    assert (counts["支委会"], counts["主题党日"], counts["关怀慰问"], counts["支部党员大会"]) == (1, 1, 1, 0)


def test_a_record_that_is_opened_again_keeps_nothing_until_it_is_finished(plan: Plan, cast: Cast) -> None:
    record = ActivityRecord.objects.get(subject__startswith="支委会")
    correct_record(record=record, reason="人数写错", by=cast.lin, at=ON_MAY_DAY)
    assert progress_page(plan, MAY_DAY).total == Tally(late=1, missed=2, open=1)


def test_the_nights_counts_say_the_same_as_the_page(plan: Plan) -> None:
    reckon_all(at=ON_MAY_DAY)
    rows = FulfilmentCount.objects.order_by("month").values_list("month__month", "held", "late", "missed", "open")
    assert list(rows) == [(1, 1, 0, 0, 0), (3, 0, 1, 0, 0), (4, 0, 0, 1, 0), (12, 0, 0, 0, 1)]


def test_the_summary_is_drafted_from_what_was_held(plan: Plan, cast: Cast) -> None:
    summary = draft_summary(plan=plan, by=cast.qiao, at=ON_MAY_DAY)
    words = {row.heading: row.body for row in summary.sections.present()}
    assert (summary.paper, summary.title, summary.status) == ("summary", "青榆区第一小学党支部2026年工作总结", "draft")
    assert words["主要工作完成情况"] == (
        "截至2026年5月1日，应完成工作3项，其中按期完成1项，逾期完成1项，尚未完成1项，计划兑现率66.7%。"
    )
    assert words["过好组织生活"] == "4月3日，主题党日：走进社区服务站，应到4人，实到3人。"
    assert words["计划外开展的工作"] == "4月9日，看望退休教师，应到4人，实到4人。"
    assert "各次活动应到12人次，实到11人次，平均到会率91.7%。" in words["组织生活开展情况"]
    assert "因故缺席应补课1人次，已补课0人次。" in words["组织生活开展情况"]
    assert "现有党员4名，其中正式党员4名、预备党员0名。" in words["党员教育管理情况"]
    assert "计划3月的“青年教师结对听课”未完成。" in words["存在的问题"]
    assert words["下一步打算"] == ""
    with pytest.raises(PlanTextError, match="工作总结已经有了"):
        draft_summary(plan=plan, by=cast.lin, at=ON_MAY_DAY)


def test_a_summary_that_a_round_began_is_filled_from_the_records(plan: Plan, cast: Cast, client: Client) -> None:
    planning = opened(cast, paper="summary", period=plan.period, title="2026年工作总结", points=())
    target = target_of(planning, cast.branch)
    asked = reverse("plans:round_asked", args=[target.pk])
    client.force_login(cast.lin)
    offer = f'action="{reverse("calendar_events:summarise", args=[plan.pk])}"'
    assert offer in client.get(asked).content.decode()
    frame = begin_paper(target=target, from_former=False, by=cast.lin, at=ON_MAY_DAY)
    assert offer in client.get(asked).content.decode()  # only headings so far
    summary = draft_summary(plan=plan, by=cast.lin, at=ON_MAY_DAY)
    assert (plan.approval_note, summary.approval_note) == ("党员现在可以查看行事历。", "党员现在可以查看。")
    assert "滚动到下一期" not in client.get(reverse("plans:detail", args=[summary.pk])).content.decode()
    headings = [row.heading for row in summary.sections.present()]
    assert (summary.pk, headings) == (
        frame.pk,
        ["", "主要工作完成情况", "过好组织生活", "其他工作", "计划外开展的工作", "组织生活开展情况", "党员教育管理情况", "发展党员工作情况", "存在的问题", "下一步打算"],
    )  # fmt: skip
    assert "逾期完成1项" in summary.sections.get(heading="主要工作完成情况").body
    assert offer not in client.get(asked).content.decode()
    written = client.post(reverse("calendar_events:summarise", args=[plan.pk]))
    assert (written.status_code, written.headers["Location"]) == (302, reverse("plans:detail", args=[summary.pk]))
    progress = client.get(reverse("calendar_events:progress", args=[plan.pk])).content.decode()
    assert ("总结（草稿）" in progress, offer in progress) == (True, False)


def test_only_who_writes_for_the_branch_begins_a_summary(plan: Plan, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        draft_summary(plan=plan, by=cast.tang, at=ON_MAY_DAY)


def _finished(cast: Cast) -> tuple[Job, zipfile.ZipFile]:
    job = start_archive(branch=cast.branch, year=2026, by=cast.lin, at=ON_MAY_DAY)
    assert run_next(now=lambda: ON_MAY_DAY) is True
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.DONE, "")
    return job, zipfile.ZipFile(BytesIO((Path(settings.JOBS_DIR) / job.result).read_bytes()))


@pytest.fixture
def jobs_folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(JOBS_DIR=tmp_path / "jobs"):
        yield tmp_path / "jobs"


def test_the_archive_has_numbered_folders_an_index_and_what_is_missing(
    plan: Plan, cast: Cast, jobs_folder: Path
) -> None:
    case_up_to(cast, 8)
    job, archive = _finished(cast)
    names = archive.namelist()
    assert any("/12 " in name and "陆静好发展党员材料归档目录" in name for name in names)
    root = "青榆一小2026年台账"
    assert [name for name in names if "/05 " in name] == [f"{root}/05 支委会/001 20260120 支委会：讨论全年工作.pdf"]
    assert f"{root}/08 主题党日/001 20260403 主题党日：走进社区服务站.pdf" in names
    assert any(
        name.startswith(f"{root}/03 计划、行事历、总结/001 20260302 青榆区第一小学党支部2026年工作计划")
        for name in names
    )
    assert archive.read(next(name for name in names if name.endswith(".pdf")))[:5] == b"%PDF-"
    index = load_workbook(BytesIO(archive.read(f"{root}/index.xlsx"))).active
    rows = list(index.values)
    assert rows[0] == ("目录", "序号", "日期", "材料", "类别", "文件")
    assert len(rows) - 1 == len(names) - 2  # everything but the two lists themselves
    missing = load_workbook(BytesIO(archive.read(f"{root}/缺少的材料.xlsx"))).active
    assert ("03 计划、行事历、总结", "工作总结", 1, 0) in list(missing.values)
    assert (job.done, job.total) == (job.total, len(names) - 2 + 1)
    assert list(jobs_folder.iterdir()) == [jobs_folder / job.result]  # nothing half made is left behind


def test_an_archive_goes_on_where_a_dead_worker_stopped(
    plan: Plan, cast: Cast, jobs_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    made: list[str] = []
    keep = service._keep

    def counted(place: Path, source: Any) -> None:
        if len(made) == 3:
            made.append("cut")
            raise PowerCut
        if not place.exists():
            made.append(source.document.id)
        keep(place, source)

    monkeypatch.setattr(service, "_keep", counted)
    job = start_archive(branch=cast.branch, year=2026, by=cast.lin, at=ON_MAY_DAY)
    with pytest.raises(PowerCut):
        run_next(now=lambda: ON_MAY_DAY)
    assert run_next(now=lambda: ON_MAY_DAY + timedelta(minutes=10)) is True
    job.refresh_from_db()
    assert job.state == JobState.DONE
    made.remove("cut")
    assert len(made) == len(set(made)) == job.total - 1  # no document twice


def test_a_secretary_who_left_gets_no_archive(plan: Plan, cast: Cast, jobs_folder: Path) -> None:
    job = start_archive(branch=cast.branch, year=2026, by=cast.lin, at=ON_MAY_DAY)
    cast.lin.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    run_next(now=lambda: ON_MAY_DAY)
    job.refresh_from_db()
    assert (job.state, "书记" in job.message) == (JobState.FAILED, True)
    with pytest.raises(NotAllowed):
        start_archive(branch=cast.branch, year=2026, by=cast.qiao, at=ON_MAY_DAY)


def test_a_record_of_two_kinds_is_missing_under_neither(plan: Plan, cast: Cast) -> None:
    def lacks() -> list[str]:
        return [gap.what for gap in archive_page(cast.branch, 2026, MAY_DAY, cast.lin).gaps]

    assert "党课记录" in lacks()
    ActivityRecord.objects.filter(event__kind="theme_day").update(counts_as=["theme_day", "party_lecture"])
    assert "党课记录" not in lacks()


def test_talks_are_in_no_archive(plan: Plan, cast: Cast) -> None:
    before = archive_page(cast.branch, 2026, MAY_DAY, cast.lin).count
    talk_with(cast, "tang", starts_on=date(2026, 4, 2))
    assert archive_page(cast.branch, 2026, MAY_DAY, cast.lin).count == before


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_an_archive(idle_worker: Worker, cast: Cast) -> None:
    year_of(cast)
    idle_worker.start()
    job = start_archive(branch=cast.branch, year=2026, by=cast.lin, at=timezone.now())
    wait_until(lambda: Job.objects.get(pk=job.pk).done >= 2, idle_worker.output)
    idle_worker.kill()
    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
    parts = {path.name: path.stat().st_mtime_ns for path in (idle_worker.folder / "jobs").glob("*.parts/*")}
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    idle_worker.start()
    start_archive(branch=cast.branch, year=2025, by=cast.lin, at=timezone.now())  # its word wakes the worker
    wait_until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE, idle_worker.output)
    job.refresh_from_db()
    with zipfile.ZipFile(idle_worker.folder / "jobs" / job.result) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == job.total + 1
    assert len(parts) >= 2


def test_the_page_shows_folders_and_gaps_and_starts_the_work(plan: Plan, cast: Cast, jobs_folder: Path) -> None:
    client = Client()
    client.force_login(cast.lin)
    page = client.get(reverse("calendar_events:archive", args=[cast.branch.pk]), {"year": 2026})
    assert "05 支委会" in page.text
    assert "03 计划、行事历、总结：缺工作总结。" in page.text
    started = client.post(reverse("calendar_events:archive_start", args=[cast.branch.pk]), {"year": "2026"})
    job = Job.objects.get()
    assert (started.status_code, started.url) == (302, reverse("notices:job", args=[job.pk]))
    wrong = client.post(reverse("calendar_events:archive_start", args=[cast.branch.pk]), {"year": "今年"})
    assert (wrong.status_code, "年份请填四位数字，如2026。" in wrong.text) == (422, True)
