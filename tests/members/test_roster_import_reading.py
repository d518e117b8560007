"""Reading rosters out of files as people have them: what is understood, what is refused, with which sentence."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from documents.workbooks.guard import WorkbookRefused
from members.workbooks.roster_reading import Context, SheetRow, read_roster
from tests.cast import TODAY
from tests.members.roster_stage import EXAMPLE, workbook

GROUPS = {"第一党小组": "g1"}
HEAD = ("姓名", "身份", "出生日期")


def read(data: bytes, filename: str = "名册.xlsx", with_numbers: bool = False) -> tuple[list[SheetRow], list[str]]:
    file = read_roster(io.BytesIO(data), filename, Context(GROUPS, TODAY, with_numbers))
    rows = list(file.rows)
    return rows, file.notes


def refusal_of(data: bytes, filename: str = "名册.xlsx") -> str:
    with pytest.raises(WorkbookRefused) as refused:
        read(data, filename)
    return str(refused.value)


def one(*cells: Any, head: tuple[str, ...] = HEAD, with_numbers: bool = False) -> SheetRow:
    rows, _ = read(workbook(head, cells), with_numbers=with_numbers)
    (row,) = rows
    return row


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """The archive with some parts replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            if name not in changes:
                archive.writestr(name, source.read(name))
        for name, content in changes.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_each_column_is_read_as_what_it_is() -> None:
    head = ("姓名", "身份", "党小组", "性别", "出生日期", "民族", "学历", "岗位", "联系电话", "入党日期", "转正日期",
            "离退休", "生活困难", "流动党员")  # fmt: skip
    row = one(
        "唐 果", "正式党员", "第一党小组", "女", datetime(1985, 7, 6), "汉族", "大学本科", "语文教师", 13800001111,
        "2010.6.20", "2011年6月20日", "是", "否", None, head=head,
    )  # fmt: skip
    assert row.faults == ()
    assert row.facts == {
        "name": "唐果", "status": "full", "group": "g1", "sex": "female", "birth_date": date(1985, 7, 6), "ethnicity": "汉族",
        "education": "bachelor", "post": "语文教师", "phone": "13800001111", "joined_on": date(2010, 6, 20),
        "became_full_on": date(2011, 6, 20), "is_retired": True, "in_difficulty": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    ["1985-07-06", "1985-7-6", "1985/7/6", "1985.7.6", "1985年7月6日", "１９８５－０７－０６", "19850706", 19850706,
     19850706.0, " 1985-07-06 00:00:00 ", date(1985, 7, 6)],
)  # fmt: skip
def test_dates_in_every_customary_spelling(cell: Any) -> None:
    assert one("唐果", "正式党员", cell).facts["birth_date"] == date(1985, 7, 6)


@pytest.mark.parametrize(
    ("cell", "word"),
    [("1985-02-30", "日历上"), ("1985.07", "只有年和月"), ("198507", "只有年和月"), ("去年", "不是日期"), ("1885-01-01", "1900年"),
     ("2026-03-03", "晚于今天"), (31234, "如果是1985-07-06")],
)  # fmt: skip
def test_a_date_that_cannot_be_taken_says_why(cell: Any, word: str) -> None:
    row = one("唐果", "正式党员", cell)
    ((column, message),) = row.faults
    assert (column, word in message, "birth_date" in row.facts) == ("birth_date", True, False)


