"""The roster as a file: harmless, watermarked, masked, the owner's alone, gone after a day; and read in again it changes nothing."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from branches.models import AuditEntry, Branch, RoleAssignment
from branches.permissions import NotAllowed
from members.models import Education, Member, MemberStatus, PartyGroup, RosterExport, Sex
from members.selectors.roster_files import export_rows, group_ids, group_names
from members.services.identity import NumberRefused, record_number
from members.services.roster_export import ExportRefused, delete_expired_exports, export_roster
from members.workbooks.roster_reading import Context, read_roster
from members.workbooks.roster_writing import write_export, write_template
from tests.cast import NOW, TODAY, Cast
from tests.members.roster_stage import EXAMPLE, RINGS, bring, turn_on

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def keys(settings: Any) -> Any:
    for name, ring in RINGS.items():
        setattr(settings, name, ring)
    return settings


def people(cast: Cast) -> Any:
    return Member.objects.filter(branch=cast.branch).order_by("name_pinyin")


def take(cast: Cast, **facts: Any) -> RosterExport:
    facts = {"purpose": "年度党内统计", "by": cast.lin, "at": NOW, **facts}
    return export_roster(branch=cast.branch, people=people(cast), **facts)


def sheet_of(export: RosterExport) -> Any:
    with export.file.open("rb") as file:
        return load_workbook(io.BytesIO(file.read()))["名册"]


def lines_of(export: RosterExport) -> list[dict[str, str]]:
    """The rows below the watermark and the headings, by heading, without empty cells."""
    rows = list(sheet_of(export).iter_rows(min_row=2, values_only=True))
    return [{head: cell for head, cell in zip(rows[0], row, strict=True) if cell is not None} for row in rows[1:]]


def test_the_watermark_says_who_when_and_what_for_on_the_sheet_and_on_each_page(cast: Cast) -> None:
    export = take(cast, purpose="年度统计&核对")
    sheet = sheet_of(export)
    mark = "青榆一小党员名册　林向阳（lin）于2026-03-02 09:30导出　用途：年度统计&核对　内部资料，不得外传"
    assert sheet["A1"].value == mark
    assert (sheet.oddHeader.center.text, sheet.oddFooter.center.text) == (mark.replace("&", "&&"),) * 2


def test_telephone_numbers_are_masked_unless_asked_for(cast: Cast) -> None:
    Member.objects.filter(name="唐果").update(phone="13800001111")
    assert [line["联系电话"] for line in lines_of(take(cast)) if "联系电话" in line] == ["138****1111"]
    whole = take(cast, with_phones=True)
    assert [line["联系电话"] for line in lines_of(whole) if "联系电话" in line] == ["13800001111"]
    details = [entry.detail for entry in AuditEntry.objects.filter(action="roster.export").order_by("number")]
    assert [(detail["because"], detail["people"], detail["phones"]) for detail in details] == [
        ("年度党内统计", 4, False), ("年度党内统计", 4, True),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1+1"])
def test_what_looks_like_a_formula_is_text(text: str, cast: Cast) -> None:
    Member.objects.filter(name="唐果").update(post=text)
    cells = [cell for row in sheet_of(take(cast)).iter_rows(min_row=3) for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    (cell,) = [cell for cell in cells if cell.value.strip() == text.strip()]
    assert cell.quotePrefix is True


def test_an_export_needs_a_purpose_and_the_right_to_see_the_roster(cast: Cast) -> None:
    with pytest.raises(ExportRefused, match="用途"):
        take(cast, purpose=" ")
    with pytest.raises(NotAllowed):
        take(cast, by=cast.tang)
    assert take(cast, by=cast.he).people == 4


def test_identity_numbers_go_out_for_few_and_into_each_persons_trail(cast: Cast, keys: Any) -> None:
    with pytest.raises(NumberRefused, match="没有启用"):
        take(cast, with_numbers=True)
    turn_on(cast)
    tang = Member.objects.get(name="唐果")
    record_number(member=tang, number=EXAMPLE, by=cast.lin, at=NOW)
    with pytest.raises(NotAllowed):
        take(cast, with_numbers=True, by=cast.he)
    assert "身份证号" not in lines_of(take(cast))[0]
    numbers = [line.get("身份证号") for line in lines_of(take(cast, with_numbers=True))]
    assert sorted(numbers, key=str) == [EXAMPLE, None, None, None]
    entry = AuditEntry.objects.get(action="identity.show")
    assert (entry.target_id, entry.detail) == (str(tang.pk), {"because": "导出名册：年度党内统计"})


def test_only_the_owner_fetches_the_file_and_only_for_a_day(cast: Cast) -> None:
    now = timezone.now()
    export = take(cast, at=now)
    url = reverse("members:export_file", args=[export.pk])
    answers = {}
    for who in ("lin", "qiao", "he", "wei", "tang"):
        client = Client()
        client.force_login(cast.people[who], backend=BACKEND)
        answers[who] = client.get(url).status_code
    assert answers == {"lin": 200, "qiao": 404, "he": 404, "wei": 404, "tang": 404}
    RosterExport.objects.update(expires_at=now)
    client = Client()
    client.force_login(cast.lin, backend=BACKEND)
    assert client.get(url).status_code == 404


def test_whose_role_ended_does_not_fetch_it_any_more(cast: Cast) -> None:
    export = take(cast, at=timezone.now())
    RoleAssignment.objects.filter(user=cast.lin).update(role="member")
    client = Client()
    client.force_login(cast.lin, backend=BACKEND)
    assert client.get(reverse("members:export_file", args=[export.pk])).status_code == 403


def test_files_are_deleted_after_a_day_and_a_second_time_nothing_happens(cast: Cast, tmp_path: Path) -> None:
    export = take(cast)
    assert delete_expired_exports(at=NOW + timedelta(hours=23)) == 0
    assert [path.is_file() for path in tmp_path.rglob(export.pk.hex)] == [True]
    assert delete_expired_exports(at=NOW + timedelta(hours=24)) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert delete_expired_exports(at=NOW + timedelta(hours=24)) == 0
    assert RosterExport.objects.get().purpose == "年度党内统计"


@pytest.mark.parametrize("more", [{}, {"with_phones": True}])
def test_an_export_brought_back_is_the_same_row_by_row(more: dict[str, bool], cast: Cast) -> None:
    Member.objects.filter(name="唐果").update(
        phone="+86 138-0000-1111", birth_date=date(1985, 7, 6), post="=教师", group=cast.group, is_retired=True
    )
    export = take(cast, **more)
    with export.file.open("rb") as file:
        roster_import = bring(cast, file.read())
    assert roster_import.counts == {"same": 4}


def test_the_template_has_drop_downs_and_keeps_what_is_typed_as_text() -> None:
    target = io.BytesIO()
    write_template(target, groups=["第一党小组", "=1+1"], with_numbers=False)
    book = load_workbook(target)
    sheet = book["名册"]
    heads = [cell.value for cell in sheet[1]]
    lists = {
        heads[ord(str(rule.sqref)[0]) - ord("A")]: [
            cell.value for (cell,) in book["选项"][rule.formula1.split("!")[1].replace("$", "")]
        ]
        if ":" in rule.formula1
        else []
        for rule in sheet.data_validations.dataValidation
    }
    assert set(lists) == {"身份", "党小组", "性别", "学历", "离退休", "生活困难", "流动党员"}
    assert (lists["性别"], lists["党小组"]) == (["男", "女"], ["第一党小组", "=1+1"])
    assert {cell.data_type for row in book["选项"].iter_rows() for cell in row if cell.value} == {"s"}
    birth = heads.index("出生日期") + 1
    assert [sheet.cell(row, birth).number_format for row in (2, 100)] == ["@", "@"]
    assert (book["说明"]["A1"].value, "身份证号" in heads) == ("怎样填写", False)


def test_the_template_with_numbers_has_their_column() -> None:
    target = io.BytesIO()
    write_template(target, groups=[], with_numbers=True)
    assert "身份证号" in [cell.value for cell in load_workbook(target)["名册"][1]]


# --- whatever the roster holds, its export says the same ----------------------------------------------------------------
_words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=15)
_posts = _words.map(lambda text: " ".join(text.split())).filter(lambda text: text not in ("清空", "（清空）"))
_names = st.text(st.sampled_from("江河湖海山川林木张王李赵"), min_size=2, max_size=4)
_days = st.one_of(st.none(), st.dates(date(1930, 1, 1), date(1999, 12, 31)))
_people = st.lists(
    st.fixed_dictionaries(
        {
            "name": _names,
            "status": st.sampled_from(MemberStatus.values),
            "sex": st.sampled_from(["", *Sex.values]),
            "birth_date": _days,
            "ethnicity": st.sampled_from(["", "汉族", "维吾尔族"]),
            "education": st.sampled_from(["", *Education.values]),
            "post": _posts,
            "phone": st.sampled_from(["", "13800001111", "+8613800002222", "010-1234", "12345"]),
            "is_retired": st.booleans(),
            "in_difficulty": st.booleans(),
            "is_moving": st.booleans(),
            "grouped": st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda facts: facts["name"],
)


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(facts=_people, with_phones=st.booleans())
def test_whatever_is_on_a_roster_its_export_reads_back_as_the_same(
    facts: list[dict[str, Any]], with_phones: bool, cast: Cast
) -> None:
    branch: Branch = cast.kindergarten
    Member.objects.filter(branch=branch).delete()
    group, _ = PartyGroup.objects.get_or_create(branch=branch, name="第一党小组")
    for row in facts:
        row = dict(row)
        Member.objects.create(branch=branch, group=group if row.pop("grouped") else None, **row)
    export = export_roster(
        branch=branch,
        people=Member.objects.filter(branch=branch).order_by("name"),
        purpose="核对",
        with_phones=with_phones,
        by=cast.fang,
        at=NOW,
    )
    with export.file.open("rb") as file:
        data = file.read()
    export.file.delete(save=False)
    roster_import = bring_to(cast, branch, data)
    assert roster_import.counts == {"same": len(facts)}
    assert read_back(branch, data) == len(facts)


def bring_to(cast: Cast, branch: Branch, data: bytes) -> Any:
    twin = Cast(**{**{name: getattr(cast, name) for name in cast.__dataclass_fields__}, "branch": branch})
    return bring(twin, data, by=cast.fang)


def read_back(branch: Branch, data: bytes) -> int:
    """Rows without a fault."""
    file = read_roster(io.BytesIO(data), "名册.xlsx", Context(group_ids(branch), TODAY))
    return sum(not row.faults for row in file.rows)


def test_writing_asks_few_queries_for_any_number_of_people(cast: Cast, django_assert_num_queries: Any) -> None:
    def write() -> int:
        rows = (facts for facts, _ in export_rows(people(cast), with_phones=True, with_numbers=True))
        return write_export(io.BytesIO(), rows, watermark="核对", with_numbers=True, groups=group_names(cast.branch))

    with django_assert_num_queries(4):
        assert write() == 4
    Member.objects.bulk_create(Member(branch=cast.branch, name=f"江{n}", status="full") for n in range(50))
    with django_assert_num_queries(4):
        assert write() == 54
