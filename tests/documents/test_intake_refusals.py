"""What is not a plan's text is refused with a sentence that says what to do; nothing else than SourceRefused comes out."""

import copy
import io
import random
import time
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from documents.domain.source import SourceRefused, SourceText
from documents.intake import read_source
from tests.documents.ole_files import ole
from tests.documents.word_files import (
    W,
    abstract,
    cell,
    docx,
    level,
    listed,
    num,
    packed,
    paragraph,
    style,
    styled,
    table,
)

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
        (b"BM" + (900).to_bytes(4, "little") + bytes(40) + b"x", "a.bmp", "图片"),
        (bytes(4) + b"ftypheic" + bytes(8), "照片.docx", "图片"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "a.doc", "XML"),
        ("<html><body>计划</body></html>".encode("utf-16"), "a.doc", "网页"),
        (ole("WordDocument", locked=True), "a.doc", "密码"),
        (ole("EncryptedPackage", "EncryptionInfo"), "a.docx", "密码"),
        (ole("Workbook"), "a.doc", "表格"),
        (ole("ObjectPool"), "a.doc", "不是 Word"),
        (ole("Workbook", embedded="WordDocument"), "a.doc", "表格"),
        (ole("WordDocument", embedded="Workbook"), "a.doc", r"这个 \.doc"),
        (ole("WordDocument"), "a.wps", "在 WPS 中另存为"),
        (docx("<w:p><w:r><w:drawing/></w:r></w:p>"), "a.docx", "没有文字"),
        (docx(table(f"<w:tr>{cell('  ')}</w:tr>")), "a.docx", "没有文字"),
        (_zip(word__styles="x"), "a.docx", "损坏"),
        (_zip(word__document="not xml").replace(b"word/document", b"word/documen."), "a.docx", "损坏"),
        (docx(paragraph("字" * 100) * 2001), "a.docx", "超过200000字"),
        (b"a" * (10 * 1024 * 1024 + 1), "a.txt", "10 MB"),
        ("字".encode() * 200_001, "a.txt", "超过200000字"),
    ],
    ids=range(39),
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


def test_sizes_that_lie_do_not_help_a_bomb() -> None:
    data = bytearray(docx(paragraph("计划") + "<w:p/>" * 400_000))
    place = data.rfind(b"PK\x01\x02")  # the directory entry: its size field says a hundred bytes
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    with pytest.raises(SourceRefused, match=r"损坏|大得不正常"):
        read_source(bytes(data), "a.docx")


def test_a_part_of_endless_elements_is_refused_before_it_is_parsed() -> None:
    noise = random.Random(3)
    body = "".join(f'<w:p w:id="{noise.getrandbits(40)}"/>' for _ in range(1_000_000))
    began = time.monotonic()
    with pytest.raises(SourceRefused, match=r"大得不正常|10 MB"):
        read_source(docx(body + "<w:p/>" * 1_000_001), "a.docx")
    assert time.monotonic() - began < 20


def test_tables_inside_tables_cannot_multiply_their_text() -> None:
    def merged(inner: str) -> str:
        first = f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{inner}</w:tc></w:tr>'
        return table(first, "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr>" * 59)

    inner = paragraph("计划")
    for _ in range(12):
        inner = merged(inner)
    with pytest.raises(SourceRefused, match="超过200000字"):
        read_source(docx(inner), "a.docx")


def test_styles_based_on_each_other_without_end_take_no_time() -> None:
    chain = "".join(style(f"s{i}", based_on=f"s{i + 1}") for i in range(4000))
    began = time.monotonic()
    source = read_source(docx("".join(styled("句", f"s{i}") for i in range(4000)), styles=chain), "a.docx")
    assert len(source.blocks) == 4000
    assert time.monotonic() - began < 10


