"""A roster file from upload to the way back: what each row means, what is written, what undo restores."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from branches.services.audit import verify
from members.models import (
    CommitteePost,
    CommitteeTerm,
    IdentityNumber,
    ImportState,
    Member,
    PartyGroup,
    RosterImport,
)
from members.selectors.roster_files import facts_of
from members.services import roster_import as services
from members.services.identity import record_number, show_number
from members.services.people import add_member, edit_member, leave_roster
from members.services.roster_confirm import RosterChanged, confirm_import, undo_import
from members.services.roster_import import (
    ImportRefused,
    discard_import,
    forget_old_imports,
    preview_again,
)
from notices.services.jobs import Progress, run_next
from tests.cast import NOW, TODAY, Cast
from tests.members.roster_stage import EXAMPLE, RINGS, bring, number_for, turn_on, workbook

HEAD = ("姓名", "身份", "出生日期", "联系电话", "党小组")


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.JOBS_DIR = tmp_path, tmp_path / "jobs"


@pytest.fixture
def keys(settings: Any) -> Any:
    for name, ring in RINGS.items():
        setattr(settings, name, ring)
    return settings


def kinds(roster_import: RosterImport) -> list[tuple[int, str, str]]:
    return list(roster_import.rows.order_by("place").values_list("number", "kind", "name"))


def faults(roster_import: RosterImport) -> list[tuple[int, str, str]]:
    rows = roster_import.rows.filter(kind="fault").order_by("place")
    return [(row.number, column, message) for row in rows for column, message in row.faults]


def confirm(roster_import: RosterImport, cast: Cast) -> RosterImport:
    confirm_import(roster_import=roster_import, digest=roster_import.digest, by=cast.lin, at=NOW)
    roster_import.refresh_from_db()
    return roster_import


def undo(roster_import: RosterImport, cast: Cast) -> RosterImport:
    undo_import(roster_import=roster_import, by=cast.lin, at=NOW + timedelta(hours=1))
    roster_import.refresh_from_db()
    return roster_import


def member(name: str) -> Member:
    return Member.objects.get(name=name)


def whole_roster(cast: Cast) -> dict[str, dict[str, Any]]:
    return {row.name: facts_of(row) for row in Member.objects.filter(branch=cast.branch)}


def test_the_preview_tells_new_changed_same_faulty_and_missing(cast: Cast) -> None:
    roster_import = bring(
        cast,
        workbook(
            HEAD,
            ("江一苇", "入党申请人", "1995-05-05", None, None),
            ("唐果", "正式党员", "1985-07-06", None, None),
            ("乔木", "正式党员", None, None, "第一党小组"),
            ("宋知秋", "党员", None, None, None),
        ),
    )
    assert roster_import.state == ImportState.PREVIEWED
    assert kinds(roster_import) == [
        (2, "new", "江一苇"), (3, "changed", "唐果"), (4, "same", "乔木"), (5, "fault", "宋知秋"), (0, "missing", "林向阳"),
    ]  # fmt: skip
    changed = roster_import.rows.get(kind="changed")
    assert (changed.before, changed.changes) == ({"birth_date": None}, {"birth_date": "1985-07-06"})
    assert roster_import.counts == {"new": 1, "changed": 1, "same": 1, "fault": 1, "missing": 1}
    assert Member.objects.filter(branch=cast.branch).count() == 4


def test_the_file_is_deleted_once_it_is_read(cast: Cast, tmp_path: Path) -> None:
    roster_import = bring(cast, workbook(HEAD, ("江一苇", "入党申请人")))
    assert (roster_import.file.name, [path for path in tmp_path.rglob("*") if path.is_file()]) == ("", [])
    refused = bring(cast, b"%PDF-1.7", "a.pdf")
    assert (refused.state, "PDF" in refused.refusal, [path for path in tmp_path.rglob("*") if path.is_file()]) == (
        "refused", True, [],
    )  # fmt: skip


def test_confirming_writes_the_good_rows_and_leaves_the_others(cast: Cast) -> None:
    roster_import = bring(
        cast,
        workbook(
            HEAD,
            ("江一苇", "入党申请人", "1995-05-05", "13800002222", "第一党小组"),
            ("唐果", None, "1985-07-06", None, None),
            ("宋知秋", "党员", "1980-01-01", None, None),
        ),
    )
    confirm(roster_import, cast)
    new, tang = member("江一苇"), member("唐果")
    assert (new.status, new.birth_date, new.phone, new.group, new.name_initials, new.version) == (
        "applicant", date(1995, 5, 5), "13800002222", cast.group, "jyw", 1,
    )  # fmt: skip
    assert (tang.status, tang.birth_date, tang.version) == ("full", date(1985, 7, 6), 2)
    assert (member("宋知秋").birth_date, member("林向阳").is_active) == (None, True)
    assert roster_import.state == ImportState.CONFIRMED
    entry = AuditEntry.objects.get(action="roster.import")
    assert (entry.actor, entry.detail["written"], entry.detail["digest"]) == (cast.lin, 2, roster_import.digest)
    assert AuditEntry.objects.get(action="member.add", target_id=str(new.pk)).detail["import"] == str(roster_import.pk)
    assert AuditEntry.objects.get(action="member.edit").detail["fields"] == ["出生日期"]
    assert list(verify()) == []


def test_an_empty_cell_keeps_and_the_word_clears(cast: Cast) -> None:
    Member.objects.filter(name="唐果").update(phone="13800001111", post="语文教师", group=cast.group)
    head = ("姓名", "联系电话", "岗位", "党小组")
    confirm(bring(cast, workbook(head, ("唐果", None, "清空", "清空"))), cast)
    tang = member("唐果")
    assert (tang.phone, tang.post, tang.group) == ("13800001111", "", None)


def test_only_the_preview_that_was_seen_is_written(cast: Cast) -> None:
    roster_import = bring(cast, workbook(HEAD, ("江一苇", "入党申请人")))
    with pytest.raises(ImportRefused, match="不是最新"):
        confirm_import(roster_import=roster_import, digest="0" * 64, by=cast.lin, at=NOW)
    roster_import.rows.filter(kind="new").update(changes={"name": "江一苇", "status": "full"})
    with pytest.raises(ImportRefused, match="不是最新"):
        confirm_import(roster_import=roster_import, digest=roster_import.digest, by=cast.lin, at=NOW)
    assert not Member.objects.filter(name="江一苇").exists()


def test_confirming_twice_writes_once(cast: Cast) -> None:
    roster_import = confirm(bring(cast, workbook(HEAD, ("江一苇", "入党申请人"))), cast)
    with pytest.raises(ImportRefused, match="已经处理过"):
        confirm_import(roster_import=roster_import, digest=roster_import.digest, by=cast.lin, at=NOW)
    assert Member.objects.filter(name="江一苇").count() == 1


def test_a_roster_that_changed_since_is_named_row_by_row_and_nothing_is_written(cast: Cast) -> None:
    roster_import = bring(
        cast, workbook(HEAD, ("唐果", None, "1985-07-06"), ("宋知秋", "正式党员"), ("江一苇", "入党申请人"))
    )
    edit_member(member=member("唐果"), facts={"post": "教师"}, base_version=1, by=cast.qiao, at=NOW)
    leave_roster(member=member("宋知秋"), because="died", left_on=TODAY, by=cast.qiao, at=NOW)
    add_member(branch=cast.branch, facts={"name": "江一苇", "status": "applicant"}, by=cast.qiao, at=NOW)
    with pytest.raises(RosterChanged) as refused:
        confirm_import(roster_import=roster_import, digest=roster_import.digest, by=cast.lin, at=NOW)
    assert refused.value.lines == [
        "第2行 唐果：名册上的信息又被修改过", "第3行 宋知秋：已不在名册上", "名册新增了江一苇",
    ]  # fmt: skip
    assert member("唐果").birth_date is None
    preview_again(roster_import=roster_import, by=cast.lin, at=NOW)
    roster_import.refresh_from_db()
    assert [row[:2] for row in kinds(roster_import)] == [
        (2, "changed"), (3, "fault"), (4, "same"), (0, "missing"), (0, "missing"),
    ]  # fmt: skip
    confirm(roster_import, cast)
    assert member("唐果").birth_date == date(1985, 7, 6)


def test_a_group_closed_since_is_named(cast: Cast) -> None:
    roster_import = bring(cast, workbook(HEAD, ("江一苇", "入党申请人", None, None, "第一党小组")))
    PartyGroup.objects.filter(pk=cast.group.pk).update(is_active=False)
    with pytest.raises(RosterChanged) as refused:
        confirm_import(roster_import=roster_import, digest=roster_import.digest, by=cast.lin, at=NOW)
    assert refused.value.lines == ["第2行 江一苇：党小组已停用"]


def test_people_who_may_be_two_are_faults(cast: Cast) -> None:
    for born in (date(1980, 1, 1), date(1990, 1, 1)):
        Member.objects.create(branch=cast.branch, name="王芳", status="full", birth_date=born)
    roster_import = bring(
        cast,
        workbook(
            HEAD,
            ("王芳", "正式党员"),
            ("王芳", "正式党员", "1990-01-01"),
            ("王芳", "正式党员", "2000-01-01"),
            ("唐果", "正式党员"),
            ("唐果", "正式党员"),
            ("江一苇", "入党申请人"),
            ("江一苇", "入党申请人"),
            ("江二苇", None),
        ),
    )
    assert [row[:2] for row in kinds(roster_import)[:8]] == [
        (2, "fault"), (3, "same"), (4, "new"), (5, "same"), (6, "fault"), (7, "new"), (8, "fault"), (9, "fault"),
    ]  # fmt: skip
    assert faults(roster_import) == [
        (2, "birth_date", "名册里有2个王芳，请填写出生日期以便区分"),
        (6, "name", "与第5行是同一个人"),
        (8, "name", "与第7行的姓名和出生日期相同"),
        (9, "status", "新编入名册的人要填身份"),
    ]
    assert "同名的人" in roster_import.rows.get(number=4).warnings[0][1]


def test_who_left_is_not_entered_a_second_time(cast: Cast) -> None:
    leave_roster(member=member("唐果"), because="died", left_on=date(2026, 2, 1), by=cast.lin, at=NOW)
    roster_import = bring(cast, workbook(HEAD, ("唐果", "正式党员")))
    ((_, column, message),) = faults(roster_import)
    assert (column, "2026-02-01离开" in message) == ("name", True)


def test_facts_that_cannot_be_true_together_are_faults(cast: Cast) -> None:
    Member.objects.filter(name="唐果").update(joined_on=date(2010, 6, 20))
    head = ("姓名", "身份", "出生日期", "入党日期", "转正日期")
    roster_import = bring(
        cast,
        workbook(
            head,
            ("唐果", None, "2011-01-01", None, None),
            ("江一苇", "入党申请人", None, "2020-01-01", None),
            ("江二苇", "预备党员", None, "2020-01-01", "2021-01-01"),
            ("宋知秋", None, None, "2020-01-01", "2019-01-01"),
        ),
    )
    assert [(number, column) for number, column, _ in faults(roster_import)] == [
        (2, "joined_on"), (3, "joined_on"), (4, "became_full_on"), (5, "became_full_on"),
    ]  # fmt: skip


def test_masked_telephone_numbers_change_nothing(cast: Cast) -> None:
    Member.objects.filter(name="唐果").update(phone="13800001111")
    head = ("姓名", "身份", "联系电话")
    roster_import = bring(
        cast,
        workbook(
            head,
            ("唐果", None, "138****1111"),
            ("宋知秋", None, "139****0000"),
            ("江一苇", "入党申请人", "138****1111"),
        ),
    )
    assert [row[:2] for row in kinds(roster_import)[:3]] == [(2, "same"), (3, "fault"), (4, "fault")]
    assert [(number, column) for number, column, _ in faults(roster_import)] == [(3, "phone"), (4, "phone")]


def test_undo_restores_everything_exactly(cast: Cast) -> None:
    Member.objects.filter(name="唐果").update(birth_date=date(1985, 7, 6), post="语文教师", group=cast.group)
    before = whole_roster(cast)
    head = ("姓名", "身份", "出生日期", "岗位", "党小组", "离退休")
    roster_import = bring(
        cast,
        workbook(
            head,
            ("唐果", "预备党员", None, "清空", "清空", "是"),
            ("江一苇", "入党申请人", None, None, "第一党小组", None),
        ),
    )
    confirm(roster_import, cast)
    assert whole_roster(cast) != before
    undo(roster_import, cast)
    assert whole_roster(cast) == before
    assert roster_import.state == ImportState.UNDONE
    assert set(roster_import.rows.exclude(outcome="").values_list("outcome", flat=True)) == {"restored"}
    assert AuditEntry.objects.get(action="roster.undo").detail == {"restored": 2, "left": 0}
    assert list(verify()) == []
    with pytest.raises(ImportRefused, match="已经撤销"):
        undo_import(roster_import=roster_import, by=cast.lin, at=NOW)


def test_undo_leaves_whoever_was_changed_or_has_records_since(cast: Cast) -> None:
    rows = [
        ("唐果", None, "1985-07-06"),
        ("宋知秋", None, "1980-01-01"),
        ("江一苇", "正式党员"),
        ("江二苇", "正式党员"),
    ]
    roster_import = confirm(bring(cast, workbook(HEAD, *rows)), cast)
    edit_member(member=member("唐果"), facts={"post": "教师"}, base_version=2, by=cast.qiao, at=NOW)
    term = CommitteeTerm.objects.create(branch=cast.branch, elected_on=TODAY, years=3, ends_on=date(2029, 3, 2))
    CommitteePost.objects.create(term=term, member=member("江一苇"), post="publicity", starts_on=TODAY)
    undo(roster_import, cast)
    outcomes = {row.name: (row.outcome, row.outcome_note) for row in roster_import.rows.exclude(outcome="")}
    assert outcomes == {
        "唐果": ("left", "导入之后又被修改过，没有恢复"),
        "宋知秋": ("restored", ""),
        "江一苇": ("left", "已有登录账号或其他记录，没有移除"),
        "江二苇": ("restored", ""),
    }
    assert (member("唐果").birth_date, member("宋知秋").birth_date) == (date(1985, 7, 6), None)
    assert [Member.objects.filter(name=name).exists() for name in ("江一苇", "江二苇")] == [True, False]


def test_the_last_import_is_undone_first_and_within_a_week(cast: Cast) -> None:
    first = confirm(bring(cast, workbook(HEAD, ("江一苇", "入党申请人"))), cast)
    second = bring(cast, workbook(HEAD, ("江二苇", "入党申请人")))
    later = NOW + timedelta(minutes=5)
    confirm_import(roster_import=second, digest=second.digest, by=cast.lin, at=later)
    with pytest.raises(ImportRefused, match="先撤销后一次"):
        undo_import(roster_import=first, by=cast.lin, at=later)
    with pytest.raises(ImportRefused, match="超过7天"):
        undo_import(roster_import=second, by=cast.lin, at=later + timedelta(days=7))


def test_other_branches_and_members_cannot_bring_confirm_or_undo(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        bring(cast, b"", by=cast.fang)
    roster_import = bring(cast, workbook(HEAD, ("江一苇", "入党申请人")))
    for service in (undo_import, discard_import, preview_again):
        with pytest.raises(NotAllowed):
            service(roster_import=roster_import, by=cast.he, at=NOW)  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        confirm_import(roster_import=roster_import, digest=roster_import.digest, by=cast.tang, at=NOW)


def _numbers(cast: Cast) -> RosterImport:
    head = ("姓名", "身份", "出生日期", "身份证号")
    return bring(
        cast,
        workbook(
            head,
            ("江一苇", "入党申请人", "1995-05-05", number_for(date(1995, 5, 5))),
            ("唐果", None, None, EXAMPLE),
            ("宋知秋", None, None, EXAMPLE[:-1] + "1"),
        ),
    )


def test_numbers_come_in_sealed_and_go_back_with_the_undo(cast: Cast, keys: Any) -> None:
    turn_on(cast)
    tang = member("唐果")
    record_number(member=tang, number=number_for(date(1985, 7, 6)), by=cast.lin, at=NOW)
    roster_import = _numbers(cast)
    assert [row[:2] for row in kinds(roster_import)[:3]] == [(2, "new"), (3, "changed"), (4, "fault")]
    stored = "".join(f"{row.read}{row.changes}{row.faults}{row.sealed}" for row in roster_import.rows.all())
    assert EXAMPLE[6:17] not in stored
    confirm(roster_import, cast)
    reason: dict[str, Any] = {"reason": "核对信息", "by": cast.lin, "at": NOW}
    assert show_number(member=tang, **reason) == EXAMPLE
    assert show_number(member=member("江一苇"), **reason) == number_for(date(1995, 5, 5))
    undo(roster_import, cast)
    assert show_number(member=tang, **reason) == number_for(date(1985, 7, 6))
    assert IdentityNumber.objects.count() == 1


def test_a_number_finds_the_person_whose_name_was_corrected(cast: Cast, keys: Any) -> None:
    turn_on(cast)
    record_number(member=member("唐果"), number=EXAMPLE, by=cast.lin, at=NOW)
    roster_import = bring(cast, workbook(("姓名", "身份证号"), ("唐菓", EXAMPLE)))
    row = roster_import.rows.get(number=2)
    assert (row.kind, row.changes, row.before) == ("changed", {"name": "唐菓"}, {"name": "唐果"})
    confirm(roster_import, cast)
    assert (member("唐菓").name_pinyin, member("唐菓").user) == ("tangguo", cast.tang)


def test_numbers_are_neither_asked_nor_taken_where_they_are_off_or_not_ones_business(cast: Cast, keys: Any) -> None:
    off = _numbers(cast)
    assert (off.notes, off.rows.exclude(sealed="").count()) == (["这里不登记身份证号，“身份证号”一列没有读取。"], 0)
    turn_on(cast)
    cast.qiao.assignments.update(role="publicity")
    other = bring(cast, workbook(("姓名", "身份证号"), ("唐果", EXAMPLE)), by=cast.qiao)
    assert other.rows.exclude(sealed="").count() == 0


def test_a_worker_that_takes_over_from_a_dead_one_reads_it_once_and_whole(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "READ_AT_ONCE", 0)
    monkeypatch.setattr(services, "BATCH", 1)
    roster_import = bring(cast, "姓名,身份\n江一苇,入党申请人\n江二苇,入党申请人\n".encode(), "a.csv")
    dead = services.read_in_background(Progress(roster_import.job))
    assert [next(dead), next(dead)] == [None, None]
    assert roster_import.rows.count() == 1  # the first row is stored, the second is not
    assert (run_next(now=lambda: NOW), run_next(now=lambda: NOW)) == (True, False)
    roster_import.refresh_from_db()
    assert (roster_import.state, roster_import.rows.filter(kind="new").count()) == ("previewed", 2)


def test_previews_are_forgotten_after_a_day_and_the_way_back_after_a_week(cast: Cast) -> None:
    done = confirm(bring(cast, workbook(HEAD, ("江一苇", "入党申请人"))), cast)
    pending = bring(cast, workbook(HEAD, ("江二苇", "入党申请人")))
    assert forget_old_imports(at=NOW + timedelta(hours=23)) == 0
    assert forget_old_imports(at=NOW + timedelta(hours=25)) == 1
    pending.refresh_from_db()
    assert (pending.state, pending.rows.count(), done.rows.count() > 0) == ("discarded", 0, True)
    assert forget_old_imports(at=NOW + timedelta(days=8)) == 1
    assert done.rows.count() == 0
    assert forget_old_imports(at=NOW + timedelta(days=8)) == 0


def test_thrown_away_it_leaves_nothing(cast: Cast) -> None:
    roster_import = bring(cast, workbook(HEAD, ("江一苇", "入党申请人")))
    discard_import(roster_import=roster_import, by=cast.lin, at=NOW)
    with pytest.raises(ImportRefused):
        confirm_import(roster_import=roster_import, digest=roster_import.digest, by=cast.lin, at=NOW)
    assert roster_import.rows.count() == 0
