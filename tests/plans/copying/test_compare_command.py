"""`manage.py compare_plans`."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from docx import Document

from tests.plans.copying import texts


def test_all_pairs_of_a_folder_are_written_whatever_the_format(tmp_path: Path) -> None:
    (tmp_path / "river.txt").write_text(texts.RIVER, encoding="gb18030")
    copy = Document()
    for line in texts.with_other_names(texts.RIVER).splitlines():
        copy.add_paragraph(line)
    copy.save(str(tmp_path / "copy.docx"))
    (tmp_path / "hill.txt").write_text(texts.HILL, encoding="utf-8")
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.4")
    said = StringIO()
    call_command("compare_plans", tmp_path, output=tmp_path / "out" / "pairs.json", stdout=said)
    rows = json.loads((tmp_path / "out" / "pairs.json").read_text(encoding="utf-8"))["pairs"]
    assert [(row["a"], row["b"], row["class"]) for row in rows] == [
        ("copy", "hill", "independent"),
        ("copy", "river", "copied"),
        ("hill", "river", "independent"),
    ]
    assert "3 份计划" in said.getvalue()


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_compared(tmp_path: Path) -> None:
    (tmp_path / "river.txt").write_text(texts.RIVER, encoding="utf-8")
    (tmp_path / "hill.txt").write_text(texts.HILL, encoding="utf-8")
    (tmp_path / "empty.docx").write_bytes(b"")
    complaints = StringIO()
    with pytest.raises(CommandError, match="1 个文件没有读"):
        call_command("compare_plans", tmp_path, output=tmp_path / "pairs.json", stdout=StringIO(), stderr=complaints)
    assert "empty.docx" in complaints.getvalue()
    assert len(json.loads((tmp_path / "pairs.json").read_text(encoding="utf-8"))["pairs"]) == 1


def test_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="不是文件夹"):
        call_command("compare_plans", tmp_path / "none", output=tmp_path / "pairs.json")
