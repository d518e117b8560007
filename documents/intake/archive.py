"""The parts of a .docx file, unpacked within limits and parsed so that nothing outside them is touched."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from documents.domain.source import SourceRefused

MAX_PART = 40 * 1024 * 1024
MAX_RATIO = 200
MAX_TAGS = 2_000_000  # about thirty thousand runs with all their properties; a tree of more would eat the memory
_BROKEN = "这个 Word 文件已损坏，打不开。请用 Word 或 WPS 打开后另存一份再上传；也可以全选复制，粘贴到文本框里。"
_BOMB = "这个文件解开后大得不正常，没有读取。请用 Word 或 WPS 打开后另存一份再上传。"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# What zipfile raises for files that are cut off, altered or made up.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    ValueError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Root elements of the parts that are read; None where the file has no such part."""

    document: Any
    numbering: Any | None
    styles: Any | None


def open_parts(data: bytes) -> Parts:
    """Raises SourceRefused for broken files and for archives that unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            main = _targets(archive, "").get("officeDocument", "word/document.xml")
            document = _part(archive, main)
            related = _targets(archive, main)
            folder = posixpath.dirname(main)
            numbering = _part(archive, related.get("numbering", posixpath.join(folder, "numbering.xml")))
            styles = _part(archive, related.get("styles", posixpath.join(folder, "styles.xml")))
    except ZIP_ERRORS as error:
        raise SourceRefused(_BROKEN) from error
    if document is None:
        raise SourceRefused(_BROKEN)
    return Parts(document, numbering, styles)


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Kind of relation → part it leads to, of `part` or ("") of the whole file."""
    folder, name = posixpath.split(part)
    root = _part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, str] = {}
    for relation in root.iter(_RELATION) if root is not None else ():
        if relation.get("TargetMode") != "External":
            kind = (relation.get("Type") or "").rpartition("/")[2]
            # A target that begins with a slash counts from the top of the archive, else from the part's folder.
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
            found.setdefault(kind, target.lstrip("/"))
    return found


def _part(archive: zipfile.ZipFile, name: str) -> Any | None:
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.file_size > MAX_PART or info.file_size > max(1_000_000, MAX_RATIO * info.compress_size):
        raise SourceRefused(_BOMB)
    with archive.open(info) as stream:
        content = stream.read(MAX_PART + 1)  # the declared size may lie
    if len(content) > MAX_PART or content.count(b"<") > MAX_TAGS:
        raise SourceRefused(_BOMB)
    try:
        return etree.fromstring(content.replace(_STRICT, _USUAL), _parser())
    except etree.XMLSyntaxError as error:
        raise SourceRefused(_BROKEN) from error


def _parser() -> etree.XMLParser:
    """Nothing outside the part is read, and no entity blows it up."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
