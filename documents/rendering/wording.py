"""Text made ready for setting: punctuation between Chinese characters, control characters, the shape of a title. Pure."""

from __future__ import annotations

import itertools
import re
import unicodedata

_CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’—…"
_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_ADDRESS = re.compile(r"(https?://[A-Za-z0-9./?&=_%#:~+-]+|[\w.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+)", re.ASCII)
_BEHIND = re.compile(rf"(?<=[{_CJK}])([,;:!?]) ?")
_BEFORE = re.compile(rf"(?<=\w)([,;:!?])(?=[{_CJK}])")
# A point inside a line may belong to a number of ours ("一.目标"); at the end it is a full stop.
_STOP = re.compile(rf"(?<=[{_CJK}])\.(?=\s*$|[”’）])")
_BRACKETS = re.compile(rf"\(([^()\n]*[{_CJK}][^()\n]*)\)")
_QUOTES = re.compile(rf'"([^"\n]*[{_CJK}][^"\n]*)"')

#: Characters of a title line: 22 pt type on 156 mm.
TITLE_LINE = 20
#: Places a title is not torn at; longest first, so that 党支部 is one word.
_WORDS = (
    "总支部委员会|支部委员会|委员会|党总支|党支部|总支部|幼儿园|中学|小学|学校|学院|中心|实验"
    r"|第[一二三四五六七八九十]+|20\d\d[—-]20\d\d学年度?|20\d\d年度?|学年度?|学期|上半年|下半年|工作计划|党建工作|工作要点"
    "|工作|计划|要点|安排|行事历|总结|方案|通知|关于|印发|党建|政治|思想|组织|作风|纪律|建设|年度|学习|教育|活动|实施|发展"
    "|党员|落实|推进|加强|开展|全面|深化"
)
_TOKEN = re.compile(rf"《[^》]*》|“[^”]*”|（[^）]*）|[A-Za-z0-9.%]+|(?:{_WORDS})|.")


def prepared(text: str) -> str:
    """Text without control characters, half-width punctuation next to Chinese made full-width.

    Numbers, times, addresses and English stay as they are.
    """
    text = "".join(char for char in unicodedata.normalize("NFC", text) if char == "\n" or not _is_control(char))
    parts = _ADDRESS.split(text)
    # The split puts the addresses themselves at the odd places.
    return "".join(part if index % 2 else _full_width(part) for index, part in enumerate(parts))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, ready for setting, without the blanks people indent by hand."""
    return [line for part in text.split("\n") if (line := prepared(part).strip(" \t\u3000\u00a0"))]


def _full_width(text: str) -> str:
    text = _STOP.sub("。", text)
    text = _BEHIND.sub(lambda found: _FULL[found.group(1)], text)
    text = _BEFORE.sub(lambda found: _FULL[found.group(1)], text)
    text = _BRACKETS.sub(r"（\1）", text)
    return _QUOTES.sub(r"“\1”", text)


def _is_control(char: str) -> bool:
    # Private and unassigned characters may be part of a name; the font check tells of those without a shape.
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def width_in_characters(text: str) -> float:
    """Width in whole Chinese characters; Latin letters and digits count half."""
    return sum(0.5 if unicodedata.east_asian_width(char) in {"Na", "N", "H"} else 1.0 for char in text)


def title_lines(title: str) -> list[str]:
    """The title in lines of at most TITLE_LINE characters, no word torn, the lower line not shorter than needed for a trapezoid.

    A newline in the title is a break the author insists on.
    """
    return [line for part in title.split("\n") for line in _break(prepared(part).strip()) if line]


def _break(text: str) -> list[str]:
    if width_in_characters(text) <= TITLE_LINE:
        return [text]
    count = int(-(-width_in_characters(text) // TITLE_LINE))
    tokens = _TOKEN.findall(text)
    best: tuple[float, list[str]] | None = None
    for split in _splits(tokens, count):
        widths = [width_in_characters(line) for line in split]
        if max(widths) > TITLE_LINE:
            continue
        # Even lines look best, and a longer upper line is better than a longer lower one; never begin a line with a mark.
        cost = max(widths) - min(widths) + sum(0.4 for a, b in itertools.pairwise(widths) if b > a)
        cost += sum(50 for line in split[1:] if line[0] in "，。、；：）》”的和与及")
        if best is None or cost < best[0]:
            best = (cost, split)
    if best:
        return best[1]
    return [text[i : i + TITLE_LINE] for i in range(0, len(text), TITLE_LINE)]


def _splits(tokens: list[str], count: int) -> list[list[str]]:
    """All ways to put the tokens on `count` lines near an even share."""
    if count == 1:
        return [["".join(tokens)]]
    total = width_in_characters("".join(tokens))
    result = []
    width = 0.0
    for index in range(1, len(tokens)):
        width += width_in_characters(tokens[index - 1])
        if total / count - 7 <= width <= min(TITLE_LINE, total / count + 7):
            result += [["".join(tokens[:index]), *rest] for rest in _splits(tokens[index:], count - 1)]
    return result
