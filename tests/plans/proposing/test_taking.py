"""The planning aid on real rows: years worked out by hand, what a plan already has, taking, taking back."""

from __future__ import annotations

from datetime import date

import pytest

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from plans.domain.period import Cycle
from plans.models import PlanItem
from plans.services.batches import BatchRefused, undo_batch
from plans.services.drafting import amend_plan
from plans.services.items import ItemFacts, add_item, edit_item, facts_of_item, remove_item
from plans.services.proposing import ALL, ProposalChanged, ProposalRefused, take_lines
from plans.services.routine import (
    RoutineConflict,
    RoutineDay,
    RoutineDraft,
    RoutineRefused,
    RoutineRow,
    add_requirement,
    end_requirement,
    save_routine,
)
from tests.cast import NOW, Cast, plan_at
from tests.plans.proposing.stage import asked, days_of, empty_plan, school_year, take, why
from workflow.domain.transitions import Status

MARCH = date(2026, 3, 1)


# --- years worked out by hand ---------------------------------------------------------------------------------------------
def test_2025_with_qingming_on_the_4th_and_eight_days_of_october_off(cast: Cast) -> None:
    proposal = asked(empty_plan(cast, 2025))
    # first Fridays but for 3 January (fine), 4 April (Qingming), 2 May (Labour Day), 3 October (National Day 1 to 8)
    assert days_of(proposal, "FQ-05") == [
        "01-03", "02-07", "03-07", "04-07", "05-06", "06-06", "07-04", "08-01", "09-05", "10-09", "11-07", "12-05",
    ]  # fmt: skip
    assert why(proposal, "FQ-05:2025-04") == "4月4日（周五）是清明节假期，顺延到4月7日（周一）。"
    assert why(proposal, "tomb_sweeping:2025") == "4月4日（周五）是清明节假期，提前到4月3日（周四）。"
    # 重阳 2025 is 29 October, a Wednesday in no holiday
    assert days_of(proposal, "double_ninth") == ["10-29"]


def test_2026_with_its_make_up_days_and_qingming_on_a_sunday_the_5th(cast: Cast) -> None:
    proposal = asked(empty_plan(cast, 2026))
    assert why(proposal, "FQ-05:2026-01") == "1月2日（周五）是元旦假期，顺延到1月4日（周日），当天调休上班。"
    assert why(proposal, "tomb_sweeping:2026") == "4月5日（周日）是清明节假期，提前到4月3日（周五）。"
    assert why(proposal, "FQ-05:2026-10") == "10月2日（周五）是国庆节假期，顺延到10月8日（周四）。"
    # 重阳 is 18 October, a Sunday
    assert why(proposal, "double_ninth:2026") == "10月18日（周日）是周末，提前到10月16日（周五）。"


def test_2027_leans_on_the_law_until_its_table_is_announced(cast: Cast) -> None:
    proposal = asked(empty_plan(cast, 2027))
    assert {line.provisional for line in proposal.lines} == {True}
    assert why(proposal, "FQ-05:2027-10") == "10月1日（周五）是国庆节假期，顺延到10月4日（周一）。"
    assert days_of(proposal, "double_ninth") == ["10-08"], (
        "重阳 in the week of National Day, which the law alone does not fill"
    )


def test_a_school_year_has_both_years_observances_and_its_vacations(cast: Cast) -> None:
    school_year(cast)
    proposal = asked(empty_plan(cast, 2025, Cycle.SCHOOL_YEAR))
    keys = {line.key for line in proposal.lines}
    assert {"teachers_day:2025", "lei_feng:2026"} <= keys
    assert not {"teachers_day:2026", "lei_feng:2025"} & keys
    assert why(proposal, "FQ-04:2026-01") == "2月大部分在假期内，改在3月。"
    # the whole of February is vacation: told, and left to the branch
    assert why(proposal, "FQ-05:2026-02").endswith("可改期或说明理由。")


# --- what there is already -------------------------------------------------------------------------------------------------
def test_what_the_plan_has_is_not_proposed_again(cast: Cast) -> None:
    proposal = asked(plan_at(cast, Status.DRAFT))
    # it has 支委会 in January, 主题党日 in March, 支部党员大会 in December
    found = {key: row.text for key, row in proposal.found.items()}
    assert found == {
        "FQ-01:2026-10": "召开支部党员大会，总结全年工作",
        "FQ-02:2026-01": "召开支委会，讨论全年工作",
        "FQ-05:2026-03": "主题党日：走进社区服务站",
    }
    assert "03-06" not in days_of(proposal, "FQ-05")


