"""Lines that go on where the one before them was broken off: hard-wrapped text, and words broken over two lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from plans.domain.reading.lines import Line
from plans.domain.reading.markers import fold, marker_at
from plans.domain.reading.months import month_label
from plans.domain.reading.phrases import is_chrome

_SENTENCE_END = re.compile(r"[。!！?？;；:：.…」』”\"）)》】、,，]$")
#: One character alone on a line is the end of the word above it; of two that is so when the seam is a word elsewhere.
_REST_OF_WORD = re.compile(r"(?![略无])(?P<more>[\u4e00-\u9fff]?)[\u4e00-\u9fff][。；;：:，,、”]?")
_GOES_ON = re.compile(r"(?:[,，、]|[和与及或的在对以把将为是])$")
_BLANKS = {" ", "\u3000", "\u00a0"}


def tied_lines(lines: Sequence[Line], folded: Sequence[str]) -> set[int]:
    """Indexes of the lines that go on with the line before them."""
    width = _wrap_width(lines)
    indented = _mostly_indented(lines)
    pairs = Counter[str]()
    for line in lines:
        text = line.text.strip()
        pairs.update(text[i : i + 2] for i in range(len(text) - 1))
    tied: set[int] = set()
    previous: int | None = None
    for index, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            if not (width and previous is not None):
                previous = None
            continue
        if previous is not None and _may_join(lines[previous], line, folded[index]):
            last = lines[previous].text.strip()
            outdented = indented and line.text[:1] not in _BLANKS and lines[previous].text[:1] in _BLANKS
            if (outdented and not _SENTENCE_END.search(last)) or _broken(
                last, len(lines[previous].text.rstrip()), line.text, text, width, pairs
            ):
                tied.add(index)
        previous = index
    return tied


def _may_join(before: Line, line: Line, folded: str) -> bool:
    if before.cell or line.cell or line.number or line.heading_level or before.heading_level or line.right_aligned:
        return False
    if before.centred != line.centred or line.centred:
        return False
    if marker_at(folded) is not None or is_chrome(line.text) or is_chrome(before.text):
        return False
    label = month_label(folded)
    return not (label and label.strong)


def _broken(last: str, extent: int, raw: str, text: str, width: int, pairs: Counter[str]) -> bool:
    if width:
        indented = raw[:1] in {" ", "\u3000"} and raw[:2].strip() == ""
        return extent >= width - 3 and not indented and not (re.search(r"[。!！]$", last) and extent < width - 1)
    if _open_bracket(last):
        return True
    rest = _REST_OF_WORD.fullmatch(text)
    if (
        rest
        and not _SENTENCE_END.search(last)
        and len(last) >= 4
        and not (rest["more"] and pairs[last[-1] + text[0]] < 1)
    ):
        return not month_label(fold(last))
    if re.search(r"[,，、]$", last):
        return len(last) > 6
    if _SENTENCE_END.search(last):
        return False
    if len(last) > 14 and re.search(r"[。；!！].", last):
        # A paragraph of whole sentences does not end without a mark.
        return True
    pair = last[-1] + text[0]
    # A pair of characters that the plan also writes elsewhere, at the seam of two lines, is a word torn apart.
    torn = pairs[pair] >= 1 and "\u4e00" <= last[-1] <= "\u9fff" and "\u4e00" <= text[0] <= "\u9fff"
    if len(last) > 40:
        return torn or bool(_GOES_ON.search(last)) or len(text) < 12
    return len(last) > 8 and (bool(_GOES_ON.search(last)) or (torn and pairs[pair] >= 2 and len(text) <= 40))


def _mostly_indented(lines: Sequence[Line]) -> bool:
    filled = [line for line in lines if line.text.strip() and not line.cell]
    return len(filled) > 5 and sum(line.text[:1] in _BLANKS for line in filled) >= 0.6 * len(filled)


def _open_bracket(text: str) -> bool:
    return any(text.count(left) > text.count(right) for left, right in ("“”", "《》")) and len(text) > 8


def _wrap_width(lines: Sequence[Line]) -> int:
    """The width at which the text was broken by hand, 0 when it was not."""
    lengths = [len(line.text.rstrip()) for line in lines if line.text.strip() and not line.cell]
    if len(lengths) < 8:
        return 0
    widest = max(lengths)
    if not 14 <= widest <= 60:
        return 0
    full = sum(widest - 2 <= length <= widest for length in lengths)
    return widest if full >= 0.45 * len(lengths) else 0
