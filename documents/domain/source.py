"""What a person brought: lines and tables in reading order, whatever the file was. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class SourceRefused(Exception):
    """The file cannot be read; the message is a Chinese sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One paragraph as it was seen: an automatic list number stands in front of `text`, and alone in `number`.

    `heading_level` is Word's outline level 1–9, 0 for body text.
    """

    text: str
    number: str = ""
    heading_level: int = 0
    centred: bool = False
    bold: bool = False
    right_aligned: bool = False


@dataclass(frozen=True, slots=True)
class SourceTable:
    """Rows of equal length; a merged cell repeats its text in each place it covers, a cell's paragraphs are parted by newlines."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """`kind` is docx, doc, txt or pasted; `notes` are Chinese sentences on what was left out while reading."""

    blocks: tuple[SourceLine | SourceTable, ...]
    kind: str
    notes: tuple[str, ...] = ()

    @classmethod
    def from_lines(cls, text: str, kind: str = "pasted") -> SourceText:
        """Plain text, a line a paragraph."""
        return cls(tuple(SourceLine(line) for line in text.split("\n")), kind)


def source_to_json(source: SourceText) -> dict[str, Any]:
    """The source as plain data for storage; `source_from_json` reads it back unchanged."""
    blocks: list[Any] = []
    for block in source.blocks:
        if isinstance(block, SourceTable):
            blocks.append({"rows": [list(row) for row in block.rows]})
        else:
            blocks.append(
                [block.text, block.number, block.heading_level, block.centred, block.bold, block.right_aligned]
            )
    return {"kind": source.kind, "notes": list(source.notes), "blocks": blocks}


def source_from_json(data: dict[str, Any]) -> SourceText:
    """What `source_to_json` wrote."""
    blocks = tuple(
        SourceTable(tuple(tuple(row) for row in block["rows"])) if isinstance(block, dict) else SourceLine(*block)
        for block in data["blocks"]
    )
    return SourceText(blocks, data["kind"], tuple(data["notes"]))