@pytest.mark.parametrize(
    ("heading", "cell", "word"),
    [("身份", "党员", "正式党员"), ("性别", "不详", "男、女"), ("党小组", "第九党小组", "先在“党小组”里建立"),
     ("离退休", "也许", "“是”或“否”"), ("联系电话", "找她先生", "电话只含数字"), ("民族", "汉" * 21, "超过20字"),
     ("身份", "清空", "不能清空"), ("岗位", "教" * 3000, "字太多")],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_what_it_should_be(heading: str, cell: str, word: str) -> None:
    row = one("唐果", cell, head=("姓名", heading))
    assert [word in message for _, message in row.faults] == [True]


@pytest.mark.parametrize("name", ["唐1", "=1+1", "合计：30人", "a@b", "第一党小组（5人）"])
def test_what_is_no_name_is_not_taken_for_one(name: str) -> None:
    rows, _ = read(f"姓名,身份\n{name},正式党员\n".encode(), "名册.csv")
    assert [fault[0] for fault in rows[0].faults] == ["name"]


@pytest.mark.parametrize("name", ["唐果", "阿卜杜拉·买买提", "Anna-Maria O'Neil", "㐱平", "𠮷田"])
def test_names_of_all_peoples_are_names(name: str) -> None:
    assert one(name, "正式党员", None).facts["name"] == name


def test_what_clears_a_fact() -> None:
    row = one("唐果", "清空", "清空", head=("姓名", "岗位", "出生日期"))
    assert row.facts == {"name": "唐果", "post": "", "birth_date": None}


def test_other_headings_are_understood_and_unknown_ones_named() -> None:
    rows, notes = read(
        workbook(("序号", "姓  名", "政治面貌", "手机号", "血型"), (1, "唐果", "中共党员", "13800001111", "O"))
    )
    assert rows[0].facts == {"name": "唐果", "status": "full", "phone": "13800001111"}
    assert notes == ["没有读取这些列：血型。"]


def test_merged_headings_in_two_rows_under_a_merged_title() -> None:
    def merge(sheet: Worksheet) -> None:
        for ref in ("A1:E1", "A2:A3", "B2:B3", "C2:C3", "D2:E2"):
            sheet.merge_cells(ref)

    data = workbook(
        ("青榆一小党员名册",),
        ("姓名", "性别", "身份", "入党情况", None),
        (None, None, None, "入党日期", "转正日期"),
        ("唐果", "女", "正式党员", "2010-06-20", "2011-06-20"),
        prepare=merge,
        title="Sheet1",
    )
    rows, notes = read(data)
    assert [(row.number, row.facts["joined_on"], row.facts["became_full_on"]) for row in rows] == [
        (4, date(2010, 6, 20), date(2011, 6, 20))
    ]
    assert notes == []


def test_merged_cells_below_the_headings_are_faults_of_the_rows_they_empty() -> None:
    head = ("姓名", "身份", "党小组")
    rows, _ = read(
        workbook(
            head,
            ("唐果", "正式党员", "第一党小组"),
            ("乔木", "正式党员", None),
            prepare=lambda s: s.merge_cells("C2:C3"),
        )
    )
    assert [row.faults for row in rows] == [(), (("group", "在合并的单元格里，请取消合并后逐行填写"),)]


def test_formulas_give_their_saved_value_and_without_one_a_fault() -> None:
    data = workbook(HEAD, ("唐果", "正式党员", "=DATE(1985,7,6)"), ("乔木", "=B2", None))
    rows, _ = read(data)
    assert [[column for column, _ in row.faults] for row in rows] == [["birth_date"], ["status"]]
    assert "公式" in rows[0].faults[0][1]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    saved = sheet.replace(b'<c r="B3"><f>B2</f><v></v></c>', '<c r="B3" t="str"><f>B2</f><v>正式党员</v></c>'.encode())
    assert saved != sheet
    rows, _ = read(repacked(data, {"xl/worksheets/sheet1.xml": saved}))
    assert (rows[1].facts["status"], rows[1].faults) == ("full", ())


def test_gb18030_csv_with_tabs_and_with_commas() -> None:
    text = '姓名,身份,出生日期\n㐱平,正式党员,1985/7/6\n唐果,预备党员,"1990年1月2日"\n'
    for data in (
        text.encode("gb18030"),
        text.replace(",", "\t").encode("gb18030"),
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
    ):
        rows, _ = read(data, "名册.csv")
        assert [(row.facts["name"], row.facts["birth_date"]) for row in rows] == [
            ("㐱平", date(1985, 7, 6)), ("唐果", date(1990, 1, 2)),
        ]  # fmt: skip


def test_csv_formulas_are_faults_and_quoted_text_of_excel_is_text() -> None:
    rows, _ = read('姓名,身份,电话\n唐果,正式党员,"=""13800001111"""\n乔木,正式党员,=1+1\n'.encode(), "名册.csv")
    assert rows[0].facts["phone"] == "13800001111"
    assert [column for column, _ in rows[1].faults] == ["phone"]


def test_a_bad_row_does_not_stop_the_good_ones() -> None:
    rows, _ = read(workbook(HEAD, ("唐果", "无此身份", None), (None, "正式党员", None), ("乔木", "正式党员", None)))
    assert [(row.number, row.facts.get("name"), len(row.faults)) for row in rows] == [
        (2, "唐果", 1), (3, None, 0), (4, "乔木", 0),
    ]  # fmt: skip


def _million(cells: str) -> bytes:
    """A roster of one, and a million formatted empty rows below."""
    data = workbook(HEAD, ("唐果", "正式党员", None))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    head, tail = sheet.split("</sheetData>")
    rows = "".join(
        f'<row r="{n}" ht="20" customHeight="1">{cells.replace("#", str(n))}</row>' for n in range(3, 1_000_003)
    )
    return repacked(data, {"xl/worksheets/sheet1.xml": f"{head}{rows}</sheetData>{tail}".encode()})


def test_a_million_formatted_empty_rows_are_read_past_in_little_memory() -> None:
    data = _million('<c r="A#" s="1"/><c r="B#" s="1"/>')
    tracemalloc.start()
    rows, notes = read(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [row.facts["name"] for row in rows] == ["唐果"]
    assert "连续1000行是空的" in notes[0]
    assert peak < 40_000_000


def test_a_row_behind_a_few_empty_ones_is_read() -> None:
    rows, _ = read(workbook(HEAD, ("唐果", "正式党员", None), *[()] * 900, ("乔木", "正式党员", None)))
    assert [(row.number, row.facts["name"]) for row in rows] == [(2, "唐果"), (903, "乔木")]


def test_too_many_rows_are_refused() -> None:
    text = "姓名,身份\n" + "唐果,正式党员\n" * 10_001
    assert "超过10000行" in refusal_of(text.encode(), "名册.csv")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = workbook(HEAD, ("唐果", "正式党员", None))
    huge = b"<worksheet><sheetData><row><c t='str'><v>" + b"A" * 30_000_000
    tracemalloc.start()
    assert "大得不正常" in refusal_of(repacked(data, {"xl/worksheets/sheet1.xml": huge}))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 25_000_000


@pytest.mark.parametrize(
    "sheet",
    [
        b"<worksheet><sheetData><row>" + b'<c r="A1" t="n"><v>1</v></c>' * 300_000 + b"</row></sheetData></worksheet>",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>',
        b"<worksheet><sheetData><row><c><v><![CDATA[" + b"<" * 5_000_000 + b"]]></v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData/></worksheet>".encode("utf-16"),
    ],
    ids=["one endless row", "entities", "a text full of brackets", "another encoding"],
)  # fmt: skip
def test_other_ways_to_fill_the_memory_are_refused(sheet: bytes) -> None:
    assert "大得不正常" in refusal_of(repacked(workbook(HEAD), {"xl/worksheets/sheet1.xml": sheet}))


def test_shared_strings_that_would_fill_the_memory_are_refused() -> None:
    strings = b"<sst>" + b"<si><t>aaaaaaaaaaaaaaaa</t></si>" * 1_000_000 + b"</sst>"
    assert "大得不正常" in refusal_of(repacked(workbook(HEAD), {"xl/sharedStrings.xml": strings}))


def test_texts_hidden_under_another_name_are_refused_too() -> None:
    data = workbook(HEAD, ("唐果", "正式党员", None))
    assert "大得不正常" in refusal_of(repacked(data, {"xl/texts.bin": b"<si/>" * 300_000}))


def test_rows_that_do_not_ascend_are_a_damaged_file() -> None:
    data = workbook(HEAD, ("唐果", "正式党员", None))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    head, tail = sheet.split(b"</sheetData>")
    assert "损坏" in refusal_of(
        repacked(data, {"xl/worksheets/sheet1.xml": head + b'<row r="3"/>' * 50 + b"</sheetData>" + tail})
    )


@pytest.mark.parametrize(
    ("data", "filename", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "名册.et", "旧格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "名册.xls", "旧格式"),
        (b"%PDF-1.7\n", "名册.pdf", "PDF"),
        (b"", "名册.xlsx", "空的"),
        (b"PK\x03\x04" + b"x" * 100, "名册.xlsx", "损坏"),
        ("今天天气很好\n".encode(), "名册.csv", "没有找到表头"),
        ("姓名,身份\n".encode(), "名册.csv", "表头下面没有内容"),
        (b"\x89PNG\r\n\x1a\n", "名册.png", "图片"),
        (b"a" * (10 * 1024 * 1024 + 1), "名册.csv", "10 MB"),
    ],
    ids=["wps format", "old format", "pdf", "empty", "broken", "no roster", "headings only", "picture", "too large"],
)
def test_what_is_no_roster_is_refused_with_a_sentence(data: bytes, filename: str, word: str) -> None:
    assert word in refusal_of(data, filename)


def test_macros_are_refused() -> None:
    assert "宏" in refusal_of(repacked(workbook(HEAD), {"xl/vbaProject.bin": b"x"}), "名册.xlsm")


def test_a_cut_off_file_is_refused() -> None:
    data = workbook(HEAD, *[(f"唐果{'甲' * (n % 5)}", "正式党员", None) for n in range(300)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert "损坏" in refusal_of(repacked(data, {"xl/worksheets/sheet1.xml": sheet[: len(sheet) // 2]}))


def test_the_sheet_with_the_headings_is_found() -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["封面"])
    second = book.create_sheet("人员")
    second.append(["姓名", "身份"])
    second.append(["唐果", "正式党员"])
    target = io.BytesIO()
    book.save(target)
    rows, notes = read(target.getvalue())
    assert ([row.facts["name"] for row in rows], notes) == (["唐果"], ["只读了工作表“人员”。"])


def test_numbers_are_read_where_they_are_kept_and_nowhere_else() -> None:
    data = workbook(("姓名", "身份", "身份证号"), ("唐果", "正式党员", EXAMPLE))
    (row,), notes = read(data)
    assert (row.identity, notes) == ("", ["这里不登记身份证号，“身份证号”一列没有读取。"])
    (row,), notes = read(data, with_numbers=True)
    assert (row.identity, "identity" in row.facts, notes) == (EXAMPLE, False, [])


def test_a_number_that_excel_rounded_is_a_fault() -> None:
    row = one("唐果", "正式党员", 110105194912310021, head=("姓名", "身份", "身份证号"), with_numbers=True)
    assert (row.identity, "丢掉后几位" in row.faults[0][1]) == ("", True)
