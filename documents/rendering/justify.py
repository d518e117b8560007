"""两端对齐 for WeasyPrint, whose own justification stretches blanks only: the rest of a line is spread over all its characters.

It replaces one private function of the layout engine, so the version is pinned and a test reads the grid back from finished pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from documents.rendering.style import SLACK_MM

#: A line that lacks more than this many characters is a last line or a deliberate break.
MOST_MISSING = 3.0
_FEWEST = 10
_SLACK_PX = SLACK_MM / 25.4 * 96


def install() -> None:
    """Set the function in place, once per process."""
    inline.justify_line = _justify_line


def _justify_line(context: Any, line: Any, missing: float) -> None:
    texts = list(_texts(line))
    count = sum(_visible(text.text) for text in texts)
    if count < _FEWEST or missing > MOST_MISSING * line.style["font_size"]:
        return
    missing -= _SLACK_PX
    if missing > 0:
        _spread(context, line, missing / (count - 1), 0.0)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _texts(child)


def _visible(text: str) -> int:
    return sum(char not in "\u200b\u00ad\n" for char in text)


def _spread(context: Any, box: Any, each: float, moved: float) -> float:
    """Widen the characters of the box by `each`; returns how far what follows has to move."""
    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        count = _visible(box.text)
        if count:
            style = box.style.copy()
            spacing = style["letter_spacing"]
            style["letter_spacing"] = (0 if spacing == "normal" else spacing) + each
            box.style = style
            layout = inline.create_layout(box.text, style, context, max_width=None, justification_spacing=0)
            layout.deactivate()
            box.pango_layout = layout
            box.width += each * count
            moved += each * count
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += moved
        before = moved
        for child in box.children:
            if child.is_in_normal_flow():
                moved = _spread(context, child, each, moved)
        box.width += moved - before
    else:
        box.translate(moved, 0)
    return moved
