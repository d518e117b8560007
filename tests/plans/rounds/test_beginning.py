"""A school begins its paper from a round: template, last year's words, what the district holds; key points must be answered."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from plans.domain.paper import paper_from
from plans.domain.period import Cycle, Period
from plans.models import KeyPointAnswer, Plan, PlanningRound, PlanSection
from plans.selectors.rounds.answers import point_table_of, unanswered_points
from plans.selectors.rounds.asked import asked_page
from plans.services.drafting import amend_plan
from plans.services.editing import PlanTextError
from plans.services.items import remove_item
from plans.services.review import approve_plan, submit_plan
from plans.services.rounds.answers import answer_key_point, take_answer_back
from plans.services.rounds.drafts import begin_paper
from plans.services.rounds.enclosures import PartFacts, write_parts
from plans.services.rounds.opening import open_round
from plans.services.routine import RoutineDay, RoutineDraft, RoutineRow, save_routine
from plans.services.sections import add_section, edit_section, move_section, rearrange_section, remove_section
from tests.cast import NOW, Cast, plan_at
from tests.plans.rounds.stage import opened, target_of, written
from workflow.domain.transitions import Action, Status
from workflow.services.perform import InvalidTransition, perform

pytestmark = pytest.mark.django_db
PARTS = [
    PartFacts(1, "总体要求", "【党组织名称】有党员【党员人数】名。", is_locked=True),
    PartFacts(1, "主要措施", hint="写明时间和责任人"),
]


def _with_template(cast: Cast, **changes: object) -> PlanningRound:
    planning = written(cast, **changes)
    planning = write_parts(planning=planning, parts=PARTS, base_version=1, by=cast.wei, at=NOW)
    open_round(planning=planning, base_version=planning.version, by=cast.wei, at=NOW)
    return PlanningRound.objects.select_related("district").get(pk=planning.pk)


def _begun(cast: Cast, planning: PlanningRound, *, from_former: bool = False) -> Plan:
    return begin_paper(target=target_of(planning, cast.branch), from_former=from_former, by=cast.lin, at=NOW)


def test_one_click_makes_the_draft_with_everything_that_is_known(cast: Cast) -> None:
    planning = _with_template(cast)
    plan = _begun(cast, planning)
    assert (str(plan), plan.signature, plan.round) == (
        "青榆区第一小学党支部2026年工作计划",
        "青榆区第一小学党支部",
        planning,
    )
    # lin, qiao, song and tang are full members of 青榆一小
    assert [(row.heading, row.body, row.is_locked) for row in plan.sections.present()] == [
        ("总体要求", "青榆区第一小学党支部有党员4名。", True),
        ("主要措施", "", False),
        ("行事历", "", False),
    ]
    assert _begun(cast, planning) == plan
    assert target_of(planning, cast.branch).state == "draft"


def test_the_branchs_fixed_days_stand_in_the_schedule_and_can_be_taken_back(cast: Cast) -> None:
    days = {"theme_day": RoutineDay("每月第一周星期五", time(15, 40), time(17, 0), "活动室")}
    draft = RoutineDraft(days, [RoutineRow("校园安全巡查", "other", "每季度最后一个月20日")])
    save_routine(branch=cast.branch, draft=draft, base_version=0, by=cast.lin, at=NOW)
    planning = opened(cast)
    page = asked_page(target_of(planning, cast.branch), NOW.date())
    assert page.fixed_days == ["主题党日：每月第一周星期五 15:40", "校园安全巡查：每季度最后一个月20日"]
    plan = _begun(cast, planning)
    lines = plan.items.present().order_by("first_month")
    assert {row.kind for row in lines} == {"theme_day", "other"}  # nothing that the branch has not fixed itself
    assert lines.filter(kind="theme_day").count() == 12
    patrols = lines.filter(text="校园安全巡查").values_list("first_month", "planned_on")
    assert [month.month for month, _ in patrols] == [3, 6, 9, 12]
    assert plan.batches.get().source == "proposal"  # one batch, which 收回 takes back
    assert _begun(cast, planning) == plan
    assert plan.batches.count() == 1


def test_last_years_words_come_along_with_what_can_be_computed(cast: Cast) -> None:
    plan_at(cast, Status.APPROVED, period=Period(Cycle.CALENDAR_YEAR, 2025))
    plan = _begun(cast, _with_template(cast), from_former=True)
    assert [row.heading for row in plan.sections.present().exclude(heading="")] == [
        "总体要求",
        "主要措施",
        "过好组织生活",
        "带好青年教师",
        "指导思想",
        "行事历",
    ]
    assert plan.items.present().first().first_month == date(2026, 1, 1)
    assert plan.title == "青榆区第一小学党支部2026年工作计划"


def test_another_paper_takes_its_name_from_the_round(cast: Cast) -> None:
    one = opened(cast, paper="other", title="党建品牌材料")
    two = opened(cast, paper="other", title="安全工作材料")
    first, second = _begun(cast, one), _begun(cast, two)
    assert [str(first), str(second)] == ["青榆区第一小学党支部党建品牌材料", "青榆区第一小学党支部安全工作材料"]
    assert [target_of(row, cast.branch).plan for row in (one, two)] == [first, second]


def test_fixed_parts_cannot_be_changed_moved_or_removed_and_others_can(cast: Cast) -> None:
    plan = _begun(cast, _with_template(cast))
    rows = PlanSection.objects.select_related("plan__branch__district")
    locked, free = rows.get(plan=plan, is_locked=True), rows.get(plan=plan, heading="主要措施")
    move_section(section=free, before=locked, by=cast.lin, at=NOW)
    words = {"heading": "总体要求", "body": "自己的话", "base_version": locked.version}
    for change in (
        lambda: edit_section(section=locked, **words, by=cast.lin, at=NOW),
        lambda: remove_section(section=locked, by=cast.lin, at=NOW),
        lambda: rearrange_section(section=locked, step="demote", by=cast.lin, at=NOW),
    ):
        with pytest.raises(PlanTextError, match="固定内容"):
            change()
    edit_section(section=free, heading="主要措施", body="每月一次", base_version=free.version, by=cast.lin, at=NOW)
    add_section(plan=plan, after=locked, level=2, heading="本校的补充", body="", by=cast.lin, at=NOW)
    locked.refresh_from_db()
    assert locked.body == "青榆区第一小学党支部有党员4名。"


def test_every_key_point_must_be_answered_before_handing_in(cast: Cast) -> None:
    planning = opened(cast, points=("主题党日走进社区", "青年教师结对"))
    plan = plan_at(cast, Status.DRAFT)
    first, second = planning.key_points.order_by("number")
    table = point_table_of(plan, paper_from(plan.review_content()))
    assert [place.label for place in table.rows[0].likely] == ["3月：主题党日：走进社区服务站", "（一）过好组织生活"]
    with pytest.raises(InvalidTransition, match="还有2项工作要点没有对应"):
        submit_plan(plan=plan, comment="", by=cast.lin, at=NOW)
    client = Client()
    client.force_login(cast.lin)
    page = client.get(reverse("plans:submit", args=[plan.pk])).content.decode()
    assert f'<a href="{reverse("plans:key_points", args=[plan.pk])}">去对应</a>' in page
    item = plan.items.get(text__startswith="主题党日")
    section = plan.sections.get(heading="带好青年教师")
    for point, place in ((first, f"item.{item.origin}"), (second, f"section.{section.origin}")):
        answer_key_point(plan=plan, point=point, place=place, by=cast.lin, at=NOW)
        answer_key_point(plan=plan, point=point, place=place, by=cast.lin, at=NOW)
    assert KeyPointAnswer.objects.count() == 2
    removal = remove_item(item=item, by=cast.lin, at=NOW)
    assert (unanswered_points(plan), bool(removal)) == ([first], True)
    answer_key_point(plan=plan, point=first, place=f"section.{section.origin}", by=cast.lin, at=NOW)
    take_answer_back(plan=plan, point=first, place=f"item.{item.origin}", by=cast.lin, at=NOW)
    plan = submit_plan(plan=plan, comment="", by=cast.lin, at=NOW)
    plan = approve_plan(plan=perform(plan, Action.CLAIM, by=cast.he, at=NOW), comment="", by=cast.he, at=NOW)
    assert unanswered_points(amend_plan(plan=plan, by=cast.lin, at=NOW)) == []
    with pytest.raises(PlanTextError, match="请选择一段"):
        answer_key_point(plan=Plan.objects.get(revision=2), point=first, place="nonsense", by=cast.lin, at=NOW)


def test_the_page_says_what_is_held_and_how_much_was_asked_this_month(cast: Cast) -> None:
    opened(cast, title="第一件")
    planning = opened(cast, title="第二件")
    page = asked_page(target_of(planning, cast.branch), NOW.date())
    assert {row.title for row in page.this_month} == {"第一件", "第二件"}
    assert page.held["党员人数"] == "4"
    assert (page.held["党小组"], page.held["学校名称"]) == ("第一党小组", "青榆区第一小学")
    assert asked_page(target_of(planning, cast.branch), date(2026, 4, 1)).this_month == []


def test_the_school_opens_begins_and_answers_on_its_pages(cast: Cast, client: Client) -> None:
    planning = _with_template(cast, points=("主题党日",))
    target = target_of(planning, cast.branch)
    client.force_login(cast.lin)
    page = client.get(f"/plans/rounds/asked/{target.pk}/").content.decode()
    assert all(words in page for words in ("青榆区教育工委布置", "主题党日", "总体要求", "固定内容", "建立草稿"))
    answer = client.post(f"/plans/rounds/asked/{target.pk}/begin/")
    plan = Plan.objects.get(round=planning)
    assert answer.url == f"/plans/{plan.pk}/edit/"
    editor = client.get(f"/plans/{plan.pk}/edit/").content.decode()
    assert ("上级布置的固定内容" in editor, "写明时间和责任人" in editor) == (True, True)
    locked = plan.sections.get(is_locked=True)
    answer = client.post(
        f"/plans/{plan.pk}/sections/{locked.pk}/save/",
        {"heading": "总体要求", "body": "改", "base_version": "1"},
        headers={"X-Autosave": "1"},
    )
    assert (answer.status_code, "固定内容" in answer.json()["error"]) == (422, True)
    point = planning.key_points.get()
    places = f"/plans/{plan.pk}/points/{point.pk}/"
    assert client.post(places, {"place": "item.0"}).status_code == 422
    section = plan.sections.get(heading="主要措施")
    answer = client.post(places, {"place": f"section.{section.origin}"}, headers={"HX-Request": "true"})
    assert "1项都有对应" in answer.content.decode()
    home = client.get("/").content.decode()
    assert ("2026年3月20日（周五）前报送" in home, "现在这段时间还没有计划" in home) == (True, False)


def test_the_reviewer_sees_what_answers_each_point_and_which_lines_answer_none(cast: Cast, client: Client) -> None:
    planning = opened(cast, points=("主题党日走进社区", "青年教师结对"))
    plan = plan_at(cast, Status.DRAFT)
    first, second = planning.key_points.order_by("number")
    item, section = plan.items.get(text__startswith="主题党日"), plan.sections.get(heading="带好青年教师")
    answer_key_point(plan=plan, point=first, place=f"item.{item.origin}", by=cast.lin, at=NOW)
    answer_key_point(plan=plan, point=second, place=f"section.{section.origin}", by=cast.lin, at=NOW)
    submit_plan(plan=plan, comment="", by=cast.lin, at=NOW)
    client.force_login(cast.he)
    page = client.get(reverse("plans:review", args=[plan.pk])).text
    assert "2项都有对应" in page
    assert "行事历：3月：主题党日：走进社区服务站" in page
    assert "段落：（二）带好青年教师" in page
    assert "没有回应任何要点的行事历条目：3条" in page
    assert "1月：召开支委会，讨论全年工作；" in page
