"""The pages of the planning aid: what they show, how lines are taken from them, what wrong input says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

import pytest
from django.urls import reverse

from plans.domain.proposing.required import CUSTOMARY
from plans.models import DistrictRequirement, ItemBatch, Plan, Routine
from plans.services.items import ItemFacts, add_item
from plans.services.routine import RoutineDay, RoutineDraft, RoutineRow, save_routine
from tests.cast import NOW, Cast, plan_at
from tests.plans.proposing.stage import empty_plan, line_of, school_year
from tests.plans.test_review import as_
from workflow.domain.transitions import Status


def url(name: str, plan: Plan, *more: object) -> str:
    return reverse(f"plans:{name}", args=[plan.pk, *more])


def page_of(cast: Cast, plan: Plan, query: str = "") -> Any:
    return as_(cast.lin).get(url("proposal", plan) + query).context["page"]


def post(cast: Cast, plan: Plan, user: object = None, **data: object) -> Any:
    data.setdefault("shown", page_of(cast, plan).digest)
    return as_(user or cast.lin).post(url("proposal_take", plan), data)


def test_every_line_says_where_it_comes_from(cast: Cast) -> None:
    school_year(cast)
    response = as_(cast.lin).get(url("proposal", empty_plan(cast)))
    groups = {group.title: group for group in response.context["page"].groups}
    theme_day = groups["主题党日"]
    assert (theme_day.note, theme_day.source, theme_day.evidence) == (
        "每月第一周星期五，习惯做法", "《中国共产党支部工作条例（试行）》第十六条（FQ-05）", "据二手资料",
    )  # fmt: skip
    row = line_of(theme_day, "FQ-05:2026-10")
    assert (row.when, row.line.why) == ("10月8日（周四）", "10月2日（周五）是国庆节假期，顺延到10月8日（周四）。")
    html = response.content.decode()
    for words in ("寒假 1月24日（周六）—3月1日（周日）", "1963年3月5日题词发表", "未核对原文", "其他纪念日"):
        assert words in html


def test_by_month_the_same_lines_stand_in_their_months(cast: Cast) -> None:
    plan = empty_plan(cast)
    by_source, by_month = page_of(cast, plan), page_of(cast, plan, "?by=month")
    assert [group.title for group in by_month.groups][:2] == ["2026年1月", "2026年2月"]
    assert len(by_month.groups) == 13
    keys = [{row.line.key for group in page.groups for row in group.open} for page in (by_source, by_month)]
    assert keys[0] == keys[1]


def test_what_the_plan_has_stands_below_its_group(cast: Cast) -> None:
    page = page_of(cast, plan_at(cast, Status.DRAFT))
    (group,) = [group for group in page.groups if group.title == "主题党日"]
    assert line_of(group, "FQ-05:2026-03").has.text == "主题党日：走进社区服务站"
    assert (len(group.open), len(group.present), page.taken) == (11, 1, 3)


def test_ticked_lines_are_taken_and_one_click_takes_them_back(cast: Cast) -> None:
    plan = empty_plan(cast)
    response = post(cast, plan, line=["FQ-05:2026-03", "FQ-05:2026-04"])
    assert (response.status_code, plan.items.present().count()) == (302, 2)
    batch = ItemBatch.objects.get()
    back = as_(cast.qiao).post(url("batch_undo", plan, batch.pk), follow=True)
    assert "已撤销。" in back.content.decode()
    assert plan.items.present().count() == 0
    twice = as_(cast.lin).post(url("batch_undo", plan, batch.pk), follow=True)
    assert "这一批已经撤销过了。" in twice.content.decode()
    html = as_(cast.lin).get(url("schedule", plan)).content.decode()
    assert "3月：开展主题党日活动 等2条" in html, "what was taken back together comes back together"


def test_htmx_answers_with_the_list_alone(cast: Cast) -> None:
    plan = empty_plan(cast)
    data = {"shown": page_of(cast, plan).digest, "group": "FQ-05"}
    response = as_(cast.lin).post(url("proposal_take", plan), data, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "<html" not in html
    assert "已写入行事历12条。" in html


def test_a_list_that_changed_meanwhile_is_shown_anew_with_the_ticks(cast: Cast) -> None:
    plan = empty_plan(cast)
    shown = page_of(cast, plan).digest
    post(cast, plan, cast.qiao, line=["FQ-05:2026-03"])
    response = post(cast, plan, shown=shown, line=["FQ-05:2026-05"])
    assert response.status_code == 409
    assert "还没有写入" in response.content.decode()
    assert 'value="FQ-05:2026-05" checked' in response.content.decode()
    assert plan.items.present().count() == 1


def test_nothing_ticked_is_told(cast: Cast) -> None:
    response = post(cast, empty_plan(cast))
    assert (response.status_code, "请先勾选要采用的条目。" in response.content.decode()) == (422, True)


def test_a_new_plan_can_begin_with_the_proposal(cast: Cast) -> None:
    form = {"cycle": "year", "year": 2027, "part": "", "then": "proposal"}
    response = as_(cast.lin).post(reverse("plans:begin_blank"), form)
    assert response["Location"] == url("proposal", Plan.objects.get(year=2027))


@pytest.mark.parametrize("more", [1, 3])
def test_queries_do_not_grow(cast: Cast, more: int, django_assert_num_queries: Any) -> None:
    plan, client = empty_plan(cast), as_(cast.lin)
    lines = [RoutineRow(f"第{n}项", "study", "每月20日") for n in range(more)]
    draft = RoutineDraft({"theme_day": RoutineDay("每月15日")}, lines, {})
    save_routine(branch=cast.branch, draft=draft, base_version=0, by=cast.lin, at=NOW)
    for number in range(more):
        month = plan.period.months[number]
        add_item(plan=plan, facts=ItemFacts(f"第{number}条", month, month, "study"), by=cast.lin, at=NOW)
        post(cast, plan, line=[f"FQ-02:2026-0{number + 1}"])
    client.get(url("proposal", plan))
    with django_assert_num_queries(20):
        client.get(url("proposal", plan))
    client.get(reverse("plans:routine"))
    with django_assert_num_queries(13):
        client.get(reverse("plans:routine"))


# --- the routine ----------------------------------------------------------------------------------------------------------
KINDS = [kind.value for kind in CUSTOMARY]


def form_of(
    days: dict[str, str] | None = None, lines: Sequence[tuple[str, str]] = (), **data: object
) -> dict[str, object]:
    """What the page sends: words by kind, own lines as text and words."""
    form: dict[str, object] = {"base_version": 0, "observances": ["lei_feng"], **data}
    form |= {"day-TOTAL_FORMS": len(KINDS), "day-INITIAL_FORMS": len(KINDS)}
    form |= {"line-TOTAL_FORMS": len(lines) + 1, "line-INITIAL_FORMS": 0}
    for number, kind in enumerate(KINDS):
        form |= {f"day-{number}-kind": kind, f"day-{number}-words": (days or {}).get(kind, "")}
    for number, (text, words) in enumerate(lines):
        form |= {f"line-{number}-text": text, f"line-{number}-words": words, f"line-{number}-kind": "study"}
    return form


def field_of(kind: str, name: str) -> str:
    return f"day-{KINDS.index(kind)}-{name}"


def test_a_routine_is_saved_in_its_own_words(cast: Cast) -> None:
    plan = empty_plan(cast)
    form = form_of({"theme_day": "每个月的第一周周五"}, [("教职工政治学习", "每周二")])
    form |= {field_of("theme_day", "starts_at"): "15:30", field_of("theme_day", "place"): "党员活动室"}
    address = reverse("plans:routine") + f"?plan={plan.pk}"
    assert as_(cast.lin).post(address, form)["Location"] == url("proposal", plan)
    routine = Routine.objects.get(branch=cast.branch)
    day = routine.patterns.get()
    assert (day.words, day.starts_at, day.place) == ("每月第一周星期五", time(15, 30), "党员活动室")
    assert list(routine.lines.values_list("text", "words")) == [("教职工政治学习", "每周星期二")]
    wanted = dict(routine.observances.values_list("key", "wanted"))
    assert wanted["party"] is False, "unticked against the custom"
    assert "lei_feng" not in wanted
    assert 'value="每月第一周星期五"' in as_(cast.lin).get(address).content.decode()


def test_words_that_say_no_day_are_told_beside_the_field_and_kept(cast: Cast) -> None:
    form = form_of({"theme_day": "每月一次", "dues": "每周二"}, [("读书会", ""), ("", "每月5日")])
    form |= {field_of("party_lecture", "starts_at"): "15:30", field_of("party_lecture", "ends_at"): "15:00"}
    response = as_(cast.lin).post(reverse("plans:routine"), form)
    assert response.status_code == 422
    errors = {row.activity.value: row.errors for row in response.context["days"] if row.errors}
    assert errors["theme_day"]["words"][0].startswith("看不懂是什么时候。")
    assert errors["dues"] == {"words": ["这一项请按月、季度、半年或年写。"]}
    assert errors["party_lecture"] == {
        "words": ["请写明是哪一天，例如“每季度第二个月第三周星期五”。"], "ends_at": ["结束时间应晚于开始时间。"],
    }  # fmt: skip
    assert [line.errors for line in response.context["lines"]][:2] == [
        {"words": ["请写明什么时候。"]}, {"text": ["请填写内容；不要这一项就把“什么时候”也清空。"]},
    ]  # fmt: skip
    assert 'value="每月一次"' in response.content.decode()


def test_a_routine_that_somebody_else_saved_first_is_told(cast: Cast) -> None:
    client = as_(cast.lin)
    first = RoutineDraft({"dues": RoutineDay("每月5日")})
    save_routine(branch=cast.branch, draft=first, base_version=0, by=cast.qiao, at=NOW)
    form = form_of({"dues": "每月20日"}, observances=["lei_feng", "party"])
    response = client.post(reverse("plans:routine"), form)
    assert (response.status_code, "其他人刚才也改了" in response.content.decode()) == (409, True)
    assert response.context["form"]["observances"].value() == ["lei_feng", "party"]
    again = {**form, "base_version": response.context["form"]["base_version"].value()}
    assert client.post(reverse("plans:routine"), again).status_code == 302
    assert Routine.objects.get().patterns.get().words == "每月20日"


def test_the_routine_of_another_branch_is_not_there(cast: Cast) -> None:
    plan = empty_plan(cast)
    assert as_(cast.fang).get(reverse("plans:routine") + f"?plan={plan.pk}").status_code == 404
    assert as_(cast.lin).get(reverse("plans:routine") + "?plan=x").status_code == 404
    assert as_(cast.tang).get(reverse("plans:routine")).status_code == 403


# --- what the district asks for ------------------------------------------------------------------------------------------------
def requirement(cast: Cast, **data: object) -> Any:
    form = {
        "district": cast.district.pk,
        "text": "报送半年工作总结",
        "kind": "plan_and_summary",
        "source": "〔2026〕3号",
        **data,
    }
    return as_(cast.wei).post(reverse("plans:requirements"), form)


def test_a_requirement_is_added_shown_and_ended(cast: Cast) -> None:
    assert requirement(cast, due_on="2026-06-28", school_kinds=["primary"]).status_code == 302
    row = DistrictRequirement.objects.get()
    assert (row.due_on, row.school_kinds) == (date(2026, 6, 28), ["primary"])
    html = as_(cast.wei).get(reverse("plans:requirements")).content.decode()
    assert "2026年6月28日前" in html
    assert "小学" in html
    assert "报送半年工作总结" in {group.title for group in page_of(cast, empty_plan(cast)).groups}
    as_(cast.wei).post(reverse("plans:requirement_end", args=[row.pk]))
    assert "还没有排期要求。" in as_(cast.wei).get(reverse("plans:requirements")).content.decode()


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({}, "words", "请写一个规律，或者填下面的截止日期。"),
        ({"words": "尽快"}, "words", "看不懂是什么时候。"),
        ({"due_on": "2026-03-01", "first_on": "2026-04-01"}, "due_on", "截止日期早于开始日期。"),
        ({"due_on": "2026-03-01", "source": ""}, "source", "请写明依据"),
    ],
)
def test_a_requirement_that_cannot_be_is_told_beside_the_field(
    cast: Cast, data: dict[str, str], field: str, message: str
) -> None:
    response = requirement(cast, **data)
    assert response.status_code == 422
    assert response.context["form"].errors[field][0].startswith(message)