def test_deep_nesting_is_read_or_refused() -> None:
    for depth in (80, 3000):
        inner = "<w:sdt><w:sdtContent>" * depth + paragraph("计划") + "</w:sdtContent></w:sdt>" * depth
        outcome = _read_or_refusal(docx(inner))
        assert isinstance(outcome, SourceText) == (depth == 80)


def test_entities_and_outside_references_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    document = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "乘">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>计划&x;&y;</w:t></w:r></w:p></w:body></w:document>"
    )
    source = read_source(packed({"word/document.xml": document}), "a.docx")
    assert source == SourceText.from_lines("计划", "docx")


def test_an_entity_bomb_is_not_set_off() -> None:
    entities = '<!ENTITY a0 "计划">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    document = f"<!DOCTYPE d [{entities}]><w:document {W}><w:body>{paragraph('字&a11;')}</w:body></w:document>"
    outcome = _read_or_refusal(packed({"word/document.xml": document}))
    # The XML library may notice the bomb and give up, or leave the reference alone; it must not follow it.
    assert "计划" not in repr(outcome)


def test_a_word_file_under_a_wrong_name_is_read() -> None:
    assert read_source(docx(paragraph("计划")), "a.doc").kind == "docx"


def _full_file() -> bytes:
    numbering = abstract(1, level(0, "chineseCounting", "%1、")) + num(1, 1)
    body = "".join(listed(f"第{i}段，写一些文字。", 1) for i in range(12)) + table(
        f"<w:tr>{cell('三月') * 3}</w:tr>" * 4
    )
    return docx(body, numbering=numbering, styles=style("甲", '<w:outlineLvl w:val="0"/>'))


def test_a_word_file_cut_off_anywhere_is_refused() -> None:
    data = _full_file()
    outcomes = [_read_or_refusal(data[:length]) for length in range(0, len(data) - 1, 7)]
    assert all(isinstance(outcome, str) and outcome.endswith("。") for outcome in outcomes)


@pytest.mark.parametrize("seed", range(60))
def test_damaged_word_files_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(_full_file())
    for _ in range(1 + seed % 8):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    outcome = _read_or_refusal(bytes(data))
    assert isinstance(outcome, SourceText) or outcome.endswith("。")


@pytest.mark.parametrize("seed", range(60))
def test_word_files_of_senseless_xml_are_read_or_refused(seed: int) -> None:
    """The archive and the XML are sound, what it says is not: elements lost, doubled, renamed, values nonsense."""
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(_full_file())) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
    for root in parts.values():
        elements = list(root.iter())
        for _ in range(1 + seed % 9):
            one, other = chance.choice(elements[1:]), chance.choice(elements)
            change = chance.randrange(4)
            if change == 0 and one.getparent() is not None:
                one.getparent().remove(one)
            elif change == 1:
                other.append(copy.deepcopy(one))
            elif change == 2:
                one.tag = other.tag
            else:
                for name in one.attrib:
                    one.set(name, chance.choice(["-1", "²", "99999999999", "", "0", "9", "x"]))
    outcome = _read_or_refusal(packed({name: etree.tostring(root, encoding="unicode") for name, root in parts.items()}))
    assert isinstance(outcome, SourceText) or outcome.endswith("。")


@pytest.mark.parametrize("seed", range(20))
def test_damaged_ole_files_are_told_apart_without_an_error(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(ole("Workbook", "ObjectPool"))
    for _ in range(40):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    outcome = _read_or_refusal(bytes(data[: chance.randrange(60, len(data))]))
    assert isinstance(outcome, str)
    assert outcome.endswith("。")


@pytest.mark.parametrize("seed", range(30))
def test_random_bytes_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    outcome = _read_or_refusal(chance.randbytes(chance.randrange(1, 3000)))
    assert isinstance(outcome, SourceText) or outcome.endswith("。")


def _read_or_refusal(data: bytes) -> SourceText | str:
    try:
        return read_source(data, "a.docx")
    except SourceRefused as refused:
        return str(refused)
