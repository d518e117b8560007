"""Congresses and plenums: an older one called current, one that was not held yet, one that is missing. Framework-free.

"历届", "历次全会", "党的十八大以来" and enumerations that end with the newest congress look back and are understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from documents.domain.numbering import chinese_numeral, parse_chinese_numeral
from plans.domain.checks.cite import at, cite, sentence_around
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge
from regulations.domain.findings import Finding, Level, Replacement

_ORDINALS = "[一二三四五六七八九]"
_CONGRESS_NUMBER = r"二?十[一二三四五六七八九]?"
_CONGRESS = re.compile(
    rf"(?<![一二三四五六七八九十第])(?P<number>{_CONGRESS_NUMBER})(?:"
    rf"大(?P<list>{_ORDINALS}中(?:全会)?(?:[、，,和及与]\s*{_ORDINALS}中(?:全会)?)*全会)?"
    rf"|届(?P<plenums>{_ORDINALS}中?(?:全会)?(?:[、，,和及与]\s*{_ORDINALS}中?(?:全会)?)*中?全会)"
    rf"|届中央(?:委员会)?(?:第(?P<formal>{_ORDINALS})次全体会议)?|届历次全会)"
    r"(?!学生|员|代表|[个门项类重]|常委)"
)
_LOOKING_BACK = re.compile(r"^[”\"]?(?:报告提出)?(?:以来|以后|后[，,]|之后)|^[^，,。；;]{0,6}?以来")
_AWAITED = re.compile(r"迎接|喜迎|即将召开|将(?:于|要)?[^，,。]{0,6}召开|召开前|胜利召开|迎庆")
HISTORY = re.compile(r"历史|党史|四史|从[^，,。；;]{0,12}到|历届|历次|回顾|总结|百年|至$")
_LOCAL_SESSION = re.compile(
    r"(?:学习|贯彻|落实)*[省市区县州旗]委[一二三四五六七八九十]{1,3}届[一二三四五六七八九十]{1,3}次(?:[、和][省市区县州旗]?委?[一二三四五六七八九十]*届?[一二三四五六七八九十]{1,3}次)*(?:全会|全体会议)?(?:精神)?"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    number: int
    plenums: tuple[int, ...]


def check_congresses(
    material: Material, span: tuple[date, date], knowledge: Knowledge, today: date
) -> Iterator[Finding]:
    """Passage by passage, then what is missing altogether; `span` are the first and last day the plan speaks for."""
    for passage in material.passages:
        if passage.field != "signature":
            yield from _garbled(passage, knowledge, today)
            yield from _congresses(passage, span, knowledge, today)
            yield from _local_sessions(passage, knowledge, today)
    yield from _missing(material, span, knowledge, today)


def _mentions(text: str) -> Iterator[_Mention]:
    for found in _CONGRESS.finditer(text):
        number = parse_chinese_numeral(found["number"])
        if number is None or number < 12:
            continue
        rest = found["plenums"] or found["list"] or found["formal"] or ""
        plenums = tuple(filter(None, (parse_chinese_numeral(char) for char in re.findall(_ORDINALS, rest))))
        yield _Mention(found.start(), found.end(), number, plenums)


def _garbled(passage: Passage, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """十八大三中全会: plenums belong to the committee (届), not to the congress (大)."""
    for found in _CONGRESS.finditer(passage.text):
        if found["list"]:
            text, where = at(passage, *found.span())
            yield cite(
                knowledge,
                "PC-TERM",
                today,
                Level.ERROR,
                f"“{text}”写法有误：中央全会按“届”称呼。",
                code="PC-TERM-PLENUM",
                text=text,
                where=where,
                mends=[Replacement(text.replace("大", "届", 1))],
                evidence="computed",
            )


def _congresses(passage: Passage, span: tuple[date, date], knowledge: Knowledge, today: date) -> Iterator[Finding]:
    current = knowledge.timeline.current_congress(span[0])
    if current is None:
        return
    stale: list[_Mention] = []
    for mention in _mentions(passage.text):
        start, end = sentence_around(passage.text, mention.start, mention.end)
        sentence = passage.text[start:end]
        before, after = passage.text[start : mention.start], passage.text[mention.end : end]
        if mention.number < current.number:
            newer = any(row.number >= current.number for row in _mentions(sentence))
            if not newer and not _LOOKING_BACK.match(after) and not HISTORY.search(before[-24:] + after[:8]):
                stale.append(mention)
            continue
        yield from _not_yet(passage, mention, before + after, span, knowledge, today)
    for first, last in _joined(passage.text, stale):
        start, end = first.start, last.end
        tail = re.match(r"[”\"]?(?:文件|会议|系列)?精神", passage.text[end:])
        end += tail.end() if tail else 0
        head = re.search(r"(?:深入|认真)?(?:学习|贯彻|宣传|领会|落实|践行|全面)*(?:党的)?$", passage.text[:start])
        start -= len(head.group()) if head else 0
        text, where = at(passage, start, end)
        yield cite(
            knowledge,
            "TL-03",
            today,
            Level.ERROR,
            f"“{passage.text[first.start : last.end]}”已不是当前的党代会：计划期间开始时最近一次是党的{chinese_numeral(current.number)}大。",
            text=text,
            hint=f"如果是沿用旧稿，请改为党的{chinese_numeral(current.number)}大和近期全会精神；回顾历史的请写明。",
            where=where,
            evidence=current.evidence.value,
        )


def _joined(text: str, mentions: list[_Mention]) -> Iterator[tuple[_Mention, _Mention]]:
    """Neighbours in one breath (党的十七大和十七届三中全会) are one finding."""
    group: list[_Mention] = []
    for mention in mentions:
        if group and re.search(r"[，,。；;！\n]|.{8}", text[group[-1].end : mention.start]):
            yield group[0], group[-1]
            group = []
        group.append(mention)
    if group:
        yield group[0], group[-1]


def _not_yet(
    passage: Passage, mention: _Mention, around: str, span: tuple[date, date], knowledge: Knowledge, today: date
) -> Iterator[Finding]:
    """A congress or plenum later than the plan's whole period cannot be studied in it."""
    congress = knowledge.timeline.congress(mention.number)
    if not congress or _AWAITED.search(around):
        return
    days = [congress.first, *(row.first for row in congress.plenums if row.number in mention.plenums)]
    unknown = max(mention.plenums, default=0) > max((row.number for row in congress.plenums), default=0)
    if not unknown and max(days) <= span[1]:
        return
    text, where = at(passage, mention.start, mention.end)
    if unknown and knowledge.timeline.congress(mention.number + 1):
        yield cite(
            knowledge,
            "TL-01",
            today,
            Level.ERROR,
            f"没有“{text}”这一次会议。",
            text=text,
            where=where,
            evidence="computed",
        )
        return
    yield cite(
        knowledge,
        "TL-01",
        today,
        Level.ERROR,
        f"“{text}”在计划期间（到{span[1].year}年{span[1].month}月）还没有召开。",
        text=text,
        where=where,
        evidence=congress.evidence.value,
    )


