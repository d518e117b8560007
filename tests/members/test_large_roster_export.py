"""A large roster is written by a worker: once, with the filters of the page and the rights its owner has by then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from branches.models import AuditEntry, RoleAssignment
from members.models import Member, RosterExport
from members.services import roster_export as services
from notices.models import Job
from notices.services.jobs import Progress, run_next
from tests.cast import Cast

PURPOSE = {"purpose": "年度党内统计"}


@pytest.fixture
def lin(cast: Cast, client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """青榆一小 with 21 applicants more than the cast; more than twenty are large, ten a step."""
    settings.MEDIA_ROOT, settings.JOBS_DIR = tmp_path / "uploads", tmp_path / "jobs"
    monkeypatch.setattr(services, "AT_ONCE", 20)
    monkeypatch.setattr(services, "ROWS_A_STEP", 10)
    Member.objects.bulk_create(
        Member(branch=cast.branch, name=f"江{n:02}", name_pinyin=f"jiang{n:02}", status="applicant") for n in range(21)
    )
    client.force_login(cast.lin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _asked(cast: Cast, lin: Client, query: str = "status=applicant") -> Job:
    answer = lin.post(f"{reverse('members:export', args=[cast.branch.pk])}?{query}", PURPOSE)
    job = Job.objects.get()
    assert answer.url == reverse("notices:job", args=[job.pk])
    assert not RosterExport.objects.exists()
    return job


def test_a_worker_writes_whom_the_page_showed_and_its_owner_fetches_it(cast: Cast, lin: Client) -> None:
    job = _asked(cast, lin)
    assert run_next(now=timezone.now)
    job.refresh_from_db()
    export = RosterExport.objects.get()
    assert (job.state, job.done, job.total, job.message) == ("done", 21, 21, "名册已写好，24小时内可以下载。")
    assert (export.people, export.by, export.purpose) == (21, cast.lin, "年度党内统计")
    back = reverse("members:export", args=[cast.branch.pk])
    assert f'href="{back}"' in lin.get(reverse("notices:job", args=[job.pk])).content.decode()
    assert "下载名册（21人）" in lin.get(back).content.decode()
    assert lin.get(reverse("members:export_file", args=[export.pk])).status_code == 200


def test_few_are_written_at_once(cast: Cast, lin: Client) -> None:
    lin.post(f"{reverse('members:export', args=[cast.branch.pk])}?status=party", PURPOSE)
    assert (Job.objects.count(), RosterExport.objects.count()) == (0, 1)


def test_the_next_worker_writes_it_where_one_died_before_and_nothing_where_one_died_after(
    cast: Cast, lin: Client
) -> None:
    job = _asked(cast, lin)
    progress = Progress(job)
    steps = services.export_in_background(progress)
    assert [next(steps), progress.done] == [None, 10]
    job.checkpoint = progress.checkpoint
    job.save()
    assert not RosterExport.objects.exists()
    for _ in services.export_in_background(Progress(job)):
        pass
    assert run_next(now=timezone.now)
    job.refresh_from_db()
    assert (job.state, RosterExport.objects.count()) == ("done", 1)
    assert AuditEntry.objects.filter(action="roster.export").count() == 1


def test_whose_role_has_ended_meanwhile_gets_no_file(cast: Cast, lin: Client) -> None:
    job = _asked(cast, lin)
    RoleAssignment.objects.filter(user=cast.lin).update(role="member")
    assert run_next(now=timezone.now)
    job.refresh_from_db()
    assert (job.state, RosterExport.objects.exists()) == ("failed", False)
    assert job.message == "党员名册由支部委员会和上级教育工委查看；您本人的信息在“我的”里。"
