"""Reading finished PDF pages back in the measures of the standard."""

import io
from dataclasses import dataclass

import pdfplumber

MM = 25.4 / 72
TYPE_AREA_END = 262.0


@dataclass(frozen=True)
class PageLine:
    """One line of print: its text, the edges of its glyphs and its baseline, in mm from the left and the upper edge."""

    text: str
    left: float
    right: float
    baseline: float
    fonts: frozenset[str]
    size: float


def read_pages(content: bytes) -> list[list[PageLine]]:
    """For each page its lines from top to bottom."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [_lines(page) for page in pdf.pages]


def _lines(page: pdfplumber.page.Page) -> list[PageLine]:
    rows: dict[float, list[dict]] = {}
    for char in page.chars:
        if char["text"].strip():
            rows.setdefault(round(char["matrix"][5], 1), []).append(char)
    lines = []
    for height, chars in sorted(rows.items(), reverse=True):
        chars.sort(key=lambda char: char["x0"])
        lines.append(
            PageLine(
                "".join(char["text"] for char in chars),
                min(char["x0"] for char in chars) * MM,
                max(char["x1"] for char in chars) * MM,
                (float(page.height) - height) * MM,
                frozenset(char["fontname"].split("+")[-1] for char in chars),
                round(chars[0]["size"], 1),
            )
        )
    return lines


def body_lines(page: list[PageLine]) -> list[PageLine]:
    """Without what stands in the margins: the page number and the mark of a draft."""
    return [line for line in page if 36 < line.baseline < TYPE_AREA_END + 1]
