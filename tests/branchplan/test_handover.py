"""书记交接: found from the roles, a pack of what is under way, two signatures, the first thirty days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from branches.models import AuditEntry, Role, RoleAssignment, User
from branches.permissions import NotAllowed
from branches.scope import forget_scope
from branches.services.accounts import end_role, give_role
from branchplan.handover import following, services
from branchplan.handover.documents import handover_document
from branchplan.handover.domain.change import Change, Span, change_near
from branchplan.handover.domain.first_days import Demand, tasks_of
from branchplan.handover.domain.pack import Line, from_plain, to_plain
from branchplan.handover.following import follow_roles
from branchplan.handover.models import Handover
from branchplan.handover.reminders import due_on
from branchplan.handover.selectors.pack import pack_of
from branchplan.handover.selectors.pages import first_days_of, pack_shown, training_demands
from calendar_events.models import CollectionList
from documents.domain.content import Paragraph, Table
from documents.rendering import render_docx
from notices.models import Notice
from notices.selectors.manners import usual_habits
from plans.domain.period import Cycle, Period
from regulations.selectors.rules import rule_book_for
from tests.calendar_events.events import event_of, talk_with
from tests.cast import NOW, TODAY, Cast, plan_at
from workflow.domain.transitions import Status

LAST, FIRST = date(2026, 2, 28), date(2026, 3, 1)
OLD, NEW, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)


def begin(cast: Cast, **facts: Any) -> Handover:
    people = {"outgoing": cast.lin, "last_day": LAST, "incoming": cast.qiao, "first_day": FIRST} | facts
    return services.begin_handover(branch=cast.branch, by=cast.lin, at=NOW, **people)


def begin_by_wei(cast: Cast) -> Handover:
    return services.begin_handover(
        branch=cast.branch, outgoing=cast.lin, last_day=LAST, incoming=cast.qiao, first_day=FIRST, by=cast.wei, at=NOW
    )


def change_secretary(cast: Cast) -> None:
    """lin ends on 28 February, qiao begins on 1 March."""
    held = RoleAssignment.objects.select_related("branch__district", "user").get(user=cast.lin, role=Role.SECRETARY)
    end_role(assignment=held, last_day=LAST, by=cast.wei, at=NOW)
    give_role(user=cast.qiao, role="secretary", organisation=cast.branch, starts_on=FIRST, by=cast.wei, at=NOW)
    for user in (cast.lin, cast.qiao):
        forget_scope(user)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        # The first secretary ever follows nobody; one who goes on in a new span does not either.
        ([Span(OLD, FIRST, None)], None),
        ([Span(OLD, date(2022, 9, 1), LAST), Span(OLD, FIRST, None)], None),
        ([Span(OLD, date(2022, 9, 1), LAST), Span(NEW, FIRST, None)], Change(OLD, LAST, NEW, FIRST)),
        # Entered before the old one's end is known, and a month too late to be seen.
        ([Span(OLD, date(2022, 9, 1), None), Span(NEW, date(2026, 3, 20), None)], Change(OLD, None, NEW, date(2026, 3, 20))),
        ([Span(OLD, date(2022, 9, 1), date(2026, 1, 30)), Span(NEW, date(2026, 1, 31), None)], Change(OLD, date(2026, 1, 30), NEW, date(2026, 1, 31))),
        ([Span(OLD, date(2022, 9, 1), date(2026, 1, 29)), Span(NEW, date(2026, 1, 30), None)], None),
        # Somebody ends, nobody follows yet.
        ([Span(OLD, date(2022, 9, 1), date(2026, 3, 15))], Change(OLD, date(2026, 3, 15), None, None)),
        ([Span(OLD, date(2022, 9, 1), date(2026, 6, 30))], None),
        # The one before last is not the one who hands over.
        ([Span(THIRD, date(2019, 9, 1), date(2022, 8, 31)), Span(OLD, date(2022, 9, 1), LAST), Span(NEW, FIRST, None)], Change(OLD, LAST, NEW, FIRST)),
        ([], None),
    ],
)  # fmt: skip
def test_a_change_is_seen_thirty_days_around(spans: list[Span], found: Change | None) -> None:
    assert change_near(spans, TODAY) == found


def test_roles_begin_a_handover_once_and_complete_it(cast: Cast) -> None:
    held = RoleAssignment.objects.select_related("branch__district", "user").get(user=cast.lin, role=Role.SECRETARY)
    end_role(assignment=held, last_day=date(2026, 3, 20), by=cast.wei, at=NOW)
    assert [follow_roles(at=NOW), follow_roles(at=NOW)] == [1, 0]
    row = Handover.objects.get()
    assert (row.outgoing, row.last_day, row.incoming, row.state) == (cast.lin, date(2026, 3, 20), None, "等待移交")
    give_role(user=cast.qiao, role="secretary", organisation=cast.branch, starts_on=FIRST, by=cast.wei, at=NOW)
    assert [follow_roles(at=NOW), follow_roles(at=NOW)] == [1, 0]
    row.refresh_from_db()
    assert (row.incoming, row.first_day, Handover.objects.count()) == (cast.qiao, FIRST, 1)
    assert {n.recipient for n in Notice.objects.filter(kind="handover.begun")} == {cast.lin, cast.qiao}
    services.cancel_handover(handover=row, by=cast.wei, at=NOW)
    assert follow_roles(at=NOW) == 0  # what was called off is not begun again by itself


@pytest.mark.parametrize("is_signed", [False, True])
def test_who_goes_before_taking_over_hands_over_themselves(cast: Cast, is_signed: bool) -> None:
    change_secretary(cast)
    follow_roles(at=NOW)
    first = Handover.objects.get()
    if is_signed:
        services.hand_over(handover=first, in_stead="", by=cast.lin, at=NOW)
    held = RoleAssignment.objects.select_related("branch__district", "user").get(user=cast.qiao, role=Role.SECRETARY)
    end_role(assignment=held, last_day=date(2026, 4, 20), by=cast.wei, at=NOW)
    later = NOW + timedelta(days=40)
    assert [follow_roles(at=later), follow_roles(at=later)] == [1, 0]
    first.refresh_from_db()
    second = Handover.objects.open().get()
    assert (first.outgoing, first.incoming, first.state) == (cast.lin, cast.qiao, "未办完")
    assert (second.outgoing, second.last_day, second.incoming) == (cast.qiao, date(2026, 4, 20), None)
    assert AuditEntry.objects.about("handover.handover", first.pk).filter(action="handover.unfinished").exists()


def test_a_fault_in_one_branch_leaves_no_other_without_its_handover(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    change_secretary(cast)
    give_role(user=cast.gu, role="secretary", organisation=cast.kindergarten, starts_on=FIRST, by=cast.wei, at=NOW)

    def begin_or_fail(**facts: Any) -> Handover:
        if facts["branch"] == cast.branch:
            raise ZeroDivisionError
        return services.begin_handover(**facts)

    monkeypatch.setattr(following, "begin_handover", begin_or_fail)
    assert follow_roles(at=NOW) == 1
    assert Handover.objects.get().branch == cast.kindergarten
    assert f"branch {cast.branch.pk}" in caplog.text


def test_the_pack_says_what_is_under_way(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan_at(cast, Status.APPROVED)
    plan_at(cast, Status.RETURNED, period=Period(Cycle.CALENDAR_YEAR, 2027))
    with django_assert_num_queries(43):
        pack = pack_of(cast.branch, TODAY)
    lines = {section.key: section.lines for section in pack.sections}
    assert [(line.title, line.due) for line in lines["measures"]] == [
        ("召开支委会，讨论全年工作", date(2026, 1, 31)),
        ("主题党日：走进社区服务站", date(2026, 3, 31)),
        ("青年教师结对听课", date(2026, 4, 30)),
        ("召开支部党员大会，总结全年工作", date(2026, 12, 31)),
    ]
    assert lines["measures"][0].note == "已过月份，没有活动记录"
    assert [line.note for line in lines["reviews"]] == ["退回修改，1条意见没有答复"]
    assert [line.title for line in lines["accounts"]] == [
        "宋知秋：党小组长",
        "乔木：组织委员",
        "林向阳：支部书记",
        "普通党员账号2个",
    ]
    assert (pack.overdue, from_plain(to_plain(pack))) == (1, pack)
    for part in (1, 2):
        plan_at(cast, Status.SUBMITTED, period=Period(Cycle.SEMESTER, 2027, part))
    with django_assert_num_queries(43):
        assert len(pack_of(cast.branch, TODAY).sections[2].lines) == 3


def test_the_pack_has_what_is_not_written_down_and_no_names_of_what_is_for_named_people(cast: Cast) -> None:
    held = event_of(cast, "主题党日：清明祭扫", starts_on=date(2026, 2, 27))
    secret = talk_with(cast, "song", starts_on=date(2026, 2, 20))
    event_of(cast, "还没有到的活动", starts_on=TODAY + timedelta(days=5))
    CollectionList.objects.create(
        branch=cast.branch, kind="reflection", title="学习心得", first_day=date(2026, 2, 1), due_on=date(2026, 3, 31), needed=1,
        unit="篇", created_by=cast.lin, created_at=NOW,
    )  # fmt: skip
    lines = next(section.lines for section in pack_of(cast.branch, TODAY).sections if section.key == "records")
    assert [line.key for line in lines[:2]] == [f"record:{secret.pk}", f"record:{held.pk}"]
    assert [line.title for line in lines[:2]] == ["活动记录：限定人员的活动", "活动记录：主题党日：清明祭扫"]
    assert lines[1].note == "2026年2月27日开展，还没有记录"
    assert (lines[-1].title, lines[-1].note, lines[-1].due) == (
        "收交：学习心得",
        "应交0人，已交齐0人",
        date(2026, 3, 31),
    )
    assert lines[-2].title == "2026年谈心谈话"


def test_both_sign_and_the_pack_is_frozen_with_the_first_signature(cast: Cast) -> None:
    plan_at(cast, Status.APPROVED)
    change_secretary(cast)
    row = begin_by_wei(cast)
    with pytest.raises(services.HandoverError, match="还没有签字移交"):
        services.take_over(handover=row, reservations="", by=cast.qiao, at=NOW)
    lin = client_of(cast.lin)  # his office is over; the handover is all he still sees of the branch
    assert lin.get(reverse("handover:detail", args=[row.pk])).status_code == 200
    roster = f'href="{reverse("members:branch", args=[cast.branch.pk])}"'
    for user, leads_there in ((cast.lin, False), (cast.wei, False), (cast.qiao, True)):
        assert (roster in client_of(user).get(reverse("handover:detail", args=[row.pk])).text) is leads_there
    form = {"things": "印章1枚", "words": "", "version": "1"}
    assert lin.post(reverse("handover:prepare", args=[row.pk]), form).status_code == 302
    assert lin.post(reverse("handover:hand_over", args=[row.pk])).status_code == 302
    row = Handover.objects.select_related("branch__district", "outgoing", "incoming").get()
    signed = pack_shown(row, TODAY)
    qiao = client_of(cast.qiao)
    answer = qiao.post(reverse("handover:take_over", args=[row.pk]), {"reservations": "印章待核"})
    assert answer.headers["Location"] == reverse("handover:first_days", args=[row.pk])
    row.refresh_from_db()
    assert (row.state, row.reservations, pack_shown(row, TODAY + timedelta(days=90))) == ("已交接", "印章待核", signed)
    assert lin.get(reverse("handover:detail", args=[row.pk])).status_code == 404
    actions = AuditEntry.objects.filter(action__startswith="handover").order_by("number")
    assert list(actions.values_list("action", flat=True)) == [
        f"handover.{name}" for name in ("begin", "prepare", "hand_over", "take_over")
    ]


def test_an_administrator_signs_in_stead_with_a_reason_only(cast: Cast) -> None:
    row = begin(cast)
    with pytest.raises(services.HandoverError, match="写明原因"):
        services.hand_over(handover=row, in_stead=" ", by=cast.wei, at=NOW)
    with pytest.raises(NotAllowed):
        services.hand_over(handover=row, in_stead="代签", by=cast.qiao, at=NOW)
    services.hand_over(handover=row, in_stead="已调离本区", by=cast.wei, at=NOW)
    with pytest.raises(services.HandoverError, match="已经签过字"):
        services.hand_over(handover=row, in_stead="", by=cast.lin, at=NOW)
    row.refresh_from_db()
    document = handover_document(row, pack_shown(row, TODAY))
    text = "\n".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert "移交人：魏然（代签：已调离本区）　　2026年3月2日在系统中签字" in text
    assert (document.watermark, render_docx(document)[:2]) == ("", b"PK")


def test_columns_without_a_word_are_left_out(cast: Cast) -> None:
    plan = plan_at(cast, Status.APPROVED)
    row = begin(cast)
    blocks = handover_document(row, pack_shown(row, TODAY)).blocks
    tables = [[column.title for column in block.columns] for block in blocks if isinstance(block, Table)]
    assert tables[:2] == [["事项", "期限"], ["事项", "情况", "期限"]]
    assert any(isinstance(block, Paragraph) and "林向阳：支部书记" in block.text for block in blocks)
    text = client_of(cast.lin).get(reverse("handover:detail", args=[row.pk])).content.decode()
    assert reverse("calendar_events:progress", args=[plan.pk]) in text


def test_whoever_has_no_office_left_is_told_so(cast: Cast) -> None:
    change_secretary(cast)
    text = client_of(cast.lin).get(reverse("calendar_events:month")).content.decode()
    assert ("您的账号现在没有角色" in text, "还没有审定的计划" in text) == (True, False)


def test_two_who_prepare_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    row = begin(cast)
    services.prepare(handover=row, things="先写的", words="", version=1, by=cast.lin, at=NOW)
    form = {"things": "后写的", "words": "", "version": "1"}
    answer = client_of(cast.wei).post(reverse("handover:prepare", args=[row.pk]), form)
    text = answer.content.decode()
    assert (answer.status_code, "先写的" in text, "后写的" in text) == (409, True, True)
    assert Handover.objects.get().things == "先写的"
    with pytest.raises(services.HandoverError, match="正在办理"):
        begin(cast)


def test_wrong_input_when_beginning_keeps_what_was_typed(cast: Cast) -> None:
    url = reverse("handover:begin", args=[cast.branch.pk])
    answer = client_of(cast.lin).post(url, {"incoming": str(cast.qiao.pk), "last_day": "2026-13-01"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert ("请填写任职起始日期" in text, "日期写作" in text, "2026-13-01" in text) == (True, True, True)


def test_the_first_thirty_days_follow_from_real_facts(cast: Cast) -> None:
    plan_at(cast, Status.APPROVED)
    change_secretary(cast)
    row = begin_by_wei(cast)
    days = first_days_of(row, TODAY)
    assert days is not None
    assert [task.title for task in days.overdue] == ["召开支委会，讨论全年工作"]
    first = [(task.key.partition(":")[0], task.due) for task in days.first]
    assert first[:2] == [("pack", date(2026, 3, 4)), ("accounts", date(2026, 3, 8))]
    assert {("posts", date(2026, 3, 8)), ("sign", date(2026, 3, 8))} <= set(first)
    assert ("item", date(2026, 3, 31)) in first
    assert ("groups", date(2026, 3, 16)) in first
    # ZB-11 and ED-04: a new secretary is trained within six months.
    assert [(task.title, task.due) for task in days.later] == [("参加新任党支部书记任职培训", date(2026, 9, 1))]
    assert "第二十五条" in days.later[0].note
    qiao, url = client_of(cast.qiao), reverse("handover:tick", args=[row.pk])
    for _ in range(2):
        qiao.post(url, {"key": "roster"})
    assert [tick.key for tick in row.ticks.all()] == ["roster"]
    qiao.post(url, {"key": "roster", "undo": "1"})
    assert not row.ticks.exists()
    assert AuditEntry.objects.filter(action__in=["handover.tick", "handover.untick"]).count() == 2


def test_a_line_is_over_first_or_later() -> None:
    work = [Line("a", "过期的", due=date(2026, 2, 1)), Line("b", "三十天内", due=date(2026, 3, 31)), Line("c", "更晚", due=date(2026, 4, 1)), Line("d", "没有期限")]  # fmt: skip
    demands = [Demand("t", "培训", date(2026, 9, 1), "依据")]
    tasks = tasks_of(FIRST, facts=set(), pages={}, work=work, demands=demands, today=TODAY)
    own = {task.key: task.group for task in tasks if len(task.key) == 1}
    assert own == {"a": "overdue", "b": "first", "t": "later"}


def test_signatures_and_training_are_reminded_of(cast: Cast) -> None:
    row = begin(cast, last_day=date(2026, 3, 5))
    habits = usual_habits()
    assert [(f.title, f.due_on) for f in due_on([cast.branch], TODAY, habits)] == [
        ("青榆一小：签字移交书记工作还有3天到期", date(2026, 3, 5))
    ]
    services.hand_over(handover=row, in_stead="", by=cast.lin, at=NOW)
    (fact,) = due_on([cast.branch], TODAY, habits)
    assert (fact.title, fact.audience.person) == ("青榆一小：签字接收书记工作还有6天到期", cast.qiao.pk)
    titles = [fact.title for fact in due_on([cast.branch], date(2026, 8, 29), habits)]
    assert "参加新任党支部书记任职培训还有3天到期" in titles
    (demand,) = training_demands(rule_book_for(cast.district, TODAY), FIRST)
    row.ticks.create(key=demand.key, title=demand.title, due_on=demand.due, done_at=NOW)
    titles = [fact.title for fact in due_on([cast.branch], date(2026, 8, 29), habits)]
    assert not any("培训" in title for title in titles)


def test_the_list_costs_the_same_with_one_and_three(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(cast.wei)
    client.get(reverse("handover:list"))
    for branch, old, new in ((cast.branch, cast.lin, cast.qiao), (cast.kindergarten, cast.fang, cast.gu)):
        services.begin_handover(
            branch=branch, outgoing=old, last_day=LAST, incoming=new, first_day=FIRST, by=cast.wei, at=NOW
        )
        with django_assert_num_queries(6):
            client.get(reverse("handover:list"))
