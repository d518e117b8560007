"""Frequencies stated in running text: 每季度一次, 每月15日, 一年一度, 每学期一至两次, and which activity they govern. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.domain.numbering import parse_chinese_numeral
from plans.domain.checks.naming import Mention

_N = r"[一二两三四五六七八九十]{1,3}|\d{1,2}"
_UNITS = {
    "周": 52,
    "星期": 52,
    "双周": 26,
    "月": 12,
    "月份": 12,
    "双月": 6,
    "季": 4,
    "季度": 4,
    "半年": 2,
    "学期": 2,
    "学年": 1,
    "年": 1,
    "年度": 1,
}
_UNIT = r"星期|双周|周|双月|月份|月|季度|季|半年|学期|学年|年度|年"
#: How many in a stretch: 一次, 1-2次, 一至两次, 不少于2堂.
_COUNT = re.compile(
    rf"(?P<low>{_N})\s*(?:[至到\-—–~～、]{{1,2}}\s*(?P<high>{_N}))?\s*(?:次|堂|节|讲|场|期|课|回)(?![月年代百])"
)
_PER = re.compile(
    rf"每(?:一|个|一个|逢)?\s*(?P<skip>[两二三2-3])?个?(?P<unit>{_UNIT})(?![一二三四五六七八九十\d]{{1,2}}级)(?:[底末初中])?"
    rf"|一个(?P<unit2>季度|学期|学年|年度|月|季|周)"
    rf"|(?P<once>一年一度|年度(?=民主评议|组织生活会|专题组织))"
    rf"|(?P<unit3>半年|一年|一季度|一季|一月|一学期|一学年|一周)(?=\s*(?:{_N})\s*(?:次|堂|课|讲|评|会))"
    rf"|(?P<whole>全年|全学年|年内|本年度|本学年)(?=[^，,。；;]{{0,12}}?(?:{_N})\s*(?:次|堂|讲|场))"
    rf"|(?P<term>本学期|全学期|学期内)(?=[^，,。；;]{{0,12}}?(?:{_N})\s*(?:次|堂|讲|场))"
    rf"|(?P<adverb>按月|逐月|月月|按季度|按季|季季|年年|隔周|双周)"
    rf"|(?P<times>{_N})\s*次\s*[/／]\s*(?P<unit4>{_UNIT})"
)
_ADVERBS = {"按月": 12, "逐月": 12, "月月": 12, "按季度": 4, "按季": 4, "季季": 4, "年年": 1, "隔周": 26, "双周": 26}
#: 第二周召开党小组会, where the clause before spoke of every month.
_WEEK_OF_MONTH = re.compile(r"第[一二三四]个?(?:周|星期)|最后一周|[上中下]旬|月[初中末底]")
_MONTHLY = 12
_CLAUSE = re.compile(r"[，,：:]")
_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
#: 支委会每季度研究一次安全工作 says how often a subject comes up, not how often they meet.
_ON_THE_AGENDA = re.compile(
    r"^(?!.*(?:召开|举行|开会|会议)).*(?:研究|研判|分析|听取|审议|部署|通报|检查|讨论|专题学习)"
)
#: A clause that only says how often: 每月一次, 一般每季度召开一次.
_ONLY_FREQUENCY = re.compile(
    rf"^\s*(?:原则上|一般|至少|坚持|做到|确保|保证|并)?\s*(?:每|一年一度|半年|一年|一季|一月|全年|(?:{_N})次\s*[/／])"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A frequency at its place: `per_year` is the least number a year it promises, `most` the greatest; `base` stretches make a year."""

    start: int
    end: int
    per_year: int
    most: int
    text: str
    base: int = 1


def stated_frequencies(text: str) -> list[Stated]:
    """All frequencies in the text, with offsets."""
    found = []
    for match in _PER.finditer(text):
        base = _per_year(match)
        rest = re.split(r"[，,。；;：:\n]", text[match.end() :], maxsplit=1)[0][:30]
        next_per = _PER.search(rest)
        count = _COUNT.search(rest[: next_per.start()] if next_per else rest)
        low, high, end = 1, 1, match.end()
        if match["times"]:
            low = high = _number(match["times"])
        elif count and not match["once"]:
            low = _number(count["low"])
            high = _number(count["high"]) if count["high"] else low
            end += count.end()
        found.append(Stated(match.start(), end, base * low, base * high, text[match.start() : end], base))
    return found


