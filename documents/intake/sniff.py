"""What a file is, by its first bytes and its parts; the name decides only between kinds that look alike."""

from __future__ import annotations

import io
import zipfile
from enum import Enum, auto

from documents.intake.archive import ZIP_ERRORS
from documents.intake.ole import MAGIC, read_storage


class Kind(Enum):
    DOCX = auto()
    DOC = auto()
    TEXT = auto()
    EMPTY = auto()
    PDF = auto()
    IMAGE = auto()
    RTF = auto()
    HTML = auto()
    WORD_XML = auto()
    WPS = auto()
    SPREADSHEET = auto()
    PRESENTATION = auto()
    ENCRYPTED = auto()
    OPENDOCUMENT = auto()
    ARCHIVE = auto()
    BROKEN_ZIP = auto()
    OTHER_OLE = auto()
    BINARY = auto()


_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def sniff(data: bytes, filename: str) -> Kind:
    """The kind of the file. Never raises."""
    if not data.strip(b"\x00 \r\n\t"):
        return Kind.EMPTY
    head = data[:4096]
    if head.startswith(MAGIC):
        return _sniff_ole(data, filename)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(_IMAGES) or (head[:4], head[8:12]) == (b"RIFF", b"WEBP") or head[4:8] == b"ftyp":
        return Kind.IMAGE
    if head.startswith(b"BM") and head[6:10] == bytes(4):  # text may begin with these two letters too
        return Kind.IMAGE
    if head.lstrip().startswith(b"{\\rtf"):
        return Kind.RTF
    if head.startswith(_ARCHIVES):
        return Kind.ARCHIVE
    lowered = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if lowered.startswith((b"<!doctype html", b"mime-version:")) or b"<html" in lowered[:1000]:
        return Kind.HTML
    if lowered.startswith(b"<?xml"):
        return Kind.WORD_XML
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TEXT
    return Kind.BINARY if b"\x00" in head else Kind.TEXT


def _sniff_ole(data: bytes, filename: str) -> Kind:
    storage = read_storage(data)
    name = filename.lower()
    if storage.names & {"EncryptedPackage", "EncryptionInfo"} or storage.word_is_locked:
        return Kind.ENCRYPTED
    if name.endswith((".wps", ".wpt")):
        return Kind.WPS
    if "WordDocument" in storage.names:
        return Kind.DOC
    if name.endswith(".et") or storage.names & {"Workbook", "Book"}:
        return Kind.SPREADSHEET
    if name.endswith(".dps") or "PowerPoint Document" in storage.names:
        return Kind.PRESENTATION
    return Kind.OTHER_OLE


def _sniff_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = (
                archive.read("mimetype")[:80]
                if "mimetype" in names and archive.getinfo("mimetype").file_size < 200
                else b""
            )
    except ZIP_ERRORS:
        return Kind.BROKEN_ZIP
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return Kind.DOCX
    if any(name.startswith("xl/") for name in names):
        return Kind.SPREADSHEET
    if any(name.startswith("ppt/") for name in names):
        return Kind.PRESENTATION
    return Kind.OPENDOCUMENT if b"opendocument" in mimetype else Kind.ARCHIVE
