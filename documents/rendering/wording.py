"""Text made ready for setting: punctuation between Chinese characters, control characters, the shape of a title. Pure."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

_CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’—…"
_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_ADDRESS = re.compile(r"(https?://[A-Za-z0-9./?&=_%#:~+-]+|[\w.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+)", re.ASCII)
_BEHIND = re.compile(rf"(?<=[{_CJK}])([,;:!?]) ?")
_BEFORE = re.compile(rf"(?<=[\w%℃)])([,;:!?])(?=[{_CJK}])")
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
_NAME_END = re.compile("(?:委员会|党支部|党总支|学校|小学|中学|幼儿园)$")
_SUBJECT = re.compile(r"20\d\d|关于")
#: How far a title line may be from an even share, in characters.
_REACH = 7
_INSIDE = rf"(?:{_WORDS})|[A-Za-z0-9.%]+|."
_TOKEN, _WORD = re.compile(rf"《[^》]*》|“[^”]*”|（[^）]*）|{_INSIDE}"), re.compile(_INSIDE)


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
    """The title in lines of at most TITLE_LINE characters: no word torn, even lines, rather broken behind the organisation's name.

    A newline in the title is a break the author insists on.
    """
    return [line for part in title.split("\n") for line in _break(prepared(part).strip()) if line]


def _break(text: str) -> list[str]:
    width = width_in_characters(text)
    if width <= TITLE_LINE:
        return [text]
    fewest = math.ceil(width / TITLE_LINE)
    # A name in brackets stays whole where it can; too long for a line it is broken between its words.
    for tokens in (_TOKEN.findall(text), _WORD.findall(text)):
        for count in (fewest, fewest + 1):
            splits = [split for split in _splits(tokens, count) if max(map(width_in_characters, split)) <= TITLE_LINE]
            if splits:
                return min(splits, key=_ugliness)
    return [text[i : i + TITLE_LINE] for i in range(0, len(text), TITLE_LINE)]


def _ugliness(lines: Sequence[str]) -> float:
    """Unevenness in characters; worse when a line begins with a mark or a particle, better when the break parts the sense."""
    widths = [width_in_characters(line) for line in lines]
    cost = max(widths) - min(widths)
    for upper, lower in pairwise(lines):
        if lower[0] in "，。、；：）》”的和与及" or upper[-1] in "（《“":
            cost += 50
        cost -= 8 * (bool(_NAME_END.search(upper)) + bool(_SUBJECT.match(lower)))
    return cost


def _splits(tokens: Sequence[str], count: int) -> Iterator[list[str]]:
    """The ways to put the tokens on `count` lines near an even share."""
    text = "".join(tokens)
    if count == 1:
        yield [text]
        return
    share = width_in_characters(text) / count
    width = 0.0
    for index, token in enumerate(tokens[:-1], 1):
        width += width_in_characters(token)
        if share - _REACH <= width <= min(TITLE_LINE, share + _REACH):
            for rest in _splits(tokens[index:], count - 1):
                yield ["".join(tokens[:index]), *rest]