def _per_year(match: re.Match[str]) -> int:
    if match["adverb"]:
        return _ADVERBS[match["adverb"]]
    if match["once"] or match["whole"]:
        return 1
    if match["term"]:
        return 2
    unit = match["unit"] or match["unit2"] or match["unit4"] or match["unit3"].removeprefix("一")
    base = _UNITS[unit]
    skip = _number(match["skip"]) if match["skip"] else 1
    return max(1, base // skip)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return 2 if text == "两" else (parse_chinese_numeral(text) or 1)


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int

    def holds(self, place: int) -> bool:
        return self.start <= place < self.end


def frequency_of(text: str, mention: Mention, everything: Sequence[Mention]) -> Stated | None:
    """The frequency that governs this mention in the text, None when none does.

    In order: in the same enumerated piece; in the same clause (one before it first); carried over from an earlier clause of the sentence
    when the mention's own clause counts (组织一次党日活动); in a following clause that says nothing but how often.
    """
    sentence = next(
        (_Piece(*found.span()) for found in _SENTENCE.finditer(text) if found.start() <= mention.start < found.end()),
        _Piece(0, len(text)),
    )
    stated = [row for row in stated_frequencies(text) if sentence.holds(row.start)]
    if not stated or text[: mention.start].endswith(("向", "报", "经", "由")):
        return None  # 每月向支委会汇报 is no meeting of it
    clauses = _pieces(text, sentence, _CLAUSE)
    place = next(index for index, clause in enumerate(clauses) if clause.holds(mention.start))
    clause = clauses[place]
    piece = next(row for row in _pieces(text, clause, re.compile("、")) if row.holds(mention.start))
    for scope in (piece, clause):
        inside = [row for row in stated if scope.holds(row.start)]
        if any(row.start >= mention.end and _ON_THE_AGENDA.search(text[row.start : scope.end]) for row in inside):
            return None
        before = [row for row in inside if row.start < mention.start]
        if before and _is_agenda(text, before[-1], mention):
            return None
        if before:
            return before[-1]
        after = [row for row in inside if row.start >= mention.end]
        if after and not _other_between(mention, after[0], everything):
            return after[0]
    earlier = [row for row in stated if row.start < clause.start]
    counted = _COUNT.search(text, clause.start, clause.end)
    if earlier and counted:
        return _carried(earlier[-1], counted, text)
    if earlier and earlier[-1].per_year == _MONTHLY and _WEEK_OF_MONTH.search(text, clause.start, mention.start):
        return earlier[-1]
    if place + 1 < len(clauses):
        following = clauses[place + 1]
        inside = [row for row in stated if following.holds(row.start)]
        named = any(following.holds(row.start) for row in everything)
        if inside and not named and _ONLY_FREQUENCY.match(text[following.start : following.end]):
            return inside[0]
    return None


def _is_agenda(text: str, stated: Stated, mention: Mention) -> bool:
    """每月末支委会检查一次: the count belongs to what the meeting does."""
    return (
        stated.end > mention.end
        and bool(_ON_THE_AGENDA.search(text[mention.end : stated.end]))
        and not re.search(r"召开|举行|开好", text[stated.start : mention.start])
    )


def _carried(stated: Stated, counted: re.Match[str], text: str) -> Stated:
    """每学期两次党员大会，四次支委会: the stretch of the first with the count of the second."""
    low = _number(counted["low"])
    high = _number(counted["high"]) if counted["high"] else low
    words = (
        text[stated.start : stated.end] if low * stated.base == stated.per_year else text[stated.start : counted.end()]
    )
    return Stated(stated.start, stated.end, stated.base * low, stated.base * high, words, stated.base)


def _other_between(mention: Mention, stated: Stated, everything: Sequence[Mention]) -> bool:
    """Another kind is named between the mention and the frequency, or behind it in the same breath: 党课、每月的支委会."""
    return any(mention.end <= row.start < stated.end + 1 and row.kind is not mention.kind for row in everything)


def _pieces(text: str, scope: _Piece, separator: re.Pattern[str]) -> list[_Piece]:
    """The scope cut at the separators that stand outside brackets."""
    pieces, start, depth = [], scope.start, 0
    for place in range(scope.start, scope.end):
        if text[place] in "（(":
            depth += 1
        elif text[place] in "）)":
            depth = max(0, depth - 1)
        elif not depth and separator.match(text[place]):
            pieces.append(_Piece(start, place + 1))
            start = place + 1
    pieces.append(_Piece(start, scope.end))
    return [piece for piece in pieces if piece.end > piece.start] or [scope]
