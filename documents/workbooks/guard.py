"""Is this workbook one that can be read within bounds? Looked at before any of it is parsed.

A workbook is a zip: some hundred kilobytes may unpack to gigabytes. Every part is run through once in pieces of a megabyte; what the
parser would have to hold in one piece (a text, a row, an entity) must not be larger than an honest table's.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from documents.intake.archive import ZIP_ERRORS

PIECE = 1 << 20
MAX_PARTS = 2_000
MAX_SHEET = 700 * PIECE  # a million formatted rows without a word in them unpack to some 400 MB
MAX_TEXTS = 24 * PIECE  # the shared strings are held in memory as a whole
MAX_OTHER = 12 * PIECE
MAX_TEXT_TAGS = 1_500_000  # each becomes an object; ten thousand rows of fifteen texts have some six hundred thousand
MAX_OTHER_TAGS = 250_000
MAX_STRETCH = 4 * PIECE  # between the beginnings of two rows
MAX_MERGES = 20_000
_ROW = re.compile(rb"[<:]row[ />]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_MERGE = re.compile(rb'mergeCell ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_OVERLAP = 64

BROKEN = "这个表格已损坏，打不开。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
_BOMB = "这个表格解开后大得不正常，没有读取。请把内容复制到新的表格里，另存后再上传。"
_MACROS = "这个表格带有宏，没有读取。请另存为不带宏的 .xlsx 再上传。"


class WorkbookRefused(Exception):
    """The file cannot be read as the table it should be; the message says why and what to do."""


@dataclass
class SheetFacts:
    """What the run through a sheet found: whether there are formulas, and the merged ranges ("B5:B9")."""

    has_formulas: bool = False
    merges: list[str] = field(default_factory=list)


def inspect(file: IO[bytes]) -> dict[str, SheetFacts]:
    """Facts by the sheet's part name. Raises WorkbookRefused."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _inspect(archive)
    except ZIP_ERRORS as error:
        raise WorkbookRefused(BROKEN) from error
    finally:
        file.seek(0)


def _inspect(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    parts = archive.infolist()
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise WorkbookRefused(_MACROS)
    if len(parts) > MAX_PARTS or len({part.filename for part in parts}) < len(parts):
        raise WorkbookRefused(_BOMB)
    sheets = {}
    for part in parts:
        # zipfile hands out no more than the declared size, so that it may be trusted as a bound
        is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
        is_texts = part.filename == "xl/sharedStrings.xml"
        if part.file_size > (MAX_SHEET if is_sheet else MAX_TEXTS if is_texts else MAX_OTHER):
            raise WorkbookRefused(_BOMB)
        if is_sheet:
            sheets[part.filename] = _sheet_facts(archive, part)
            continue
        # any part may turn out to hold the texts: the file itself says which
        is_xml = part.filename.endswith((".xml", ".rels"))
        tags = sum(piece.count(b"<") for piece, _ in _pieces(archive, part, is_xml=is_xml))
        if tags > (MAX_TEXT_TAGS if is_texts else MAX_OTHER_TAGS):
            raise WorkbookRefused(_BOMB)
    if not sheets:
        raise WorkbookRefused(BROKEN)
    return sheets


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, is_xml: bool = True) -> Iterator[tuple[bytes, bytes]]:
    """The part piece by piece, each with the end of the one before."""
    before = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            odd = b"\x00" in piece or b"<!" in before[-1:] + piece or (len(piece) == PIECE and b"<" not in piece)
            if is_xml and odd:
                # not UTF-8, a declaration or CDATA (no spreadsheet program writes any), or one text of a megabyte
                raise WorkbookRefused(_BOMB)
            yield piece, before
            before = piece[-_OVERLAP:]


def _sheet_facts(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> SheetFacts:
    facts = SheetFacts()
    since_row = 0
    for piece, before in _pieces(archive, part):
        seen = before + piece
        since_row = 0 if _ROW.search(seen) else since_row + len(piece)
        if since_row > MAX_STRETCH:
            raise WorkbookRefused(_BOMB)
        facts.has_formulas = facts.has_formulas or bool(_FORMULA.search(seen))
        _note_merges(facts, seen)
    return facts


def _note_merges(facts: SheetFacts, seen: bytes) -> None:
    if b"mergeCell " not in seen:
        return
    found = [match.decode() for match in _MERGE.findall(seen)]
    facts.merges += [ref for ref in found if ref not in facts.merges[-2:]]  # one may be seen twice at the seam
    if len(facts.merges) > MAX_MERGES:
        raise WorkbookRefused(_BOMB)
