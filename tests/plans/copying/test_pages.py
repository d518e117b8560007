"""Who sees what of a copied plan: the district both texts, the school its own fragments and the share, others nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.models import User
from plans.models import CopyingReport, DistrictTemplate
from tests.cast import NOW
from tests.plans.copying import texts
from tests.plans.copying.schools import Schools
from workflow.domain.transitions import Action
from workflow.services.perform import perform


def page_of(user: User, name: str, *args: object) -> tuple[int, str]:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse(name, args=args))
    return answer.status_code, answer.content.decode()


def test_reviewer_sees_whose_plan_it_is_and_both_texts(schools: Schools) -> None:
    first, _ = schools.first(texts.RIVER)
    copy, report = schools.second(texts.with_other_names(texts.RIVER))
    status, page = page_of(schools.cast.he, "plans:copying", copy.pk)
    assert status == 200
    assert f"青榆一小 {first.period.label}" in page
    assert f"雷同 <strong>{report.percent}%</strong>" in page
    status, page = page_of(schools.cast.he, "plans:copying_source", copy.pk, first.pk)
    assert status == 200
    here, there = page.split("青榆一小：", 1)
    assert "二十一" in here.split("青榆幼儿园：", 1)[1]
    assert "十四" in there
    assert "<mark>" in there


def test_school_sees_its_own_words_and_share_and_nothing_of_the_other(schools: Schools) -> None:
    schools.first(texts.RIVER)
    copy, report = schools.second(texts.with_other_names(texts.RIVER))
    status, page = page_of(schools.cast.fang, "plans:copying", copy.pk)
    assert status == 200
    assert f"雷同 <strong>{report.percent}%</strong>" in page
    assert "听课的人不打分" in page
    assert "二十一名党员每人每月开放两节常态课" in page
    for secret in ("青榆一小", "第一小学", "十四名党员", "十二张"):
        assert secret not in page, secret
    assert page_of(schools.cast.fang, "plans:copying_source", copy.pk, uuid4())[0] == 403


def test_school_with_copied_headings_is_shown_them(schools: Schools) -> None:
    schools.first(texts.SKELETON)
    plan, _ = schools.second(texts.headings_with_new_text())
    _, page = page_of(schools.cast.fang, "plans:copying", plan.pk)
    assert "5 个小标题与一份计划完全相同" in page
    assert "把操场还给下午四点以后的孩子" in page
    _, page = page_of(schools.cast.he, "plans:copying", plan.pk)
    assert '<td data-label="相同的小标题">5</td>' in page


def test_own_plan_of_last_year_is_named_to_the_school(schools: Schools) -> None:
    before, _ = schools.first(texts.RIVER, year=2025)
    plan, _ = schools.first(texts.RIVER, year=2026)
    _, page = page_of(schools.cast.lin, "plans:copying", plan.pk)
    assert "沿用本支部往年计划 100%" in page
    assert reverse("plans:detail", args=[before.pk]) in page
    _, page = page_of(schools.cast.he, "plans:copying", plan.pk)
    assert "沿用本支部往年计划（" in page


def test_a_source_that_was_withdrawn_is_not_shown_any_more(schools: Schools) -> None:
    first, _ = schools.first(texts.RIVER)
    copy, _ = schools.second(texts.RIVER)
    perform(first, Action.WITHDRAW, by=schools.cast.lin, at=schools.clock)
    status, page = page_of(schools.cast.he, "plans:copying", copy.pk)
    assert (status, "青榆一小" in page, "另一份计划" in page) == (200, False, True)
    assert page_of(schools.cast.he, "plans:copying_source", copy.pk, first.pk)[0] == 404


@pytest.mark.parametrize(("person", "status"), [("bai", 404), ("gu", 404), ("tang", 404), ("duan", 200)])
def test_outsiders_get_no_page(schools: Schools, person: str, status: int) -> None:
    plan, _ = schools.second(texts.RIVER)
    assert page_of(schools.cast.people[person], "plans:copying", plan.pk)[0] == status


def test_a_reviewer_who_belongs_to_the_school_does_not_see_the_districts_side(schools: Schools) -> None:
    schools.second(texts.RIVER)
    plan, _ = schools.first(texts.RIVER)
    assert page_of(schools.cast.duan, "plans:copying", plan.pk)[0] == 403


def test_a_plan_without_a_report_says_so(schools: Schools) -> None:
    plan, _ = schools.first(texts.RIVER)
    CopyingReport.objects.all().delete()
    for person in (schools.cast.he, schools.cast.lin):
        status, page = page_of(person, "plans:copying", plan.pk)
        assert (status, "还没有查重结果" in page) == (200, True)


def test_a_clean_plan_is_told_to_be_so(schools: Schools) -> None:
    schools.first(texts.RIVER)
    plan, _ = schools.second(texts.HILL)
    for person in (schools.cast.he, schools.cast.fang):
        assert "没有发现与本区其他计划相同的段落" in page_of(person, "plans:copying", plan.pk)[1]


def test_administrator_pastes_a_template_and_stops_it(schools: Schools) -> None:
    client = Client()
    client.force_login(schools.cast.wei, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("plans:templates")
    form = {"district": schools.cast.district.pk, "title": "听课办法", "text": texts.HILL}
    assert client.post(address, form).status_code == 302
    row = DistrictTemplate.objects.get()
    assert "听课办法" in client.get(address).content.decode()
    assert client.post(reverse("plans:template_remove", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.removed_at
    assert "已停用“听课办法”" in client.get(address).content.decode()
    assert "听课办法" not in client.get(address).content.decode()
    assert client.post(reverse("plans:template_remove", args=[row.pk])).status_code == 404


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"text": "围绕中心"}, "模板太短"),
        ({"title": "旧模板"}, "同名"),
        ({"title": ""}, "便于辨认"),
        ({"text": ""}, "请粘贴"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    schools: Schools, change: dict[str, str], complaint: str
) -> None:
    cast = schools.cast
    DistrictTemplate.objects.create(
        district=cast.district, title="旧模板", text=texts.HILL, added_by=cast.wei, added_at=NOW
    )
    client = Client()
    client.force_login(cast.wei, backend="django.contrib.auth.backends.ModelBackend")
    form = {"district": cast.district.pk, "title": "新模板", "text": texts.RIVER, **change}
    answer = client.post(reverse("plans:templates"), form)
    page = answer.content.decode()
    assert (answer.status_code, complaint in page) == (422, True)
    assert form["title"] in page
    assert form["text"].strip()[:20] in page


def test_template_of_another_district_cannot_be_chosen(schools: Schools) -> None:
    client = Client()
    client.force_login(schools.cast.wei, backend="django.contrib.auth.backends.ModelBackend")
    form = {"district": schools.cast.other_district.pk, "title": "别区", "text": texts.RIVER}
    assert client.post(reverse("plans:templates"), form).status_code == 422
    assert not DistrictTemplate.objects.exists()


def test_the_districts_list_asks_the_same_queries_for_one_source_and_for_three(schools: Schools) -> None:
    plans = [schools.another(texts.RIVER)[0] for _ in range(4)]
    client = Client()
    client.force_login(schools.cast.he, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("plans:copying", args=[plans[0].pk]))  # the first page of a session asks more
    counts = []
    for plan in (plans[1], plans[3]):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("plans:copying", args=[plan.pk])).content.decode()
        counts.append((page.count(">对照<"), len(queries)))
    assert [sources for sources, _ in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]
