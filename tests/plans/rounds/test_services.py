"""Asking schools: once each, nothing twice, changes told, days moved with a reason."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from notices.models import OutboxEntry
from notices.selectors.manners import habits_for
from plans.models import KeyPoint, KeyPointAnswer, Plan, PlanningRound, RoundChange
from plans.reminders import due_on
from plans.selectors.rounds.answers import unanswered_points
from plans.services.drafting import amend_plan, create_plan
from plans.services.review import approve_plan, submit_plan
from plans.services.rounds.answers import answer_key_point
from plans.services.rounds.enclosures import PartFacts, attach_file, remove_file, write_parts
from plans.services.rounds.groups import write_group
from plans.services.rounds.opening import close_round, open_round, reopen_round
from plans.services.rounds.pressing import extend, urge
from plans.services.rounds.writing import RoundChanged, RoundRefused, change_round, delete_round
from tests.cast import NOW, Cast, plan_at, plan_draft
from tests.plans.rounds.stage import DUE, facts, opened, target_of, written
from workflow.domain.transitions import Action, Status
from workflow.services.perform import perform

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


def _told(kind: str) -> list[tuple[str, str]]:
    rows = OutboxEntry.objects.filter(kind=kind).order_by("branch__short_name")
    return list(rows.values_list("branch__short_name", "title"))


def test_opening_asks_each_school_below_once_and_announces_it(cast: Cast) -> None:
    planning = written(cast, schools=[cast.branch])
    assert open_round(planning=planning, base_version=1, by=cast.wei, at=NOW) == 2
    rows = planning.targets.order_by("place").values_list("place", "branch__short_name", "state", "due_on")
    assert list(rows) == [(1, "青榆一小", "not_begun", DUE), (2, "青榆幼儿园", "not_begun", DUE)]
    words = "青榆区教育工委布置“2026年党支部工作计划”，请于3月20日前报送"
    assert _told("round.opened") == [("青榆一小", words), ("青榆幼儿园", words)]
    with pytest.raises(RoundChanged):
        open_round(planning=planning, base_version=1, by=cast.he, at=NOW)
    planning.refresh_from_db()
    with pytest.raises(RoundRefused, match="已经发布过了"):
        open_round(planning=planning, base_version=planning.version, by=cast.he, at=NOW)
    assert OutboxEntry.objects.filter(kind="round.opened").count() == 2


def test_kinds_narrow_areas_and_groups_come_on_top(cast: Cast) -> None:
    group = write_group(
        district=cast.district, group=None, name="示范园", branches=[cast.kindergarten], base_version=0,
        by=cast.wei, at=NOW,
    )  # fmt: skip
    planning = opened(cast, school_kinds=["primary"])
    assert [row.branch for row in planning.targets.all()] == [cast.branch]
    both = opened(cast, school_kinds=["primary"], groups=[group], title="又一项")
    assert both.targets.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"areas": []}, "没有选到任何学校"),
        ({"due_on": date(2026, 3, 1), "opens_on": date(2026, 2, 1)}, "截止日期已经过了"),
    ],
)
def test_what_cannot_be_opened(cast: Cast, changes: dict, words: str) -> None:
    planning = written(cast, **changes)
    with pytest.raises(RoundRefused, match=words):
        open_round(planning=planning, base_version=planning.version, by=cast.wei, at=NOW)
    assert not OutboxEntry.objects.exists()


def test_only_the_district_asks_and_only_its_own_schools(cast: Cast) -> None:
    planning = written(cast)
    for person in (cast.lin, cast.bai, cast.yu):
        with pytest.raises(NotAllowed):
            open_round(planning=planning, base_version=1, by=person, at=NOW)
    with pytest.raises(RoundRefused, match="所辖的学校"):
        written(cast, areas=[cast.other_district])


def test_a_paper_that_is_there_answers_and_is_not_asked_for_again(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    planning = opened(cast)
    target = target_of(planning, cast.branch)
    assert (target.plan, target.state) == (plan, "submitted")
    assert _told("round.opened")[0] == ("青榆一小", "青榆区教育工委布置“2026年党支部工作计划”")
    plan.refresh_from_db()
    assert plan.round == planning
    again = opened(cast, title="市里要的同一份计划")
    assert target_of(again, cast.branch).plan == plan


def test_a_paper_is_reviewed_twice_where_any_of_its_rounds_asks_for_it(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    opened(cast)
    opened(cast, title="市里要的同一份计划", reviews=2, points=("主题党日",))
    plan.refresh_from_db()
    (point,) = unanswered_points(plan)
    answer_key_point(plan=plan, point=point, place=f"item.{plan.items.all()[0].origin}", by=cast.lin, at=NOW)
    plan = submit_plan(plan=plan, comment="", by=cast.lin, at=NOW)
    assert plan.two_reviews
    plan = perform(perform(plan, Action.CLAIM, by=cast.he, at=NOW), Action.PASS, by=cast.he, at=NOW)
    plan = perform(plan, Action.CLAIM, by=cast.shen, at=NOW)
    plan = approve_plan(plan=plan, comment="", by=cast.shen, at=NOW)
    revision = amend_plan(plan=plan, by=cast.lin, at=NOW)
    assert submit_plan(plan=revision, comment="", by=cast.lin, at=NOW).two_reviews


def test_the_board_follows_the_paper_through_review_and_revision(cast: Cast) -> None:
    planning = opened(cast)
    plan = create_plan(branch=cast.branch, draft=plan_draft(), source="blank", by=cast.lin, at=NOW)
    states = [target_of(planning, cast.branch).state]
    plan = submit_plan(plan=plan, comment="", by=cast.lin, at=NOW)
    states.append(target_of(planning, cast.branch).state)
    plan = perform(plan, Action.CLAIM, by=cast.he, at=NOW)
    states.append(target_of(planning, cast.branch).state)
    plan = approve_plan(plan=plan, comment="", by=cast.he, at=NOW)
    states.append(target_of(planning, cast.branch).state)
    revision = amend_plan(plan=plan, by=cast.lin, at=NOW)
    states.append(target_of(planning, cast.branch).state)
    revision = submit_plan(plan=revision, comment="", by=cast.lin, at=NOW)
    revision = perform(revision, Action.CLAIM, by=cast.he, at=NOW)
    approve_plan(plan=revision, comment="", by=cast.he, at=NOW)
    target = target_of(planning, cast.branch)
    assert [*states, target.state] == ["draft", "submitted", "in_review", "approved", "approved", "approved"]
    assert target.plan == revision


def test_a_paper_begun_while_the_round_was_opened_is_found_when_it_is_handed_in(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    planning = opened(cast)
    planning.targets.filter(branch=cast.branch).update(plan=None, state="not_begun")
    Plan.objects.update(round=None)
    submit_plan(plan=Plan.objects.get(pk=plan.pk), comment="", by=cast.lin, at=NOW)
    assert target_of(planning, cast.branch).state == "submitted"


def test_changes_of_an_opened_round_are_told_and_extended_days_stay(cast: Cast) -> None:
    planning = opened(cast, points=("一", "二"))
    kept = KeyPoint.objects.get(text="二")
    target = target_of(planning, cast.branch)
    extend(planning=planning, seen={target.pk: DUE}, due_on=date(2026, 4, 10), reason="搬迁", by=cast.wei, at=NOW)
    words = change_round(
        planning=planning,
        facts=facts(cast, due_on=date(2026, 3, 27), points=("二", "三"), paper="summary"),
        base_version=planning.version,
        by=cast.he,
        at=TOMORROW,
    )
    text = "截止日期由2026年3月20日改为2026年3月27日；增加工作要点“三”；取消工作要点“一”"
    assert ("；".join(words), RoundChange.objects.get().text) == (text, text)
    planning.refresh_from_db()
    assert (planning.paper, KeyPoint.objects.get(text="二").pk) == ("plan", kept.pk)
    assert target_of(planning, cast.branch).due_on == date(2026, 4, 10)
    assert target_of(planning, cast.kindergarten).due_on == date(2026, 3, 27)
    assert [name for name, _ in _told("round.changed")] == ["青榆一小", "青榆幼儿园"]
    with pytest.raises(RoundChanged):
        change_round(planning=planning, facts=facts(cast), base_version=1, by=cast.wei, at=TOMORROW)


def test_a_point_in_other_words_keeps_what_schools_put_to_it(cast: Cast) -> None:
    planning = opened(cast, points=("主题党日走近社区", "青年教师结对"))
    plan = plan_at(cast, Status.DRAFT)
    for point in planning.key_points.all():
        answer_key_point(plan=plan, point=point, place=f"item.{plan.items.all()[0].origin}", by=cast.lin, at=NOW)

    def change(*points: str, **more: bool) -> list[str]:
        version = PlanningRound.objects.get(pk=planning.pk).version
        said = facts(cast, points=points, **more)
        return change_round(planning=planning, facts=said, base_version=version, by=cast.wei, at=TOMORROW)

    assert change("青年教师结对", "主题党日走进社区") == ["工作要点“主题党日走近社区”改为“主题党日走进社区”"]
    assert KeyPointAnswer.objects.filter(key_point__text="主题党日走进社区", key_point__number=2).count() == 1
    with pytest.raises(RoundRefused, match="取消“青年教师结对”，会删去1所学校已经做好的对应"):
        change("主题党日走进社区", "读一本书")
    assert KeyPointAnswer.objects.count() == 2
    change("主题党日走进社区", "读一本书", drops_answers=True)
    assert KeyPointAnswer.objects.count() == 1
    assert AuditEntry.objects.filter(action="round.change").order_by("number").last().detail["answers_lost"] == 1


def test_an_extension_has_a_reason_reaches_the_school_and_can_be_taken_back(cast: Cast) -> None:
    planning = opened(cast)
    target = target_of(planning, cast.branch)
    later = date(2026, 4, 3)
    with pytest.raises(RoundRefused, match="理由"):
        extend(planning=planning, seen={target.pk: DUE}, due_on=later, reason=" ", by=cast.wei, at=NOW)
    with pytest.raises(RoundRefused, match="不能早于"):
        extend(planning=planning, seen={target.pk: DUE}, due_on=date(2026, 3, 10), reason="早", by=cast.wei, at=NOW)
    extend(planning=planning, seen={target.pk: DUE}, due_on=later, reason="校舍搬迁", by=cast.wei, at=NOW)
    entry = OutboxEntry.objects.get(kind="round.extended")
    assert (entry.title, entry.body) == ("“2026年党支部工作计划”的截止日期改为4月3日", "理由：校舍搬迁")
    trail = AuditEntry.objects.get(action="round.extend")
    assert (trail.branch, trail.detail["because"], trail.detail["to"]) == (cast.branch, "校舍搬迁", "2026-04-03")
    with pytest.raises(RoundRefused, match="刚才有其他人改过青榆一小"):
        extend(planning=planning, seen={target.pk: DUE}, due_on=later, reason="又一次", by=cast.he, at=NOW)
    extend(planning=planning, seen={target.pk: later}, due_on=DUE, reason="已搬完", by=cast.wei, at=TOMORROW)
    target = target_of(planning, cast.branch)
    assert (target.due_on, target.extended_at, target.extension_reason) == (DUE, None, "")


def test_a_school_is_urged_once_a_day_while_it_is_its_turn(cast: Cast) -> None:
    plan_at(cast, Status.SUBMITTED)
    planning = opened(cast)
    assert urge(planning=planning, targets=planning.targets.all(), office=None, by=cast.he, at=NOW) == 1
    entry = OutboxEntry.objects.get(kind="round.urged")
    assert (entry.branch, entry.is_urgent) == (cast.kindergarten, True)
    assert "贵校未开始，3月20日截止，还有18天截止" in entry.body
    with pytest.raises(RoundRefused, match="没有要催办的学校"):
        urge(planning=planning, targets=planning.targets.all(), office=None, by=cast.wei, at=NOW)
    assert urge(planning=planning, targets=planning.targets.all(), office=None, by=cast.wei, at=TOMORROW) == 1


def test_after_closing_nothing_is_due_and_what_comes_late_still_counts(cast: Cast) -> None:
    planning = opened(cast)
    habits = habits_for([cast.district])[cast.district.pk]
    over = date(2026, 3, 21)
    assert len(due_on([cast.branch, cast.kindergarten], over, habits)) == 2
    close_round(planning=planning, by=cast.wei, at=NOW)
    assert due_on([cast.branch, cast.kindergarten], over, habits) == []
    with pytest.raises(RoundRefused):
        close_round(planning=planning, by=cast.he, at=NOW)
    planning.refresh_from_db()
    with pytest.raises(RoundRefused, match="不用催办"):
        urge(planning=planning, targets=planning.targets.all(), office=None, by=cast.he, at=NOW)
    plan_at(cast, Status.SUBMITTED)
    assert target_of(planning, cast.branch).state == "submitted"
    reopen_round(planning=planning, by=cast.wei, at=NOW)
    asked = [fact.audience.branch for fact in due_on([cast.branch, cast.kindergarten], over, habits)]
    assert asked.count(cast.kindergarten.pk) == 1


def test_a_draft_round_is_known_to_its_office_only_and_can_be_deleted(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    planning = written(cast)
    attachment = attach_file(planning=planning, name="../要求.docx", data=b"x", by=cast.wei, at=NOW)
    assert (attachment.name, attachment.file.name.endswith(attachment.pk.hex)) == ("要求.docx", True)
    assert not OutboxEntry.objects.exists()
    path = attachment.file.storage.path(attachment.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        delete_round(planning=planning, by=cast.wei, at=NOW)
    assert not Path(path).exists()
    with pytest.raises(RoundRefused, match="不能删除"):
        delete_round(planning=opened(cast), by=cast.wei, at=NOW)


def test_files_of_an_opened_round_are_a_change(cast: Cast) -> None:
    planning = opened(cast)
    attachment = attach_file(planning=planning, name="清单.xlsx", data=b"x", by=cast.he, at=NOW)
    remove_file(attachment=attachment, by=cast.he, at=TOMORROW)
    assert list(RoundChange.objects.order_by("pk").values_list("text", flat=True)) == [
        "增加附件“清单.xlsx”",
        "取消附件“清单.xlsx”",
    ]
    with pytest.raises(RoundRefused, match="只能上传"):
        attach_file(planning=planning, name="a.exe", data=b"x", by=cast.he, at=NOW)


def test_a_template_is_written_before_the_opening_and_knows_its_fields(cast: Cast) -> None:
    planning = written(cast)
    with pytest.raises(RoundRefused, match="【班级数】不是已有的信息"):
        write_parts(
            planning=planning, parts=[PartFacts(1, "基本情况", "班级【班级数】个")], base_version=1, by=cast.wei, at=NOW
        )
    planning = write_parts(planning=planning, parts=[PartFacts(1, "基本情况")], base_version=1, by=cast.wei, at=NOW)
    open_round(planning=planning, base_version=planning.version, by=cast.wei, at=NOW)
    planning.refresh_from_db()
    with pytest.raises(RoundRefused, match="模板不能再改"):
        write_parts(planning=planning, parts=[], base_version=planning.version, by=cast.wei, at=NOW)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("round_target_state_has_plan", {"state": "draft"}),
        ("round_target_extension_whole", {"extension_reason": "没有日期"}),
    ],
)
def test_the_database_refuses_nonsense(cast: Cast, name: str, change: dict) -> None:
    planning = opened(cast)
    with pytest.raises(IntegrityError, match=f"{name}|CHECK"), transaction.atomic():
        planning.targets.update(**change)
