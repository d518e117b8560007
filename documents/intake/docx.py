"""Word files: paragraphs and tables in reading order, as a person sees them with all changes accepted."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from documents.domain.source import SourceLine, SourceRefused, SourceTable, SourceText
from documents.intake.listing import Listing, W, read_listing, style_lists
from documents.intake.text import clean

MAX_PART = 60 * 1024 * 1024
MAX_RATIO = 200
_BROKEN = "这个 Word 文件已损坏，打不开。请用 Word 或 WPS 打开后另存一份再上传；也可以全选复制，粘贴到文本框里。"
_BOMB = "这个文件解开后大得不正常，没有读取。请用 Word 或 WPS 打开后另存一份再上传。"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}delText",
    f"{W}instrText",
    f"{W}footnoteReference",
    f"{W}annotationRef",
    f"{W}pPr",
    f"{W}rPr",
    f"{W}sdtPr",
    f"{_MC}Fallback",
}


@dataclass
class _Style:
    based_on: str = ""
    level: int | None = None
    number: tuple[str, int] | None = None
    centred: bool | None = None
    bold: bool | None = None
    title: bool = False


@dataclass
class _Reader:
    listing: Listing
    styles: dict[str, _Style]
    linked: dict[str, tuple[str, int]]
    default_style: str = ""
    notes: dict[str, None] = field(default_factory=dict)


def read_docx(data: bytes) -> SourceText:
    """Everything in the body. Raises SourceRefused for broken files and for archives that unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document = _part(archive, "word/document.xml")
            numbering = _part(archive, "word/numbering.xml")
            styles = _part(archive, "word/styles.xml")
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OverflowError,
    ) as error:
        raise SourceRefused(_BROKEN) from error
    if document is None:
        raise SourceRefused(_BROKEN)
    listing = read_listing(numbering)
    reader = _Reader(listing, *_styles(styles, listing))
    body = document.find(f"{W}body")
    blocks = tuple(_blocks(body if body is not None else document, reader))
    return SourceText(blocks, "docx", tuple(reader.notes))


def _part(archive: zipfile.ZipFile, name: str) -> Any | None:
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.file_size > MAX_PART or (
        info.file_size > 1_000_000 and info.file_size > MAX_RATIO * max(info.compress_size, 1)
    ):
        raise SourceRefused(_BOMB)
    with archive.open(info) as stream:
        content = stream.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise SourceRefused(_BOMB)
    try:
        return etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise SourceRefused(_BROKEN) from error


def _parser() -> etree.XMLParser:
    """Nothing outside the part is read, and no entity blows it up."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )


def _blocks(parent: Any, reader: _Reader) -> Iterator[SourceLine | SourceTable]:
    for element in parent:
        if element.tag == f"{W}p":
            yield from _paragraph(element, reader)
        elif element.tag == f"{W}tbl":
            yield SourceTable(_rows(element, reader))
        elif element.tag in _SKIPPED:
            if element.tag in {f"{W}del", f"{W}moveFrom"}:
                reader.notes["文件里有修订痕迹，按“接受全部修订”读取。"] = None
        else:  # content controls, insertions, custom XML: what is inside counts
            yield from _blocks(element, reader)


def _paragraph(element: Any, reader: _Reader) -> Iterator[SourceLine]:
    properties = element.find(f"{W}pPr")
    style = _style_chain(properties, reader)
    parts: list[str] = []
    bold: list[bool] = []
    boxes: list[Any] = []
    _collect(element, parts, bold, boxes, reader, style.bold or False)
    text = clean_paragraph("".join(parts))
    number = _number(properties, style, reader) if text.strip() else ""
    alignment = _attribute(properties, "jc") or ("center" if style.centred else "")
    level = _outline_level(properties, style)
    yield SourceLine(
        text=f"{number}{text}" if number else text,
        number=number,
        heading_level=level,
        centred=alignment == "center" or style.title,
        bold=bool(bold) and all(bold),
        right_aligned=alignment in {"right", "end"},
    )
    for box in boxes:
        yield from (block for block in _blocks(box, reader) if isinstance(block, SourceLine))


def clean_paragraph(text: str) -> str:
    """Soft breaks stay line ends, everything else is cleaned line by line."""
    return "\n".join(clean(line) for line in text.split("\n"))


def _collect(
    element: Any, parts: list[str], bold: list[bool], boxes: list[Any], reader: _Reader, is_bold: bool
) -> None:
    for child in element:
        tag = child.tag
        if tag == f"{W}r":
            properties = child.find(f"{W}rPr")
            if properties is not None and _is_on(properties, "vanish"):
                if child.find(f"{W}t") is not None:
                    reader.notes["隐藏的文字没有读取。"] = None
                continue
            before = len(parts)
            run_bold = is_bold if properties is None or properties.find(f"{W}b") is None else _is_on(properties, "b")
            _collect(child, parts, bold, boxes, reader, is_bold)
            if "".join(parts[before:]).strip():
                bold.append(run_bold)
        elif tag == f"{W}t":
            parts.append(child.text or "")
        elif tag == f"{W}tab":
            parts.append("  ")
        elif tag in {f"{W}br", f"{W}cr"}:
            parts.append("\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else "")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{W}sym":
            parts.append("●" if (child.get(f"{W}char") or "").upper() in {"F06C", "F0B7", "F06E"} else "")
        elif tag == f"{W}txbxContent":
            boxes.append(child)
        elif tag in _SKIPPED:
            if tag in {f"{W}del", f"{W}moveFrom"}:
                reader.notes["文件里有修订痕迹，按“接受全部修订”读取。"] = None
        elif isinstance(tag, str):
            _collect(child, parts, bold, boxes, reader, is_bold)


def _rows(table: Any, reader: _Reader) -> tuple[tuple[str, ...], ...]:
    """Cells of all rows; horizontally merged cells repeat, vertically merged ones take the text from above."""
    rows: list[list[str]] = []
    for row in _children(table, f"{W}tr"):
        cells: list[str] = [""] * _integer_of(row, "trPr", "gridBefore")
        for cell in _children(row, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            text = "\n".join(
                line.text if isinstance(line, SourceLine) else _flat(line) for line in _blocks(cell, reader)
            ).strip("\n")
            if (
                merge is not None
                and merge.get(f"{W}val", "continue") == "continue"
                and rows
                and len(cells) < len(rows[-1])
            ):
                text = rows[-1][len(cells)]
            cells += [text] * max(1, _integer_of(cell, "tcPr", "gridSpan") or 1)
        rows.append(cells)
    width = max(map(len, rows), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in rows)


def _children(element: Any, tag: str) -> Iterator[Any]:
    """Direct rows or cells, those inside content controls and insertions included."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _children(child, tag)


