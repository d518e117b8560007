"""The editors' pages: constant queries, wrong input told, the official files of a plan read back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from documents.intake import read_source
from plans.domain.period import Cycle, Period
from plans.domain.reading import read_plan
from plans.services.items import ItemFacts, add_item
from plans.services.sections import add_section
from tests.cast import NOW, Cast, plan_at
from tests.plans.test_review import as_
from workflow.domain.transitions import Status


@pytest.mark.parametrize("more", [0, 20])
@pytest.mark.parametrize(("page", "queries"), [("edit", 26), ("schedule", 25), ("detail", 9)])
def test_queries_do_not_grow(cast: Cast, more: int, page: str, queries: int, django_assert_num_queries: object) -> None:
    plan = plan_at(cast, Status.DRAFT)
    month = plan.period.months[4]
    for number in range(more):
        add_section(plan=plan, after=None, level=1, heading=f"第{number}段", body="", by=cast.lin, at=NOW)
        add_item(plan=plan, facts=ItemFacts(f"第{number}条", month, month, "study"), by=cast.lin, at=NOW)
    client = as_(cast.lin)
    client.get(reverse(f"plans:{page}", args=[plan.pk]))
    with django_assert_num_queries(queries):  # type: ignore[operator]
        client.get(reverse(f"plans:{page}", args=[plan.pk]))


def test_a_heading_too_long_is_told_and_kept(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    section = plan.sections.get(heading="指导思想")
    form = {"heading": "长" * 301, "body": "正文", "base_version": 1}
    response = as_(cast.lin).post(
        reverse("plans:section_save", args=[plan.pk, section.pk]), form, headers={"X-Autosave": "1"}
    )
    assert (response.status_code, response.json()["error"]) == (422, "标题最多300字，请把后面的内容放进正文。")


def test_the_word_file_of_a_plan_reads_back_as_the_same_plan(cast: Cast) -> None:
    plan = plan_at(cast, Status.APPROVED)
    response = as_(cast.tang).get(reverse("plans:docx", args=[plan.pk]))
    assert "filename*=utf-8''" in response.headers["Content-Disposition"]
    reading = read_plan(read_source(response.content, "plan.docx"))
    assert reading.title == "青榆区第一小学党支部2026年工作计划"
    assert [(s.level, s.heading) for s in reading.sections] == [
        (1, "指导思想"),
        (1, "主要措施"),
        (2, "过好组织生活"),
        (2, "带好青年教师"),
        (1, "行事历"),
    ]
    assert [(entry.months, [item.text for item in entry.items]) for entry in reading.schedule] == [
        ((1,), ["召开支委会，讨论全年工作"]),
        ((3,), ["主题党日：走进社区服务站", "青年教师结对听课（3—4月）"]),
        ((12,), ["召开支部党员大会，总结全年工作"]),
    ]
    assert (reading.signature, reading.signed_on) == ("中共青榆区第一小学支部委员会", "2026-03-02")


def test_drafts_are_marked_and_approved_plans_are_not(cast: Cast) -> None:
    draft = plan_at(cast, Status.DRAFT)
    client = as_(cast.lin)
    assert client.get(reverse("plans:pdf", args=[draft.pk])).content.startswith(b"%PDF")
    assert client.get(reverse("plans:detail", args=[draft.pk])).context["page"].is_draft
    approved = plan_at(cast, Status.APPROVED, period=Period(Cycle.CALENDAR_YEAR, 2027))
    assert not client.get(reverse("plans:detail", args=[approved.pk])).context["page"].is_draft
