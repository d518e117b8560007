"""What a file is, by its first bytes and its parts; the name decides only between kinds that look alike."""

from __future__ import annotations

import io
import zipfile
import zlib
from enum import Enum, auto


class Kind(Enum):
    DOCX = auto()
    DOC = auto()
    TEXT = auto()
    EMPTY = auto()
    PDF = auto()
    IMAGE = auto()
    RTF = auto()
    HTML = auto()
    WPS = auto()
    SPREADSHEET = auto()
    PRESENTATION = auto()
    ENCRYPTED = auto()
    OPENDOCUMENT = auto()
    ARCHIVE = auto()
    BROKEN_ZIP = auto()
    OTHER_OLE = auto()
    BINARY = auto()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def sniff(data: bytes, filename: str) -> Kind:
    """The kind of the file. Never raises."""
    if not data.strip(b"\x00 \r\n\t"):
        return Kind.EMPTY
    head = data[:4096]
    if head.startswith(_OLE):
        return _sniff_ole(data, filename)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Kind.IMAGE
    if head.lstrip().startswith(b"{\\rtf"):
        return Kind.RTF
    if head.startswith(_ARCHIVES):
        return Kind.ARCHIVE
    lowered = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"mime-version:")) or b"<html" in lowered[:1000]:
        return Kind.HTML
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TEXT
    return Kind.BINARY if b"\x00" in head else Kind.TEXT


def _sniff_ole(data: bytes, filename: str) -> Kind:
    """OLE directory entries carry their names in UTF-16."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return Kind.ENCRYPTED
    if filename.lower().endswith((".wps", ".wpt")):
        return Kind.WPS
    if filename.lower().endswith(".et") or holds("Workbook"):
        return Kind.SPREADSHEET
    if filename.lower().endswith(".dps") or holds("PowerPoint Document"):
        return Kind.PRESENTATION
    return Kind.DOC if holds("WordDocument") else Kind.OTHER_OLE


def _sniff_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = (
                archive.read("mimetype")[:80]
                if "mimetype" in names and archive.getinfo("mimetype").file_size < 200
                else b""
            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OverflowError,
    ):
        return Kind.BROKEN_ZIP
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return Kind.DOCX
    if any(name.startswith("xl/") for name in names):
        return Kind.SPREADSHEET
    if any(name.startswith("ppt/") for name in names):
        return Kind.PRESENTATION
    return Kind.OPENDOCUMENT if b"opendocument" in mimetype else Kind.ARCHIVE