def _flat(table: SourceTable | SourceLine) -> str:
    return (
        table.text
        if isinstance(table, SourceLine)
        else "\n".join("  ".join(dict.fromkeys(filter(None, row))) for row in table.rows)
    )


def _number(properties: Any | None, style: _Style, reader: _Reader) -> str:
    found = _num_of(properties) or style.number
    if found is None or found[0] == "0":
        return ""
    list_id, level = found
    number = reader.listing.next_number(list_id or (style.number[0] if style.number else ""), level)
    return number if not number or number[-1] in "、.．)）:：" else f"{number} "


def _num_of(properties: Any | None) -> tuple[str, int] | None:
    num = properties.find(f"{W}numPr") if properties is not None else None
    if num is None:
        return None
    list_id, level = num.find(f"{W}numId"), num.find(f"{W}ilvl")
    try:
        depth = int(level.get(f"{W}val", "0")) if level is not None else 0
    except ValueError:
        depth = 0
    return (list_id.get(f"{W}val", "") if list_id is not None else "", depth)


def _outline_level(properties: Any | None, style: _Style) -> int:
    own = _attribute(properties, "outlineLvl")
    level = int(own) if own.isdigit() else style.level
    return level + 1 if level is not None and level < 9 else 0


def _styles(root: Any | None, listing: Listing) -> tuple[dict[str, _Style], dict[str, tuple[str, int]], str]:
    styles: dict[str, _Style] = {}
    default = ""
    for element in root.iter(f"{W}style") if root is not None else ():
        if element.get(f"{W}type") != "paragraph":
            continue
        identifier = element.get(f"{W}styleId", "")
        properties = element.find(f"{W}pPr")
        name = (_attribute(element, "name")).lower()
        level = _attribute(properties, "outlineLvl")
        run = element.find(f"{W}rPr")
        styles[identifier] = _Style(
            based_on=_attribute(element, "basedOn"),
            level=int(level)
            if level.isdigit()
            else (int(name[8:]) - 1 if name.startswith("heading ") and name[8:].isdigit() else None),
            number=_num_of(properties),
            centred=_attribute(properties, "jc") == "center" if _attribute(properties, "jc") else None,
            bold=_is_on(run, "b") if run is not None and run.find(f"{W}b") is not None else None,
            title=name == "title",
        )
        if element.get(f"{W}default") in {"1", "true"}:
            default = identifier
    return styles, style_lists(listing), default


def _style_chain(properties: Any | None, reader: _Reader) -> _Style:
    """The paragraph's style with what it takes from the styles it is based on."""
    merged = _Style()
    identifier, seen = _attribute(properties, "pStyle") or reader.default_style, set()
    while identifier and identifier not in seen and identifier in reader.styles:
        seen.add(identifier)
        style = reader.styles[identifier]
        merged.level = style.level if merged.level is None else merged.level
        merged.centred = style.centred if merged.centred is None else merged.centred
        merged.bold = style.bold if merged.bold is None else merged.bold
        merged.title = merged.title or style.title
        if merged.number is None and style.number:
            linked = reader.linked.get(identifier)
            merged.number = (style.number[0] or (linked[0] if linked else ""), linked[1] if linked else style.number[1])
        elif merged.number is None:
            merged.number = reader.linked.get(identifier)
        identifier = style.based_on
    return merged


def _attribute(parent: Any | None, name: str) -> str:
    child = parent.find(f"{W}{name}") if parent is not None else None
    return (child.get(f"{W}val") or "") if child is not None else ""


def _integer_of(parent: Any, properties: str, name: str) -> int:
    text = _attribute(parent.find(f"{W}{properties}"), name)
    return min(int(text), 60) if text.isdigit() else 0


def _is_on(properties: Any, name: str) -> bool:
    child = properties.find(f"{W}{name}")
    return child is not None and child.get(f"{W}val", "1") not in {"0", "false", "off"}
