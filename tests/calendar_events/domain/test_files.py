"""What may be attached, by its content; what photographs lose."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from PIL import Image

from calendar_events.domain.files import KINDS, FileRefused, check_file, safe_filename
from tests.documents.ole_files import ole

MOST = 1_048_576


def photo(kind: str = "JPEG", *, turned: int = 6) -> bytes:
    """A small picture as a telephone writes it: with day, place, maker, and how it is turned."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Telefon"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:05 15:04:00"
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 26.0)
    target = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(target, kind, exif=exif, comment=b"secret place")
    return target.getvalue()


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "ending"),
    [
        (b"%PDF-1.7\n%...", "a.exe", "pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), "a.txt", "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "a", "xlsx"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "课件.pptx", "pptx"),
        ("会议议程\n一、学习".encode("gb18030"), "议程.txt", "txt"),
    ],
)
def test_a_file_is_what_its_content_says(data: bytes, name: str, ending: str) -> None:
    assert check_file(data, name, most_bytes=MOST).kind is KINDS[ending]


def test_text_is_kept_as_utf_8() -> None:
    assert check_file("会议".encode("gb18030"), "a.txt", most_bytes=MOST).data == "会议".encode()


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "a.pdf", "空的"),
        (b"x" * (MOST + 1), "a.txt", r"文件有1\.0MB，超过1MB"),
        (archive("a.exe"), "a.docx", "压缩包不能上传"),
        (b"PK\x03\x04broken", "a.docx", "已经损坏"),
        (archive("word/document.xml", "word/vbaProject.bin"), "a.docx", "带有宏"),
        (b"<!doctype html><script>alert(1)</script>", "a.jpg", "网页文件不能上传"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a.jpg", "不认识这种文件"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "a.heic", "HEIC"),
        (b"\xff\xd8\xff\xe0broken", "a.jpg", "已经损坏"),
        (b"GIF89a" + bytes(40), "a.gif", "已经损坏|JPG 或 PNG"),
    ],
)
def test_what_is_not_taken_is_refused_in_words(data: bytes, name: str, told: str) -> None:
    with pytest.raises(FileRefused, match=told):
        check_file(data, name, most_bytes=MOST)


def test_a_photograph_loses_place_and_device_and_keeps_day_and_direction() -> None:
    checked = check_file(photo(), "IMG_1.jpeg", most_bytes=MOST)
    assert (checked.kind.ending, checked.taken_on) == ("jpg", date(2026, 3, 5))
    with Image.open(io.BytesIO(checked.data)) as picture:
        exif = picture.getexif()
        assert dict(exif) == {0x0112: 6}
        assert not exif.get_ifd(0x8825)
        assert picture.convert("RGB").getpixel((30, 20)) == pytest.approx((200, 30, 30), abs=3)
    assert b"Telefon" not in checked.data
    assert b"secret place" not in checked.data


def test_a_photograph_that_is_not_turned_has_no_exif_at_all() -> None:
    checked = check_file(photo(turned=1), "a.jpg", most_bytes=MOST)
    with Image.open(io.BytesIO(checked.data)) as picture:
        assert dict(picture.getexif()) == {}


def test_a_png_loses_what_was_written_into_it() -> None:
    checked = check_file(photo("PNG"), "a.png", most_bytes=MOST)
    with Image.open(io.BytesIO(checked.data)) as picture:
        picture.load()
        assert (picture.format, dict(picture.getexif())) == ("PNG", {})


def test_old_office_files_with_macros_are_refused() -> None:
    with pytest.raises(FileRefused, match="带有宏"):
        check_file(ole("Workbook", "_VBA_PROJECT_CUR"), "a.xls", most_bytes=MOST)
    assert check_file(ole("Workbook"), "a.xls", most_bytes=MOST).kind is KINDS["xls"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("照片 1.JPEG", "照片 1.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ('C:\\图片\\a<b>"c".png', "abc.jpg"),
        ("\u202egpj.exe", "gpj.exe.jpg"),
        ("", "附件.jpg"),
        ("会" * 300, "会" * 110 + ".jpg"),
    ],
)
def test_names_are_kept_without_paths_and_with_the_ending_of_what_it_is(name: str, kept: str) -> None:
    assert safe_filename(name, KINDS["jpg"]) == kept
