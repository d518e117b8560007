"""Registers through their services: who sees what, what the trail keeps, what cannot be lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from branches.models import AuditEntry, User
from branches.permissions import NotAllowed
from calendar_events.domain.registers import register_of, registers
from calendar_events.models import RegisterEntry, RegisterLook
from calendar_events.selectors.register_entries import differences, looks_of
from calendar_events.selectors.registers import EntryQuery, entries, over_the_most, overview
from calendar_events.services.registers import (
    EntryConflict,
    RegisterRefused,
    add_entry,
    claim_entry,
    edit_entry,
    look_at,
    move_entry,
    remove_entry,
    start_register,
)
from tests.calendar_events.ledgers import entry, entry_of, facts
from tests.cast import NOW, TODAY, Cast


def seen_by(user: User) -> set[str]:
    return set(RegisterEntry.objects.visible_to(user).values_list("register", flat=True))


def test_who_sees_which_register(cast: Cast) -> None:
    """One entry in each, public where that is possible, owned by 唐果 where somebody on the roster owns it."""
    for register in registers().values():
        entry(cast, register.key, owner=entry_of(cast.tang), is_public=register.public)
    every = set(registers())
    public = {key for key in every if register_of(key).public}
    owned = {key for key in every if register_of(key).owner == "member" and register_of(key).owner_reads}
    above = {key for key in every if register_of(key).district == "entries"}
    assert seen_by(cast.lin) == every
    assert seen_by(cast.qiao) == every - {"personal_matters", "accountability"}  # the organisation commissioner
    assert seen_by(cast.tang) == public | owned
    assert not {"reserve", "accountability"} & seen_by(cast.tang)
    assert seen_by(cast.song) == public
    assert seen_by(cast.he) == seen_by(cast.wei) == above
    assert not above & {key for key in every if register_of(key).restricted}
    for outsider in (cast.fang, cast.gu, cast.bai, cast.yu):
        assert seen_by(outsider) == set()


def test_an_entry_that_is_not_public_is_not_the_branchs(cast: Cast) -> None:
    entry(cast, "promises", owner=entry_of(cast.tang), is_public=False)
    assert (seen_by(cast.tang), seen_by(cast.song)) == ({"promises"}, set())


def test_a_member_writes_an_own_promise_that_the_branch_publishes(cast: Cast) -> None:
    own = entry(cast, "promises", "每周辅导两次", by=cast.tang, owner=entry_of(cast.song), is_public=True)
    assert (own.owner_member, own.is_public) == (entry_of(cast.tang), False)
    edited = edit_entry(
        entry=own, facts={"subject": "每周辅导三次", "is_public": True}, base_version=1, by=cast.tang, at=NOW
    )
    assert (edited.subject, edited.is_public, edited.version) == ("每周辅导三次", False, 2)
    shown = edit_entry(entry=own, facts={"is_public": True}, base_version=2, by=cast.lin, at=NOW)
    assert "promises" in seen_by(cast.song)
    with pytest.raises(NotAllowed, match="支部已经公布或处理"):
        edit_entry(entry=shown, facts={"subject": "不辅导了"}, base_version=3, by=cast.tang, at=NOW)


def test_members_do_not_write_into_other_registers(cast: Cast) -> None:
    for user in (cast.tang, cast.song, cast.fang, cast.he):
        with pytest.raises(NotAllowed, match="“结对帮带”由青榆一小的支部书记、副书记"):
            entry(cast, "pairs", by=user, owner=entry_of(cast.tang))
    with pytest.raises(NotAllowed, match="支部书记、副书记、纪检委员登记"):
        entry(cast, "accountability", by=cast.qiao)


def test_two_people_at_one_entry_lose_nothing(cast: Cast) -> None:
    row = entry(cast, "rectification", "主题党日形式单一", values={"source": "自查", "measures": "走出校园"})
    edit_entry(
        entry=row, facts={"values": {"source": "自查", "measures": "请进来"}}, base_version=1, by=cast.qiao, at=NOW
    )
    mine: dict[str, Any] = {"subject": "主题党日内容单一", "values": {"source": "自查", "measures": "走出去"}}
    with pytest.raises(EntryConflict, match="乔木在您打开之后修改了这一条") as caught:
        edit_entry(entry=row, facts=mine, base_version=1, by=cast.lin, at=NOW)
    told = [(row.label, row.theirs, row.mine) for row in differences(caught.value.current, mine)]
    assert told == [("发现的问题", "主题党日形式单一", "主题党日内容单一"), ("整改措施", "请进来", "走出去")]
    again = edit_entry(entry=row, facts=mine, base_version=2, by=cast.lin, at=NOW)
    assert edit_entry(entry=row, facts=mine, base_version=2, by=cast.lin, at=NOW).version == again.version == 3


def test_closing_has_a_day_and_opens_again(cast: Cast) -> None:
    row = entry(cast, "rectification")
    facts = {"state": "done", "note": "已开展两次", "by": cast.lin, "at": NOW}
    with pytest.raises(RegisterRefused, match="不能晚于今天"):
        move_entry(entry=row, on=date(2026, 3, 3), base_version=1, **facts)
    with pytest.raises(RegisterRefused, match="不能早于发现日期"):
        move_entry(entry=row, on=date(2026, 1, 1), base_version=1, **facts)
    closed = move_entry(entry=row, on=TODAY, base_version=1, **facts)
    assert (closed.is_closed, closed.closed_on, closed.closing_note) == (True, TODAY, "已开展两次")
    assert move_entry(entry=row, on=TODAY, base_version=1, **facts).version == 2  # a double click
    with pytest.raises(EntryConflict):
        move_entry(entry=row, state="open", on=TODAY, note="", base_version=1, by=cast.qiao, at=NOW)
    opened = move_entry(entry=row, state="open", on=TODAY, note="", base_version=2, by=cast.qiao, at=NOW)
    assert (opened.is_closed, opened.closed_on, opened.closing_note) == (False, None, "")
    last = AuditEntry.objects.get(target_id=row.pk, action="register.move", number=max_number(row))
    assert last.detail == {"register": "问题整改", "before": "已销号", "after": "整改中"}


def max_number(row: RegisterEntry) -> int:
    return AuditEntry.objects.filter(target_id=row.pk).order_by("-number")[0].number


def test_each_asked_look_is_written_once_others_as_often_as_needed(cast: Cast) -> None:
    row = entry(cast, "pairs", owner=entry_of(cast.tang))
    given = {"looked_on": TODAY, "at": NOW}
    look_at(entry=row, look="begin", found="商定了计划", by=cast.tang, **given)
    with pytest.raises(RegisterRefused, match="“期初”已经登记过"):
        look_at(entry=row, look="begin", found="又一次", by=cast.lin, **given)
    for words in ("听课一节", "听课两节"):
        look_at(entry=row, look="", found=words, by=cast.lin, **given)
    with pytest.raises(NotAllowed):
        look_at(entry=row, look="middle", found="看看", by=cast.song, **given)
    with pytest.raises(RegisterRefused, match="没有这一次检查"):
        look_at(entry=row, look="nonsense", found="看看", by=cast.lin, **given)
    states = {state.kind.key: bool(state.row) for state in looks_of(row)}
    assert states == {"begin": True, "middle": False, "end": False}
    assert RegisterLook.objects.filter(entry=row).count() == 3


def test_a_look_at_a_post_is_the_committees_not_the_owners(cast: Cast) -> None:
    row = entry(cast, "posts", owner=entry_of(cast.tang))
    with pytest.raises(NotAllowed):
        look_at(entry=row, look="mid_year", looked_on=TODAY, found="很好", by=cast.tang, at=NOW)


def test_a_wish_is_claimed_once(cast: Cast) -> None:
    wish = entry(cast, "wishes", "想要一套实验材料", is_public=True)
    claimed = claim_entry(entry=wish, by=cast.tang, at=NOW)
    assert (claimed.owner_member, claimed.state) == (entry_of(cast.tang), "claimed")
    with pytest.raises(RegisterRefused, match="已经有人认领了"):
        claim_entry(entry=wish, by=cast.song, at=NOW)
    with pytest.raises(NotAllowed):
        claim_entry(entry=wish, by=cast.gu, at=NOW)


def test_what_is_restricted_leaves_no_name_in_the_trail(cast: Cast) -> None:
    row = entry(cast, "help", "张同学", owner=entry_of(cast.tang), values={"situation": "家人患病"})
    remove_entry(entry=row, because="张同学已转学", by=cast.lin, at=NOW)
    trail = AuditEntry.objects.filter(target_id=row.pk).order_by("number")
    assert [(line.action, line.target_name, line.detail) for line in trail] == [
        ("register.add", "困难帮扶、助学", {"register": "困难帮扶、助学"}),
        ("register.remove", "困难帮扶、助学", {"register": "困难帮扶、助学"}),
    ]


def test_a_removed_entry_is_gone_for_everybody_and_kept(cast: Cast) -> None:
    row = entry(cast, "fronts", "学校公众号")
    with pytest.raises(RegisterRefused, match="为什么删除"):
        remove_entry(entry=row, because=" ", by=cast.lin, at=NOW)
    remove_entry(entry=row, because="写重了", by=cast.lin, at=NOW)
    assert not RegisterEntry.objects.visible_to(cast.lin).exists()
    assert RegisterEntry.objects.get(pk=row.pk).removed_because == "写重了"
    with pytest.raises(RegisterRefused, match="刚被删除"):
        edit_entry(entry=row, facts={"subject": "x"}, base_version=2, by=cast.lin, at=NOW)


def test_the_customary_list_is_put_into_an_empty_register_once(cast: Cast) -> None:
    register = register_of("standards")
    given = {"branch": cast.branch, "register": register, "by": cast.qiao, "at": NOW}
    assert [start_register(**given), start_register(**given)] == [8, 0]
    assert RegisterEntry.objects.filter(register="standards").count() == 8


def test_more_than_two_pairs_are_pointed_out(cast: Cast) -> None:
    for number in range(3):
        entry(cast, "pairs", f"对象{number}", owner=entry_of(cast.tang))
    entry(cast, "pairs", owner=entry_of(cast.song))
    rows = list(RegisterEntry.objects.open().select_related("owner_member"))
    assert over_the_most(rows, register_of("pairs")) == [("唐果", 3)]


def test_an_entry_belongs_to_its_branch(cast: Cast) -> None:
    with pytest.raises(RegisterRefused, match="本支部名册上的人"):
        entry(cast, "pairs", owner=entry_of(cast.gu))
    foreign = entry(cast, "major_decisions", by=cast.fang, branch=cast.kindergarten)
    with pytest.raises(RegisterRefused, match="本支部登记的事项"):
        entry(cast, "publications", parent=foreign)
    with pytest.raises(RegisterRefused, match="请填写结对对象"):
        entry(cast, "pairs", "  ", owner=entry_of(cast.tang))
    with pytest.raises(RegisterRefused, match="结束日期不能早于开始日期"):
        entry(cast, "pairs", owner=entry_of(cast.tang), last_day=date(2025, 1, 1))


def test_an_owner_who_moved_away_does_not_lock_the_entry(cast: Cast) -> None:
    member = entry_of(cast.tang)
    row = entry(cast, "pairs", owner=member)
    type(member).objects.filter(pk=member.pk).update(branch=cast.kindergarten)
    assert edit_entry(entry=row, facts={"subject": "新对象"}, base_version=1, by=cast.lin, at=NOW).version == 2
    assert "pairs" not in seen_by(cast.fang)


def test_the_overview_counts_what_waits(cast: Cast) -> None:
    entry(cast, "rectification", last_day=date(2026, 2, 20))
    entry(cast, "rectification")
    pair = entry(cast, "pairs", owner=entry_of(cast.tang))
    rows = {row.register.key: row for group in overview(cast.lin, cast.branch, TODAY) for row in group.rows}
    assert len(rows) == len(registers())
    counted = rows["rectification"]
    assert (counted.total, counted.open, counted.overdue) == (2, 2, 1)
    assert rows["pairs"].looks_overdue == 1
    look_at(entry=pair, look="begin", looked_on=TODAY, found="已落实", by=cast.lin, at=NOW)
    again = {row.register.key: row for group in overview(cast.lin, cast.branch, TODAY) for row in group.rows}
    assert again["pairs"].looks_overdue == 0
    theirs = {row.register.key for group in overview(cast.tang, cast.branch, TODAY) for row in group.rows}
    assert {"pairs", "promises", "opinions", "wishes"} <= theirs
    assert "rectification" not in theirs


def test_a_list_is_of_a_year_and_can_be_searched(cast: Cast) -> None:
    old = entry(cast, "duties", "去年的责任书", first_day=date(2025, 1, 5), last_day=date(2025, 12, 1))
    move_entry(entry=old, state="done", on=date(2025, 12, 1), note="", base_version=1, by=cast.lin, at=NOW)
    entry(cast, "duties", "今年的责任书")

    def found(**asked: Any) -> list[str]:
        query = EntryQuery(**({"year": 2026} | asked))
        return [row.subject for row in entries(cast.lin, cast.branch, register_of("duties"), query)]

    assert found() == ["今年的责任书"]
    assert found(year=2025) == ["去年的责任书"]
    assert found(q="今年") == ["今年的责任书"]
    assert found(q="没有") == []
    assert found(state="done") == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("entry_has_subject", {"subject": ""}),
        ("entry_ends_after_start", {"last_day": date(2020, 1, 1)}),
        ("entry_closed_has_day", {"is_closed": True}),
        ("entry_removed_with_reason", {"removed_at": NOW}),
    ],
)
def test_the_database_refuses_nonsense(cast: Cast, name: str, wrong: dict[str, Any]) -> None:
    row = entry(cast, "duties")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        RegisterEntry.objects.filter(pk=row.pk).update(**wrong)


def test_the_database_refuses_two_owners_and_empty_looks(cast: Cast) -> None:
    row = entry(cast, "pairs", owner=entry_of(cast.tang))
    with pytest.raises(IntegrityError, match="entry_has_one_owner"), transaction.atomic():
        RegisterEntry.objects.filter(pk=row.pk).update(owner_post="书记")
    with pytest.raises(IntegrityError, match="look_has_words"), transaction.atomic():
        RegisterLook.objects.create(entry=row, looked_on=TODAY, found="", at=NOW)


def test_facts_without_values_leave_them(cast: Cast) -> None:
    row = entry(cast, "risks", values={"level": "一级（高）", "measures": "三人验收"})
    add_entry(branch=cast.branch, register=register_of("risks"), facts=facts("risks"), by=cast.lin, at=NOW)
    edited = edit_entry(entry=row, facts={"subject": "采购"}, base_version=1, by=cast.lin, at=NOW)
    assert edited.values == {"level": "一级（高）", "measures": "三人验收"}
