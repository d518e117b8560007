"""What is not a plan's text is refused with a sentence that says what to do; nothing else than SourceRefused comes out."""

import io
import random
import zipfile

import pytest

from documents.domain.source import SourceRefused, SourceText
from documents.intake import read_pasted, read_source
from tests.documents.word_files import W, docx, paragraph

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def _zip(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.docx", "空的"),
        (b"   \r\n ", "a.txt", "空的"),
        (b"%PDF-1.7 ...", "a.docx", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "a.png", "图片"),
        (b"\xff\xd8\xff\xe0....", "计划.docx", "图片"),
        (b"{\\rtf1\\ansi ...}", "a.doc", "RTF"),
        (b"<html><body>plan</body></html>", "a.doc", "网页"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a.doc", "网页"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.wps", "WPS"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "密码"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "表格"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "a.ppt", "演示"),
        (OLE, "a.doc", "不是 Word"),
        (_zip(xl__workbook="x"), "a.xlsx", "表格"),
        (_zip(ppt__presentation="x"), "a.pptx", "演示"),
        (_zip(readme="x"), "a.zip", "压缩包"),
        (b"Rar!\x1a\x07\x00abc", "a.rar", "压缩包"),
        (_zip(mimetype="application/vnd.oasis.opendocument.text"), "a.odt", "OpenDocument"),
        (docx(paragraph("计划"))[:200], "a.docx", "损坏"),
        (docx(""), "a.docx", "没有文字"),
        (bytes(range(256)) * 30, "a.txt", "格式"),
        (b"a" * (10 * 1024 * 1024 + 1), "a.txt", "10 MB"),
        ("字".encode() * 200_001, "a.txt", "超过200000字"),
    ],
    ids=range(23),
)
def test_refused_with_a_sentence(data: bytes, name: str, words: str) -> None:
    with pytest.raises(SourceRefused, match=words):
        read_source(data, name)


def test_a_bomb_is_not_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 80_000_000)
    with pytest.raises(SourceRefused, match="大得不正常"):
        read_source(stream.getvalue(), "a.docx")


def test_entities_and_outside_references_are_not_followed() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r><w:t>计划&x;</w:t></w:r></w:p></w:body></w:document>',
        )
    try:
        source = read_source(stream.getvalue(), "a.docx")
    except SourceRefused:
        return
    assert "root:" not in repr(source)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_in_every_usual_encoding(encoding: str) -> None:
    source = read_source("青榆小学2026年工作计划\r\n一、目标".encode(encoding), "a.txt")
    assert source == SourceText.from_lines("青榆小学2026年工作计划\n一、目标", "txt")


def test_pasted_text_is_cleaned() -> None:
    source = read_pasted("一、\u00a0目标\u200b\r\n争创\x0b先进\t支部\x07")
    assert source == SourceText.from_lines("一、 目标\n争创\n先进  支部", "pasted")


def test_a_word_file_under_a_wrong_name_is_read() -> None:
    assert read_source(docx(paragraph("计划")), "a.doc").kind == "docx"


@pytest.mark.parametrize("seed", range(40))
def test_damaged_word_files_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(docx("".join(paragraph(f"第{i}段，写一些文字。") for i in range(30))))
    if seed % 2:
        del data[chance.randrange(10, len(data)) :]
    else:
        for _ in range(6):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    outcome = _read_or_refusal(bytes(data))
    assert isinstance(outcome, SourceText) or outcome.endswith("。")


def _read_or_refusal(data: bytes) -> SourceText | str:
    try:
        return read_source(data, "a.docx")
    except SourceRefused as refused:
        return str(refused)
