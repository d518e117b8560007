"""The text of one paragraph of a Word file: runs, breaks, fields, symbols, changes accepted, hidden text left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from documents.intake.counting import format_number
from documents.intake.styles import Styles
from documents.intake.text import clean
from documents.intake.wordml import W, attribute, switch

CHANGES = "文件里有修订痕迹，按“接受全部修订”读取。"
HIDDEN = "隐藏的文字没有读取。"
FOOTNOTES = "脚注和尾注没有读取。"
EMBEDDED = "文件里嵌入了另一份文档，那一部分没有读取，请打开核对。"

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_SPACE = re.compile(r"[\r\n\t]")  # a line end inside w:t is how the XML was laid out; Word shows a blank
_ENCLOSED = re.compile(r"\\o\s*\\ac\s*\(\s*[○〇◯]\s*[,，;；]\s*([0-9]{1,2})\s*\)", re.IGNORECASE)
_REMOVED = {f"{W}del", f"{W}moveFrom"}
_ADDED = {f"{W}ins", f"{W}moveTo"}
_NOTES = {f"{W}footnoteReference", f"{W}endnoteReference"}
_SILENT_NAMES = (
    *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr"),
    *("delText", "delInstrText", "rt", "rubyPr"),
)
_SILENT = {f"{W}{name}" for name in _SILENT_NAMES}
_PLAIN = {f"{W}tab": "  ", f"{W}ptab": "  ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_SYMBOLS = {
    **dict.fromkeys(("F06C", "F0B7", "F09F", "F0A7", "F06E", "F076", "F0D8"), "●"),
    **dict.fromkeys(("F0A8", "F071", "F06F", "F0A3"), "□"),
    **dict.fromkeys(("F0FE", "F052"), "☑"),
    **dict.fromkeys(("F0FC", "F050"), "√"),
    **dict.fromkeys(("F0FB", "F04F"), "×"),
    **dict.fromkeys(("F0AB", "F0B2"), "★"),
}


def step_inside(element: Any, notes: dict[str, None]) -> list[Any]:
    """What of a wrapping element counts: nothing of deletions and properties, one branch of an alternative."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _SILENT:
        return []
    if tag in _REMOVED:
        notes[CHANGES] = None
        return []
    if tag in _ADDED:
        notes[CHANGES] = None
    elif tag in _NOTES:
        notes[FOOTNOTES] = None
    elif tag == f"{W}altChunk":
        notes[EMBEDDED] = None
    elif tag == _CHOICE:
        # New drawing and old picture of the same text box: the first that has text stands for both.
        return next(([branch] for branch in element if branch.find(f".//{W}t") is not None), [])
    return list(element)


@dataclass
class Gathering:
    """Collects one paragraph; a paragraph whose mark is deleted or hidden flows on into the next."""

    styles: Styles
    notes: dict[str, None]
    parts: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    dropped: bool = False  # something was left out because it is deleted or hidden
    _fields: list[str | None] = field(default_factory=list)  # instruction of each open field, None once it has a result

    @property
    def text(self) -> str:
        """Soft breaks are line ends; every line is cleaned."""
        return "\n".join(clean(line) for line in "".join(self.parts).split("\n"))

    @property
    def is_bold(self) -> bool:
        return bool(self.bold) and all(self.bold)

    def add(self, element: Any, *, bold: bool, hidden: bool) -> None:
        """Everything inside `element`; `bold` and `hidden` come from the paragraph's style."""
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._add_run(child, bold=bold, hidden=hidden)
            elif tag in {f"{W}t", f"{_MATH}t"}:
                self.parts.append(_SPACE.sub(" ", child.text or ""))
            elif tag in _PLAIN:
                self.parts.append(_PLAIN[tag])
            elif tag == f"{W}br":
                self.parts.append("\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else "")
            elif tag == f"{W}sym":
                self.parts.append(_SYMBOLS.get((child.get(f"{W}char") or "").upper(), ""))
            elif tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif tag == f"{W}fldChar":
                self._turn_field(child.get(f"{W}fldCharType", ""))
            elif tag == f"{W}instrText":
                if self._fields and self._fields[-1] is not None:
                    self._fields[-1] += child.text or ""
            else:
                self.dropped = self.dropped or tag in _REMOVED
                self.add(step_inside(child, self.notes), bold=bold, hidden=hidden)

    def _add_run(self, run: Any, *, bold: bool, hidden: bool) -> None:
        properties = run.find(f"{W}rPr")
        style = self.styles.effective(attribute(properties, "rStyle"))
        if _first(switch(properties, "vanish"), style.hidden, hidden):
            if run.find(f"{W}t") is not None:
                self.notes[HIDDEN] = None
                self.dropped = True
            return
        before = len(self.parts)
        self.add(run, bold=bold, hidden=hidden)
        if any(part.strip() for part in self.parts[before:]):
            self.bold.append(_first(switch(properties, "b"), style.bold, bold))

    def _turn_field(self, kind: str) -> None:
        """Results of fields are ordinary runs; only a circled number (带圈字符) is shown from its instruction."""
        if kind == "begin":
            self._fields.append("")
        elif kind == "separate" and self._fields:
            self._fields[-1] = None
        elif kind == "end" and self._fields:
            enclosed = _ENCLOSED.search(self._fields.pop() or "")
            if enclosed:
                self.parts.append(format_number(int(enclosed.group(1)), "decimalEnclosedCircle"))


def _first(*values: bool | None) -> bool:
    return next((value for value in values if value is not None), False)
