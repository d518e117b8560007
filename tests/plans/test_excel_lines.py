import io
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from documents.workbooks.guard import WorkbookRefused
from plans.domain.draft import ItemDraft
from plans.domain.period import Cycle, Period
from plans.workbooks.schedule_columns import Column, clean, code_words
from plans.workbooks.schedule_reading import ReadRow, read_schedule
from plans.workbooks.schedule_writing import write_schedule
from regulations.domain.activities import ActivityKind

PERIOD = Period(Cycle.SCHOOL_YEAR, 2026)
HEAD = ["月份", "至", "类别", "内容", "本月主题", "责任人"]
ALL = [column.value for column in Column]


def workbook(*rows: list[object], head: list[str] | None = None) -> io.BytesIO:
    book = Workbook()
    book.active.append(head or HEAD)
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> io.BytesIO:
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def read(file: io.BytesIO, period: Period = PERIOD) -> tuple[ReadRow, ...]:
    return read_schedule(file, "行事历.xlsx", period)


def messages(*row: object) -> list[tuple[str, str]]:
    (found,) = read(workbook(list(row)))
    assert found.line is None
    return [(column.value, message) for column, message in found.faults]


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).map(clean).filter(bool)
DANGEROUS = st.sampled_from("=+-@").flatmap(lambda sign: TEXTS.map(lambda text: sign + text))
LINES = st.builds(
    lambda first, more, text, kind, theme, responsible, day: ItemDraft(
        PERIOD.months[first],
        PERIOD.months[min(first + more, 11)],
        text,
        kind.value,
        theme,
        responsible,
        planned_on=PERIOD.months[first].replace(day=day) if day else None,
    ),
    st.integers(0, 11),
    st.integers(0, 3),
    TEXTS | DANGEROUS,
    st.sampled_from(ActivityKind),
    st.booleans(),
    st.just("") | TEXTS,
    st.integers(0, 28),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(LINES, max_size=6))
def test_what_is_written_is_read_back(lines: list[ItemDraft]):
    target = io.BytesIO()
    assert write_schedule(target, PERIOD, [(line, "") for line in lines]) == len(lines)
    target.seek(0)
    assert [row.line for row in read(target)] == lines


@pytest.mark.parametrize("text", ["=1+1", "+8613800000000", "-内容", "@SUM(A1)", '=HYPERLINK("http://x.example")'])
def test_a_text_that_looks_like_a_formula_stays_text(text: str):
    target = io.BytesIO()
    write_schedule(target, PERIOD, [(ItemDraft(PERIOD.months[0], PERIOD.months[0], text, "other"), "")])
    target.seek(0)
    cell = load_workbook(target)["行事历"]["E2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_the_template_has_drop_downs_for_months_kinds_and_theme():
    target = io.BytesIO()
    assert write_schedule(target, PERIOD) == 0
    target.seek(0)
    book = load_workbook(target)
    rules = {str(rule.sqref)[0]: rule for rule in book["行事历"].data_validations.dataValidation}
    assert rules["A"].formula1 == "=选项!$A$1:$A$12"
    assert [book["选项"].cell(row, 1).value for row in (1, 5, 12)] == ["2026年9月", "2027年1月", "2027年8月"]
    assert [rules[letter].type for letter in "ABDEF"] == ["list", "list", "list", "textLength", "list"]
    assert book["选项"].sheet_state == "hidden"
    target.seek(0)
    assert read(target) == ()


@pytest.mark.parametrize(
    "written", ["2026年9月", "9月", "9", 9, 9.0, "2026-09", "2026/9/15", datetime(2026, 9, 3), "9月份"]
)
def test_a_month_may_be_written_in_many_ways(written: object):
    (row,) = read(workbook([written, None, None, "上党课"]))
    assert row.line == ItemDraft(date(2026, 9, 1), date(2026, 9, 1), "上党课", "party_lecture")
    assert row.notes == ("类别按内容判断为“党课”。",)


def test_a_bare_month_falls_into_the_periods_year():
    (row,) = read(workbook(["1月", "3月", "其他", "整理材料", "是", "王某"]))
    assert row.line == ItemDraft(date(2027, 1, 1), date(2027, 3, 1), "整理材料", "other", True, "王某")


@pytest.mark.parametrize(
    "written",
    ["15日", "15", 15, 15.0, "9月15日", "9月15日（周二）", "2026-09-15", "2026年9月15日", datetime(2026, 9, 15)],
)
def test_a_day_may_be_written_in_many_ways(written: object):
    (row,) = read(workbook(["9月", None, written, None, "上党课"], head=ALL))
    assert row.line
    assert row.line.planned_on == date(2026, 9, 15)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("31日", "日历上没有“31日”。"),
        ("10月15日", "“10月15日”不在2026年9月。"),
        (datetime(2025, 9, 15), "“2025-09-15”不在2026年9月。"),
        ("月底", "看不懂日期“月底”，请写成“15日”或“9月15日”。"),
    ],
)
def test_a_day_that_cannot_be_says_why(written: object, message: str):
    (row,) = read(workbook(["9月", None, written, None, "上党课"], head=ALL))
    assert row.faults == ((Column.DAY, message),)


