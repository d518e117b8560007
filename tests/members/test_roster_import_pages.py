"""The pages of the import: the way through them, who gets in, what they ask of the database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from members.models import ImportState, Member, RosterExport, RosterImport
from members.services import roster_import as services
from members.services.people import edit_member
from notices.services.jobs import cancel_job, run_next
from tests.cast import NOW, Cast, assemble_cast
from tests.members.roster_stage import RINGS, bring, turn_on, workbook
from tests.worker import Worker, wait_until

BACKEND = "django.contrib.auth.backends.ModelBackend"
HEAD = ("姓名", "身份", "出生日期")


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.JOBS_DIR = tmp_path, tmp_path / "jobs"


@pytest.fixture
def lin(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.lin, backend=BACKEND)
    return client


def _file(data: bytes, name: str = "名册.xlsx") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, data)}


def test_from_upload_over_preview_and_confirmation_to_the_undo(cast: Cast, lin: Client) -> None:
    begin = reverse("members:import_begin", args=[cast.branch.pk])
    data = workbook(HEAD, ("江一苇", "入党申请人", "1995-05-05"), ("唐果", None, "去年"))
    preview = lin.post(begin, _file(data), follow=True)
    page = preview.content.decode()
    assert preview.redirect_chain[0][1] == 302
    assert "第3行" in page  # faults come first
    assert "出生日期" in page
    assert "不是日历上有的" not in page
    assert "不是日期，应如 1985-07-06" in page
    new = lin.get(preview.redirect_chain[0][0], {"kind": "new"}).content.decode()
    assert "江一苇" in new
    assert "1995-05-05" in new
    stored = RosterImport.objects.get()
    done = lin.post(reverse("members:import_confirm", args=[stored.pk]), {"digest": stored.digest}, follow=True)
    assert "已写入名册" in done.content.decode()
    assert Member.objects.filter(name="江一苇").exists()
    back = lin.post(reverse("members:import_undo", args=[stored.pk]), follow=True)
    assert "恢复1人" in back.content.decode()
    assert not Member.objects.filter(name="江一苇").exists()


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [(b"%PDF-1.7", "a.pdf", "这是 PDF"), ("今天\n".encode(), "a.csv", "没有找到表头"), (b"", "a.xlsx", "文件是空的")],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_field(
    data: bytes, name: str, word: str, cast: Cast, lin: Client
) -> None:
    response = lin.post(reverse("members:import_begin", args=[cast.branch.pk]), _file(data, name))
    assert (response.status_code, word in response.content.decode()) == (422, True)


def test_no_file_is_told_beside_the_field(cast: Cast, lin: Client) -> None:
    response = lin.post(reverse("members:import_begin", args=[cast.branch.pk]), {})
    assert (response.status_code, "请选择文件" in response.content.decode()) == (422, True)


def test_a_roster_that_changed_is_told_with_the_rows_and_checked_again(cast: Cast, lin: Client) -> None:
    stored = bring(cast, workbook(HEAD, ("唐果", None, "1985-07-06")))
    tang = Member.objects.get(name="唐果")
    edit_member(member=tang, facts={"post": "教师"}, base_version=1, by=cast.qiao, at=NOW)
    refused = lin.post(reverse("members:import_confirm", args=[stored.pk]), {"digest": stored.digest})
    page = refused.content.decode()
    assert (refused.status_code, "第2行 唐果：名册上的信息又被修改过" in page, "重新核对" in page) == (409, True, True)
    again = lin.post(reverse("members:import_again", args=[stored.pk]), follow=True)
    assert "重新核对" in again.content.decode()
    stored.refresh_from_db()
    lin.post(reverse("members:import_confirm", args=[stored.pk]), {"digest": stored.digest})
    tang.refresh_from_db()
    assert (tang.birth_date, tang.post) == (date(1985, 7, 6), "教师")


def test_a_large_file_waits_for_a_worker_and_the_page_says_so(
    cast: Cast, lin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "READ_AT_ONCE", 0)
    response = lin.post(
        reverse("members:import_begin", args=[cast.branch.pk]),
        _file(workbook(HEAD, ("江一苇", "入党申请人"))),
        follow=True,
    )
    stored = RosterImport.objects.select_related("job").get()
    file = Path(stored.file.path)
    assert (stored.state, file.is_file(), stored.job.title) == (ImportState.WAITING, True, "读取名册：名册.xlsx")
    assert response.redirect_chain == [(reverse("notices:job", args=[stored.job.pk]), 302)]
    url = reverse("members:import", args=[stored.pk])
    page = lin.get(url).content.decode()
    assert ("正在后台读取" in page, 'hx-trigger="every 2s"' in page) == (True, True)
    assert run_next(now=lambda: NOW)
    assert ("新增 <strong>1</strong> 人" in lin.get(url).content.decode(), file.exists()) == (True, False)
    done = lin.get(reverse("notices:job", args=[stored.job.pk])).content.decode()
    assert ("读完1行" in done, f'href="{url}"' in done) == (True, True)


def test_a_large_file_that_cannot_be_read_or_whose_reading_is_cancelled(
    cast: Cast, lin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "READ_AT_ONCE", 0)
    bad, cancelled = (bring(cast, data, f"{number}.csv") for number, data in enumerate([b"2026", b"2027"]))
    cancel_job(job=cancelled.job, by=cast.lin, at=NOW)
    assert (run_next(now=lambda: NOW), run_next(now=lambda: NOW)) == (True, False)
    job = lin.get(reverse("notices:job", args=[bad.job.pk])).content.decode()
    assert "没有找到表头" in job
    page = lin.get(reverse("members:import", args=[cancelled.pk])).content.decode()
    assert ("读取已停止" in page, "重新上传" in page, "every 2s" in page) == (True, True, False)
    assert services.forget_old_imports(at=NOW) == 1
    cancelled.refresh_from_db()
    assert (cancelled.state, cancelled.file.name) == (ImportState.DISCARDED, "")


@pytest.mark.services
def test_a_worker_reads_what_waits(worker: Worker, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = worker.folder / "uploads"  # the folder that the worker looks into
    monkeypatch.setattr(services, "READ_AT_ONCE", 0)
    stored = bring(assemble_cast(), workbook(HEAD, ("江一苇", "入党申请人")))
    wait_until(lambda: RosterImport.objects.get(pk=stored.pk).state == "previewed", worker.output)
    assert RosterImport.objects.get(pk=stored.pk).counts["new"] == 1


@pytest.mark.parametrize(("rows", "queries"), [(1, 9), (30, 9)])
def test_the_preview_asks_the_same_of_the_database_for_any_number_of_rows(
    rows: int, queries: int, cast: Cast, lin: Client, django_assert_num_queries: Any
) -> None:
    stored = bring(
        cast,
        workbook(
            HEAD, *[(f"江{'一二三四五六七八九十'[n % 10]}{'甲乙丙'[n // 10]}", "入党申请人") for n in range(rows)]
        ),
    )
    url = reverse("members:import", args=[stored.pk])
    lin.get(url)
    with django_assert_num_queries(queries):
        assert lin.get(url).status_code == 200


def test_the_preview_is_shown_in_pages(cast: Cast, lin: Client) -> None:
    stored = bring(cast, workbook(HEAD, *[(f"江{chr(0x4E00 + n)}", "入党申请人") for n in range(60)]))
    url = reverse("members:import", args=[stored.pk])
    first, second = (lin.get(url, {"kind": "new", "page": page}).content.decode() for page in (1, 2))
    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (50, 10)
    assert "kind=new&amp;page=2" in first


def test_names_in_a_file_are_shown_as_text(cast: Cast, lin: Client) -> None:
    stored = bring(cast, workbook(("姓名", "身份", "岗位"), ("江一苇", "入党申请人", "<script>alert(1)</script>")))
    page = lin.get(reverse("members:import", args=[stored.pk]), {"kind": "new"}).content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


def test_the_links_stand_on_the_roster_for_those_who_may(cast: Cast, lin: Client) -> None:
    page = lin.get(reverse("members:branch", args=[cast.branch.pk])).content.decode()
    assert reverse("members:import_begin", args=[cast.branch.pk]) in page
    assert reverse("members:export", args=[cast.branch.pk]) in page
    reviewer = Client()
    reviewer.force_login(cast.he, backend=BACKEND)
    page = reviewer.get(reverse("members:branch", args=[cast.branch.pk])).content.decode()
    assert reverse("members:import_begin", args=[cast.branch.pk]) not in page
    assert reverse("members:export", args=[cast.branch.pk]) in page


def test_the_export_takes_the_filter_of_the_roster(cast: Cast, lin: Client) -> None:
    url = reverse("members:export", args=[cast.branch.pk])
    answer = lin.post(f"{url}?q=tang", {"purpose": "核对电话"}, follow=True)
    assert (RosterExport.objects.get().people, "下载名册（1人）" in answer.content.decode()) == (1, True)
    refused = lin.post(url, {"purpose": ""})
    assert (refused.status_code, "请写明用途" in refused.content.decode()) == (422, True)


def test_identity_numbers_are_offered_for_export_only_where_they_are_kept(
    cast: Cast, lin: Client, settings: Any
) -> None:
    url = reverse("members:export", args=[cast.branch.pk])
    assert 'name="with_numbers"' not in lin.get(url).content.decode()
    lin.post(url, {"purpose": "核对电话", "with_numbers": "on"})
    assert RosterExport.objects.get().with_numbers is False
    for name, ring in RINGS.items():
        setattr(settings, name, ring)
    turn_on(cast)
    assert 'name="with_numbers"' in lin.get(url).content.decode()