def test_a_removed_line_is_proposed_again(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    remove_item(item=plan.items.get(kind="theme_day"), by=cast.lin, at=NOW)
    assert "03-06" in days_of(asked(plan), "FQ-05")


def test_a_branch_without_committee_is_not_asked_for_its_meetings(cast: Cast) -> None:
    assert days_of(asked(empty_plan(cast)), "FQ-02") != []
    cast.branch.has_committee = False
    cast.branch.save(update_fields=["has_committee"])
    assert days_of(asked(empty_plan(cast, 2027)), "FQ-02") == []


# --- taking and taking back -----------------------------------------------------------------------------------------------
def test_lines_are_taken_one_by_one_with_their_day(cast: Cast) -> None:
    plan = empty_plan(cast)
    batch = take(plan, cast, "FQ-05:2026-10", "lei_feng:2026")
    rows = plan.items.present().values_list("text", "first_month", "planned_on", "kind", "proposed_as")
    assert list(rows) == [
        ("结合学雷锋纪念日（63周年）开展志愿服务", MARCH, date(2026, 3, 5), "volunteering", "lei_feng:2026"),
        ("开展主题党日活动", date(2026, 10, 1), date(2026, 10, 8), "theme_day", "FQ-05:2026-10"),
    ]
    assert (batch.added, batch.changed, str(batch)) == (2, 0, "排期建议")
    entry = AuditEntry.objects.get(action="items.batch")
    assert entry.detail["added"] == ["结合学雷锋纪念日（63周年）开展志愿服务", "开展主题党日活动"]


def test_a_group_and_then_all_of_the_rest(cast: Cast) -> None:
    plan = empty_plan(cast)
    assert take(plan, cast, group="FQ-05").added == 12
    assert take(plan, cast, group="2026-12").added == 10, (
        "支委会 党小组会 大会 组织生活会 述职 评议 党费 公布 宪法日 公祭日"
    )
    rest = take(plan, cast, group=ALL)
    proposal = asked(plan)
    assert [line for line in proposal.open_lines if line.customary] == []
    assert rest.added + 22 == plan.items.present().count() == len(proposal.found)
    with pytest.raises(ProposalRefused, match="这一组已经都在计划里了。"):
        take(plan, cast, group=ALL)
    with pytest.raises(ProposalRefused, match="请先勾选"):
        take(plan, cast)


def test_a_list_that_is_no_longer_true_is_not_taken(cast: Cast) -> None:
    plan = empty_plan(cast)
    shown = asked(plan).digest
    take(plan, cast, "FQ-05:2026-10")
    with pytest.raises(ProposalChanged, match="还没有写入"):
        take_lines(plan=plan, shown=shown, group=ALL, by=cast.qiao, at=NOW)
    assert plan.items.present().count() == 1
    shown = asked(plan).digest
    school_year(cast)
    with pytest.raises(ProposalChanged):
        take_lines(plan=plan, shown=shown, group="FQ-04", by=cast.lin, at=NOW)


def test_nobody_takes_into_a_plan_that_is_handed_in(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    with pytest.raises(NotAllowed, match="已提交"):
        take(plan, cast, group=ALL)
    with pytest.raises(NotAllowed, match="书记和支部委员"):
        take_lines(plan=empty_plan(cast, 2027), shown="", group=ALL, by=cast.tang, at=NOW)


def test_a_batch_goes_back_but_for_what_somebody_changed_since(cast: Cast) -> None:
    plan = empty_plan(cast)
    own = add_item(plan=plan, facts=ItemFacts("走访慰问", MARCH, MARCH, "care"), by=cast.lin, at=NOW)
    batch = take(plan, cast, "FQ-05:2026-03", "FQ-05:2026-04", "FQ-05:2026-05")
    march, april, may = (
        plan.items.filter(kind="theme_day").select_related("plan__branch__district").order_by("first_month")
    )
    changed = ItemFacts("主题党日：祭扫", april.first_month, april.last_month, "theme_day")
    edit_item(item=april, facts=changed, base_version=1, by=cast.qiao, at=NOW)
    remove_item(item=may, by=cast.qiao, at=NOW)
    undo_batch(batch=batch, by=cast.lin, at=NOW)
    assert list(plan.items.present().values_list("text", flat=True)) == [own.text, "主题党日：祭扫"]
    notes = dict(batch.rows.values_list("item_id", "note"))
    assert notes == {march.pk: "", april.pk: "之后又被修改过，没有恢复", may.pk: ""}
    with pytest.raises(BatchRefused, match="撤销过了"):
        undo_batch(batch=batch, by=cast.lin, at=NOW)
    assert "03-06" in days_of(asked(plan), "FQ-05"), "what went back is proposed again"


def test_a_line_that_was_taken_is_known_in_the_next_revision_whatever_it_says(cast: Cast) -> None:
    plan = plan_at(cast, Status.APPROVED)
    PlanItem.objects.filter(plan=plan, kind="study").update(proposed_as="FQ-02:2026-04")
    revision = amend_plan(plan=plan, by=cast.lin, at=NOW)
    assert asked(revision).found["FQ-02:2026-04"].text == "青年教师结对听课"
    item = revision.items.select_related("plan__branch__district", "measure").get(kind="study")
    moved = edit_item(item=item, facts=facts_of_item(item), base_version=1, by=cast.lin, at=NOW)
    assert moved.proposed_as == "FQ-02:2026-04"


# --- the branch's routine and the district's requirements --------------------------------------------------------------------
def routine(cast: Cast, base: int = 0, by: object = None, **draft: object) -> object:
    return save_routine(
        branch=cast.branch, draft=RoutineDraft(**draft), base_version=base, by=by or cast.lin, at=NOW  # type: ignore[arg-type]
    )  # fmt: skip


def test_the_branchs_own_days_lines_and_observances(cast: Cast) -> None:
    study = RoutineRow("教职工政治学习", "study", "每周星期二")
    routine(
        cast,
        days={"theme_day": RoutineDay("每月15日")},
        lines=[study],
        observances={"tree_day": True, "lei_feng": False},
    )
    proposal = asked(empty_plan(cast))
    assert days_of(proposal, "FQ-05") == [
        "01-15", "02-24", "03-16", "04-15", "05-15", "06-15", "07-15", "08-17", "09-15", "10-15", "11-16", "12-15",
    ]  # fmt: skip
    (february,) = [line for line in proposal.lines if line.text.startswith("教职工") and line.month.month == 2]
    assert (february.text, [day.day for day in february.days]) == ("教职工政治学习（每周星期二）", [3, 10, 24])
    customary = {line.of for line in proposal.lines if line.customary}
    assert ("tree_day" in customary, "lei_feng" in customary) == (True, False)


def test_a_weekly_line_taken_names_no_single_day_and_is_known_again(cast: Cast) -> None:
    routine(cast, lines=[RoutineRow("教职工政治学习", "study", "每周星期二")])
    plan = empty_plan(cast)
    (line,) = [line for line in asked(plan).lines if line.text.startswith("教职工") and line.month.month == 3]
    take(plan, cast, line.key)
    assert plan.items.get().planned_on is None
    assert asked(plan).found[line.key].text == "教职工政治学习（每周星期二）"


def test_a_routine_saved_over_a_newer_one_is_refused(cast: Cast) -> None:
    first = routine(cast, days={"theme_day": RoutineDay("每月15日")}, lines=[RoutineRow("读书会", "study", "每月20日")])
    line = first.lines.get()  # type: ignore[attr-defined]
    with pytest.raises(RoutineConflict):
        routine(cast, days={"theme_day": RoutineDay("每月5日")}, by=cast.qiao)
    assert first.patterns.get().words == "每月15日"  # type: ignore[attr-defined]
    routine(cast, 1, lines=[RoutineRow("读书沙龙", "study", "每月20日", line.pk)])
    line.refresh_from_db()
    assert line.text == "读书沙龙", "a line keeps its name in code, so that lines taken from it stay known"
    with pytest.raises(RoutineRefused, match="看不懂“下个月”"):
        routine(cast, 2, days={"theme_day": RoutineDay("下个月")})
    with pytest.raises(NotAllowed):
        routine(cast, 2, by=cast.tang)


def ask(cast: Cast, **facts: object) -> object:
    row = {
        "district": cast.district,
        "text": "报送半年工作总结",
        "kind": "plan_and_summary",
        "source": "〔2026〕3号",
        **facts,
    }
    return add_requirement(**row, by=cast.wei, at=NOW)  # type: ignore[arg-type]


def test_what_the_district_asks_for_is_proposed_with_its_source(cast: Cast) -> None:
    row = ask(cast, due_on=date(2026, 6, 28))
    (line,) = [line for line in asked(empty_plan(cast)).lines if line.of == row.pk.hex]  # type: ignore[attr-defined]
    assert (line.day, line.why, line.source) == (
        date(2026, 6, 26), "6月28日（周日）是周末，提前到6月26日（周五）。", "青榆区教育工委：〔2026〕3号",
    )  # fmt: skip


def test_a_requirement_is_for_its_schools_its_district_and_its_time(cast: Cast) -> None:
    ask(cast, text="只问幼儿园", words="每月15日", school_kinds=["kindergarten"])
    ended = ask(cast, text="已经停用", words="每月15日")
    end_requirement(requirement=ended, by=cast.wei, at=NOW)  # type: ignore[arg-type]
    ask(cast, text="报送党员教育台账", words="每季度最后一个月20日前")
    lines = [line for line in asked(empty_plan(cast)).lines if line.basis == "district"]
    assert {line.text for line in lines} == {"报送党员教育台账"}
    # 20 March is a Friday; before Saturday 20 June lies 端午, a Friday; Sunday 20 September is worked; 20 December is a Sunday
    assert [f"{line.day:%m-%d}" for line in lines] == ["03-20", "06-18", "09-20", "12-18"]
    with pytest.raises(NotAllowed):
        add_requirement(
            district=cast.other_district, text="x", kind="other", source="y", words="每月1日", by=cast.wei, at=NOW
        )
    with pytest.raises(RoutineRefused, match="请写明什么时候"):
        ask(cast)
    assert not end_requirement(requirement=ended, by=cast.wei, at=NOW)  # type: ignore[arg-type]