def _local_sessions(passage: Passage, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """省委七届十次全会: no table of local sessions exists, so a person has to look."""
    for found in _LOCAL_SESSION.finditer(passage.text):
        text, where = at(passage, *found.span())
        yield cite(
            knowledge,
            "TL-03",
            today,
            Level.INFO,
            f"请核对“{text}”是不是最近的一次。",
            code="TL-03-LOCAL",
            text=text,
            where=where,
        )


def _missing(material: Material, span: tuple[date, date], knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """The newest congress is not named at all, or the newest plenum is not."""
    whole = "\n".join(passage.text for passage in material.prose)
    current = knowledge.timeline.current_congress(span[0])
    newest = knowledge.timeline.newest_plenum(span[0])
    if current is None or len(whole) < 600 or re.search(r"(?:[xX×*_]{1,4}|__)\s*(?:大|届)", whole):
        return
    named = {row.number for row in _mentions(whole)}
    name = f"党的{chinese_numeral(current.number)}大"
    if current.number not in named:
        later = any(number > current.number for number in named)
        if not later:
            yield cite(
                knowledge,
                "TL-02",
                today,
                Level.INFO if named else Level.WARNING,
                f"全文没有提到{name}。",
                code="TL-02-CONGRESS",
                evidence=current.evidence.value,
            )
    elif newest and newest[1].number > 1:
        plenum = newest[1]
        said = any(
            row.number == current.number and (plenum.number in row.plenums) for row in _mentions(whole)
        ) or re.search(r"历次全会|近期全会|全会精神", whole)
        if not said:
            yield cite(
                knowledge,
                "TL-02",
                today,
                Level.INFO,
                f"没有提到最近的{chinese_numeral(current.number)}届{chinese_numeral(plenum.number)}中全会"
                f"（{plenum.first.year}年{plenum.first.month}月）。",
                code="TL-02-PLENUM",
                evidence=plenum.evidence.value,
            )
