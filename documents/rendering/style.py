"""The measures of official documents (GB/T 9704—2012); `official.css` says what they are used for.

版心 156 × 225 mm, 22 lines of 28 characters of 3号 (16 pt). Line 1 begins and line 22 ends with ink, so the pitch is
(225 − 5.644) / 21. 28 glyphs of 16 pt are wider than 156 mm: they are set closer.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from documents.rendering.fonts import BODY, FALLBACK, FALLBACK_SANS, HEADING_1, HEADING_2, NUMBERS, TITLE, FontRole

#: Raise when the look changes: finished files kept under the old number are made anew.
STYLE_VERSION = "4"

PITCH = 10.4455  # mm from line to line
CHARACTER = 15.785  # pt from character to character
LINE_CHARACTERS = 28
SLACK_MM = 0.6
MARK_WIDTH = 156 / 25.4 * 72  # pt
LARGEST_MARK = 62.0  # pt


def stylesheet() -> str:
    """The style sheet with its measures and font roles filled in; the same for all documents, so it is parsed once."""
    return Template((Path(__file__).parent / "official.css").read_text("utf-8")).substitute(
        title=_families(TITLE, FALLBACK),
        fang=_families(BODY, FALLBACK),
        hei=_families(HEADING_1, FALLBACK_SANS),
        kai=_families(HEADING_2, FALLBACK),
        song=_families(NUMBERS, FALLBACK),
        slack=f"{SLACK_MM}mm",
        tracking=f"{CHARACTER - 16:.4f}pt",
        pitch=f"{PITCH}mm",
        half=f"{PITCH / 2:.4f}mm",
        quarter=f"{PITCH / 4:.4f}mm",
        seven_lines=f"{7 * PITCH:.4f}mm",
        ten_lines=f"{10 * PITCH:.4f}mm",
        one=f"{CHARACTER}pt",
        two=f"{2 * CHARACTER}pt",
        three=f"{3 * CHARACTER:.3f}pt",
        four=f"{4 * CHARACTER}pt",
    )


def mark_size(mark: str) -> float:
    """Size in points of the red mark: as large as fits on one line of the type area, within reason."""
    return min(LARGEST_MARK, MARK_WIDTH / max(len(mark), 1) * 0.97)


def _families(role: FontRole, fallback: str) -> str:
    return f'"{role.family}", "{fallback}"'
