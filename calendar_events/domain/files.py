"""What may be attached, told by the content and not by the name; refused in words. Framework-free.

Photographs lose what the camera wrote about the place and the device; the day they were taken and how they are turned is kept.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from PIL import Image

from documents.intake.archive import ZIP_ERRORS
from documents.intake.ole import MAGIC, read_storage
from documents.intake.sniff import Kind, sniff

_OFFICE = "application/vnd.openxmlformats-officedocument."


class FileRefused(ValueError):
    """A file that is not taken; the message tells why and what to do."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """`inline`: a browser may show it beside the page; all else is only downloaded."""

    ending: str
    content_type: str
    label: str
    inline: bool = False


KINDS = {
    kind.ending: kind
    for kind in (
        FileKind("pdf", "application/pdf", "PDF"),
        FileKind("jpg", "image/jpeg", "照片", inline=True),
        FileKind("png", "image/png", "图片", inline=True),
        FileKind("docx", f"{_OFFICE}wordprocessingml.document", "Word"),
        FileKind("xlsx", f"{_OFFICE}spreadsheetml.sheet", "Excel"),
        FileKind("pptx", f"{_OFFICE}presentationml.presentation", "PowerPoint"),
        FileKind("doc", "application/msword", "Word 97"),
        FileKind("xls", "application/vnd.ms-excel", "Excel 97"),
        FileKind("ppt", "application/vnd.ms-powerpoint", "PowerPoint 97"),
        FileKind("txt", "text/plain; charset=utf-8", "文本"),
    )
}
ALLOWED = "PDF、照片（JPG、PNG）、Word、Excel、PowerPoint、文本文件"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it is kept: cleaned bytes, what it is, and for photographs the day they say they were taken."""

    data: bytes
    kind: FileKind
    taken_on: date | None = None


_REFUSALS = {
    Kind.EMPTY: "这个文件是空的，请检查后重新上传。",
    Kind.ENCRYPTED: "这个文件设了打开密码，请去掉密码后再上传。",
    Kind.WPS: "这是 WPS 专用格式，请在 WPS 里另存为 .docx、.xlsx 或 PDF 后再上传。",
    Kind.ARCHIVE: "压缩包不能上传，请解压后上传里面的文件。",
    Kind.BROKEN_ZIP: "这个文件已经损坏，打不开，请重新保存后再上传。",
    Kind.HTML: "网页文件不能上传，请打印或另存为 PDF。",
    Kind.WORD_XML: "这种格式不能上传，请另存为 .docx 或 PDF。",
    Kind.RTF: "这种格式不能上传，请另存为 .docx 或 PDF。",
    Kind.OPENDOCUMENT: "这种格式不能上传，请另存为 .docx、.xlsx 或 PDF。",
}
_NEW = {Kind.DOCX: "docx", Kind.SPREADSHEET: "xlsx", Kind.PRESENTATION: "pptx"}
_OLD = {Kind.DOC: "doc", Kind.SPREADSHEET: "xls", Kind.PRESENTATION: "ppt"}
_MACROS = "这个文件带有宏，可能不安全。请另存为不带宏的文件（.docx、.xlsx、.pptx）或 PDF 后再上传。"


def check_file(data: bytes, filename: str, *, most_bytes: int) -> Checked:
    """The file ready to be kept. Raises FileRefused."""
    if len(data) > most_bytes:
        size, most = len(data) / 1_048_576, most_bytes // 1_048_576
        raise FileRefused(f"文件有{size:.1f}MB，超过{most}MB。照片可以压缩后再传，课件可以另存为 PDF。")
    found = sniff(data, filename)
    if found in _REFUSALS:
        raise FileRefused(_REFUSALS[found])
    if found is Kind.IMAGE:
        return _image(data)
    if found is Kind.PDF:
        return Checked(data, KINDS["pdf"])
    if found is Kind.TEXT:
        return Checked(_as_text(data), KINDS["txt"])
    old = data.startswith(MAGIC)
    ending = (_OLD if old else _NEW).get(found)
    if ending is None:
        raise FileRefused(f"不认识这种文件。可以上传{ALLOWED}。")
    if _has_macros(data, old=old):
        raise FileRefused(_MACROS)
    return Checked(data, KINDS[ending])


def _has_macros(data: bytes, *, old: bool) -> bool:
    if old:
        return bool(read_storage(data).names & {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "VBA"})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.lower().endswith("vbaproject.bin") for name in archive.namelist())
    except ZIP_ERRORS as error:
        raise FileRefused(_REFUSALS[Kind.BROKEN_ZIP]) from error


def _as_text(data: bytes) -> bytes:
    """As UTF-8, whichever of the usual encodings it came in."""
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "gb18030"):
        try:
            return data.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    raise FileRefused(f"不认识这种文件。可以上传{ALLOWED}。")


def _image(data: bytes) -> Checked:
    if data[4:8] == b"ftyp":
        raise FileRefused("HEIC 照片不能上传：在手机相机设置里选“兼容性最佳”，或者把照片存为 JPG 后再传。")
    try:
        with Image.open(io.BytesIO(data)) as picture:
            kind = {"JPEG": "jpg", "PNG": "png"}.get(picture.format or "")
            exif = picture.getexif()
            taken, turned = _day(exif.get_ifd(0x8769).get(0x9003) or exif.get(0x0132)), exif.get(0x0112)
            picture.verify()
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError) as error:
        raise FileRefused("这张图片已经损坏，打不开，请换一张。") from error
    if kind is None:
        raise FileRefused("图片请存为 JPG 或 PNG 后再上传。")
    clean = _clean_jpeg(data, turned) if kind == "jpg" else _clean_png(data)
    return Checked(clean, KINDS[kind], taken)


def _day(text: object) -> date | None:
    found = re.match(r"(\d{4}):(\d\d):(\d\d)", str(text or ""))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


#: Exif and XMP, Photoshop's notes, comments.
_TELLING = {0xE1, 0xED, 0xFE}


def _clean_jpeg(data: bytes, turned: object) -> bytes:
    """Without the telling segments; one that only says how the picture is turned stands in for them."""
    parts = [data[:2]]
    if isinstance(turned, int) and 2 <= turned <= 8:
        exif = Image.Exif()
        exif[0x0112] = turned
        body = exif.tobytes()
        parts.append(b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
    parts += _kept_segments(data)
    return b"".join(parts)


def _kept_segments(data: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:  # the picture itself begins: the rest stays as it is
            break
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker not in _TELLING:
            yield data[at : at + length]
        at += length
    yield data[at:]


def _clean_png(data: bytes) -> bytes:
    parts, at = [data[:8]], 8
    while at + 12 <= len(data):
        length = 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] not in {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}:
            parts.append(data[at : at + length])
        at += length
    return b"".join(parts)


def safe_filename(name: str, kind: FileKind) -> str:
    """The name people see, with the ending of what it is: no paths, no control signs, at most 120 characters."""
    stem = re.sub(
        r"[\x00-\x1f\x7f<>:\"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", name.replace("\\", "/").split("/")[-1]
    )
    stem, dot, ending = stem.rpartition(".")
    if not dot or ending.lower() not in {*KINDS, "jpeg"}:
        stem = f"{stem}{dot}{ending}"
    return f"{stem.strip(' .')[:110] or '附件'}.{kind.ending}"
