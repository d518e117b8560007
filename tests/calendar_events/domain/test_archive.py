import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_events.domain.archive import Document, Expected, entries, gaps, safe_name
from calendar_events.domain.archive_folders import FOLDER_OF_ACTIVITY, Folder, Paper
from regulations.domain.activities import ActivityKind

PAPERS = [
    Document(paper.value, paper.value, "pdf", paper=paper)
    for paper in Paper
    if paper not in {Paper.PHOTO, Paper.DOSSIER}
]
PHOTOS = [Document(f"p{n}", f"照片{n}", "jpg", paper=Paper.PHOTO) for n in range(10)]


def meeting(title: str, on: date, kind: ActivityKind = ActivityKind.GENERAL_MEETING) -> Document:
    return Document(title, title, "pdf", on, activity=kind, counts_as=(kind,))


def test_there_are_nineteen_folders_in_order():
    assert [folder.value for folder in Folder] == [f"{number:02}" for number in range(1, 20)]
    assert (Folder.ORGANISATION.label, Folder.SUPERIORS.label) == ("01 组织机构", "19 上级文件")


@pytest.mark.parametrize("kind", list(ActivityKind))
def test_every_activity_has_a_folder(kind: ActivityKind):
    assert FOLDER_OF_ACTIVITY[kind] in set(Folder)


def test_documents_are_numbered_by_day_within_their_folder():
    rows = [
        meeting("第二季度党员大会", date(2026, 6, 10)),
        meeting("第一季度党员大会", date(2026, 3, 11)),
        meeting("清明祭扫", date(2026, 4, 3), ActivityKind.COMMEMORATION),
        Document("plan", "2026年工作计划", "DOCX", paper=Paper.PLAN),
    ]
    assert [entry.path for entry in entries(rows, "一小2026年台账")] == [
        "一小2026年台账/03 计划、行事历、总结/001 2026年工作计划.docx",
        "一小2026年台账/04 支部党员大会/001 20260311 第一季度党员大会.pdf",
        "一小2026年台账/04 支部党员大会/002 20260610 第二季度党员大会.pdf",
        "一小2026年台账/08 主题党日/001 20260403 清明祭扫.pdf",
    ]


def test_each_persons_dossier_has_a_folder_of_its_own():
    rows = [
        Document("2", "入党志愿书", "pdf", paper=Paper.DOSSIER, person="李某"),
        Document("1", "入党申请书", "pdf", paper=Paper.DOSSIER, person="王某"),
    ]
    assert [entry.path for entry in entries(rows, "台账")] == [
        "台账/12 发展党员/李某/001 入党志愿书.pdf",
        "台账/12 发展党员/王某/002 入党申请书.pdf",
    ]


def test_a_document_that_is_neither_paper_nor_record_is_refused():
    with pytest.raises(ValueError, match="x: neither"):
        entries([Document("x", "x", "pdf")], "台账")


# --- what is missing ----------------------------------------------------------------------------------------------------
def test_a_full_year_lacks_nothing():
    rows = [*PAPERS, *PHOTOS, *(meeting(f"第{n}次", date(2026, 3 * n, 5)) for n in range(1, 5))]
    assert gaps(rows, Expected({ActivityKind.GENERAL_MEETING: 4})) == ()


def test_what_is_missing_is_listed_by_folder_with_numbers():
    rows = [row for row in [*PAPERS, *PHOTOS[:7]] if row.paper not in {Paper.SUMMARY, Paper.GRADES}]
    rows.append(meeting("第一季度党员大会", date(2026, 3, 11)))
    rows.append(replace(PAPERS[0], id="a", paper=None, activity=ActivityKind.GENERAL_MEETING))  # attached to it
    two = (ActivityKind.PARTY_LECTURE, ActivityKind.THEME_DAY)
    rows.append(replace(meeting("党课", date(2026, 7, 1), two[0]), counts_as=two))
    found = gaps(rows, Expected({ActivityKind.GENERAL_MEETING: 4, ActivityKind.THEME_DAY: 12}, dossiers=("王某",)))
    assert [gap.message for gap in found] == [
        "03 计划、行事历、总结：缺工作总结。",
        "04 支部党员大会：支部党员大会记录要4份，现有1份。",
        "08 主题党日：主题党日记录要12份，现有1份。",
        "08 主题党日：活动照片要10份，现有7份。",
        "10 民主评议党员：缺民主评议统计表。",
        "12 发展党员：缺王某的发展党员材料。",
    ]


def test_what_a_branch_does_not_need_is_not_missing():
    found = gaps([], Expected(waived=set(Paper) - {Paper.DUES_TABLE}, least_photos=0))
    assert [gap.message for gap in found] == ["13 党费：缺党费表。"]


# --- names --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "／..／etc／passwd"),
        ("a\\b:c?", "a＼b：c？"),
        ("  三会\n一课. ", "三会 一课"),
        ("\u202egpj.exe", "gpj.exe"),
        ("CON", "CON_"),
        ("nul.txt", "nul_.txt"),
        ("...", "未命名"),
        ("", "未命名"),
        ("学" * 100, "学" * 60),
    ],
)
def test_a_name_is_safe_on_every_system(text: str, name: str):
    assert safe_name(text) == name


@given(st.text())
def test_no_name_leaves_its_folder(text: str):
    name = safe_name(text)
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', name)
    assert 0 < len(name.encode()) <= 181
    assert name not in {".", ".."}
    assert name == name.strip(" .")


@given(st.lists(st.text(max_size=8), min_size=2, max_size=6))
def test_paths_are_unique_and_go_into_a_zip_as_they_are(titles: list[str]):
    rows = [Document(str(n), title, "pdf", paper=Paper.SUPERIOR) for n, title in enumerate(titles)]
    paths = [entry.path for entry in entries(rows, "台账")]
    assert len({path.casefold() for path in paths}) == len(titles)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        for path in paths:
            book.writestr(path, b"")
    with zipfile.ZipFile(target) as book:
        assert book.namelist() == paths