def test_the_code_of_a_line_comes_back_and_a_running_number_is_none():
    target = io.BytesIO()
    line = ItemDraft(PERIOD.months[0], PERIOD.months[0], "上党课", "party_lecture")
    write_schedule(target, PERIOD, [(line, code_words("0123456789ab", 3))])
    target.seek(0)
    (row,) = read(target)
    assert (row.key, row.version, row.given) == ("0123456789ab", 3, frozenset(Column))
    (row,) = read(workbook(["9月", "上党课", 1], head=["月份", "内容", "编号"]))
    assert (row.key, row.version) == ("", 0)


def test_a_million_formatted_empty_rows_are_read_past_in_little_memory():
    with zipfile.ZipFile(workbook(["9月", None, None, "上党课"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, tail = parts["xl/worksheets/sheet1.xml"].split(b"</sheetData>")
    empty = b"".join(b'<row r="%d" ht="20"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 1_000_003))
    parts["xl/worksheets/sheet1.xml"] = head + empty + b"</sheetData>" + tail
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    del parts, empty
    target.seek(0)
    tracemalloc.start()
    (row,) = read(target)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert row.number == 2
    assert peak < 40_000_000


def test_every_row_says_what_is_wrong_with_it():
    assert messages("下月", None, None, "上党课") == [
        ("月份", "看不懂月份“下月”，请写成“2026年9月”或“9月”。"),
    ]
    assert messages("2026年8月", None, None, "上党课") == [("月份", "“2026年8月”不在2026—2027学年内。")]
    assert messages("13月", None, None, "上党课") == [("月份", "“13月”不在2026—2027学年内。")]
    assert messages("9月", None, None, None) == [("内容", "请填写内容。")]
    assert messages(None, None, None, "上党课") == [("月份", "请填写月份。")]
    assert messages("3月", "1月", None, "上党课") == [("至", "结束的月份早于开始的月份。")]
    assert messages("9月", None, "党课课", "上党课") == [("类别", "没有“党课课”这个类别，请从下拉列表里选。")]
    assert messages("9月", None, None, "上党课", "也许") == [("本月主题", "“本月主题”请填“是”或“否”，不是“也许”。")]
    assert messages("9月", None, None, "长" * 1001) == [("内容", "内容最多1000个字，这里有1001个。")]
    assert messages("9月", None, None, "=1+1") == [("内容", "这一格是公式，请改为文字。")]


def test_several_faults_of_a_row_are_told_together_and_other_rows_are_read():
    rows = read(workbook(["下月", None, "无", None], ["9月", None, None, "上党课"], [], ["9月", None, None, "上党课"]))
    assert [(row.number, len(row.faults), row.line is not None) for row in rows] == [
        (2, 3, False),
        (3, 0, True),
        (5, 0, True),
    ]
    assert rows[2].notes == ("类别按内容判断为“党课”。", "与第3行相同。")


def test_a_title_above_the_headings_and_other_names_are_understood():
    book = Workbook()
    book.active.append(["青榆区第一小学行事历"])
    book.active.append(["序号", "时间（必填）", "工作内容", "负责人"])
    book.active.append([1, "10月", "开展 主题党日\n活动", "李某"])
    (row,) = read(saved(book))
    assert row.number == 3
    assert row.line == ItemDraft(
        date(2026, 10, 1), date(2026, 10, 1), "开展 主题党日 活动", "theme_day", responsible_text="李某"
    )


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.7", "这是 PDF"),
        ("月份,内容\n9月,上党课".encode(), "这不是 .xlsx"),
        (workbook(["9月", "上党课"], head=["甲", "乙"]).getvalue(), "没有找到列名“月份”和“内容”"),
        (workbook().getvalue()[:-200], "已损坏"),
        (b"x" * (5 * 1024 * 1024 + 1), "文件超过5 MB"),
    ],
)
def test_a_file_that_is_no_schedule_is_refused_with_a_sentence(data: bytes, fault: str):
    with pytest.raises(WorkbookRefused, match=fault):
        read(io.BytesIO(data))


def test_too_many_rows_are_refused():
    with pytest.raises(WorkbookRefused, match="最多2000行"):
        read(workbook(*(["9月", None, None, "上党课"] for _ in range(2001))))


def test_a_file_that_unpacks_to_far_too_much_is_refused_before_it_is_opened():
    source, target = workbook(["9月", None, None, "上党课"]), io.BytesIO()
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        for part in book.infolist():
            bomb.writestr(part.filename, book.read(part))
        bomb.writestr("xl/media/image1.bin", b"0" * (64 * 1024 * 1024))
    target.seek(0)
    with pytest.raises(WorkbookRefused, match="解开后大得不正常，没有读取。请把内容复制"):
        read(target)
