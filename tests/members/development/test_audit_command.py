"""`manage.py audit_development` on JSON and on the filled-in form."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from members.workbooks.audit_columns import COLUMNS
from members.workbooks.audit_reading import EMPTY_ROWS_AT_THE_END
from tests.members.development.table import base_file

Row = dict[str, Any]


def run(source: Path, output: Path, *extra: str) -> tuple[str, str]:
    """What the command said, and what it complained of."""
    said, complained = StringIO(), StringIO()
    call_command(
        "audit_development", str(source), "--today", "2029-01-01", "--output", str(output), *extra,
        stdout=said, stderr=complained,
    )  # fmt: skip
    return said.getvalue(), complained.getvalue()


@pytest.fixture
def audit_json(tmp_path: Path) -> Callable[[Any], tuple[list[Any], str]]:
    def audited(data: Any) -> tuple[list[Any], str]:
        source, output = tmp_path / "cases.json", tmp_path / "result.json"
        source.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        _, complained = run(source, output)
        return json.loads(output.read_text(encoding="utf-8")), complained

    return audited


@pytest.fixture
def audit_form(tmp_path: Path) -> Callable[..., tuple[list[Any], list[str]]]:
    """Fills rows into the template, audits it, and gives the results with the complaints line by line."""

    def audited(*rows: Row) -> tuple[list[Any], list[str]]:
        source, output = tmp_path / "form.xlsx", tmp_path / "result.json"
        call_command("audit_development", "--template", str(source), stdout=StringIO())
        book = load_workbook(source)
        sheet = book["案卷"]
        places = {cell.value: cell.column for cell in sheet[2]}
        for number, row in enumerate(rows, 3):
            for heading, value in row.items():
                sheet.cell(number, places[heading], value)
        book.save(source)
        _, complained = run(source, output)
        return json.loads(output.read_text(encoding="utf-8")), complained.splitlines()

    return audited


# --- JSON ---------------------------------------------------------------------------------------------------------------
def test_output_has_exactly_the_fields_of_the_contract(audit_json: Callable[..., Any]) -> None:
    case = {"id": "甲-1", "steps": [{"step": 1, "on": "2026-01-31"}, {"step": 2, "on": "2026-03-01"}]}
    (result,), complained = audit_json([case])
    assert list(result) == ["id", "stage", "findings", "next"]
    assert (result["id"], result["stage"], complained) == ("甲-1", "APPLICANT", "")
    (finding,) = result["findings"]
    assert list(finding) == ["code", "step", "message", "article"]
    assert (finding["code"], finding["step"]) == ("TALK_LATE", 2)
    assert result["next"] == [{"step": 3, "earliest": "2026-03-01", "due": None, "provisional": False}]


def test_a_list_may_stand_in_an_object(audit_json: Callable[..., Any]) -> None:
    results, _ = audit_json({"cases": [{"id": 7}, {}]})
    assert [result["id"] for result in results] == [7, None]


def test_null_is_unknown_like_absent(audit_json: Callable[..., Any]) -> None:
    step = {"step": 5, "on": "2026-01-05", "contacts": None}
    (result,), complained = audit_json([{"id": None, "birth_date": None, "today": None, "steps": [step]}])
    assert (result["findings"], complained) == ([], "")


def test_the_days_own_today_counts_before_the_one_given(audit_json: Callable[..., Any]) -> None:
    steps = [{"step": 15, "on": "2026-09-18"}, {"step": 17, "on": "2026-10-20"}]
    results, _ = audit_json([{"today": "2026-10-19", "steps": steps}, {"steps": steps}])
    assert [result["stage"] for result in results] == ["CANDIDATE", "PROBATIONARY"]


def test_a_bad_value_is_told_and_counts_as_unknown(audit_json: Callable[..., Any]) -> None:
    bad = {"id": "b", "birth_date": "2026-02-30", "steps": [{"step": 1, "on": "2026-01-05"}, {"step": 26}, "x"]}
    results, complained = audit_json([bad, "no case", {"id": "c"}])
    assert [result["id"] for result in results] == ["b", "c"]
    assert results[0]["findings"] == []
    assert complained.splitlines() == [
        "第1条（b）：birth_date：'2026-02-30' 不是 1900 至 2100 年间的日期，应如 2026-05-11。",
        "第1条（b）：steps：第2条步骤记录没有正确的步骤号（1至25），没有采用。",
        "第1条（b）：steps：第3条步骤记录没有正确的步骤号（1至25），没有采用。",
        "第2条：这一条不是案卷（应为一个对象）。",
    ]


def test_a_count_that_cannot_be_is_pointed_out(audit_json: Callable[..., Any]) -> None:
    meeting = {"eligible": 5, "present": 6, "written": 0, "yes": 7, "secret": True}
    _, complained = audit_json([{"steps": [{"step": 15, "on": "2026-09-18", "meeting": meeting}]}])
    assert complained.splitlines() == [
        "第1条：第15步 meeting.present：实到6名多于应到5名，请核对。",
        "第1条：第15步 meeting.yes：同意7票多于实到6名加书面意见0份，请核对。",
    ]


def test_two_records_of_a_step_are_pointed_out(audit_json: Callable[..., Any]) -> None:
    steps = [{"step": 3, "on": "2025-03-10"}, {"step": 3, "on": "2025-04-10"}]
    (result,), complained = audit_json([{"steps": steps}])
    assert [step["earliest"] for step in result["next"] if step["step"] == 7] == ["2026-04-10"]
    assert complained.splitlines() == ["第1条：第3步有2条记录，以日期最后的一条为准。"]


# --- files that are refused ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.json", b"{", "不是 UTF-8 编码的 JSON 文件"),
        ("a.json", "[]".encode("utf-16"), "不是 UTF-8 编码的 JSON 文件"),
        ("a.json", b"3", "文件内容应为案卷列表"),
        ("a.json", b'{"cases": 3}', "文件内容应为案卷列表"),
        ("a.json", b"[" * 100_000, "不是 UTF-8 编码的 JSON 文件"),
        ("a.csv", b"x", "只能检查"),
        ("a.xlsx", b"not a zip", "这不是 .xlsx 表格"),
        ("a.xlsx", b"", "这不是 .xlsx 表格"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        run(source, tmp_path / "result.json")
    assert not (tmp_path / "result.json").exists()


def test_a_missing_file_and_a_missing_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="无法读取文件：没有这个文件或文件夹"):
        run(tmp_path / "none.json", tmp_path / "result.json")
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(CommandError, match="无法写入"):
        run(tmp_path / "a.json", tmp_path / "nowhere" / "result.json")
    with pytest.raises(CommandError, match="请给出案卷文件和 --output"):
        call_command("audit_development")


def test_an_archive_or_a_table_without_our_headings_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(CommandError, match="表格，或者文件已损坏"):
        run(tmp_path / "a.xlsx", tmp_path / "result.json")
    book = Workbook()
    book.worksheets[0].append(["姓名", "年龄"])
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(CommandError, match="没有找到表头"):
        run(tmp_path / "b.xlsx", tmp_path / "result.json")


# --- the form -----------------------------------------------------------------------------------------------------------
def test_the_template_has_drop_downs_and_explains_each_column(tmp_path: Path) -> None:
    call_command("audit_development", "--template", str(tmp_path / "t.xlsx"), stdout=StringIO())
    book = load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["案卷", "说明"]
    assert [cell.value for cell in book["案卷"][2]] == [column.heading for column in COLUMNS]
    lists = {rule.formula1 for rule in book["案卷"].data_validations.dataValidation if rule.type == "list"}
    assert lists == {
        '"合格,不合格"', '"党委,组织部,党支部"', '"是,否"', '"党委,党总支,党支部,党组,临时党组织"', '"按期转正,延长预备期,取消资格"',
    }  # fmt: skip
    explained = {row[0].value for row in book["说明"].iter_rows()}
    assert {column.heading for column in COLUMNS} <= explained


def test_every_field_of_the_json_form_has_a_column(audit_form: Callable[..., Any]) -> None:
    results, complained = audit_form(full_row())
    assert complained == []
    assert (results[0]["id"], results[0]["stage"], results[0]["findings"]) == ("2026-017", "FULL", [])


def full_row() -> Row:
    """The clean file of the table as a row, with days as days, as text and as numbers."""
    steps = {record["step"]: record for record in base_file("new")["steps"]}
    row: Row = {"编号": "2026-017", "出生日期": "1998.7.30"}
    for column in COLUMNS:
        if column.step and column.field == "on" and not column.turn:
            row[column.heading] = date.fromisoformat(steps[column.step]["on"])
    for prefix, step in (("接收大会", 15), ("转正大会", 23)):
        meeting = steps[step]["meeting"]
        names = ("应到会", "实到会", "书面意见", "同意票")
        row |= {
            prefix + name: meeting[key]
            for name, key in zip(names, ("eligible", "present", "written", "yes"), strict=True)
        }
        row[prefix + "无记名投票"] = "是"
    return row | {
        "递交申请书日期": "2025年3月3日", "派人谈话日期": 20250321, "确定积极分子日期": datetime(2025, 6, 10), "培养联系人人数": 2,
        "培养联系人中正式党员人数": "2人", "半年考察日期": "2025-12-10、2026-06-10", "上级党委同意日期": "2026/6/24",
        "公示第一天": "2026-06-25", "公示最后一天": "2026-07-01", "入党介绍人人数": 2, "入党介绍人中正式党员人数": 2,
        "政治审查结论": "合格", "培训天数": 3, "培训学时": 24.0, "培训举办单位": "党委", "预审结论": "合格", "审批单位": "党委",
        "预备期起始日期": "2026-09-18", "预备期考察日期": "2027-03-18 2027-09-17", "转正大会决定": "按期转正", "转正大会审批单位": "党委",
    }  # fmt: skip


def test_the_form_says_what_json_would_say(audit_form: Callable[..., Any]) -> None:
    rows = [
        full_row() | {"培养联系人人数": 0, "培养联系人中正式党员人数": None},
        full_row() | {"入党介绍人中正式党员人数": 1},
        full_row() | {"接收大会无记名投票": "否"},
        full_row() | {"预备期起始日期": "2026-10-20"},
    ]
    results, complained = audit_form(*rows)
    assert complained == []
    assert [[f["code"] for f in result["findings"]] for result in results] == [
        ["CONTACT_COUNT"], ["INTRODUCER_COUNT"], ["VOTE_NOT_SECRET"], ["PROBATION_START_WRONG"],
    ]  # fmt: skip


def test_an_extension_has_its_own_columns(audit_form: Callable[..., Any]) -> None:
    row = full_row() | {"转正大会决定": "延长预备期", "转正大会延长月数": 6, "材料归档日期": None}
    second = {"延长后大会日期": "2028-03-17", "延长后大会决定": "按期转正", "延长后大会审批日期": "2028-04-10"}
    results, complained = audit_form(row, row | second)
    assert complained == []
    assert results[0]["stage"] == "PROBATION_EXTENDED"
    assert results[1]["stage"] == "FULL"
    assert [finding["code"] for finding in results[1]["findings"]] == ["TRANSFER_TOO_EARLY"]


def test_a_message_per_bad_row_and_good_rows_go_on(audit_form: Callable[..., Any]) -> None:
    results, complained = audit_form(
        {"编号": "a", "递交申请书日期": "去年三月", "培训天数": "三"},
        {"编号": "b", "递交申请书日期": "2026-02-30"},
        {"编号": "c", "审批单位": "县委", "接收大会无记名投票": "也许", "培养联系人中正式党员人数": 1},
        {"编号": "d", "递交申请书日期": "2026-03-02"},
    )
    assert [result["id"] for result in results] == ["a", "b", "c", "d"]
    assert complained == [
        "第3行（a）：递交申请书日期：'去年三月' 不是日期，应如 2026-05-11，没有采用。",
        "第3行（a）：培训天数：'三' 应为数字，没有采用。",
        "第4行（b）：递交申请书日期：'2026-02-30' 不是日历上有的日期，没有采用。",
        "第5行（c）：接收大会无记名投票：'也许' 应为“是”或“否”，没有采用。",
        "第5行（c）：审批单位：'县委' 应为党委、党总支、党支部、党组、临时党组织之一，没有采用。",
        "第5行（c）：培养联系人中正式党员人数：没有填总人数，没有采用。",
    ]


def test_columns_may_be_moved_and_left_out_and_unknown_ones_are_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["某区发展党员案卷"])
    sheet.append(["派人谈话 日期", "编号", "电话", "递交申请书日期"])
    sheet.append([date(2026, 3, 1), "a", "1", date(2026, 1, 31)])
    book.save(tmp_path / "a.xlsx")
    _, complained = run(tmp_path / "a.xlsx", tmp_path / "r.json")
    (result,) = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert [finding["code"] for finding in result["findings"]] == ["TALK_LATE"]
    assert complained == "第3行（a）：电话：模板里没有这一列或这一列重复，没有采用。\n"


def test_a_formula_without_a_saved_value_is_told(audit_form: Callable[..., Any]) -> None:
    results, complained = audit_form({"编号": "a", "递交申请书日期": "=DATE(2026,1,31)", "派人谈话日期": "2026-03-01"})
    assert results[0]["findings"] == []
    assert complained == ["第3行（a）：递交申请书日期：公式没有保存下来的值，请改填日期或数字，没有采用。"]


def test_the_end_of_a_sheet_with_empty_rows_is_found(tmp_path: Path, audit_form: Callable[..., Any]) -> None:
    gap: list[Row] = [{}] * EMPTY_ROWS_AT_THE_END
    results, _ = audit_form({"编号": "a"}, *gap, {"编号": "b"})
    assert [result["id"] for result in results] == ["a", "b"]
    results, _ = audit_form({"编号": "a"}, *gap, {}, {"编号": "beyond"})
    assert [result["id"] for result in results] == ["a"]


def test_results_as_a_workbook_carry_the_message_of_each_row_and_no_formula(tmp_path: Path) -> None:
    cases = [
        {"id": "=cmd()", "steps": [{"step": 1, "on": "2026-01-31"}, {"step": 2, "on": "2026-03-01"}]},
        {"id": "b", "birth_date": "x"},
        "no case",
    ]
    (tmp_path / "a.json").write_text(json.dumps(cases))
    said, _ = run(tmp_path / "a.json", tmp_path / "r.xlsx")
    assert said.endswith("2 个案卷，1 处不合规定，2 个有填写问题。\n")
    book = load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == ["案卷", "发现", "下一步"]
    rows = [[cell.value for cell in row] for row in book["案卷"].iter_rows(min_row=2)]
    assert rows[0][:5] == [1, "=cmd()", "入党申请人", 0, 1]
    assert book["案卷"]["B2"].data_type == "s"
    assert rows[1][5] == "birth_date：'x' 不是 1900 至 2100 年间的日期，应如 2026-05-11。"
    assert rows[2][5] == "这一条不是案卷（应为一个对象）。"
    found = [cell.value for cell in book["发现"][2]]
    assert found[2:5] == ["2 派人谈话", "TALK_LATE", "提醒"]
    following = [cell.value for cell in book["下一步"][2]]
    assert following[2:4] == ["3 推荐和确定入党积极分子", datetime(2026, 3, 1)]
