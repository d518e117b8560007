"""Word 97–2003 files: what each converter keeps, what happens without them, and a converter that hangs."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from documents.domain.source import SourceLine, SourceRefused, SourceTable, SourceText
from documents.intake import doc, read_source
from tests.documents.ole_files import ole
from tests.documents.word_files import docx, paragraph

NOTE = "这是旧版 .doc 文件，自动编号可能没有读出，请核对；另存为 .docx 后上传更可靠。"
LONG = "组织党员到红色基地参观学习，回校后以党小组为单位交流体会，并把照片和心得交宣传委员存档。" * 3


@pytest.fixture(scope="session")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real .doc: written by python-docx, turned into the old format by LibreOffice."""
    if not shutil.which("soffice"):
        pytest.skip("only LibreOffice can make a .doc to read")
    folder = tmp_path_factory.mktemp("doc")
    document = Document()
    document.add_paragraph("青榆小学党支部工作计划").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("思想建设", style="List Number")
    document.add_paragraph("组织建设", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for place, text in enumerate(("月份", "内容", "三月", LONG)):
        table.cell(place // 2, place % 2).text = text
    for _ in range(20):  # antiword reads no file of less text
        document.add_paragraph(LONG)
    document.add_paragraph("青榆小学党支部").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.save(str(folder / "plan.docx"))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(folder), str(folder / "plan.docx")],
        capture_output=True,
        timeout=90,
        check=True,
    )
    return (folder / "plan.doc").read_bytes()


def only(programs: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PATH on which of the converters only these are found."""
    for program in programs:
        found = shutil.which(program)
        if found is None:
            pytest.skip(f"{program} is not installed")
        (folder / program).symlink_to(found)
    monkeypatch.setenv("PATH", str(folder))


def lines(source: SourceText) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, SourceLine) and block.text not in {"", LONG}]


def test_libreoffice_keeps_numbers_tables_and_alignment(old_file: bytes) -> None:
    source = read_source(old_file, "plan.doc")
    assert (source.kind, source.notes) == ("doc", ())
    assert lines(source) == ["青榆小学党支部工作计划", "1.思想建设", "2.组织建设", "青榆小学党支部"]
    assert [block.rows for block in source.blocks if isinstance(block, SourceTable)] == [
        (("月份", "内容"), ("三月", LONG))
    ]
    shown = [block for block in source.blocks if isinstance(block, SourceLine) and block.text]
    assert [(line.centred, line.right_aligned) for line in (shown[0], shown[-1])] == [(True, False), (False, True)]


def test_antiword_keeps_tables_and_says_what_may_be_missing(
    old_file: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(("antiword",), tmp_path, monkeypatch)
    source = read_source(old_file, "plan.doc")
    assert (source.kind, source.notes) == ("doc", (NOTE,))
    assert [line[-4:] for line in lines(source)] == ["工作计划", "思想建设", "组织建设", "学党支部"]
    tables = [block.rows for block in source.blocks if isinstance(block, SourceTable)]
    assert tables == [(("月份", "内容"), ("三月", LONG))]


def test_catdoc_is_the_last_resort(old_file: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(("catdoc",), tmp_path, monkeypatch)
    source = read_source(old_file, "plan.doc")
    assert source.notes == (NOTE,)
    assert lines(source)[0] == "青榆小学党支部工作计划"
    assert SourceLine(LONG) in source.blocks


def test_without_any_converter_the_answer_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only((), tmp_path, monkeypatch)
    with pytest.raises(SourceRefused, match=r"没有安装.*另存为 \.docx"):
        read_source(ole("WordDocument"), "plan.doc")


def test_a_converter_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alive = tmp_path / "alive"
    sleep, touch = shutil.which("sleep"), shutil.which("touch")
    program = tmp_path / "catdoc"
    program.write_text(f"#!/bin/sh\n({sleep} 2; {touch} {alive}) &\nwait\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(doc, "SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(SourceRefused, match="读不出文字"):
        read_source(ole("WordDocument"), "plan.doc")
    assert time.monotonic() - began < 2
    time.sleep(2.2)
    assert not alive.exists()


def test_a_damaged_old_file_is_refused() -> None:
    with pytest.raises(SourceRefused, match=r"\.doc 文件读不出文字"):
        read_source(ole("WordDocument"), "plan.doc")


def test_the_newer_format_under_the_older_name_needs_no_converter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only((), tmp_path, monkeypatch)
    assert read_source(docx(paragraph("计划")), "plan.doc").kind == "docx"
